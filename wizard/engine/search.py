"""A search for something to begin with, on a thread and a loop of its own.

The terminal's loop carries no traffic to boards. A search changes nothing, so nobody has
to wait for its end: its thread does not keep the program from leaving.
"""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from wizard.procedure.questions import Option
from wizard.text import Text, text

FOUND = text("What was found")


@dataclass(frozen=True, slots=True)
class Found:
    """Something to begin with; `names` are what people call it by, often by their ends."""

    option: Option
    names: tuple[str, ...]

    def ends(self, typed: str) -> bool:
        """Whether one of its names ends in what was typed; `:` and `-` do not count."""
        return any(_plain(name).endswith(_plain(typed)) for name in self.names)


@dataclass(frozen=True, slots=True)
class Search(Option):
    """An option that looks for more of them, and how it is told of.

    `work` makes the coroutine; it takes `most_s` seconds at most. `nothing` is said where
    it finds nothing, with what to do; `hidden` where somebody misses what was not found.
    """

    what: Text
    most_s: int
    nothing: Text
    work: Callable[[], Coroutine[Any, Any, tuple[Found, ...]]]
    title: Text = FOUND
    hidden: Text | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """What a search found, or what it raised."""

    found: tuple[Found, ...] = ()
    failure: Exception | None = None


class Searching:
    """A search under way. `told` is called once from its thread, never after `stop`."""

    def __init__(self, search: Search, told: Callable[[Ended], None]) -> None:
        self._search = search
        self._told = told
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="search", daemon=True)
        self._task: asyncio.Task[None] | None = None
        self._stopped = False

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """Let it end; returns at once."""
        self._stopped = True
        try:
            self._loop.call_soon_threadsafe(self._cancel)
        except RuntimeError:
            # The loop is closed: the search has ended.
            return

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            self._task = runner.get_loop().create_task(self._work())
            runner.run(_ended(self._task))

    async def _work(self) -> None:
        try:
            ended = Ended(await self._search.work())
        except Exception as error:  # noqa: BLE001  the thread's border: handed over, not lost
            ended = Ended(failure=error)
        if not self._stopped:
            self._told(ended)


async def _ended(task: asyncio.Task[None]) -> None:
    await asyncio.wait({task})


def _plain(name: str) -> str:
    return name.upper().replace(":", "").replace("-", "")
