"""What may be sent to a board over Bluetooth, as values, and their 20 bytes.

**Allow list.** A command that is not allowed cannot exist: each names the dialect it is
meant for and takes a row of the catalogue that this dialect has, with evidence and a value
in its range. There is no way to name a bare number.

Bytes: `AA 55 90 EB`, number, length of the value, value (little-endian), zeros, and the
sum of all before it modulo 256. The vendor's app leaves old bytes where the zeros are;
boards take both.
"""

import struct
from dataclasses import dataclass
from decimal import Decimal

from wizard.protocol.ble.registers import REGISTERS, Form, Register
from wizard.protocol.catalogue import (
    ACTION,
    CALIBRATION,
    CLOCK,
    WRITABLE,
    Action,
    Calibration,
    Evidence,
    Writable,
)
from wizard.protocol.dialects import Dialect
from wizard.protocol.layout import Table
from wizard.protocol.requests import DOUBLE, NotEncodable

HEAD = bytes.fromhex("AA5590EB")
SIZE = 20
ASKED: dict[Table, int] = {Table.SETTINGS: 0x96, Table.INFO: 0x97}
LOG = 0xA1  # also the capability bit of it


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask for the frame of a table; statuses follow the settings by themselves.

    Boards of every dialect understand it; some answer for the settings only after they
    were asked for the information.
    """

    table: Table

    def __post_init__(self) -> None:
        """Refuse the status, which nobody asks for."""
        _require(self.table in ASKED, "statuses follow the settings by themselves")


@dataclass(frozen=True, slots=True)
class AskLog:
    """Ask for the log book: a frame of type 5. It only reads.

    Boards for 32 cells only; of the others nobody knows what the number does there.
    Evidence: medium. The answer was recorded (esphome-jk-bms), the number is in that
    project and in the vendor's data; no recorded session of the vendor's app has it.
    """

    dialect: Dialect

    def __post_init__(self) -> None:
        """Refuse other dialects."""
        _require(
            self.dialect is Dialect.JK02_32S, f"log: no evidence for this command in {self.dialect}"
        )


@dataclass(frozen=True, slots=True)
class Put:
    """Set one setting, option or switch to a value in the unit of its row."""

    dialect: Dialect
    row: Writable
    value: Decimal

    def __post_init__(self) -> None:
        """Refuse other rows, what the dialect does not have, and values out of range."""
        _require(WRITABLE.get(self.row.key) == self.row, "not a row of the catalogue")
        register = _register(self.dialect, self.row.key)
        self.row.raw(self.value)
        highest = register.high is None or self.value <= register.high
        _require(highest, f"{self.row.key}: more than {self.dialect} has")


@dataclass(frozen=True, slots=True)
class Tune:
    """Tell a board the measured value of pack voltage (V) or current (A, without sign)."""

    dialect: Dialect
    row: Calibration
    value: Decimal

    def __post_init__(self) -> None:
        """Refuse other rows, other dialects and values outside the row's range."""
        _require(CALIBRATION.get(self.row.key) == self.row, "not a row of the catalogue")
        _register(self.dialect, self.row.key)
        self.row.raw(self.value)


@dataclass(frozen=True, slots=True)
class Do:
    """Tell a board to carry out an action."""

    dialect: Dialect
    action: Action

    def __post_init__(self) -> None:
        """Refuse other actions and dialects that have none."""
        _require(ACTION.get(self.action.key) == self.action, "not an action of the catalogue")
        _register(self.dialect, self.action.key)


@dataclass(frozen=True, slots=True)
class SetTime:
    """Set the clock: s since the start of 2020, local time."""

    dialect: Dialect
    seconds: int

    def __post_init__(self) -> None:
        """Refuse dialects without a clock and what does not fit into 32 bits."""
        _register(self.dialect, CLOCK.key)
        _require(0 <= self.seconds <= DOUBLE, "outside 2020 to 2156")


Telling = Put | Tune | Do | SetTime
"""What changes a board; the answer is a receipt."""

Command = Ask | AskLog | Telling


def encode(command: Command) -> bytes:
    """Return the 20 bytes of a command."""
    match command:
        case Ask():
            return sealed(ASKED[command.table], b"")
        case AskLog():
            return sealed(LOG, b"")
        case Put() | Tune():
            return _told(command.dialect, command.row.key, command.row.raw(command.value))
        case Do():
            return _told(command.dialect, command.action.key, None)
        case _:
            return _told(command.dialect, CLOCK.key, command.seconds)


def _told(dialect: Dialect, key: str, raw: int | None) -> bytes:
    register = _register(dialect, key)
    value = b"" if register.form is Form.NOTHING else struct.pack(f"<{register.form.value}", raw)
    return sealed(register.code, value)


def sealed(code: int, value: bytes) -> bytes:
    """Return a command: head, number, length, value, zeros and the sum of all."""
    body = (HEAD + bytes([code, len(value)]) + value).ljust(SIZE - 1, b"\0")
    return body + bytes([sum(body) & 0xFF])


def _register(dialect: Dialect, key: str) -> Register:
    """Return what a dialect has for a key; raises NotEncodable."""
    register = REGISTERS[dialect].get(key) if dialect in REGISTERS else None
    if register is None or register.evidence is Evidence.NONE:
        raise NotEncodable(f"{key}: no evidence for this command in {dialect}")
    return register


def _require(holds: bool, rule: str) -> None:  # noqa: FBT001  the rule's name follows
    if not holds:
        raise NotEncodable(rule)
