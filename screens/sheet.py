"""A widget of fixed lines that repaints only the lines that changed."""

from textual.content import Content
from textual.geometry import Region
from textual.widget import Widget


class Sheet(Widget):
    """Lines on a fixed area; a line that is too wide for it moves no other."""

    DEFAULT_CSS = "Sheet { text-wrap: nowrap; text-overflow: clip; }"

    def __init__(self, *, id: str) -> None:  # noqa: A002  the name that Textual gave it
        super().__init__(id=id)
        self._lines: tuple[Content, ...] = ()

    @property
    def text(self) -> str:
        """What stands on the sheet, without colours."""
        return "\n".join(line.plain for line in self._lines)

    def write(self, lines: list[Content]) -> None:
        """Show these lines from the top; those that stood there already stay as they are."""
        before, self._lines = self._lines, tuple(lines)
        changed = [
            Region(0, row, self.size.width, 1)
            for row in range(max(len(before), len(lines)))
            if not _same(before[row : row + 1], self._lines[row : row + 1])
        ]
        if changed:
            self.refresh(*changed)

    def render(self) -> Content:
        """Return the lines; what is too wide is cut by the style sheet."""
        return Content("\n").join(self._lines)


def _same(before: tuple[Content, ...], now: tuple[Content, ...]) -> bool:
    return len(before) == len(now) and all(map(Content.is_same, before, now))
