"""What of a line's bytes may be kept: no password of a board, garbled or not. Pure.

The information table holds the connection and the setting password in plain text. A
whole frame of it, or a reply to a read of those registers, has them replaced by 0 and its
checksum made anew. Where such bytes were asked for, or a frame of them has begun, what
came garbled is replaced altogether: nobody can say where in it the passwords are.
"""

import struct
from collections.abc import Iterator, Sequence

from wizard.boards.traffic import REQUEST, Piece, pieces
from wizard.protocol import framing, modbus
from wizard.protocol.catalogue import FRAMES
from wizard.protocol.fields import SECRETS
from wizard.protocol.framing import Frame
from wizard.protocol.layout import Table

INFO_TYPE = framing.TYPE_OF[Table.INFO]
INFO_HEAD = framing.MAGIC + bytes([INFO_TYPE])
READ_HEAD = 3  # bytes of a reply before its data
Spans = Iterator[tuple[int, int]]


def redact(asked: Sequence[bytes], came: bytes) -> bytes:
    """Return what may be kept of bytes that came after some requests, as long as they are."""
    kept = bytearray()
    hide = any(_asks_for_secrets(request) for request in asked)
    for piece in pieces(asked, came):
        broken, hide = _broken(came[len(kept) : piece.start], hide)
        kept += broken + _clean(piece)
    return bytes(kept) + _broken(came[len(kept) :], hide)[0]


def _broken(data: bytes, hide: bool) -> tuple[bytes, bool]:  # noqa: FBT001  a fold's state
    """Return what may be kept of bytes that are part of nothing whole, and of those behind."""
    begun = 0 if hide else data.find(INFO_HEAD)
    if begun < 0:
        return data, False
    return data[:begun] + bytes(len(data) - begun), True


def _clean(piece: Piece) -> bytes:
    if piece.frame is not None:
        return _clean_frame(piece.frame)
    if piece.read is None:
        return piece.data
    body = _zeroed(piece.data[:-2], _secrets_of(*piece.read), READ_HEAD)
    return modbus.sealed(body)


def _clean_frame(frame: Frame) -> bytes:
    if frame.kind != INFO_TYPE:
        return frame.data
    secrets = ((first - Table.INFO, last - Table.INFO) for first, last in SECRETS)
    body = _zeroed(frame.data[:-1], secrets, framing.PAYLOAD)
    return body + bytes([framing.checksum(body + b"\0")])


def _zeroed(data: bytes, spans: Spans, base: int) -> bytes:
    found = bytearray(data)
    for first, last in spans:
        found[base + first : base + last] = bytes(last - first)
    return bytes(found)


def _secrets_of(address: int, registers: int) -> Spans:
    """Yield where passwords lie in the data of a read."""
    end = address + 2 * registers
    for first, last in SECRETS:
        if max(first, address) < min(last, end):
            yield max(first, address) - address, min(last, end) - address


def _asks_for_secrets(request: bytes) -> bool:
    if len(request) < REQUEST:
        return False
    function, address, registers = struct.unpack(">BHH", request[1:6])
    if function == modbus.READ:
        return any(_secrets_of(address, registers))
    return address == FRAMES[Table.INFO]
