"""Lines to read: a report, help. They are turned over, and nothing is chosen."""

import textwrap
from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from screens.listing import Listing
from screens.paint import verdicts_painted
from wizard.look import Look
from wizard.procedure.pen import Pen
from wizard.text import Text, text

INDENTED = 4  # columns by which the rest of a table's row is moved in


class Reading(Listing):
    """Shows lines, which were put into a language already."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll(-1)", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("f7,escape", "back", show=False),
    ]

    def __init__(self, said: str, *, look: Look) -> None:
        super().__init__(look=look)
        self._said = said.splitlines()
        self._from = 0
        self._height, self._count = 1, 0

    def action_back(self) -> None:
        """Go back to the page before."""
        self.dismiss()

    def action_open(self) -> None:
        """Turn to the next page; from the last one go back."""
        if self._more:
            self.action_turn(1)
        else:
            self.action_back()

    def action_turn(self, by: int) -> None:
        """Turn pages; a line of the page before stays in sight."""
        self.action_scroll(by * max(self._height - 1, 1))

    def action_scroll(self, by: int) -> None:
        """Move by lines."""
        self._from = self._from + by
        self.draw()

    @property
    def _more(self) -> bool:
        return self._from + self._height < self._count

    def body(self, pen: Pen, height: int) -> list[Content]:
        """Return the lines in sight."""
        lines = [fold for line in self._said for fold in _folded(line, pen)]
        self._height, self._count = height, len(lines)
        self._from = min(max(self._from, 0), max(len(lines) - height, 0))
        return [verdicts_painted(line) for line in lines[self._from : self._from + height]]

    def keys(self) -> Sequence[tuple[str, Text]]:
        """Return the keys that work now, and what they do."""
        on = ("Enter", text("next page") if self._more else text("back"))
        pages = [("PgUp PgDn", text("turn"))] if self._count > self._height else []
        return [on, *pages, ("F7", text("back")), ("F10", text("leave"))]


def _folded(line: str, pen: Pen) -> list[str]:
    """Return a line in as many as it takes; a table's row stays under its own beginning."""
    clean = pen.chars(line.expandtabs())
    if len(clean) <= pen.width:
        return [clean]
    moved = len(clean) - len(clean.lstrip()) + (INDENTED if "  " in clean.strip() else 0)
    return textwrap.wrap(
        clean, max(pen.width, moved + 1), subsequent_indent=" " * moved, replace_whitespace=False
    )
