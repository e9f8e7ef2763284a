"""How a board's bytes reach the other side: in turn, in notifications of any size, with noise.

Recorded: a frame is sent whole before the next begins; modules cut it as `Chunking` says;
those of PB boards say `AT` every 200 to 350 ms, before a frame or behind a receipt.
"""

import asyncio
import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count, cycle
from random import Random
from typing import Literal

Chunking = Literal["20", "128+22", "150", "244", "glued", "any"]
Noise = Literal["none", "between", "inside"]
Deliver = Callable[[bytes], None]
Build = Callable[[], bytes]

SIZES: dict[Chunking, tuple[int, ...]] = {
    "20": (20,),
    "128+22": (128, 22),
    "150": (150,),
    "244": (244,),
    "glued": (128, 128, 64),
}
LONGEST = 200  # bytes of a notification that is cut anywhere
AT = b"AT\r\n"
FLIGHT = 0.1  # s that the notifications of a frame take together


@dataclass(frozen=True, slots=True)
class Radio:
    """What a module does to the bytes of its board, and how it takes up a connection.

    `glued` chunking also sends a frame and its receipt as one. Noise stands `between`
    frames or `inside` them too; `lost` is the part of the notifications that never come.
    `info_first` is a board that answers 0x96 only behind a 0x97. The first `deaf`
    connections hear nothing; `tail` begins each one with the end of an older frame.
    """

    chunking: Chunking = "128+22"
    noise: Noise = "none"
    lost: float = 0.0
    seed: int = 0
    info_first: bool = False
    deaf: int = 0
    tail: bool = False


def cut(data: bytes, chunking: Chunking, chance: Random) -> list[bytes]:
    """Return bytes as the notifications that bring them."""
    pieces: list[bytes] = []
    sizes = _sizes(chunking, chance)
    while data:
        size = next(sizes)
        pieces.append(data[:size])
        data = data[size:]
    return pieces


def _sizes(chunking: Chunking, chance: Random) -> Iterator[int]:
    if chunking != "any":
        yield from cycle(SIZES[chunking])
    while True:
        yield chance.randint(1, LONGEST)


class Air:
    """The way from a board to its client, for one connection."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, deliver: Deliver, radio: Radio, chance: Random
    ) -> None:
        self._loop, self._deliver = loop, deliver
        self._radio, self._chance = radio, chance
        self._waiting: list[tuple[float, int, Build]] = []
        self._order = count()
        self._free_at = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._noise = b""
        self._open = True

    def say(self, delay: float, build: Build) -> None:
        """Send what `build` returns then, in `delay` seconds or when the air is free."""
        heapq.heappush(self._waiting, (self._loop.time() + delay, next(self._order), build))
        self._go_on()

    def hiss(self) -> None:
        """Make noise: now where nothing is under way, else before what comes next."""
        if self._radio.noise == "inside" or self._loop.time() >= self._free_at:
            self._bring(AT)
        else:
            self._noise = AT

    def close(self) -> None:
        """Bring nothing more."""
        self._open = False
        if self._timer:
            self._timer.cancel()

    def _go_on(self) -> None:
        if self._timer:
            self._timer.cancel()
        self._timer = None
        if self._waiting and self._open:
            moment = max(self._waiting[0][0], self._free_at)
            self._timer = self._loop.call_at(moment, self._speak)

    def _speak(self) -> None:
        self._timer = None
        _, _, build = heapq.heappop(self._waiting)
        noise, self._noise = self._noise, b""
        self._send(noise + build())
        self._go_on()

    def _send(self, data: bytes) -> None:
        chunks = cut(data, self._radio.chunking, self._chance)
        begin, gap = self._loop.time(), FLIGHT / max(1, len(chunks))
        for place, chunk in enumerate(chunks):
            if self._chance.random() >= self._radio.lost:
                self._loop.call_at(begin + place * gap, self._bring, chunk)
        self._free_at = begin + (FLIGHT if chunks[1:] else 0.0)

    def _bring(self, chunk: bytes) -> None:
        if self._open:
            self._deliver(chunk)
