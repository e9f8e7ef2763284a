"""One figure of the table: what was measured, against what, and what is to be reached."""

from dataclasses import dataclass
from math import inf


@dataclass(frozen=True)
class Row:
    """A figure and its yardstick, both in `unit` and taken in one run.

    `reach` is the ratio that must not be passed, None where a figure is only reported;
    `how` says in a few words what was done.
    """

    name: str
    value: float
    yardstick: float
    unit: str
    reach: float | None
    how: str

    @property
    def ratio(self) -> float:
        """The figure in yardsticks."""
        if self.yardstick:
            return self.value / self.yardstick
        return inf if self.value else 0.0

    @property
    def met(self) -> bool:
        """Whether it is within its reach; what is only reported always is."""
        return self.reach is None or self.ratio <= self.reach
