"""What the screen costs on the line: bytes on a pty of 80x24 with 256 colours."""

import sys
import tempfile
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from tests.bench.row import Row
from tests.screens.terminal import Terminal, on_terminal

DEMO = [sys.executable, "-m", "wizard", "--demo"]
START = [sys.executable, "-m", "wizard"]
MOVING = [sys.executable, "-m", "tests.screens.moving"]
SECONDS = 6
SLOWED = 3  # seconds between two updates over a slow link
IDLE_S = 2.0
QUIET_S = 0.2
ENTER, F5 = b"\r", b"\x1b[15~"
FIELDS = 4
ANSWERS_S = 5.0  # the most that passes before anything is written


def measure() -> list[Row]:
    """Measure the first page, a step of the demonstration, and a pack that moves."""
    with ThreadPoolExecutor() as at_once:
        pages, demonstration = at_once.submit(_first_page), at_once.submit(_demonstration)
        moving = at_once.submit(_live, MOVING, 1)
        slowed = at_once.submit(_live, [*MOVING, "--slow-link"], SLOWED)
    first, live, slow = pages.result(), moving.result(), slowed.result()
    digit, field, step, idle = demonstration.result()
    return [
        _row("first screen", first, 12_000, "the first page, from the start of the program"),
        _row("a digit typed", digit, 150, "into a number that was proposed"),
        _row("to the next field", field, 1_000, "Enter in a form, the dearest of some"),
        _row("to the next step", step, 8_000, "the last Enter of a form"),
        _row("live values, a second", live, 400, "16 cells, most move, mean of some"),
        _row("live values, slow link", slow, 200, "the same with --slow-link"),
        _row("idle", idle, 0, f"{IDLE_S:.0f} s with a question open"),
    ]


def _row(name: str, value: float, limit: float, how: str) -> Row:
    return Row(f"screen: {name}", value, limit, "B", 1.0, how)


@contextmanager
def _on(command: list[str]) -> Generator[Terminal]:
    with tempfile.TemporaryDirectory() as home, on_terminal(command, {"HOME": home}) as terminal:
        yield terminal


def _first_page() -> int:
    with _on(START) as terminal:
        return len(terminal.until("F10") + terminal.rest())


def _demonstration() -> tuple[int, int, int, int]:
    """Return bytes of a digit, of going to the next field and to the next step, and at rest."""
    with _on(DEMO) as terminal:
        terminal.until("Technician:")
        terminal.rest()
        fields = [_pressed(terminal, ENTER) for _ in range(FIELDS)]
        step = 0
        while "▸ Particulars" in terminal.glass.text:
            step = _pressed(terminal, ENTER)
        digit = _pressed(terminal, b"4")
        return digit, max(fields), step, len(terminal.read(IDLE_S))


def _pressed(terminal: Terminal, keys: bytes) -> int:
    terminal.press(keys)
    return len(terminal.read(ANSWERS_S) + terminal.rest(QUIET_S))


def _live(command: list[str], every_s: int) -> float:
    """Return bytes a second, where an update shows `every_s` seconds of the pack."""
    with _on(command) as terminal:
        terminal.until("Cell 8")
        terminal.rest()
        return sum(_pressed(terminal, F5 * every_s) for _ in range(SECONDS // every_s)) / SECONDS
