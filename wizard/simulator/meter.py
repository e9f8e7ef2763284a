"""What a person with a multimeter and a clamp reads at the pack. Volts and amperes."""

from decimal import Decimal

from wizard.simulator.harness import Harness
from wizard.simulator.pack import Pack, volts

DIODE = Decimal("0.700")  # V across the body diode of an open MOS
DROP = Decimal("0.003")  # V across the closed MOS and its cables, with a lamp as load
LEAK = Decimal("0.012")  # V at P- with the discharge MOS open and a lamp as load


class SimulatedMeter:
    """A multimeter at one pack and its harness, right to the millivolt."""

    def __init__(self, pack: Pack, harness: Harness) -> None:
        self._pack = pack
        self._harness = harness

    def wire(self, cell: int) -> Decimal:
        """Return the volts from the black wire to the sense wire of a cell (from 1)."""
        return volts(self._harness.metered(self._pack, cell))

    def cell(self, number: int) -> Decimal:
        """Return the volts at the terminals of a cell (from 1)."""
        return volts(self._pack.millivolts()[number - 1])

    def highest_cell(self) -> Decimal:
        """Return the volts of the highest cell."""
        return volts(max(self._pack.millivolts()))

    def lowest_cell(self) -> Decimal:
        """Return the volts of the lowest cell."""
        return volts(min(self._pack.millivolts()))

    def pack_voltage(self) -> Decimal:
        """Return the volts from B- to pack plus."""
        return self._pack.voltage()

    def output_voltage(self) -> Decimal:
        """Return the volts from P- to pack plus, with a lamp across them.

        Open MOS let hardly anything through, as do those of a board that is off.
        """
        if not self._pack.paths.discharge:
            return LEAK
        drop = DROP if self._pack.paths.charge else DIODE
        return self._pack.voltage() - drop

    def current(self) -> Decimal:
        """Return the mean amperes in the cable at B-, positive when charging."""
        return self._pack.mean_current
