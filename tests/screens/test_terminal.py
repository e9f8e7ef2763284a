"""The app on a pseudo-terminal: what a slow line pays, and what a dropped one does."""

import re
import signal
import sys
from collections.abc import Iterator

import pytest

pytest.importorskip("termios", reason="needs a pseudo-terminal")

from tests.screens.terminal import PATIENCE_S, Terminal, on_terminal

F5 = b"\x1b[15~"
COLOUR = re.compile(rb"\x1b\[(?:[0-9]+;)*(?:3[0-7]|4[0-7]|9[0-7]|10[0-7]|[34]8)[;m]")


@pytest.fixture
def terminal(request: pytest.FixtureRequest) -> Iterator[Terminal]:
    more: dict[str, str] = getattr(request, "param", {})
    with on_terminal([sys.executable, "-m", "tests.screens.child"], more) as terminal:
        yield terminal


def test_a_screen_at_rest_costs_nothing_and_a_changed_digit_little(terminal: Terminal) -> None:
    terminal.until("Cell 8")
    terminal.rest()
    assert terminal.read(1.5) == b""
    terminal.press(F5)
    terminal.until("reading cells")
    terminal.rest()
    terminal.press(F5)
    written = terminal.until("reading cells… 2 s")
    assert len(written + terminal.rest()) < 50


@pytest.mark.parametrize("terminal", [{"NO_COLOR": "1"}], indirect=True)
def test_no_color_emits_none(terminal: Terminal) -> None:
    assert not COLOUR.search(terminal.until("Cell 8") + terminal.rest())


def test_colours_are_the_terminals_own(terminal: Terminal) -> None:
    written = terminal.until("Cell 8") + terminal.rest()
    assert COLOUR.search(written)
    assert b"38;2" not in written
    assert b"48;2" not in written


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_engine_and_screen_though_nobody_reads_the_end(
    terminal: Terminal, number: signal.Signals
) -> None:
    terminal.until("Cell 8")
    terminal.process.send_signal(number)
    terminal.until_written(b"\x1b[?1049l")  # the terminal is given back
    assert terminal.process.wait(PATIENCE_S) == 1
