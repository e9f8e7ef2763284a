"""What a line still owes: replies that were waited for in vain and may yet come. Pure."""

from dataclasses import dataclass
from typing import Any, Protocol


class Finder(Protocol):
    """Finds one reply in what the line brings."""

    def feed(self, chunk: bytes) -> Any:  # noqa: ANN401  only whether there is one counts
        """Take bytes; return the reply once it is there."""
        ...


@dataclass(slots=True)
class Debt:
    """A request without its reply: sent at a time in s, and due until another."""

    finder: Finder
    sent_at: float
    until: float


class Owed:
    """The debts of a line, by the unit that was asked; None where only silence tells."""

    def __init__(self) -> None:
        self._debts: dict[int | None, Debt] = {}

    def add(self, unit: int | None, debt: Debt) -> None:
        """Note a request; of one unit only the newest counts."""
        self._debts[unit] = debt

    def settle(self, unit: int | None) -> None:
        """Forget what a unit owes."""
        self._debts.pop(unit, None)

    def until(self, unit: int | None) -> float:
        """Return until when a unit must not be asked: minus infinity where it may at once.

        A reply names its unit: what one owes is no hindrance to asking another. For what
        is no read (None) everything counts.
        """
        return max((self._debts[who].until for who in self._of(unit)), default=float("-inf"))

    def forgive(self, unit: int | None) -> None:
        """Forget what kept a unit from being asked."""
        for who in self._of(unit):
            self.settle(who)

    def any_but(self, debt: Debt, now: float) -> bool:
        """Whether anything else is still due."""
        return any(each is not debt and each.until > now for each in self._debts.values())

    def paid(self, chunk: bytes, but: Debt | None, now: float) -> dict[int, float]:
        """Return the units whose late reply ends in a chunk, and how long it took, in s.

        It is owed no longer. Nobody believes it: what counts is that it came.
        """
        late = [
            (who, now - debt.sent_at)
            for who, debt in self._debts.items()
            if debt is not but and now < debt.until and debt.finder.feed(chunk) is not None
        ]
        for who, _ in late:
            self.settle(who)
        return {who: seconds for who, seconds in late if who is not None}

    def _of(self, unit: int | None) -> list[int | None]:
        return [who for who in self._debts if unit is None or who in {unit, None}]
