"""Native frames as they come over RS485: `55 AA EB 90`, 300 bytes, one checksum.

Source: recorded traffic of PB boards (firmware 14 to 15.41) and of their master. A frame
carries one whole table, little-endian, its payload at offset 6; the last byte is the sum
of all before it, modulo 256. It does not say which unit sent it: only the acknowledgement
behind it does. `FrameStream` finds frames in anything: noise, `AT` lines, Modbus replies
and cut frames around them are passed over.
"""

from dataclasses import dataclass

from wizard.protocol.layout import Image, Table

MAGIC = bytes.fromhex("55AAEB90")
SIZE = 300
PAYLOAD = 6
TYPES: dict[int, Table] = {1: Table.SETTINGS, 2: Table.STATUS, 3: Table.INFO}
LOG_TYPES = frozenset({5, 6})


@dataclass(frozen=True, slots=True)
class Frame:
    """A whole frame: its type (1 settings, 2 status, 3 information), counter and bytes."""

    kind: int
    counter: int
    data: bytes

    @property
    def table(self) -> Table | None:
        """The table it carries; None for types that carry none (logs)."""
        return TYPES.get(self.kind)

    def image(self) -> Image | None:
        """Return the table's bytes, None where it carries no table."""
        table = self.table
        if table is None:
            return None
        image = Image(table, "<")
        image.put(0, self.data[PAYLOAD:-1])
        return image


def checksum(data: bytes) -> int:
    """Return the sum of all bytes but the last of a frame, modulo 256."""
    return sum(data[:-1]) & 0xFF


def whole(data: bytes) -> Frame | None:
    """Return the frame that these 300 bytes are, None where they are none."""
    good = len(data) == SIZE and data.startswith(MAGIC) and checksum(data) == data[-1]
    return Frame(data[4], data[5], data) if good else None


class FrameStream:
    """Finds frames in chunks of any size.

    At most one frame's length is kept. Where a header starts no whole frame, the search
    goes on one byte behind it: a cut frame never hides the next one.
    """

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, chunk: bytes) -> list[Frame]:
        """Take bytes from the line; return the frames that are whole now."""
        self._buffer += chunk
        found: list[Frame] = []
        at = 0
        while (start := self._buffer.find(MAGIC, at)) >= 0 and start + SIZE <= len(self._buffer):
            frame = whole(bytes(self._buffer[start : start + SIZE]))
            if frame is None:
                at = start + 1
            else:
                found.append(frame)
                at = start + SIZE
        self._keep(max(start, at) if start >= 0 else max(at, len(self._buffer) - len(MAGIC) + 1))
        return found

    def _keep(self, start: int) -> None:
        """Forget what no frame can begin in any more."""
        del self._buffer[:start]
