"""The lines between top, rail, body and keys."""

from textual.content import Content

from screens.paint import LOUD
from screens.rail import WIDTH
from screens.words import say
from wizard.procedure.pen import Pen
from wizard.text import text

COLUMNS, ROWS = 80, 24
NARROW = 72  # below this width there is no room for the rail


def rule(pen: Pen, join: str, label: str = "") -> Content:
    """Return a line across the screen, joined to the line beside the rail."""
    plain = "─" * pen.width
    if pen.width >= NARROW:
        plain = f"{'─' * WIDTH}{join}{'─' * (pen.width - WIDTH - 1)}"
    plain = pen.chars(plain)
    if not label:
        return Content(plain)
    return Content.assemble(plain[:2], (f" {label} ", LOUD), plain[len(label) + 4 :])


def beside(height: int, pen: Pen) -> list[Content]:
    """Return the line between rail and body."""
    return [Content(pen.chars("│"))] * height


def too_small(columns: int, rows: int) -> str:
    """Return what to say about a terminal smaller than the screens are made for."""
    if columns >= COLUMNS and rows >= ROWS:
        return ""
    needed, has = f"{COLUMNS}x{ROWS}", f"{columns}x{rows}"
    return say(text("needs {needed}, has {has}", needed=needed, has=has))
