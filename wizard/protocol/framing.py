"""Native frames as they come over RS485: `55 AA EB 90`, 300 bytes, one checksum.

Source: recorded traffic of PB boards (firmware 14 to 15.41) and of their master. A frame
carries one whole table, little-endian, its payload at offset 6; the last byte is the sum
of all before it, modulo 256. It does not say which unit sent it: only the receipt behind
it does, with zero bytes in between on some firmware.

`FrameStream` finds frames in anything: noise, `AT` lines, Modbus replies and cut frames
around them are passed over. `AnswerStream` finds the frame that a unit was asked for,
`BusEar` all frames on a line that others talk on, with the unit that sent each.
"""

from dataclasses import dataclass, field

from wizard.protocol.catalogue import ACTIONS, FRAMES
from wizard.protocol.layout import Image, Table
from wizard.protocol.modbus import (
    ERROR_FLAG,
    EXCEPTION,
    RECEIPT,
    WRITE,
    Act,
    Exceptional,
    Trigger,
    crc16,
    encode,
    sealed,
)

MAGIC = bytes.fromhex("55AAEB90")
SIZE = 300
PAYLOAD = 6
TYPES: dict[int, Table] = {1: Table.SETTINGS, 2: Table.STATUS, 3: Table.INFO}
LOG_TYPES = frozenset({5, 6})
TYPE_OF = {table: kind for kind, table in TYPES.items()}
GAP = 4  # zero bytes at most between a frame and its receipt; 0 and 1 were recorded
LONGEST = SIZE + GAP + RECEIPT
MASTER = 0  # the unit in the receipts behind a master's own frames


@dataclass(frozen=True, slots=True)
class Frame:
    """A whole frame: its type (1 settings, 2 status, 3 information), counter and bytes."""

    kind: int
    counter: int
    data: bytes = field(repr=False)  # an information frame holds passwords

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
    """Return the frame that these 300 bytes are, None where they are none.

    The checksum of a cut frame and the next one's beginning is good once in 256 times: a
    frame with a head inside is none.
    """
    heads = data.startswith(MAGIC) and MAGIC not in data[1:]
    good = heads and len(data) == SIZE and checksum(data) == data[-1]
    return Frame(data[4], data[5], data) if good else None


class FrameStream:
    """Finds frames in chunks of any size.

    Less than one frame's length is kept. The search goes on one byte behind each header,
    also behind one that began a whole frame: a cut frame never hides the next one.
    """

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, chunk: bytes) -> list[Frame]:
        """Take bytes from the line; return the frames that are whole now."""
        self._buffer += chunk
        found: list[Frame] = []
        start = self._buffer.find(MAGIC)
        while 0 <= start <= len(self._buffer) - SIZE:
            frame = whole(bytes(self._buffer[start : start + SIZE]))
            found += [frame] if frame else []
            start = self._buffer.find(MAGIC, start + 1)
        # What no frame can begin in any more is forgotten.
        del self._buffer[: start if start >= 0 else -len(MAGIC) + 1]
        return found


ANSWERED_BY: dict[int, int] = {
    **{address: TYPE_OF[table] for table, address in FRAMES.items()},
    **{action.address: TYPE_OF[Table.SETTINGS] for action in ACTIONS},
}
"""The type of the frame that comes before the receipt of a write to an address."""


def before_receipt(tail: bytes, kind: int) -> Frame | None:
    """Return the frame of a type that a tail of the line ends with, before its receipt."""
    for gap in range(GAP + 1):
        end = len(tail) - RECEIPT - gap
        if any(tail[end : len(tail) - RECEIPT]):
            return None
        frame = whole(tail[max(0, end - SIZE) : end])
        if frame is not None and frame.kind == kind:
            return frame
    return None


class AnswerStream:
    """Finds the frame that a unit was asked for, in chunks of any size.

    The answer is a whole frame of the wanted type, zero bytes or none, and the receipt
    with this unit and address. A frame without that receipt is another's: a master's own
    carry unit 0. A receipt without a frame is none. At most `LONGEST` bytes are kept.
    """

    def __init__(self, request: Trigger | Act) -> None:
        sent = encode(request)
        self._receipt = sealed(sent[:6])
        self._error = bytes([request.unit, WRITE | ERROR_FLAG])
        self._kind = ANSWERED_BY[int.from_bytes(sent[2:4])]
        self._tail = b""

    def feed(self, chunk: bytes) -> Frame | Exceptional | None:
        """Take bytes from the line; return the answer once it is there."""
        for n in range(len(chunk)):
            self._tail = (self._tail + chunk[n : n + 1])[-LONGEST:]
            answer = self._ending()
            if answer is not None:
                self._tail = b""
                return answer
        return None

    def _ending(self) -> Frame | Exceptional | None:
        """Return the answer that ends with the newest byte."""
        if self._tail.endswith(self._receipt):
            return before_receipt(self._tail, self._kind)
        error = self._tail[-EXCEPTION:]
        refused = error.startswith(self._error) and len(error) == EXCEPTION and crc16(error) == 0
        # The bytes of a frame under way can look like an exception.
        return Exceptional(error[2]) if refused and MAGIC not in self._tail[-SIZE:] else None


@dataclass(frozen=True, slots=True)
class Heard:
    """A frame that somebody sent, and the unit in its receipt: 0 is the line's master."""

    unit: int
    frame: Frame


class BusEar:
    """Listens on a line where others talk, in chunks of any size.

    A master sends its own frames unasked and polls the others: both are heard, each frame
    with the receipt behind it. Frames without one are passed over. At most `LONGEST` bytes
    are kept.
    """

    def __init__(self) -> None:
        self._tail = b""

    def feed(self, chunk: bytes) -> list[Heard]:
        """Take bytes from the line; return the frames whose receipt is whole now."""
        found: list[Heard] = []
        for n in range(len(chunk)):
            self._tail = (self._tail + chunk[n : n + 1])[-LONGEST:]
            heard = self._ending()
            if heard is not None:
                found.append(heard)
                self._tail = b""
        return found

    def _ending(self) -> Heard | None:
        receipt = self._tail[-RECEIPT:]
        if len(receipt) < RECEIPT or receipt[1] != WRITE or crc16(receipt):
            return None
        kind = ANSWERED_BY.get(int.from_bytes(receipt[2:4]))
        frame = None if kind is None else before_receipt(self._tail, kind)
        return Heard(receipt[0], frame) if frame else None
