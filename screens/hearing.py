"""Hears of the signals that end the program, beside the engine that they are sent to."""

import signal
from collections.abc import Callable
from types import FrameType

from wizard.engine import signals


def hear(told: Callable[[], None]) -> None:
    """Call back on each ending signal, then whoever handled it before.

    Call it on the main thread; `told` runs inside the handler and must return at once.
    """
    for number in signals.signals():
        signal.signal(number, _both(told, signal.getsignal(number)))


def _both(told: Callable[[], None], before: object) -> Callable[[int, FrameType | None], None]:
    def handle(number: int, frame: FrameType | None) -> None:
        told()
        if callable(before):
            before(number, frame)

    return handle
