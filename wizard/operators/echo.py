"""The echo of a terminal, which is off while a password is typed."""

import os
from contextlib import suppress
from io import UnsupportedOperation
from typing import Any, TextIO

try:
    import termios
except ImportError:  # a system without them cannot hide what is typed
    termios = None

ECHO_FLAGS = 3  # where `tcgetattr` keeps the flag


class Echo:
    """Switches the echo of a terminal off and on again; of anything else, nothing.

    Whoever makes one calls `show` before it ends, however it ends.
    """

    def __init__(self, source: TextIO) -> None:
        self._terminal = _descriptor(source) if termios is not None else None
        self._before: list[Any] | None = None  # the terminal as it was, while it hides

    def hide(self) -> bool:
        """Show nothing of what is typed from now on; return whether that is so.

        What was typed before and not sent is dropped.
        """
        if termios is None or self._terminal is None:
            return False
        if self._before is not None:
            return True
        try:
            before, hidden = (termios.tcgetattr(self._terminal) for _ in range(2))
            hidden[ECHO_FLAGS] &= ~termios.ECHO
            self._before = before
            termios.tcsetattr(self._terminal, termios.TCSAFLUSH, hidden)
        except termios.error:
            self._before = None
            return False
        return True

    def show(self) -> None:
        """Show again what is typed. Half a password is dropped; nobody else gets to read it.

        Does not wait for a terminal that nobody reads.
        """
        before, self._before = self._before, None
        if termios is None or self._terminal is None or before is None:
            return
        with suppress(termios.error):  # the terminal is gone, and its echo with it
            termios.tcflush(self._terminal, termios.TCIFLUSH)
            termios.tcsetattr(self._terminal, termios.TCSANOW, before)

    def leave(self, code: int) -> None:
        """Leave the process at once, with the echo on."""
        self.show()
        os._exit(code)


def _descriptor(source: TextIO) -> int | None:
    try:
        return source.fileno() if source.isatty() else None
    except UnsupportedOperation:
        return None
