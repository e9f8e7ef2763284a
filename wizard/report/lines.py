"""Lines of a printed report: at most 80 columns, nothing in them that steers a reader."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from wizard.report.spoken import IN_ENGLISH, Speech, Words
from wizard.text import printable

WIDTH = 80


def clean(foreign: str) -> str:
    """Return a string in which every character prints; each word of it is `printable`.

    Separators of lines and paragraphs count as unprintable, although they are no control
    characters.
    """
    words = " ".join(printable(word) for word in foreign.split(" "))
    if not words.isprintable():
        words = "".join("?" if unicodedata.category(c) in {"Zl", "Zp"} else c for c in words)
    return words.replace("…", "...")


def columns(line: str) -> int:
    """Return how many columns a line takes: wide letters two, combining marks none."""
    return len(line) if line.isascii() else sum(_columns(char) for char in line)


def _columns(char: str) -> int:
    if char.isascii():
        return 1
    if unicodedata.category(char) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def wrap(foreign: str, width: int) -> list[str]:
    """Break a string at blanks into lines of a width; longer words break anywhere."""
    lines, used = [""], 0
    for word in clean(foreign).split():
        for piece, wide in _pieces(word, width):
            blank = " " if lines[-1] else ""
            if used + len(blank) + wide <= width:
                lines[-1] += blank + piece
                used += len(blank) + wide
            else:
                lines.append(piece)
                used = wide
    return lines


def _pieces(word: str, width: int) -> Iterator[tuple[str, int]]:
    """Yield the pieces of a word, each with its columns; no character is counted twice."""
    if (whole := columns(word)) <= width:
        yield word, whole
        return
    start = wide = 0
    for at, char in enumerate(word):
        more = _columns(char)
        if wide + more > width:
            yield word[start:at], wide
            start, wide = at, 0
        wide += more
    yield word[start:], wide


def indented(foreign: str, indent: int = 2, mark: str = "") -> list[str]:
    """Return a paragraph behind a mark; its further lines stand under its first letter."""
    margin = indent + len(mark)
    first, *more = wrap(foreign, WIDTH - margin)
    return [" " * indent + mark + first, *(" " * margin + line for line in more)]


def labelled(label: str, value: str, margin: int = 24) -> list[str]:
    """Return a label and its value in two columns; both wrap."""
    return row((label, value), (margin - 2, WIDTH - margin - 2), indent=2)


def row(cells: Sequence[str], widths: Sequence[int], right: int = -1, indent: int = 0) -> list[str]:
    """Return one row of a table: cells wrap within their widths, a newline breaks them.

    `widths` go with one blank between columns; `right` is the column flush right.
    """
    wrapped = [
        [line for part in cell.split("\n") for line in wrap(part, width)]
        for cell, width in zip(cells, widths, strict=True)
    ]
    return [
        " " * indent
        + " ".join(
            _padded(part, width, flush_right=number == right)
            for number, (part, width) in enumerate(zip(parts, widths, strict=True))
        ).rstrip()
        for parts in zip_longest(*wrapped, fillvalue="")
    ]


def _padded(part: str, width: int, *, flush_right: bool) -> str:
    blanks = " " * (width - columns(part))
    return blanks + part if flush_right else part + blanks


def heading(title: str, banner: str = "") -> list[str]:
    """Return the rule above a section, with a banner at its right end."""
    left = f"-- {title} "
    tail = f" {banner} --" if banner else ""
    return ["", left + "-" * (WIDTH - columns(left) - columns(tail)) + tail]


Cell = Words | tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """Sets what is said in the report's language; of a cell in several parts, each in its line."""

    speech: Speech = IN_ENGLISH

    def say(self, said: Words) -> str:
        """Return words in the language of the paper."""
        return self.speech.say(said)

    def indented(self, said: Words, indent: int = 2, mark: str = "") -> list[str]:
        """Return a paragraph, as `indented`."""
        return indented(self.say(said), indent, mark)

    def labelled(self, label: Words, value: Words, margin: int = 24) -> list[str]:
        """Return a label and its value, as `labelled`."""
        return labelled(self.say(label), self.say(value), margin)

    def row(
        self, cells: Sequence[Cell], widths: Sequence[int], right: int = -1, indent: int = 0
    ) -> list[str]:
        """Return one row of a table, as `row`."""
        return row([self._cell(cell) for cell in cells], widths, right, indent)

    def fitted(self, widths: Sequence[int], at: int, said: Iterable[Words]) -> Sequence[int]:
        """Return widths in which no word of what column `at` says is broken.

        The widest column gives what that takes, at most half of it.
        """
        longest = max(columns(word) for one in said for word in self.say(one).split())
        widest = widths.index(max(widths))
        more = min(max(0, longest - widths[at]), widths[widest] // 2)
        given = {at: more, widest: -more}
        return [width + given.get(place, 0) for place, width in enumerate(widths)]

    def _cell(self, cell: Cell) -> str:
        parts = cell if isinstance(cell, tuple) else (cell,)
        return "\n".join(self.say(part).replace("\n", "?") for part in parts)
