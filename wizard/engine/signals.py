"""Signals: a dropped line or a kill leads to an orderly end, whoever is blocked.

No handler of Python's can be relied on: each runs on the main thread only, and that one
waits for ever behind a terminal that nobody reads, wherever the system delivers a signal.
So each signal is told to a thread of ours (`signal.set_wakeup_fd`), which tells the engine,
waits for its end and leaves the process only if the main thread does not.
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
MOST_AT_ONCE = 4096  # signals that are told together
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
    heard, told = os.pipe()  # open as long as the process: the system writes to it
    os.set_blocking(told, False)
    signal.set_wakeup_fd(told, warn_on_full_buffer=False)
    threading.Thread(target=_listen, args=(heard, engine, leave), daemon=True).start()
    for number in signals():
        signal.signal(number, _told)


def _told(_number: int, _frame: FrameType | None) -> None:
    """Do nothing: the listener was told before any handler of Python's could run."""


def _listen(heard: int, engine: Engine, leave: Callable[[int], None]) -> None:
    """Wait for the first ending signal; `heard` brings the number of each that comes."""
    ending: int | None = None
    while ending is None:
        numbers = os.read(heard, MOST_AT_ONCE)
        ending = next((number for number in numbers if number in signals()), None)
    engine.interrupt(Interrupt.QUIT)
    _watch(engine, ending, leave)


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
