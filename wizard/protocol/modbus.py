"""Modbus RTU as PB boards speak it: the bytes of a request and what may answer it.

Sources: vendor RS485 document V1.1; recorded exchanges of firmware 15.30 and 15.41.
Functions 3 (read) and 16 (write) only; big-endian; one 32-bit value goes in one frame.
What may be asked stands in `requests`, whose names this module hands on.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from wizard.protocol.catalogue import CLOCK, SWITCH_WORD
from wizard.protocol.requests import (
    FIRST_UNIT,
    LAST_UNIT,
    MOST_REGISTERS,
    TABLE_BYTES,
    Act,
    Calibrate,
    NotEncodable,
    Read,
    Request,
    SetClock,
    Telling,
    Trigger,
    Turn,
    Write,
)

__all__ = [
    "FIRST_UNIT",
    "LAST_UNIT",
    "MOST_REGISTERS",
    "TABLE_BYTES",
    "Acknowledged",
    "Act",
    "Calibrate",
    "Data",
    "Exceptional",
    "NotEncodable",
    "Read",
    "Reply",
    "ReplyStream",
    "Request",
    "SetClock",
    "Telling",
    "Trigger",
    "Turn",
    "Write",
    "crc16",
    "encode",
    "sealed",
]

READ, WRITE, ERROR_FLAG = 3, 16, 0x80
RECEIPT, EXCEPTION = 8, 5  # bytes of such a frame
PLAIN = bytes(2)  # the value that recorded actions and triggers carry


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


def _written(request: Telling | Trigger) -> tuple[int, bytes]:
    """Return the address and the registers of a write."""
    match request:
        case Write():
            return _setting(request)
        case Turn():
            return SWITCH_WORD.address, struct.pack(">H", request.result)
        case Act():
            return request.action.address, PLAIN
        case Trigger():
            return request.address, PLAIN
        case Calibrate():
            return request.row.address, struct.pack(">I", request.row.raw(request.value))
        case _:
            return CLOCK.address, struct.pack(">I", request.seconds)


def _setting(request: Write) -> tuple[int, bytes]:
    place = request.row.place
    own = struct.pack(f">{place.kind.value}", request.row.raw(request.value))
    if request.other_half is None:
        return place.address, own
    other = bytes([request.other_half])
    low = place.address % 2  # the first byte of a register is its high one
    return place.address - low, other + own if low else own + other


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
        line, known, begin = self._tail + chunk, len(self._tail), 0
        for end in sorted({end for end in self._ends(line) if end > known}):
            self._tail = line[max(begin, end - self.LONGEST) : end]
            reply = self._ending()
            if reply is not None:
                self._tail = b""
                return reply
            if self._tail.endswith(self._echo):
                begin = end
        self._tail = line[max(begin, len(line) - self.LONGEST) :]
        return None

    def _ends(self, line: bytes) -> Iterator[int]:
        """Yield where a frame that begins as a reply or an echo does would end in a line."""
        beginnings = (
            (self._head, self._size),
            (self._error, EXCEPTION),
            (self._echo, len(self._echo)),
        )
        for head, size in beginnings:
            at = line.find(head)
            while 0 <= at <= len(line) - size:
                yield at + size
                at = line.find(head, at + 1)

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
