"""Frames and receipts in what a board's Bluetooth module notifies.

Source: recorded sessions. A frame comes in pieces of any size, with `AT` lines before it,
behind it and sometimes in it; a receipt comes alone or glued to the end of a frame. All
252 recorded receipts are the same 20 bytes: none says no, and none says what was received.
"""

import re
from dataclasses import dataclass
from typing import Literal

from wizard.protocol.ble.commands import sealed
from wizard.protocol.framing import MAGIC, SIZE, Frame, whole

NOISE = b"AT\r\n"
MOST_NOISE = 8  # AT lines at most that a frame is put together without
RECEIPT = sealed(0xC8, b"\1")
_HEAD = re.compile(re.escape(MAGIC) + b"|" + re.escape(RECEIPT))
_NOISE_BEGUN = tuple(NOISE[:n] for n in range(1, len(NOISE)))


@dataclass(frozen=True, slots=True)
class Received:
    """The board has received a command: receipt, not proof."""


RECEIVED = Received()


class BleStream:
    """Finds frames and receipts in notifications of any size, in their order.

    A frame with a whole head or receipt in it was cut: it is none, and hides neither. One
    with `AT` lines in it is found without them. Less than `LONGEST` bytes are kept.
    """

    LONGEST = SIZE + MOST_NOISE * len(NOISE)

    def __init__(self) -> None:
        self._kept = b""

    def feed(self, chunk: bytes) -> list[Frame | Received]:
        """Take the bytes of a notification; return what is whole now."""
        line = self._kept + chunk
        found: list[Frame | Received] = []
        head = _HEAD.search(line)
        while head is not None:
            event = RECEIVED if head[0] == RECEIPT else _frame(line, head.start())
            if event is None:  # it may still become one
                break
            found += [event] if event else []
            head = _HEAD.search(line, head.start() + 1)
        # What nothing can begin in any more is forgotten.
        self._kept = line[head.start() :] if head else line[-len(RECEIPT) + 1 :]
        return found


def _frame(line: bytes, start: int) -> Frame | Literal[False] | None:
    """Return the frame at a head, False where it is none, None where its end is missing.

    With `AT` lines inside, the bytes may be the frame as they are, or be the frame without
    the lines and with what comes behind: where both have a good sum, neither is believed.
    """
    size, as_it_is = SIZE, None
    while True:
        piece = line[start : start + size]
        if _HEAD.search(piece, 1):
            return as_it_is or False
        if len(piece) < size:
            return None
        frame = whole(piece.replace(NOISE, b""))
        if frame is not None:
            return False if as_it_is else frame
        if size == SIZE:
            as_it_is = whole(piece)
        longer = SIZE + len(NOISE) * _lines(piece)
        if not size < longer <= BleStream.LONGEST:
            return as_it_is or False
        size = longer


def _lines(piece: bytes) -> int:
    """Return how many `AT` lines are in a piece, one that its end cuts among them."""
    return piece.count(NOISE) + piece.endswith(_NOISE_BEGUN)
