"""What a terminal gets while everything that is shown and typed is hostile."""

import fcntl
import os
import re
import struct
import subprocess
import sys
import termios
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.hostile.screen_child import LAST
from tests.whole.program import environment, until
from tests.whole.terminal import Terminal

ENTER = b"\r"
OF_THE_APP = re.compile(rb"\x1b(?:\[[<?>=]?[0-9;:]*\$?[A-Za-z]|[()][AB0]|[=>78]|\]22;[a-z]+\x07)")
"""What a screen may send: modes, places, colours, the pointer's shape; no title or clipboard."""


@contextmanager
def shown(home: Path, looks: str) -> Generator[Terminal]:
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.hostile.screen_child", looks],
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


def _steers(written: bytes) -> set[str]:
    """What is left of the program's bytes that could steer, its own sequences apart."""
    rest = OF_THE_APP.sub(b"", written).decode("utf-8", "replace")
    bad = {"\x1b", "\x07", "\x08", "\x7f", "\x0b", "\x0c", "\0"}
    return {
        char
        for char in rest
        if char in bad or "\x80" <= char <= "\x9f" or "\u200b" <= char <= "\u200f"
        or "\u2028" <= char <= "\u202e" or "\u2060" <= char <= "\u206f" or char == "\ufeff"
        or char >= "\U000e0000"
    }  # fmt: skip


def _over(terminal: Terminal) -> bool:
    with suppress(OSError):  # a terminal that the program has left
        terminal.read()
    return terminal.process.poll() is not None


@pytest.mark.parametrize("looks", ["screen", "plain"])
def test_hostile_texts_of_every_view_and_question_reach_no_terminal(home: Path, looks: str) -> None:
    with shown(home, looks) as terminal:
        terminal.await_text(LAST.encode())
        if looks == "screen":
            terminal.press(b"\x1b[200~\x1b]0;PWNED\x07\xe2\x80\xae[red]x\xc2\x9b99m\x1b[201~")
            terminal.press(b"typed\xe2\x80\xaeafter")
            terminal.await_text(b"after")
            terminal.press(b"\x7f" * 80)
        terminal.press(b"ok" + ENTER)
        until(lambda: _over(terminal) or b"Files" in terminal.output, "the end")
        if looks == "screen":
            terminal.press(ENTER)
        until(lambda: _over(terminal), "the end of the program")
        written = terminal.output
    assert terminal.process.returncode == 1
    assert b"Traceback" not in written
    assert b"PWNED" in written  # it was shown, as letters
    assert _steers(written) == set()
    assert b"\x1b[99m" not in written
    assert set(re.findall(rb"\x1b\]([0-9]*)", written)) <= {b"22"}
