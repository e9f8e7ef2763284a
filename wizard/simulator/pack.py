"""A pack: cells in series, what drives current through it, and how warm it is.

Voltages inside are whole millivolts, as the board's table carries them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import Literal

Chemistry = Literal["lifepo4", "li_ion", "lto"]

RESTING: dict[Chemistry, int] = {"lifepo4": 3300, "li_ion": 3700, "lto": 2350}  # mV, half full
SPREAD = (0, 1, -1, 2, 0, -2, 1, -1)  # mV by which sorted cells differ, repeated
RESISTANCE = Decimal("0.5")  # mΩ of one cell and its link
LOOP = Decimal("0.010")  # Ω of a pack and its cables up to the bars that join packs
EVENING = Decimal(240)  # s in which what flows between joined packs falls to a third
MILLI = Decimal("0.001")
ZERO = Decimal(0)

# Where a swinging current stands from one look to the next, in parts of its ripple. Five
# looks make a round, so that a table read in two to four pieces meets different ones.
SWING = tuple(Decimal(text) for text in ("1", "-1", "0.5", "-0.5", "0"))


@dataclass(frozen=True, slots=True)
class Paths:
    """Which way the board lets current through."""

    charge: bool = True
    discharge: bool = True


class Pack:
    """Cells in series behind a board.

    `resting` holds the millivolts of each cell without current, `capacity` the nominal
    Ah, `temperatures` the °C at the four probes, `mos_temperature` the board's own. The
    board sets `paths`.
    """

    def __init__(
        self,
        resting: Sequence[int],
        chemistry: Chemistry = "lifepo4",
        capacity: Decimal = Decimal(280),
    ) -> None:
        self.resting = list(resting)
        self.chemistry: Chemistry = chemistry
        self.capacity = capacity
        self.temperatures = [Decimal(text) for text in ("21.5", "21.8", "21.2", "21.6")]
        self.mos_temperature = Decimal("24.0")
        self.paths = Paths()
        self._driven = self._ripple = self._rise = self._risen = self._apart = ZERO
        self._look = 0

    @classmethod
    def of(
        cls,
        cells: int = 16,
        chemistry: Chemistry = "lifepo4",
        capacity: Decimal = Decimal(280),
    ) -> "Pack":
        """Build a sorted, half full pack; its cells differ by a few millivolts."""
        base = RESTING[chemistry]
        return cls([base + SPREAD[n % len(SPREAD)] for n in range(cells)], chemistry, capacity)

    @property
    def cells(self) -> int:
        """The number of cells in series."""
        return len(self.resting)

    def drive(self, amperes: Decimal, ripple: Decimal = ZERO, rise: Decimal = ZERO) -> None:
        """Connect a charger (positive) or a load (negative) that wants so many amperes.

        The current swings by `ripple` amperes to both sides. While it flows, every cell
        rises by `rise` millivolts a second (falls, below 0), as one near its end does.
        """
        self._driven, self._ripple, self._rise = amperes, ripple, rise

    def join(self, apart: Decimal) -> None:
        """Join it to packs, above whose common voltage it stands by so many volts.

        Charge flows between them until it does not.
        """
        self._apart = apart

    @property
    def mean_current(self) -> Decimal:
        """The amperes that flow, positive when charging; an open path stops its direction."""
        wanted = self._driven - (self._apart / LOOP).quantize(MILLI)
        open_way = self.paths.charge if wanted > 0 else self.paths.discharge
        return wanted if open_way else ZERO

    @property
    def current(self) -> Decimal:
        """The amperes of this moment: what flows, and how far it has swung."""
        mean = self.mean_current
        return mean + self._ripple * SWING[self._look] if mean else mean

    def swing(self) -> None:
        """Let a swinging current go on to its next moment."""
        self._look = (self._look + 1) % len(SWING)

    @property
    def moves(self) -> bool:
        """Whether the cells rise or fall with time now."""
        return bool(self._rise and self.mean_current)

    def pass_time(self, seconds: Decimal) -> None:
        """Let the cells rise or fall for a time, if something flows that moves them."""
        if self.moves:
            self._risen += self._rise * seconds
        if self._apart and self.mean_current:
            left = self._apart * (-seconds / EVENING).exp()
            self._risen -= (self._apart - left) / MILLI / self.cells
            self._apart = left
        whole = int(self._risen)
        if whole:
            self.raise_cells(whole)
            self._risen -= whole

    def raise_cells(self, millivolts: int) -> None:
        """Move every cell by the same millivolts."""
        self.resting[:] = [cell + millivolts for cell in self.resting]

    def millivolts(self) -> tuple[int, ...]:
        """Return the voltage of each cell, with what the current adds or takes."""
        drop = int(self.current * RESISTANCE)
        return tuple(cell + drop for cell in self.resting)

    def junctions(self) -> tuple[int, ...]:
        """Return the millivolts above pack minus: before cell 1, then behind each cell."""
        return tuple(accumulate(self.millivolts(), initial=0))

    def voltage(self) -> Decimal:
        """Return the volts from pack minus to pack plus."""
        return volts(self.junctions()[-1])


def volts(millivolts: int) -> Decimal:
    """Return millivolts as volts with three decimals."""
    return millivolts * MILLI
