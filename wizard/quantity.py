"""Numbers that know their unit and their precision."""

from decimal import Decimal

from msgspec import Struct

from wizard.units import Unit

MOST_DIGITS = 40


class Quantity(Struct, frozen=True, tag="quantity", tag_field="is"):
    """A value with its unit; the digits of `value` are its precision.

    `Quantity(Decimal("3.300"), "V")` prints as `3.300 V`. A count has the unit "".
    """

    value: Decimal
    unit: Unit = ""

    def __str__(self) -> str:
        """Return the value as a report prints it: a point, then the unit.

        What has more digits than anybody measures, of a record that is not ours for
        instance, is written by its power of ten.
        """
        usual = abs(self.value.adjusted()) <= MOST_DIGITS
        return f"{self.value:{'f' if usual else 'E'}} {self.unit}".rstrip()


def volts(value: Decimal | str) -> Quantity:
    """Return a voltage to the millivolt, as meters and boards give it."""
    return Quantity(Decimal(value).quantize(Decimal("0.001")), "V")


def count(value: int) -> Quantity:
    """Return a plain number of things."""
    return Quantity(Decimal(value))
