"""Frames of the legacy protocol, `4E 57`: both ways the same, of any length, one checksum.

Sources: the vendor's document V2.5 (UART1 protocol 000, 115200 8N1), five recorded frames.
Big-endian. Head, length, terminal number, command, source, kind, then ids with their data;
behind them a record number, `68`, and the sum of all bytes before it in four bytes, of which
the first two are 0. The length counts everything but the head.
"""

from dataclasses import dataclass, field
from enum import IntEnum

MAGIC = bytes.fromhex("4E57")
HEAD = 11  # bytes before the first id
SUM = 4  # bytes of the checksum
TERMINAL = RECORD = bytes(4)  # 0 in every recorded request
END = b"\x68"
TAIL = len(RECORD) + len(END) + SUM
SHORTEST = HEAD + TAIL
LONGEST = 512  # 291 were recorded with 16 cells; with 32 it would be 339


class Command(IntEnum):
    """What a frame is about; an answer has that of its request."""

    WRITE = 2
    READ = 3
    PASSWORD = 5
    READ_ALL = 6


class Kind(IntEnum):
    """Which way a frame goes. Kind 2 is sent unasked."""

    REQUEST = 0
    REPLY = 1


BMS, PC = 0, 3  # sources


@dataclass(frozen=True, slots=True)
class Frame:
    """A whole frame; `content` are its ids with their data."""

    data: bytes = field(repr=False)  # a full read holds the settings password

    @property
    def command(self) -> int:
        """What it is about, a `Command` where it is a known one."""
        return self.data[8]

    @property
    def source(self) -> int:
        """Who sent it."""
        return self.data[9]

    @property
    def kind(self) -> int:
        """Which way it goes, a `Kind` where it is a known one."""
        return self.data[10]

    @property
    def content(self) -> bytes:
        """The ids with their data."""
        return self.data[HEAD:-TAIL]


def checksum(body: bytes) -> bytes:
    """Return the last four bytes of a frame from all before them."""
    return (sum(body) & 0xFFFF).to_bytes(SUM)


def sealed(command: int, source: int, kind: int, content: bytes) -> bytes:
    """Return a frame."""
    length = (SHORTEST + len(content) - len(MAGIC)).to_bytes(2)
    head = MAGIC + length + TERMINAL + bytes([command, source, kind])
    body = head + content + RECORD + END
    return body + checksum(body)


def whole(data: bytes) -> Frame | None:
    """Return the frame that these bytes are, None where they are none."""
    good = (
        SHORTEST <= len(data) <= LONGEST
        and data.startswith(MAGIC)
        and int.from_bytes(data[2:4]) == len(data) - len(MAGIC)
        and data[-SUM - 1 : -SUM] == END
        and checksum(data[:-SUM]) == data[-SUM:]
    )
    return Frame(data) if good else None


class LegacyStream:
    """Finds frames in chunks of any size, whatever stands around them.

    A frame is found with its last byte, so a head in noise, or that of a cut frame, delays
    and hides none. A head inside is no sign of a cut: data may look like one. At most
    `LONGEST` bytes are kept.
    """

    def __init__(self) -> None:
        self._tail = b""

    def feed(self, chunk: bytes) -> list[Frame]:
        """Take bytes from the line; return the frames that are whole now."""
        found: list[Frame] = []
        for n in range(len(chunk)):
            self._tail = (self._tail + chunk[n : n + 1])[-LONGEST:]
            frame = self._ending()
            if frame is not None:
                found.append(frame)
                self._tail = b""
        return found

    def _ending(self) -> Frame | None:
        """Return the longest frame that ends with the newest byte."""
        if not self._tail.endswith(_ZEROS, 0, -2):
            return None
        start = self._tail.find(MAGIC)
        while start >= 0:
            frame = whole(self._tail[start:])
            if frame is not None:
                return frame
            start = self._tail.find(MAGIC, start + 1)
        return None


_ZEROS = END + bytes(2)  # what stands before the two bytes of a sum
