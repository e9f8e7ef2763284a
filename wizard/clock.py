"""Time: durations by the event loop, the record by UTC.

Whatever waits uses the loop (`asyncio.sleep`, `asyncio.timeout`, `loop.time()`); a
`Clock` makes that loop and tells the time of day for the record. `JumpClock` makes a
loop whose time jumps to the next timer whenever nothing else is ready, so that a
procedure of minutes runs in milliseconds; `held()` stops the jumping, for instance
while a question is open to a person.
"""

import asyncio
import selectors
import time
from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Makes the loop that durations run on, and tells UTC."""

    def new_loop(self) -> asyncio.AbstractEventLoop:
        """Return a new event loop whose `time()` is this clock's monotonic time."""
        ...

    def utc(self) -> datetime:
        """Return the time of day in UTC."""
        ...

    def held(self) -> AbstractContextManager[None]:
        """Return a context in which time does not jump."""
        ...


def utc_offset_minutes(at: datetime) -> int:
    """Return the local clock's distance from UTC at a moment."""
    offset = at.astimezone().utcoffset() or timedelta()
    return int(offset.total_seconds() // 60)


class SystemClock:
    """The computer's own clocks."""

    def new_loop(self) -> asyncio.AbstractEventLoop:
        """Return an ordinary event loop."""
        return asyncio.new_event_loop()

    def utc(self) -> datetime:
        """Return the time of day in UTC."""
        return datetime.now(UTC)

    @contextmanager
    def held(self) -> Generator[None]:
        """Do nothing: real time never jumps."""
        yield


class JumpClock:
    """A clock that jumps over waiting, never while it is held."""

    def __init__(self, start: datetime | None = None) -> None:
        self._start = start or datetime.now(UTC)
        self._began = time.monotonic()
        self._ahead = 0.0
        self._holds = 0

    def new_loop(self) -> asyncio.AbstractEventLoop:
        """Return a loop that jumps to its next timer when nothing is ready."""
        return _JumpLoop(self)

    def utc(self) -> datetime:
        """Return the start, moved on by the time that went by or was jumped over."""
        return self._start + timedelta(seconds=self.monotonic() - self._began)

    def monotonic(self) -> float:
        """Return the loop's time: real time and all jumps."""
        return time.monotonic() + self._ahead

    @contextmanager
    def held(self) -> Generator[None]:
        """Let time run as it is while this context is open."""
        self._holds += 1
        try:
            yield
        finally:
            self._holds -= 1

    def jump(self, seconds: float) -> bool:
        """Move on by some seconds, unless held; return whether it did."""
        if self._holds:
            return False
        self._ahead += seconds
        return True


class _JumpLoop(asyncio.SelectorEventLoop):
    def __init__(self, clock: JumpClock) -> None:
        self._clock = clock
        super().__init__(_JumpSelector(clock))

    def time(self) -> float:
        return self._clock.monotonic()


class _JumpSelector(selectors.DefaultSelector):
    """Waits for events; where only a timer would end the wait, jumps to it."""

    def __init__(self, clock: JumpClock) -> None:
        super().__init__()
        self._clock = clock

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if ready or timeout is None or timeout <= 0:
            return ready or (super().select(timeout) if timeout is None else [])
        return [] if self._clock.jump(timeout) else super().select(timeout)
