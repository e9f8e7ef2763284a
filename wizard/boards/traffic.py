"""What of a line's bytes is whole: native frames, replies, echoes, other masters' polls. Pure.

A line also brings what nobody here asked for. Whoever judges a line, or keeps what it
brought, must tell the whole from the broken.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wizard.protocol import framing, modbus
from wizard.protocol.framing import Frame

REQUEST = 8  # bytes of the shortest request
WRITE_HEAD = 7  # bytes of a write before its data
GAP = b"\0"  # stands between a frame and its receipt, and behind it


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of bytes that is whole in itself.

    `frame` is the native frame that it is; `read` is address and registers where it is
    the reply to a read.
    """

    start: int
    data: bytes
    frame: Frame | None = None
    read: tuple[int, int] | None = None

    @property
    def end(self) -> int:
        """Where the next may begin."""
        return self.start + len(self.data)

    @property
    def is_write(self) -> bool:
        """Whether it asks somebody for something, by function 16."""
        return self.frame is None and len(self.data) > modbus.RECEIPT and self.read is None


def pieces(asked: Sequence[bytes], came: bytes) -> Iterator[Piece]:
    """Find what is whole in the bytes that came after some requests, in order."""
    requests = [request for request in asked if len(request) >= REQUEST]
    at = 0
    while at < len(came):
        piece = _piece(requests, came, at)
        if piece is not None:
            yield piece
        at = at + 1 if piece is None else piece.end


def residue(asked: bytes, came: bytes) -> bytes:
    """Return the bytes that are part of nothing whole, in order, without gaps of 0.

    It ends where another master asks for something: what comes then is not our answer.
    """
    left, at = b"", 0
    for piece in pieces((asked,), came):
        left += came[at : piece.start]
        at = piece.end
        if piece.is_write and piece.data != asked:
            return left.replace(GAP, b"")
    return (left + came[at:]).replace(GAP, b"")


def _piece(requests: Sequence[bytes], came: bytes, at: int) -> Piece | None:
    frame = framing.whole(came[at : at + framing.SIZE])
    if frame is not None:
        return Piece(at, frame.data, frame)
    for request in requests:
        if came.startswith(request, at):
            return Piece(at, request)
        reply = _reply(request, came, at)
        if reply is not None:
            return reply
    return _write(came, at)


def _write(came: bytes, at: int) -> Piece | None:
    """Find a write or its receipt: those of another master's polls, for instance."""
    head = came[at : at + WRITE_HEAD]
    if len(head) < WRITE_HEAD or head[1] != modbus.WRITE:
        return None
    for size in (modbus.RECEIPT, WRITE_HEAD + head[6] + 2):
        found = came[at : at + size]
        if len(found) == size and modbus.crc16(found) == 0:
            return Piece(at, found)
    return None


def _reply(request: bytes, came: bytes, at: int) -> Piece | None:
    """Find the reply to a read, or an exception."""
    unit, function, address, registers = struct.unpack(">BBHH", request[:6])
    error = came[at : at + modbus.EXCEPTION]
    if error.startswith(bytes([unit, function | modbus.ERROR_FLAG])) and modbus.crc16(error) == 0:
        return Piece(at, error)
    size = 2 * registers + 5
    head = bytes([unit, modbus.READ, 2 * registers & 0xFF])
    found = came[at : at + size]
    if function != modbus.READ or len(found) < size or not found.startswith(head):
        return None
    return Piece(at, found, read=(address, registers)) if modbus.crc16(found) == 0 else None
