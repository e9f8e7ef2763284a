"""What may be asked of a board, as values. Pure; `modbus.encode` gives their bytes.

**Allow list.** A value that is not allowed cannot exist: `Read` refuses what is odd, too
long, outside the tables or secret; the others take a row of the catalogue with evidence
and a value inside its range. A row that is not the catalogue's own is refused, so there
is no way to name a bare address to write to.
"""

from dataclasses import dataclass
from decimal import Decimal

from wizard.protocol import fields
from wizard.protocol.catalogue import (
    ACTION,
    CALIBRATION,
    FRAMES,
    PARAMETER,
    SWITCH,
    SWITCHES,
    Action,
    Calibration,
    Evidence,
    Parameter,
    Switch,
)
from wizard.protocol.layout import Table

MOST_REGISTERS = 40  # 120 work on 15.41, others stop at 40
FIRST_UNIT, LAST_UNIT = 1, 15  # DIP addresses that answer questions
TABLE_BYTES = 0x130
BYTE, WORD, DOUBLE = 0xFF, 0xFFFF, 0xFFFFFFFF


class NotEncodable(ValueError):
    """A request that must not exist; the message says which rule it breaks."""


@dataclass(frozen=True, slots=True)
class Read:
    """Ask a unit for registers from an address; the answer holds 2 bytes for each."""

    unit: int
    address: int
    registers: int

    def __post_init__(self) -> None:
        """Refuse what the board or this program does not allow."""
        _check_unit(self.unit)
        _require(self.address % 2 == 0, "an odd address")
        _require(1 <= self.registers <= MOST_REGISTERS, "1 to 40 registers")
        end = self.address + 2 * self.registers
        _require(
            any(table <= self.address and end <= table + TABLE_BYTES for table in Table),
            "outside the tables",
        )
        _require(
            all(end <= first or last <= self.address for first, last in fields.SECRETS),
            "a password",
        )


@dataclass(frozen=True, slots=True)
class Trigger:
    """Ask a unit for the native frame of a table: a read, though function 16 carries it."""

    unit: int
    table: Table

    def __post_init__(self) -> None:
        """Refuse units outside 1 to 15."""
        _check_unit(self.unit)

    @property
    def address(self) -> int:
        """The address that is written to, and that the acknowledgement repeats."""
        return FRAMES[self.table]


@dataclass(frozen=True, slots=True)
class Write:
    """Set one setting of a unit to a value in the unit of its row.

    A row of one byte shares its register: `other_half` is the raw byte (0 to 255) that
    the other half holds now, and is sent back as it is.
    """

    unit: int
    row: Parameter
    value: Decimal
    other_half: int | None = None

    def __post_init__(self) -> None:
        """Refuse other rows, rows without evidence and values outside the row's range."""
        _check_unit(self.unit)
        _require(PARAMETER.get(self.row.key) == self.row, "not a row of the catalogue")
        _require(self.row.evidence is not Evidence.NONE, "no evidence for this write")
        if self.row.is_half:
            _require(self.other_half is not None, "the other half of the register is not known")
            _require(0 <= (self.other_half or 0) <= BYTE, "the other half is no byte")
        else:
            _require(self.other_half is None, "the register has no other half")
        self.row.raw(self.value)


@dataclass(frozen=True, slots=True)
class Turn:
    """Turn one switch of a unit on or off; `word` is what the switch word holds now.

    No word is sent in which a protection is taken away: bits that may only be cleared are
    cleared first, the lowest first, before any other switch of that board.
    """

    unit: int
    switch: Switch
    on: bool
    word: int

    def __post_init__(self) -> None:
        """Refuse other switches, those without evidence, and the unsafe side."""
        _check_unit(self.unit)
        _require(SWITCH.get(self.switch.key) == self.switch, "not a switch of the catalogue")
        _require(self.switch.evidence is not Evidence.NONE, "no evidence for this switch")
        _require(self.switch.only in {None, self.on}, "towards the unsafe side")
        _require(0 <= self.word <= WORD, "the switch word has 16 bits")
        first = WORD if self.switch.only is None else (1 << self.switch.bit) - 1
        unsafe = self.result & UNSAFE_BITS & first
        _require(not unsafe, "an unsafe switch is on: clear it first")

    @property
    def result(self) -> int:
        """The word that is sent."""
        bit = 1 << self.switch.bit
        return self.word | bit if self.on else self.word & ~bit


UNSAFE_BITS = sum(1 << row.bit for row in SWITCHES if row.only is False)


@dataclass(frozen=True, slots=True)
class Act:
    """Tell a unit to carry out an action."""

    unit: int
    action: Action

    def __post_init__(self) -> None:
        """Refuse other actions and actions without evidence."""
        _check_unit(self.unit)
        _require(ACTION.get(self.action.key) == self.action, "not an action of the catalogue")
        _require(self.action.evidence is not Evidence.NONE, "no evidence for this action")


@dataclass(frozen=True, slots=True)
class Calibrate:
    """Tell a unit the measured value of pack voltage (V) or current (A, without sign)."""

    unit: int
    row: Calibration
    value: Decimal

    def __post_init__(self) -> None:
        """Refuse other rows and values outside the row's range, 0 among them."""
        _check_unit(self.unit)
        _require(CALIBRATION.get(self.row.key) == self.row, "not a row of the catalogue")
        self.row.raw(self.value)


@dataclass(frozen=True, slots=True)
class SetClock:
    """Set the clock of a unit: s since the start of 2020, local time."""

    unit: int
    seconds: int

    def __post_init__(self) -> None:
        """Refuse what does not fit into 32 bits."""
        _check_unit(self.unit)
        _require(0 <= self.seconds <= DOUBLE, "outside 2020 to 2156")


Telling = Write | Turn | Act | Calibrate | SetClock
"""What changes a board; the answer is a receipt."""

Request = Read | Trigger | Telling


def _require(holds: bool, rule: str) -> None:  # noqa: FBT001  the rule's name follows
    if not holds:
        raise NotEncodable(rule)


def _check_unit(unit: int) -> None:
    _require(FIRST_UNIT <= unit <= LAST_UNIT, "a unit address outside 1 to 15")
