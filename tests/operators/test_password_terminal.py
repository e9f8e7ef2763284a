"""A password on a real terminal: it is never echoed, and the echo is on again afterwards."""

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

termios = pytest.importorskip("termios")

PATIENCE_S = 30.0
WORD = b"hunter2"


@dataclass
class Terminal:
    """Our end of a terminal; `line` is the program's end, kept open to look at its echo."""

    ours: int
    line: int
    process: "subprocess.Popen[bytes]"
    output: bytes = b""

    def until(self, shown: bytes) -> None:
        end = time.monotonic() + PATIENCE_S
        while shown not in self.output:
            assert time.monotonic() < end, self.output
            self._read(0.1)

    def _read(self, seconds: float) -> bool:
        if not select.select([self.ours], [], [], seconds)[0]:
            return False
        self.output += os.read(self.ours, 65536)
        return True

    def ended(self) -> int:
        code = self.process.wait(PATIENCE_S)
        while self._read(0):
            pass
        return code

    def echoes(self) -> bool:
        return bool(termios.tcgetattr(self.line)[3] & termios.ECHO)

    def press(self, keys: bytes) -> None:
        os.write(self.ours, keys)


@contextmanager
def asked(*arguments: str) -> Generator[Terminal]:
    """The program on a terminal of its own, at the moment it asks for the password."""
    ours, line = os.openpty()
    command = [sys.executable, "-m", "tests.operators.child", *arguments]
    with subprocess.Popen(
        command, stdin=line, stdout=line, stderr=line, start_new_session=True
    ) as process:
        try:
            terminal = Terminal(ours, line, process)
            assert terminal.echoes()
            terminal.until(b"Settings password")
            terminal.until(b"\n>")
            yield terminal
        finally:
            process.kill()
            os.close(ours)
            os.close(line)


def test_a_password_is_not_echoed_and_what_follows_is() -> None:
    with asked() as terminal:
        assert not terminal.echoes()
        terminal.press(b"pass\xc3\xb6\n")
        terminal.until(b"Plain letters, digits and signs only")
        assert not terminal.echoes()
        terminal.press(WORD + b"\n")
        terminal.until(b"taken: 7 characters")
        terminal.until(b"Your name")
        terminal.until(b"name\r\n>")
        assert terminal.echoes()
        terminal.press(b"Anna\n")
        assert terminal.ended() == 0
        assert terminal.echoes()
    assert WORD not in terminal.output
    assert b"pass\xc3" not in terminal.output
    assert b"Anna" in terminal.output


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_in_the_middle_of_a_password_leaves_an_echo_and_nothing_to_read(
    number: signal.Signals,
) -> None:
    with asked() as terminal:
        assert not terminal.echoes()
        terminal.press(WORD)  # no Enter
        terminal.process.send_signal(number)
        assert terminal.ended() == 7
        assert terminal.echoes()
        os.set_blocking(terminal.line, False)
        terminal.press(b"\n")  # the shell that comes next reads its own line
        assert os.read(terminal.line, 100) == b"\n"
    assert WORD not in terminal.output


def test_a_session_that_breaks_gives_the_echo_back() -> None:
    with asked("fail") as terminal:
        assert not terminal.echoes()
        terminal.press(b":restore\n")
        assert terminal.ended() == 1
        assert terminal.echoes()


def test_a_terminal_that_nobody_reads_gets_its_echo_back_too() -> None:
    with asked("flood") as terminal:
        terminal.press(b":restore\n")
        terminal.until(b"== Flood")
        assert not terminal.echoes()
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.process.wait(PATIENCE_S) == 128 + signal.SIGTERM
        assert terminal.echoes()


def test_leaving_gives_the_echo_back() -> None:
    with asked() as terminal:
        terminal.press(b":leave\n")
        assert terminal.ended() == 7
        assert terminal.echoes()
