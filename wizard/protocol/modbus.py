"""Modbus RTU as PB boards speak it: requests and what may answer them.

Sources: vendor RS485 document V1.1; recorded exchanges of firmware 15.30 and 15.41.
Functions 3 (read) and 16 (write) only; big-endian; one 32-bit value goes in one frame.

**Allow list.** A request is a value, and a value that is not allowed cannot exist: `Read`
refuses what is odd, too long, outside the tables or secret; `Write` takes a catalogue
row with evidence and a value inside its range; `Act` takes an action with evidence. There
is no way to name a bare address to write to.
"""

import struct
from dataclasses import dataclass
from decimal import Decimal

from wizard.protocol import fields
from wizard.protocol.catalogue import Action, Evidence, Parameter
from wizard.protocol.layout import Table

READ, WRITE, ERROR_FLAG = 3, 16, 0x80
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
        """Refuse rows without evidence and values outside the row's range."""
        _check_unit(self.unit)
        _require(self.row.evidence is not Evidence.NONE, "no evidence for this write")
        self.row.raw(self.value)


@dataclass(frozen=True, slots=True)
class Act:
    """Tell a unit to carry out an action."""

    unit: int
    action: Action

    def __post_init__(self) -> None:
        """Refuse actions without evidence."""
        _check_unit(self.unit)
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

    RTU replies carry no id and no end mark. A reply is taken where unit, function,
    length and CRC fit the request; all else (echo, noise, other units) is passed over.
    At most `LONGEST` bytes are kept.
    """

    LONGEST = 1024

    def __init__(self, request: Request) -> None:
        self._request = request
        self._buffer = b""
        self._unit = request.unit
        self._function = READ if isinstance(request, Read) else WRITE

    def feed(self, chunk: bytes) -> Reply | None:
        """Take bytes from the line; return the reply once it is there."""
        self._buffer = (self._buffer + chunk)[-self.LONGEST :]
        for start in range(len(self._buffer) - 4):
            reply = self._reply_at(start)
            if reply is not None:
                self._buffer = b""
                return reply
        return None

    def _reply_at(self, start: int) -> Reply | None:
        buffer = self._buffer
        if buffer[start] != self._unit:
            return None
        if buffer[start + 1] == self._function | ERROR_FLAG:
            frame = _whole(buffer, start, 5)
            return Exceptional(frame[2]) if frame else None
        if buffer[start + 1] != self._function:
            return None
        return self._data_at(start) if self._function == READ else self._receipt_at(start)

    def _data_at(self, start: int) -> Data | None:
        assert isinstance(self._request, Read)  # noqa: S101  by construction of the stream
        size = 2 * self._request.registers
        if self._buffer[start + 2] != size:
            return None
        frame = _whole(self._buffer, start, size + 5)
        return Data(frame[3:-2]) if frame else None

    def _receipt_at(self, start: int) -> Acknowledged | None:
        frame = _whole(self._buffer, start, 8)
        fits = frame is not None and frame[:6] == encode(self._request)[:6]
        return Acknowledged() if fits else None


def _whole(buffer: bytes, start: int, size: int) -> bytes | None:
    frame = buffer[start : start + size]
    good = len(frame) == size and crc16(frame[:-2]) == int.from_bytes(frame[-2:], "little")
    return frame if good else None
