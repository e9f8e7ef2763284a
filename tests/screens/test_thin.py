"""What goes over the line: the difference, and nothing but the difference."""

import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip

from screens.thin import Glass, Piece
from tests.screens.terminal import Glass as Xterm
from tests.screens.terminal import Terminal, on_terminal

COLUMNS, LINES = 30, 6
STYLES = (
    Style(),
    Style(bold=True),
    Style(color="green"),
    Style(color="color(114)", bgcolor="color(233)"),
    Style(bgcolor="color(233)"),
    Style(reverse=True, bold=True, color="red"),
    Style(underline=True),
)
WORDS = ("", "a", "cell 11", "  ", "      ", "3.302 V", "▸ ■□", "─" * 12, "zażółć")
F1, F5, REDRAW = b"\x1bOP", b"\x1b[15~", b"\x0c"


def console() -> Console:
    return Console(color_system="256", force_terminal=True, width=COLUMNS, height=LINES)


def update(chance: random.Random) -> list[Piece]:
    """Return some pieces of lines at some places."""
    return [_piece(chance) for _ in range(chance.randint(1, LINES))]


def _piece(chance: random.Random) -> Piece:
    x, y = chance.randrange(COLUMNS), chance.randrange(LINES)
    cells = [
        (char, chance.choice(STYLES))
        for word in chance.choices(WORDS, k=4)
        for char in word
    ][: COLUMNS - x]  # fmt: skip
    return x, y, Strip([Segment(char, style) for char, style in cells])


@pytest.mark.parametrize("seed", range(20))
def test_after_any_updates_the_terminal_shows_what_one_that_got_all_of_it_shows(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  no secret
    glass, thin, whole = Glass(), Xterm(COLUMNS, LINES), Xterm(COLUMNS, LINES)
    for _ in range(30):
        pieces = update(chance)
        thin.feed(glass.show(pieces, Size(COLUMNS, LINES), console()))
        for x, y, strip in pieces:
            whole.feed(f"\x1b[{y + 1};{x + 1}H{strip.render(console())}")
        assert seen(thin) == seen(whole)


def seen(xterm: Xterm) -> list[list[tuple[str, ...]]]:
    """Return the cells as an eye sees them: ink and weight of a blank are nowhere."""
    return [[_seen(char, codes) for char, codes in row] for row in xterm.rows]


def _seen(char: str, codes: tuple[str, ...]) -> tuple[str, ...]:
    _, ground, *more = codes
    if char != " " or "7" in more:
        return (char, *codes)
    return (char, ground, *(code for code in more if code == "4"))


def test_what_stands_there_already_is_not_written_again() -> None:
    glass = Glass()
    line = (0, 0, Strip([Segment("charge MOS   on")]))
    assert "charge MOS   on" in glass.show([line], Size(COLUMNS, LINES), console())
    assert glass.show([line], Size(COLUMNS, LINES), console()) == ""
    other = (0, 0, Strip([Segment("charge MOS   off")]))
    assert glass.show([other], Size(COLUMNS, LINES), console()) == "\x1b[1;15Hff"


def test_a_wide_character_is_written_whole() -> None:
    glass = Glass()
    glass.show([(0, 0, Strip([Segment("站 a")]))], Size(COLUMNS, LINES), console())
    written = glass.show([(0, 0, Strip([Segment("点 a")]))], Size(COLUMNS, LINES), console())
    assert written == "\x1b[1H点"


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    command = [sys.executable, "-m", "tests.screens.child"]
    with on_terminal(command, {"HOME": str(tmp_path)}) as terminal:
        yield terminal


def test_what_the_differences_made_is_what_writing_it_anew_makes(terminal: Terminal) -> None:
    terminal.until("Cell 8")
    terminal.rest()
    for keys in (b"12", F5, F1, F5, F1, b"\x7f"):
        terminal.press(keys)
        terminal.rest()
    before = seen(terminal.glass)
    terminal.press(REDRAW)
    assert b"\x1b[2J" in terminal.rest()
    assert seen(terminal.glass) == before
