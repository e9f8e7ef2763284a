"""The app on a pseudo-terminal: what a slow line pays, and what a dropped one does."""

import os
import re
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

fcntl = pytest.importorskip("fcntl")
termios = pytest.importorskip("termios")

F5 = b"\x1b[15~"
QUIET_S = 0.6  # a terminal that is silent for so long is at rest
PATIENCE_S = 30.0
COLOUR = re.compile(rb"\x1b\[(?:[0-9]+;)*(?:3[0-7]|4[0-7]|9[0-7]|10[0-7]|[34]8)[;m]")


@dataclass
class Terminal:
    master: int
    process: "subprocess.Popen[bytes]"

    def until(self, wanted: bytes) -> bytes:
        """Read until something was written; return all up to there."""
        read, end = b"", time.monotonic() + PATIENCE_S
        while wanted not in read:
            assert time.monotonic() < end, read[-2000:]
            read += self.read(0.1)
        return read

    def rest(self) -> bytes:
        """Read until nothing is written any more."""
        read = b""
        while more := self.read(QUIET_S):
            read += more
        return read

    def read(self, seconds: float) -> bytes:
        ready, _, _ = select.select([self.master], [], [], seconds)
        try:
            return os.read(self.master, 65536) if ready else b""
        except OSError:  # the other end is closed
            return b""


@pytest.fixture
def terminal(request: pytest.FixtureRequest) -> Iterator[Terminal]:
    master, slave = os.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    more: dict[str, str] = getattr(request, "param", {})
    with subprocess.Popen(
        [sys.executable, "-m", "tests.screens.child"],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env={"PATH": os.environ["PATH"], "TERM": "xterm-256color", "LANG": "C.UTF-8", **more},
    ) as process:
        os.close(slave)
        try:
            yield Terminal(master, process)
        finally:
            process.kill()
            os.close(master)


def test_a_screen_at_rest_costs_nothing_and_a_changed_line_little(terminal: Terminal) -> None:
    terminal.until(b"Cell 8")
    terminal.rest()
    assert terminal.read(1.5) == b""
    os.write(terminal.master, F5)
    terminal.until(b"reading cells")
    terminal.rest()
    os.write(terminal.master, F5)
    assert 0 < len(terminal.rest()) < 200


@pytest.mark.parametrize("terminal", [{"NO_COLOR": "1"}], indirect=True)
def test_no_color_emits_none(terminal: Terminal) -> None:
    assert not COLOUR.search(terminal.until(b"Cell 8") + terminal.rest())


def test_colours_are_the_terminals_own(terminal: Terminal) -> None:
    written = terminal.until(b"Cell 8") + terminal.rest()
    assert COLOUR.search(written)
    assert b"38;2" not in written
    assert b"48;2" not in written


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_engine_and_screen_though_nobody_reads_the_end(
    terminal: Terminal, number: signal.Signals
) -> None:
    terminal.until(b"Cell 8")
    terminal.process.send_signal(number)
    terminal.until(b"\x1b[?1049l")  # the terminal is given back
    assert terminal.process.wait(PATIENCE_S) == 1
