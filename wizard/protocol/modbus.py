"""Modbus RTU as PB boards speak it: requests and what may answer them.

Sources: vendor RS485 document V1.1; recorded exchanges of firmware 15.30 and 15.41.
Functions 3 (read) and 16 (write) only; big-endian; one 32-bit value goes in one frame.

**Allow list.** A request is a value, and a value that is not allowed cannot exist: `Read`
refuses what is odd, too long, outside the tables or secret; `Write` takes a catalogue
row with evidence and a value inside its range; `Act` takes an action with evidence. A row
or action that is not the catalogue's own is refused, so there is no way to name a bare
address to write to.
"""

import struct
from dataclasses import dataclass
from decimal import Decimal

from wizard.protocol import fields
from wizard.protocol.catalogue import ACTION, SETTING, Action, Evidence, Parameter
from wizard.protocol.layout import Table

READ, WRITE, ERROR_FLAG = 3, 16, 0x80
RECEIPT, EXCEPTION = 8, 5  # bytes of such a frame
MOST_REGISTERS = 40  # 120 work on 15.41, others stop at 40
FIRST_UNIT, LAST_UNIT = 1, 15  # DIP addresses that answer questions
TABLE_BYTES = 0x130
TRIGGER = 0  # the value that recorded actions carry


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
class Write:
    """Set one setting of a unit to a value in the unit of its row."""

    unit: int
    row: Parameter
    value: Decimal

    def __post_init__(self) -> None:
        """Refuse other rows, rows without evidence and values outside the row's range."""
        _check_unit(self.unit)
        _require(SETTING.get(self.row.key) == self.row, "not a row of the catalogue")
        _require(self.row.evidence is not Evidence.NONE, "no evidence for this write")
        self.row.raw(self.value)


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


Request = Read | Write | Act


def _require(holds: bool, rule: str) -> None:  # noqa: FBT001  the rule's name follows
    if not holds:
        raise NotEncodable(rule)


def _check_unit(unit: int) -> None:
    _require(FIRST_UNIT <= unit <= LAST_UNIT, "a unit address outside 1 to 15")


def crc16(data: bytes) -> int:
    """Return the Modbus CRC of some bytes (polynomial 0xA001, start 0xFFFF)."""
    crc = 0xFFFF
    for byte in data:
        crc = crc >> 8 ^ _CRC_TABLE[(crc ^ byte) & 0xFF]
    return crc


def _crc_entry(byte: int) -> int:
    for _ in range(8):
        byte = byte >> 1 ^ (0xA001 if byte & 1 else 0)
    return byte


_CRC_TABLE = tuple(_crc_entry(byte) for byte in range(256))


def sealed(body: bytes) -> bytes:
    """Return a frame: its bytes and their CRC, low byte first."""
    return body + struct.pack("<H", crc16(body))


def encode(request: Request) -> bytes:
    """Return the bytes of a request."""
    if isinstance(request, Read):
        return sealed(struct.pack(">BBHH", request.unit, READ, request.address, request.registers))
    address, data = _written(request)
    head = struct.pack(">BBHHB", request.unit, WRITE, address, len(data) // 2, len(data))
    return sealed(head + data)


def _written(request: Write | Act) -> tuple[int, bytes]:
    if isinstance(request, Act):
        return request.action.address, struct.pack(">H", TRIGGER)
    raw = request.row.raw(request.value)
    return request.row.place.address, struct.pack(f">{request.row.place.kind.value}", raw)


@dataclass(frozen=True, slots=True)
class Data:
    """The registers that a `Read` asked for."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The board has received a `Write` or `Act`: receipt, not proof."""


@dataclass(frozen=True, slots=True)
class Exceptional:
    """The board answered with an exception: 1 function, 2 address or value, 3 value."""

    code: int


Reply = Data | Acknowledged | Exceptional


class ReplyStream:
    """Finds the reply to one request in whatever the line brings, in chunks of any size.

    RTU replies carry no id and no end mark. The reply is the first frame to end whose
    unit, function, length and CRC fit the request; all else (echo, noise, other units) is
    passed over. At most `LONGEST` bytes are kept.
    """

    LONGEST = 2 * MOST_REGISTERS + 5

    def __init__(self, request: Request) -> None:
        self._echo = encode(request)
        if isinstance(request, Read):
            self._head = bytes([request.unit, READ, 2 * request.registers])
            self._size = 2 * request.registers + 5
        else:
            self._head, self._size = self._echo[:6], RECEIPT
        self._error = bytes([request.unit, self._echo[1] | ERROR_FLAG])
        self._reads = isinstance(request, Read)
        self._doubtful = self._echo.startswith(sealed(self._head))
        self._tail = b""

    def feed(self, chunk: bytes) -> Reply | None:
        """Take bytes from the line; return the reply once it is there."""
        for n in range(len(chunk)):
            self._tail = (self._tail + chunk[n : n + 1])[-self.LONGEST :]
            reply = self._ending()
            if reply is not None or self._tail.endswith(self._echo):
                self._tail = b""
            if reply is not None:
                return reply
        return None

    def _ending(self) -> Reply | None:
        """Return the reply that ends with the newest byte."""
        frame = self._frame(self._size, self._head)
        if frame and self._doubtful:  # an echo can begin like its receipt: pass over one
            self._doubtful = False
        elif frame:
            return Data(frame[3:-2]) if self._reads else Acknowledged()
        error = self._frame(EXCEPTION, self._error)
        return Exceptional(error[2]) if error and not self._in_data() else None

    def _frame(self, size: int, head: bytes) -> bytes | None:
        frame = self._tail[-size:]
        good = len(frame) == size and frame.startswith(head) and crc16(frame) == 0
        return frame if good else None

    def _in_data(self) -> bool:
        """Whether data have begun that may hold the newest bytes: they can look like a frame."""
        return self._head in self._tail[1 - self._size : -EXCEPTION]
