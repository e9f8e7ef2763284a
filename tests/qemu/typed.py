"""Run lines of the program at a terminal: `python -m tests.qemu.typed SECONDS (CODE LINE)…`.

A line that asks for a pairing code is typed its code so many seconds later; one with an
empty code has no terminal. What the lines said comes as of `tests.qemu.lines`.
"""

import io
import os
import sys
from collections.abc import Callable
from threading import Timer

import msgspec

from tests.qemu.lines import Said, run

PROMPT = "pairing code"


class Watched(io.StringIO):
    """What is written, and a deed for the first time that it asks for a code."""

    def __init__(self, deed: Callable[[], object]) -> None:
        super().__init__()
        self._deed = deed
        self._asked = False

    def write(self, said: str) -> int:
        """Take words."""
        if PROMPT in said and not self._asked:
            self._asked = True
            self._deed()
        return super().write(said)


def typed(seconds: float, code: str, line: str) -> Said:
    """Run a line at a terminal of its own."""
    if not code:
        return run(line)
    ours, theirs = os.openpty()
    before = os.dup(sys.stdin.fileno())
    os.dup2(theirs, sys.stdin.fileno())
    typing = Timer(seconds, os.write, (ours, f"{code}\n".encode()))
    typing.daemon = True
    try:
        return run(line, Watched(typing.start))
    finally:
        os.dup2(before, sys.stdin.fileno())


if __name__ == "__main__":
    _, after, *words = sys.argv
    said = [
        typed(float(after), code, line) for code, line in zip(words[::2], words[1::2], strict=True)
    ]
    print(msgspec.json.encode(said).decode())  # noqa: T201 - what this program is for
