"""What of a line's bytes may be kept: no password of a board, garbled or not. Pure.

The information table holds the connection and the setting password in plain text. A
whole frame of it, or a reply to a read of those registers, has them replaced by 0 and its
checksum made anew. Where such bytes were asked for, or a frame of them has begun, what
came garbled is replaced altogether: nobody can say where in it the passwords are.

Over Bluetooth a board also sends that table unasked, behind its settings, and its module
cuts frames and speaks into them. So only what is whole is kept there: frames, receipts and
the module's own lines; all other bytes are replaced. The legacy protocol tells the setting
password in every read-out: of it, too, only whole frames are kept.
"""

import re
import struct
from collections.abc import Iterator, Sequence

from wizard.boards.traffic import REQUEST, Piece, pieces
from wizard.protocol import framing, modbus
from wizard.protocol.ble import BleStream, masked
from wizard.protocol.ble.commands import HEAD as COMMAND_HEAD
from wizard.protocol.ble.stream import NOISE, RECEIPT
from wizard.protocol.catalogue import FRAMES
from wizard.protocol.fields import SECRETS
from wizard.protocol.framing import Frame
from wizard.protocol.layout import Table
from wizard.protocol.legacy.secrecy import is_request, keepable

INFO_TYPE = framing.TYPE_OF[Table.INFO]
INFO_HEAD = framing.MAGIC + bytes([INFO_TYPE])
READ_HEAD = 3  # bytes of a reply before its data
HARMLESS = re.compile(re.escape(NOISE) + b"|" + re.escape(RECEIPT))
BEHIND = (framing.MAGIC, RECEIPT, NOISE)  # what a frame over Bluetooth is followed by
Spans = Iterator[tuple[int, int]]


def redact(asked: Sequence[bytes], came: bytes) -> bytes:
    """Return what may be kept of bytes that came after some requests, as long as they are."""
    if any(request.startswith(COMMAND_HEAD) for request in asked):
        return _over_bluetooth(came)
    if any(is_request(request) for request in asked):
        return keepable(came)
    kept = bytearray()
    hide = any(_asks_for_secrets(request) for request in asked)
    for piece in pieces(asked, came):
        broken, hide = _broken(came[len(kept) : piece.start], hide)
        kept += broken + _clean(piece)
    return bytes(kept) + _broken(came[len(kept) :], hide)[0]


def _over_bluetooth(came: bytes) -> bytes:
    """Return what is whole of the bytes of a Bluetooth module, with zeros for the rest."""
    kept = bytearray(len(came))
    for found in HARMLESS.finditer(came):
        kept[slice(*found.span())] = found[0]
    stream = BleStream()
    for end in range(1, len(came) + 1):
        for event in stream.feed(came[end - 1 : end]):
            if isinstance(event, Frame) and _ends(came[end:]):
                start = came.rfind(framing.MAGIC, 0, end)
                kept[start:end] = _with_noise_of(came[start:end], masked(event.data))
    return bytes(kept)


def _ends(behind: bytes) -> bool:
    """Whether a frame may end before some bytes.

    One that lost bytes and has others instead passes its sum once in 256 times, with its
    passwords elsewhere; but what is behind it does not begin there.
    """
    return any(behind.startswith(each[: len(behind)]) for each in BEHIND)


def _with_noise_of(came: bytes, frame: bytes) -> bytes:
    """Return a frame with the module's lines where they were in it as it came."""
    if len(came) == len(frame):
        return frame
    parts: list[bytes] = []
    for part in came.split(NOISE):
        parts.append(frame[: len(part)])
        frame = frame[len(part) :]
    return NOISE.join(parts)


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
