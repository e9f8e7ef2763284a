"""What became of a change, and how the record tells it."""

from dataclasses import dataclass
from decimal import Decimal

from wizard.boards.changes import Change, quantity
from wizard.record.events import Outcome, WriteIntended, WriteSettled
from wizard.text import Text


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a change; `found` is what was read back.

    `exception` is the number of the board's exception where it answered with one.
    """

    change: Change
    outcome: Outcome
    found: Decimal | None = None
    reason: Text | None = None
    exception: int | None = None

    def there(self, found: Decimal) -> Change:
        """Return the change as the board shows it; what was verified must still be so."""
        proved = self.outcome is Outcome.VERIFIED
        return self.change if proved else Change(self.change.row, self.change.before, found)


def intended(number: int, serial: str, change: Change, purpose: str) -> WriteIntended:
    """Return the event that stands on disk before the first byte of a write."""
    row = change.row
    before, wanted = quantity(row, change.before), quantity(row, change.wanted)
    return WriteIntended(number, serial, row.key, before, wanted, purpose)


def settled(number: int, result: Result) -> WriteSettled:
    """Return the event that tells what became of a write."""
    row, found = result.change.row, result.found
    shown = None if found is None else quantity(row, found)
    return WriteSettled(number, result.outcome, shown, result.reason)
