"""Watching one quantity of the board until it holds still, and while a person reads it too."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import takewhile
from typing import TypeVar

from wizard.boards.board import Board
from wizard.errors import NoAnswer
from wizard.procedure.attempt import Attempt
from wizard.procedure.figures import Figure, Steady
from wizard.protocol.views import Status
from wizard.text import Text
from wizard.units import Unit

T = TypeVar("T")

POLL_S = 0.5
DRAWN = 40  # readings that a figure shows


@dataclass(frozen=True, slots=True)
class Stillness:
    """What counts as holding still.

    For `seconds` its size is `low` at least, its sign stays, highest less lowest is at
    most `spread` of its size, and no two readings are further apart than `gap_s`.
    """

    seconds: int
    gap_s: float
    spread: Callable[[Decimal], Decimal]
    low: Decimal = Decimal(0)


@dataclass(slots=True)
class Window:
    """The last readings of a quantity and when they were taken, oldest first."""

    rule: Stillness
    taken: deque[tuple[float, Decimal]] = field(default_factory=deque[tuple[float, Decimal]])

    def add(self, at: float, value: Decimal) -> None:
        """Take a reading in; what is older than the window goes."""
        if self.taken and at - self.taken[-1][0] > self.rule.gap_s:
            self.taken.clear()
        self.taken.append((at, value))
        while len(self.taken) > 1 and at - self.taken[1][0] >= self.rule.seconds:
            self.taken.popleft()

    def clear(self) -> None:
        """Begin anew."""
        self.taken.clear()

    @property
    def values(self) -> tuple[Decimal, ...]:
        """All readings in the window."""
        return tuple(value for _, value in self.taken)

    @property
    def spread(self) -> Decimal:
        """Highest less lowest reading."""
        return max(self.values) - min(self.values) if self.taken else Decimal(0)

    @property
    def mean(self) -> Decimal:
        """The mean of the readings; there must be one."""
        return sum(self.values, Decimal(0)) / len(self.values)

    @property
    def held_s(self) -> float:
        """For how long it has held still until the last reading."""
        if not self.taken:
            return 0.0
        last, newest = self.taken[-1]
        most = self.rule.spread(abs(newest))
        low = high = newest

        def still(reading: tuple[float, Decimal]) -> bool:
            nonlocal low, high
            value = reading[1]
            low, high = min(low, value), max(high, value)
            same_way = value * newest > 0 or not self.rule.low
            return same_way and abs(value) >= self.rule.low and high - low <= most

        held = list(takewhile(still, reversed(self.taken)))
        return last - held[-1][0] if held else 0.0

    @property
    def steady(self) -> bool:
        """Whether it has held still for long enough."""
        return self.held_s >= self.rule.seconds


@dataclass(slots=True)
class SteadyWatch:
    """Reads the board and shows how still a quantity of it is.

    `take` gives the quantity of a reading, None where that reading cannot count. `seen` is
    called with each reading. `above` are figures that stand above the live one.
    """

    attempt: Attempt
    board: Board
    rule: Stillness
    unit: Unit
    take: Callable[[Status], Decimal | None]
    seen: Callable[[Status], None] = lambda _: None
    above: tuple[Figure, ...] = ()
    window: Window = field(init=False)

    def __post_init__(self) -> None:
        """Begin with an empty window."""
        self.window = Window(self.rule)

    @property
    def steady(self) -> bool:
        """Whether it holds still now."""
        return self.window.steady

    async def read(self) -> bool:
        """Take the next reading in; return whether there was one that counts."""
        try:
            status = await self.board.status()
        except NoAnswer:
            return False  # leaves a gap
        self.seen(status)
        value = self.take(status)
        if value is None:
            self.window.clear()
            return False
        self.window.add(asyncio.get_running_loop().time(), value)
        self.attempt.picture(*self.above, self._figure())
        return True

    def _figure(self) -> Steady:
        values = self.window.values
        return Steady(
            value=values[-1],
            unit=self.unit,
            low=self.rule.low,
            spread=self.window.spread,
            spread_most=self.rule.spread(abs(values[-1])),
            seconds=int(self.window.held_s),
            seconds_wanted=self.rule.seconds,
            recent=values[-DRAWN:],
        )

    async def until_steady(self, what: Text, within_s: float) -> bool:
        """Read until it holds still; return whether it did in time."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            while loop.time() - began <= within_s:
                await self.read()
                if self.steady:
                    return True
                self.attempt.progress(what, self.window.held_s, self.rule.seconds)
                await asyncio.sleep(POLL_S)
        finally:
            self.attempt.progress(None)
        return False

    async def for_seconds(self, what: Text, seconds: float) -> None:
        """Read for some time."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        while (passed := loop.time() - began) < seconds:
            self.attempt.progress(what, passed, seconds)
            await self.read()
            await asyncio.sleep(POLL_S)
        self.attempt.progress(None)

    async def beside(self, work: Awaitable[T]) -> T:
        """Go on reading while something else is awaited; raises what either raises."""
        waiting = asyncio.ensure_future(work)
        watching = asyncio.ensure_future(self._forever())
        try:
            await asyncio.wait({waiting, watching}, return_when=asyncio.FIRST_COMPLETED)
            if not waiting.done():
                watching.result()
            return waiting.result()
        finally:
            for task in (waiting, watching):
                task.cancel()
            await asyncio.gather(waiting, watching, return_exceptions=True)

    async def _forever(self) -> None:
        while True:
            await self.read()
            await asyncio.sleep(POLL_S)

    async def still_steady(self) -> bool:
        """Read once more; return whether it holds still up to this moment."""
        return await self.read() and self.steady
