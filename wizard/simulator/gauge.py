"""What a board makes of voltages and currents: factors that a calibration moves.

Known: the factor of all cells is one f32 (0x12DC), the currents have a word each for
charging (0x12FE) and discharging (0x12D6); the figures here are recorded ones. Likely:
a calibration multiplies them by what was typed over what is shown. Unknown: how far a
board lets itself be moved, and what undoes it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from wizard.simulator.harness import LATELY
from wizard.simulator.pack import MILLI, volts
from wizard.simulator.quirks import Quirks

VOLTAGE = Decimal("2.98")
CHARGE, DISCHARGE = Decimal(932), Decimal(936)


@dataclass(slots=True)
class Gauge:
    """The factors of one board."""

    voltage: Decimal = VOLTAGE
    charge: Decimal = CHARGE
    discharge: Decimal = DISCHARGE

    def cells(self, millivolts: Iterable[int], quirks: Quirks) -> tuple[Decimal, ...]:
        """Return the volts that the board reads at its inputs."""
        ratio = quirks.voltage_gain * self.voltage / VOLTAGE
        return _read(tuple(millivolts), ratio)

    def current(self, amperes: Decimal, quirks: Quirks) -> Decimal:
        """Return the amperes that the board reads, to the milliampere."""
        felt = amperes * quirks.current_gain
        ratio = self.charge / CHARGE if felt > 0 else self.discharge / DISCHARGE
        return (felt * ratio).quantize(MILLI)

    def calibrate_voltage(self, shown: Decimal, true: Decimal) -> None:
        """Take the volts of the pack for what is shown. Raises ValueError without either."""
        self.voltage *= _ratio(shown, true)

    def calibrate_current(self, shown: Decimal, true: Decimal) -> None:
        """Take amperes, without sign, for what is shown; the words stay whole numbers.

        Raises ValueError without either.
        """
        ratio = _ratio(abs(shown), true)
        if shown > 0:
            self.charge = (self.charge * ratio).to_integral_value()
        else:
            self.discharge = (self.discharge * ratio).to_integral_value()


@lru_cache(maxsize=LATELY)
def _read(millivolts: tuple[int, ...], ratio: Decimal) -> tuple[Decimal, ...]:
    return tuple(volts(round(cell * ratio)) for cell in millivolts)


def _ratio(shown: Decimal, true: Decimal) -> Decimal:
    if not shown or not true:
        raise ValueError("a calibration needs a reading and a value")
    return true / shown
