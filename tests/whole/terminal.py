"""A program on a pseudo-terminal of 80 by 24 that is read, or not."""

import fcntl
import os
import select
import struct
import subprocess
import termios
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from tests.whole.program import PROGRAM, environment, until


class Terminal:
    """Our end of the program's terminal. Nothing is read unless a method says so."""

    def __init__(self, ours: int, process: "subprocess.Popen[bytes]") -> None:
        self._ours = ours
        self.process = process
        self.output = b""

    def read(self) -> bytes:
        """Take what the program has written; return all of it so far."""
        while select.select([self._ours], [], [], 0)[0]:
            self.output += os.read(self._ours, 1 << 16)
        return self.output

    def await_text(self, shown: bytes) -> None:
        """Read until something was shown."""
        until(lambda: shown in self.read(), shown.decode())

    def press(self, keys: bytes) -> None:
        """Type."""
        os.write(self._ours, keys)

    def unread(self) -> int:
        """Return how many bytes wait to be read."""
        waiting = fcntl.ioctl(self._ours, termios.FIONREAD, struct.pack("i", 0))
        return struct.unpack("i", waiting)[0]


@contextmanager
def terminal(home: Path, *arguments: str) -> Generator[Terminal]:
    """Run the program on a terminal of its own."""
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    process = subprocess.Popen(
        [*PROGRAM, *arguments],
        env=environment(home),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    try:
        yield Terminal(ours, process)
    finally:
        process.kill()
        process.wait()
        os.close(ours)
