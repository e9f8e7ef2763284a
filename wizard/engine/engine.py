"""The engine: a thread with a loop of its own that owns bus, board and session.

The terminal has another loop, and when nobody reads the terminal that loop stops. What
must not stop lives here. Everything public returns at once, from any thread or signal
handler.
"""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any, Protocol

from wizard.clock import Clock
from wizard.procedure.interrupts import Interrupt


class Controls(Protocol):
    """What a running procedure takes from outside, on the engine's loop."""

    def answer(self, ticket: int, raw: str) -> None:
        """Take an answer, or drop it where the ticket is no longer open."""
        ...

    def interrupt(self, why: Interrupt) -> None:
        """Interrupt the running step."""
        ...

    def note(self, typed: str) -> None:
        """Record what the person wrote about the running step."""
        ...


Work = Callable[[], Coroutine[Any, Any, int]]


class Engine:
    """Runs one procedure to its end in a thread that is no daemon.

    `work` makes the coroutine, on the engine's loop; `controls` is what answers and
    interrupts go to. `exit_code` holds what the work returned, `failure` what it raised.
    """

    def __init__(self, work: Work, controls: Controls, clock: Clock) -> None:
        self._work = work
        self._controls = controls
        self._loop = clock.new_loop()
        self._thread = threading.Thread(target=self._run, name="engine")
        self.done = threading.Event()
        self.exit_code: int | None = None
        self.failure: BaseException | None = None
        self._at_end: list[Callable[[], None]] = []

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def call_at_end(self, callback: Callable[[], None]) -> None:
        """Call back from the engine's thread when the work has ended."""
        self._at_end.append(callback)

    def join(self, timeout: float | None = None) -> bool:
        """Wait for the end; return whether it came."""
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def answer(self, ticket: int, raw: str) -> None:
        """Hand over what was typed for a question."""
        self._send(lambda: self._controls.answer(ticket, raw))

    def interrupt(self, why: Interrupt) -> None:
        """Interrupt the running step; safe in a signal handler."""
        self._send(lambda: self._controls.interrupt(why))

    def note(self, typed: str) -> None:
        """Hand over what the person wrote for the report."""
        self._send(lambda: self._controls.note(typed))

    def _send(self, call: Callable[[], None]) -> None:
        try:
            self._loop.call_soon_threadsafe(call)
        except RuntimeError:
            # The loop is closed: the engine has ended in order and wants nothing more.
            return

    def _run(self) -> None:
        try:
            with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
                self.exit_code = runner.run(self._work())
        except BaseException as error:  # noqa: BLE001  the engine's border: kept, not lost
            self.failure = error
        finally:
            self.done.set()
            for callback in self._at_end:
                callback()
