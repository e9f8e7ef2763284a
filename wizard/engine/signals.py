"""Signals: a dropped line or a kill leads to an orderly end, whoever is blocked.

Handlers are set with `signal.signal`: a loop's own handler never runs while that loop is
blocked by a terminal that nobody reads. The handler tells the engine and starts a
watchdog; the watchdog waits for the engine's end and leaves the process only if the main
thread does not.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType

from wizard.engine.engine import Engine
from wizard.procedure.interrupts import Interrupt

ORDERLY_S = 60.0  # the longest a restore may take after a signal
GRACE_S = 1.0  # what the main thread gets to leave by itself
RESET_TERMINAL = b"\x1b[?1049l\x1b[?25h\x1b[?1000l\x1b[?1006l\x1b[?2004l\x1b[0m\r\n"


def signals() -> tuple[signal.Signals, ...]:
    """Return the signals that end the program: those of them that this system has."""
    names = ("SIGHUP", "SIGTERM", "SIGINT")
    return tuple(signal.Signals[name] for name in names if hasattr(signal, name))


def install(engine: Engine, leave: Callable[[int], None] = os._exit) -> None:
    """Send the ending signals to the engine, and watch that the process ends.

    Call it on the main thread. `leave` ends the process with 128 + the signal's number.
    """

    def handle(number: int, _frame: FrameType | None) -> None:
        engine.interrupt(Interrupt.QUIT)
        threading.Thread(target=_watch, args=(engine, number, leave), daemon=True).start()

    for number in signals():
        signal.signal(number, handle)


def _watch(engine: Engine, number: int, leave: Callable[[int], None]) -> None:
    engine.done.wait(ORDERLY_S)
    main = threading.main_thread()
    main.join(GRACE_S)
    if main.is_alive():
        _reset_terminal()
        leave(128 + number)


def _reset_terminal() -> None:
    try:
        descriptor = sys.__stderr__.fileno() if sys.__stderr__ else -1
        os.set_blocking(descriptor, False)
        os.write(descriptor, RESET_TERMINAL)
    except OSError:
        # Nobody reads, or the terminal is gone: there is nothing to reset.
        return
