"""The kinds of row that the catalogue has.

`low` and `high` are the vendor's range: what can be encoded, not what is safe. What is
safe stands in `wizard.chemistry`.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from wizard.protocol.layout import Place
from wizard.units import Unit

BYTE = 1


class Evidence(StrEnum):
    """How well a write is known to do what its name says."""

    HIGH = "two independent sources or a recording"
    MEDIUM = "one good source"
    NONE = "not to be sent"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A setting: our key, JK's label, unit, scale, the vendor's range, where it lies.

    `value = raw * scale`. `code` is the vendor's command number and the bit that says
    whether the firmware has it. Only rows with evidence can be written.
    """

    key: str
    label: str
    code: int
    place: Place
    unit: Unit
    scale: Decimal
    low: Decimal
    high: Decimal
    evidence: Evidence

    @property
    def is_half(self) -> bool:
        """Whether it shares its register with another byte, which a write must carry too."""
        return self.place.kind.size == BYTE

    def raw(self, value: Decimal) -> int:
        """Return the raw number of a value.

        Raises ValueError where the value is outside the vendor's range or finer than
        the scale: nothing is rounded or clamped.
        """
        return exact(self.key, value, self.scale, self.low, self.high)

    def value(self, raw: float) -> Decimal:
        """Return the value of a raw number."""
        return Decimal(str(raw)) * self.scale


@dataclass(frozen=True, slots=True)
class Switch:
    """A bit of the switch word: our key, JK's label, bit number, evidence.

    `only` is the state that may be written where the other one takes a protection away.
    """

    key: str
    label: str
    code: int
    bit: int
    evidence: Evidence
    only: bool | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """Something the board does when told: our key, JK's label, address, evidence."""

    key: str
    label: str
    code: int
    address: int
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Calibration:
    """A measured value that the board takes for the truth, in two registers.

    Columns as in `Parameter`. The sign that a discharge current has is not known.
    """

    key: str
    label: str
    code: int
    address: int
    unit: Unit
    scale: Decimal
    low: Decimal
    high: Decimal
    evidence: Evidence

    def raw(self, value: Decimal) -> int:
        """Return the raw number of a value; raises ValueError as `Parameter.raw` does."""
        return exact(self.key, value, self.scale, self.low, self.high)


def exact(key: str, value: Decimal, scale: Decimal, low: Decimal, high: Decimal) -> int:
    """Return `value / scale` where it is whole and the value in range, else ValueError."""
    if not value.is_finite() or not low <= value <= high:
        raise ValueError(f"{key}: {value} is outside {low} to {high}")
    raw = int(value / scale)
    if raw * scale != value:  # the quotient was rounded, this product is exact
        raise ValueError(f"{key}: {value} is finer than {scale}")
    return raw
