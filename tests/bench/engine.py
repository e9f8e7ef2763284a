"""The engine's thread in real time: what live values and waiting take of it."""

import asyncio
import selectors
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from time import sleep, thread_time

from tests.bench.row import Row
from tests.whole.program import board
from wizard.boards.far_end import Rs485FarEnd
from wizard.clock import SystemClock
from wizard.engine.engine import Engine
from wizard.engine.mailbox import Mailbox
from wizard.links.serial_port import SerialLink
from wizard.procedure.interrupts import Interrupt
from wizard.procedure.views import Progress
from wizard.quantity import Quantity
from wizard.text import text

LIVE_S, IDLE_S, EACH_S = 10, 5.0, 1.0
SETTLED_S = 1.0
MOST_SHARE = 1.0  # percent of a core
BOUND_S = 20.0


class Wakings(selectors.DefaultSelector):
    """Counts how often a loop's wait came to an end."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Wait, then count."""
        found = super().select(timeout)
        self.count += 1
        return found


class CountedClock(SystemClock):
    """The computer's clock, on a loop whose waits are counted."""

    def __init__(self) -> None:
        self.wakings = Wakings()

    def new_loop(self) -> asyncio.AbstractEventLoop:
        """Return an ordinary event loop."""
        return asyncio.SelectorEventLoop(self.wakings)


class Ending:
    """Ends the work when it is interrupted; `ready` says that its first deed is done."""

    def __init__(self) -> None:
        self.wanted = asyncio.Event()
        self.ready = Event()
        self.busy_s = 0.0

    def answer(self, ticket: int, raw: str) -> None:
        """Take no answer: nothing is asked here."""

    def note(self, typed: str) -> None:
        """Take no remark either."""

    def interrupt(self, why: Interrupt) -> None:
        """End, whatever the reason."""
        del why
        self.wanted.set()


def measure() -> list[Row]:
    """Read a board over a pseudo-terminal once a second; then wait for an answer."""
    with TemporaryDirectory() as home, board(Path(home)) as port:
        live, _ = _taken(lambda ending: _live(port, ending), 0)
    _, woken = _taken(_idle, IDLE_S)
    return [
        Row("engine, live values at 1 Hz", live / LIVE_S * 100, MOST_SHARE, "%", 1,
            f"status of a board on a serial line, shown; its thread's CPU over {LIVE_S} s"),
        Row("engine, idle", woken / IDLE_S, 1, "/s", 0,
            f"how often its loop's wait ended, over {IDLE_S:g} s; never is to be reached"),
    ]  # fmt: skip


def _taken(work: Callable[[Ending], Awaitable[None]], seconds: float) -> tuple[float, int]:
    """Run an engine; return its thread's CPU seconds, and its wake-ups over some seconds."""
    ending, clock = Ending(), CountedClock()

    async def doing() -> int:
        await work(ending)
        return 0

    engine = Engine(doing, ending, clock)
    engine.start()
    if not ending.ready.wait(BOUND_S):
        raise RuntimeError("the engine did not begin") from engine.failure
    sleep(SETTLED_S)
    before = clock.wakings.count
    sleep(seconds)
    woken = clock.wakings.count - before
    engine.interrupt(Interrupt.QUIT)
    if not engine.join(BOUND_S) or engine.failure:
        raise RuntimeError("the engine did not end in order") from engine.failure
    return ending.busy_s, woken


async def _live(port: str, ending: Ending) -> None:
    """Read and show so many times; the first reading, which opens the port, is not counted."""
    box, far_end = Mailbox(), Rs485FarEnd(SerialLink(port), 1, "serial:{}".format)
    found = far_end.board()
    await found.status()
    ending.ready.set()
    before = thread_time()
    for _ in range(LIVE_S):
        await asyncio.sleep(EACH_S)
        status = await found.status()
        box.show(Progress(text("{n}", n=Quantity(status.pack_voltage, "V")), 0))
    ending.busy_s = thread_time() - before
    await found.close()


async def _idle(ending: Ending) -> None:
    ending.ready.set()
    await ending.wanted.wait()
