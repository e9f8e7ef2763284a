"""Bytes of a line for the figures: a status frame with everything in it, and noise."""

import struct
from collections.abc import Iterator
from random import Random

from wizard.protocol import fields
from wizard.protocol.fields.rows import Field
from wizard.protocol.framing import MAGIC, PAYLOAD, SIZE, checksum

ROWS: tuple[Field, ...] = tuple(
    sorted((*fields.STATUS, *fields.STATUS_MORE), key=lambda row: row.place.offset)
)
MOST_NOISE = 60  # bytes at most between two frames
SEED = 10


def _random() -> Random:
    return Random(SEED)  # noqa: S311  bytes of a line are no secret


def status_frame() -> bytes:
    """Return a whole status frame whose every field has a value."""
    data = bytearray(_random().randbytes(SIZE).replace(MAGIC[:1], b"\0"))
    data[:PAYLOAD] = MAGIC + b"\2\1"
    for row in ROWS:
        if row.place.kind.letter == "f":
            struct.pack_into("<f", data, PAYLOAD + row.place.offset, 1.01)
    data[-1] = checksum(bytes(data))
    return bytes(data)


def layout() -> str:
    """Return the `struct` format of all numbers of a status frame."""
    form, end = f"<{PAYLOAD}x", 0
    for place in (row.place for row in ROWS):
        form += f"{place.offset - end}x{place.repeat}{place.kind.letter}"
        end = place.end
    return f"{form}{SIZE - PAYLOAD - end}x"


def among_noise(frame: bytes, size: int) -> bytes:
    """Return a line of at least so many bytes: a frame again and again, noise in between."""
    noise, line = _random(), bytearray()
    while len(line) < size:
        line += frame + noise.randbytes(noise.randrange(MOST_NOISE))
    return bytes(line)


def cut(line: bytes, size: int) -> Iterator[bytes]:
    """Yield a line in pieces, as they come."""
    return (line[at : at + size] for at in range(0, len(line), size))
