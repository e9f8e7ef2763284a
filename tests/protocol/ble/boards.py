"""The frames of one board of each dialect, put together byte by byte."""

import struct

from tests.protocol.lines import PAYLOAD_SIZE, native
from wizard.protocol.framing import PAYLOAD, Frame, whole
from wizard.protocol.layout import Image

Parts = dict[int, bytes]


def built(kind: int, parts: Parts) -> bytes:
    """Return a frame with some bytes at offsets counted from its first byte."""
    payload = bytearray(PAYLOAD_SIZE)
    for offset, data in parts.items():
        payload[offset - PAYLOAD : offset - PAYLOAD + len(data)] = data
    return native(kind, bytes(payload))


def altered(data: bytes, parts: Parts) -> bytes:
    """Return a frame with some of its bytes changed and its checksum made anew."""
    whole_again = {PAYLOAD: data[PAYLOAD:-1], **parts}
    return built(data[4], whole_again)


def framed(data: bytes) -> Frame:
    """Return the frame that good bytes are."""
    frame = whole(data)
    assert frame is not None
    return frame


def told(data: bytes) -> Image:
    """Return the table in a frame."""
    image = framed(data).image()
    assert image is not None
    return image


def _info(model: bytes, hardware: bytes, firmware: bytes, more: Parts) -> bytes:
    named = {6: model, 22: hardware, 30: firmware, 38: struct.pack("<II", 86400, 12), 46: b"roof"}
    return built(3, {**named, 62: b"4711", **more})


BORN: Parts = {78: b"220511", 86: b"2041803028", 102: b"Input Userdata", 118: b"246810"}
LISTED: Parts = {150: b"\xfe" + b"\xff" * 31, 287: b"\xfe"}

INFO_JK04 = _info(b"JK-B2A16S", b"3.0", b"3.3.0", {})
INFO_24S = _info(b"JK-B2A24S15P", b"10.XG", b"10.07", BORN)
INFO_32S = _info(b"JK_PB2A16S20P", b"15A", b"15.41", BORN | LISTED)

SETTINGS_JK04 = built(
    1,
    {
        6: struct.pack("<f", 1),
        34: struct.pack("<If", 16, 2.7),
        74: struct.pack("<f", 3.0155),
        98: struct.pack("<fffff", 4.25, 3.4, 0.005, 2, 0)[:16] + struct.pack("<I", 1),
    },
)
_LIMITS = (600, 2600, 3000, 3550, 3400, 5, 0, 0, 0, 0, 2480, 100000, 30, 60, 100000, 300, 60, 60)
_DEGREES = (1000, 700, 600, 700, 600, -200, -100, 900, 700)
_SETTINGS = struct.pack("<18I", *_LIMITS) + struct.pack("<9i", *_DEGREES)
_REST = struct.pack("<7I", 16, 1, 0, 1, 100000, 1500, 3400)
SETTINGS_24S = built(1, {6: _SETTINGS + _REST})
SETTINGS_32S = built(1, {6: _SETTINGS + _REST, 282: b"\x10\x00", 287: b"\xfe"})

CELLS = tuple(range(3300, 3316))


def _cells(inputs: int) -> Parts:
    volts = struct.pack(f"<{inputs}H", *CELLS, *(0 for _ in range(inputs - len(CELLS))))
    return {6: volts + struct.pack("<I", 0xFFFF)}


STATUS_24S = built(
    2,
    {
        **_cells(24),
        58: struct.pack("<HHBB", 3307, 15, 15, 0),
        64: struct.pack("<24H", *range(50, 74)),
        114: struct.pack("<III", 0b10, sum(CELLS), 530000),
        126: struct.pack("<ihhhH", -10007, 215, -31, 302, 0x0810),
        138: struct.pack("<hBB", -1250, 2, 87),
        142: struct.pack("<IIII", 97127, 100000, 54, 5439950),
        158: struct.pack("<BB", 99, 1),
        162: struct.pack("<I", 18190209),
        166: b"\1\0",
        182: b"\7\1",
    },
)
STATUS_32S = built(2, {**_cells(32), 150: struct.pack("<I", sum(CELLS)), 287: b"\xfe"})
STATUS_JK04 = built(
    2,
    {
        6: struct.pack("<24f", *(volts / 1000 for volts in CELLS), *(0 for _ in range(8))),
        102: struct.pack("<24f", *(0.05 for _ in range(24))),
        202: struct.pack("<ff", 3.3075, 0.015),
        214: struct.pack("<I", 0xFFFF),
        220: b"\2",
        222: struct.pack("<f", -1.25),
        286: struct.pack("<I", 1873811),
    },
)
