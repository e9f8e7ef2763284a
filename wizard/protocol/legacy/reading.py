"""The ids of a frame cut apart, and their bytes as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from wizard.protocol.legacy.framing import Frame
from wizard.protocol.legacy.table import BY_KEY, ROW, Form, Row
from wizard.protocol.reading import Incomplete
from wizard.protocol.secret import Secret

MOST_CELLS = 32
CELL = 3  # bytes: number, mV
LAST_WARM = 100  # °C; greater raw numbers are below zero
CHARGING, MAGNITUDE, NO_CURRENT = 0x8000, 0x7FFF, 10_000


@dataclass(frozen=True, slots=True)
class Reading:
    """What the content of a frame holds: by our key, from its first to behind its last byte.

    `stopped_at` says at which id nobody can tell how it goes on; what stands before it was
    read.
    """

    content: bytes = field(repr=False)  # with a password
    places: Mapping[str, tuple[int, int]]
    stopped_at: str = ""

    def __contains__(self, key: str) -> bool:
        """Whether it was read."""
        return key in self.places

    def number(self, key: str) -> Decimal:
        """Return a number in the unit of its row; raises Incomplete."""
        row = BY_KEY[key]
        raw = int.from_bytes(self.bytes_of(key), signed=row.form is Form.SIGNED)
        if row.form is Form.WARMTH and raw > LAST_WARM:
            raw = LAST_WARM - raw
        return raw * row.scale

    def whole(self, key: str) -> int:
        """Return a number that has no parts; raises Incomplete."""
        return int(self.number(key))

    def text(self, key: str) -> str:
        """Return a text as it stands there, without the NULs behind it; raises Incomplete."""
        return self.bytes_of(key).rstrip(b"\0").decode("ascii", errors="replace")

    def secret(self, key: str) -> Secret:
        """Return a password; raises Incomplete."""
        return Secret(self.bytes_of(key).split(b"\0", 1)[0].decode("ascii", errors="replace"))

    def cells(self) -> tuple[Decimal, ...]:
        """Return V by cell, from the first; raises Incomplete unless numbered in order."""
        row = BY_KEY["cell_voltages"]
        data = self.bytes_of(row.key)
        found = [data[n : n + CELL] for n in range(0, len(data), CELL)]
        numbers = [each[0] for each in found]
        if len(data) % CELL or numbers != [*range(1, len(found) + 1)] or len(found) > MOST_CELLS:
            raise Incomplete(row.key)
        return tuple(int.from_bytes(each[1:]) * row.scale for each in found)

    def current(self) -> Decimal:
        """Return A, positive charging; raises Incomplete, also for another protocol version.

        A frame that was not read to its end may lack the version, which tells the sign.
        """
        raw, scale = int.from_bytes(self.bytes_of("current")), BY_KEY["current"].scale
        if self.stopped_at and "protocol_version" not in self:
            raise Incomplete("protocol_version")
        version = self.whole("protocol_version") if "protocol_version" in self else 0
        if version not in {0, 1}:
            raise Incomplete(f"current of protocol version {version}")
        if version == 0:
            return (raw - NO_CURRENT) * scale
        magnitude = (raw & MAGNITUDE) * scale
        return magnitude if raw & CHARGING or not magnitude else -magnitude

    def bits(self, key: str) -> frozenset[int]:
        """Return the numbers of the bits that are set; raises Incomplete."""
        word = int.from_bytes(self.bytes_of(key))
        return frozenset(bit for bit in range(word.bit_length()) if word >> bit & 1)

    def bytes_of(self, key: str) -> bytes:
        """Return the data of an id; raises Incomplete."""
        if key not in self.places:
            raise Incomplete(f"{key}, nothing behind {self.stopped_at}" if self.stopped_at else key)
        begin, end = self.places[key]
        return self.content[begin:end]


def read(frame: Frame) -> Reading:
    """Cut the content of a frame apart, as far as its ids are known."""
    content, at, places = frame.content, 0, dict[str, tuple[int, int]]()
    while at < len(content):
        row = ROW.get(content[at])
        if row is None:
            return Reading(content, places, f"unknown id 0x{content[at]:02X}")
        begin, end = _span(row, content, at + 1)
        if row.key in places or end > len(content):
            return Reading(content, places, f"id 0x{row.id:02X}, which is cut or stands twice")
        places[row.key] = begin, end
        at = end
    return Reading(content, places)


def _span(row: Row, content: bytes, at: int) -> tuple[int, int]:
    """Return where the data of an id begin and end, given where they may begin."""
    if row.size:
        return at, at + row.size
    length = content[at] if at < len(content) else len(content)
    return at + 1, at + 1 + length
