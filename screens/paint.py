"""Lines with colour. Colour only repeats a word that stands there anyway."""

import re
import textwrap
from functools import cache

from textual.content import Content

from screens.words import voice
from wizard.measurement import Verdict
from wizard.procedure.pen import Pen
from wizard.text import Voice

STRONG = "bold"
LOUD = "bold reverse $error"
QUIET = "$secondary"

COLOUR = {
    Verdict.PASS: "$success",
    Verdict.MARGINAL: "$warning",
    Verdict.FAIL: "bold $error",
    Verdict.NOT_TAKEN: "$warning",
    Verdict.NOT_BELIEVABLE: "bold $error",
    Verdict.DEFERRED: "$warning",
    Verdict.NOT_APPLICABLE: "",
    Verdict.STALE: "$warning",
}

FOLDED = 2  # columns by which the rest of a folded path or name is moved in


def paint(line: str, style: str = "") -> Content:
    """Return a line as it is, in a style; nothing in it is taken for markup."""
    return Content.styled(line, style)


def verdicts_painted(line: str) -> Content:
    """Return a line whose verdict words have their colours."""
    painted, (word, colours) = Content(line), _words(voice())
    for found in word.finditer(line):
        painted = painted.stylize(colours[found.group()], found.start(), found.end())
    return painted


@cache
def _words(spoken: Voice) -> tuple[re.Pattern[str], dict[str, str]]:
    """Return what finds the verdict words of a language, and the colour of each.

    A word with letters of its own alphabet has a second form, on terminals of ASCII.
    """
    colours = {
        word: style
        for verdict, style in COLOUR.items()
        for ascii_only in (False, True)
        for word in [Pen(80, ascii_only, spoken).verdict(verdict)]
    }
    longest_first = sorted(colours, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)"), colours


def wrapped(line: str, pen: Pen, style: str = "", mark: str = "") -> list[Content]:
    """Return a sentence in as many lines as it takes, the first one behind a mark."""
    folds = textwrap.wrap(
        pen.chars(line),
        max(pen.width, FOLDED + 1),
        initial_indent=mark,
        subsequent_indent=" " * len(mark),
    )
    return [paint(fold, style) for fold in folds]


def spread(left: str, right: str, pen: Pen) -> str:
    """Return a line with one part at each end; the left one is cut where both do not fit."""
    room = pen.width - len(right) - 1
    return f"{pen.cut(left, max(room, 0)):<{max(room, 0)}} {right}"[: pen.width]
