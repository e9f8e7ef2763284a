"""The kinds of row that the catalogue has.

`low` and `high` are the vendor's range: what can be encoded, not what is safe. What is
safe stands in `wizard.chemistry`.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from wizard.protocol.layout import Kind, Place, Table
from wizard.units import Unit

BYTE = 1
SWITCH_WORD = Place(Table.SETTINGS, 0x114, Kind.U16)


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
    It reads like a `Parameter` with the values 0 and 1; `place` is that of the whole word,
    and `of` takes the bit out of it.
    """

    key: str
    label: str
    code: int
    bit: int
    evidence: Evidence
    only: bool | None = None

    @property
    def place(self) -> Place:
        """Where the word lies that holds it."""
        return SWITCH_WORD

    @property
    def unit(self) -> Unit:
        """No unit."""
        return ""

    @property
    def scale(self) -> Decimal:
        """On and off are 1 and 0."""
        return Decimal(1)

    @property
    def is_half(self) -> bool:
        """It shares its word with other bits, not with a byte."""
        return False

    def raw(self, value: Decimal) -> int:
        """Return 0 or 1.

        Raises ValueError for another value, without evidence, and for the side that takes
        a protection away.
        """
        if self.evidence is Evidence.NONE:
            raise ValueError(f"{self.key}: {self.evidence}")
        if not value.is_finite() or value not in {0, 1}:
            raise ValueError(f"{self.key}: {value} is neither 0 nor 1")
        if self.only not in {None, bool(value)}:
            raise ValueError(f"{self.key}: {value} takes a protection away")
        return int(value)

    def value(self, raw: float) -> Decimal:
        """Return the value of 0 or 1."""
        return Decimal(int(raw))

    def of(self, word: int) -> Decimal:
        """Return 1 where the bit is set in a switch word, else 0."""
        return Decimal(word >> self.bit & 1)


Writable = Parameter | Switch
"""What can be set to a value and read back."""


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
