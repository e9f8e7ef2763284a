"""A line that takes the time that bytes take, and the seconds that cannot be avoided on it.

Times are virtual. A request is heard once its last byte is through; a reply comes in
pieces, each when its bytes are through, as from an adapter. Who asks while a reply is
still under way would be noticed: `collisions`.
"""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from wizard.boards.bus import Bus
from wizard.clock import JumpClock
from wizard.links.memory import MemoryLink
from wizard.simulator.line import SimulatedLine

BYTE_S = 10 / 115200  # 8N1
PIECE = 16  # bytes that an adapter hands on at once


@dataclass(slots=True)
class Sent:
    """A request: to whom, how many bytes it has and how many answered it, the gap in force."""

    unit: int
    function: int
    size: int
    gap_s: float
    answered: int = 0


@dataclass(slots=True)
class Wire:
    """The far end of a cable: a simulated line behind wires that take their time.

    A request that begins less than `deaf_s` behind a reply is heard by nobody.
    """

    line: SimulatedLine
    byte_s: float = BYTE_S
    deaf_s: float = 0.0
    sent: list[Sent] = field(default_factory=list[Sent])
    collisions: int = 0
    gap_s: float = 0.0  # before the next request
    _deliver: Callable[[bytes], None] = lambda _data: None
    _busy_until: float = float("-inf")

    def plugged(self, deliver: Callable[[bytes], None]) -> None:
        self._deliver = deliver
        self.line.plugged(self._answer)

    def heard(self, data: bytes) -> None:
        loop = asyncio.get_running_loop()
        self.collisions += loop.time() < self._busy_until
        self.sent.append(Sent(data[0], data[1], len(data), self.gap_s))
        if loop.time() >= self._busy_until + self.deaf_s:
            loop.call_later(len(data) * self.byte_s, self.line.heard, data)

    def unplugged(self) -> None:
        self.line.unplugged()

    def bus(self) -> Bus:
        """Return a bus on it."""
        return _Watched(self)

    def bytes_s(self) -> float:
        """Return the seconds that all bytes took."""
        return sum(each.size + each.answered for each in self.sent) * self.byte_s

    def _answer(self, data: bytes) -> None:
        loop = asyncio.get_running_loop()
        self.sent[-1].answered += len(data)
        self._busy_until = loop.time() + len(data) * self.byte_s
        for start in range(0, len(data), PIECE):
            piece = data[start : start + PIECE]
            through = (start + len(piece)) * self.byte_s
            loop.call_later(through, self._deliver, piece)


class _Watched(Bus):
    """A bus that tells the wire the gap before each request."""

    def __init__(self, wire: Wire) -> None:
        super().__init__(MemoryLink("memory:wire", wire))
        self._wire = wire

    async def _ready(self, opening: int | None, unit: int | None, gap_s: float) -> None:
        self._wire.gap_s = gap_s
        await super()._ready(opening, unit, gap_s)


async def seconds(work: Callable[[], Coroutine[Any, Any, Any]]) -> float:
    """Return the seconds that work takes by the loop's clock."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    await work()
    return loop.time() - began


def virtual(work: Callable[[], Coroutine[Any, Any, float]]) -> float:
    """Run work on a loop whose time jumps over every wait."""
    with asyncio.Runner(loop_factory=JumpClock().new_loop) as runner:
        return runner.run(work())
