"""Cell over- and under-voltage protection: when it trips and when it lets go.

A trip opens one MOS, raises one alarm and moves the board's own state of charge to an
end of its scale, where it stays (seen on firmware 11.17 frames; likely on PB).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from operator import gt, lt


@dataclass(frozen=True, slots=True)
class Rule:
    """One protection as data.

    It trips when any cell is `beyond` the setting `limit` and lets go when the setting
    `relief` is beyond every cell. `charged` is the state of charge that a trip leaves.
    """

    name: str
    limit: str
    relief: str
    beyond: Callable[[Decimal, Decimal], bool]
    alarm: int
    opens: str
    charged: Decimal
    countdown: str


OVER_VOLTAGE = Rule(
    name="over-voltage",
    limit="cell_ovp",
    relief="cell_ovpr",
    beyond=gt,
    alarm=4,
    opens="charge",
    charged=Decimal(1),
    countdown="ovpr_countdown",
)
UNDER_VOLTAGE = Rule(
    name="under-voltage",
    limit="cell_uvp",
    relief="cell_uvpr",
    beyond=lt,
    alarm=11,
    opens="discharge",
    charged=Decimal(0),
    countdown="uvpr_countdown",
)
RULES = (OVER_VOLTAGE, UNDER_VOLTAGE)


@dataclass(frozen=True, slots=True)
class Delays:
    """Seconds from the first cell beyond its limit to a trip, and from relief to release."""

    reaction: float = 1.0
    release: float = 2.0


USUAL = Delays()


@dataclass(slots=True)
class Protection:
    """A rule at work. `since` is when the board first saw reason to change its state."""

    rule: Rule
    delays: Delays
    tripped: bool = False
    since: float | None = None

    @property
    def delay(self) -> float:
        """The seconds that a reason must last."""
        return self.delays.release if self.tripped else self.delays.reaction

    def advance(self, now: float, *, reason: bool) -> bool:
        """Take note of a reason at a time; tell whether the state has changed by it."""
        if not reason:
            self.since = None
            return False
        if self.since is None:
            self.since = now
        if now - self.since < self.delay:
            return False
        self.tripped, self.since = not self.tripped, None
        return True

    def reason(self, cells: Iterable[Decimal], limit: Decimal, relief: Decimal) -> bool:
        """Return whether the cells speak for a change of state."""
        beyond = self.rule.beyond
        if self.tripped:
            return all(beyond(relief, cell) for cell in cells)
        return any(beyond(cell, limit) for cell in cells)

    def countdown(self, now: float) -> int:
        """Return the whole seconds to release, 0 where none is under way."""
        if not self.tripped or self.since is None:
            return 0
        return ceil(self.since + self.delays.release - now)
