"""Lines with colour. Colour only repeats a word that stands there anyway."""

import re
import textwrap

from textual.content import Content

from wizard.measurement import Verdict
from wizard.procedure.pen import VERDICT_WORD, Pen

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
WORD_COLOUR = {VERDICT_WORD[verdict]: style for verdict, style in COLOUR.items()}
WORD = re.compile(r"\b(?:" + "|".join(map(re.escape, WORD_COLOUR)) + r")\b")

FOLDED = 2  # columns by which the rest of a folded path or name is moved in


def paint(line: str, style: str = "") -> Content:
    """Return a line as it is, in a style; nothing in it is taken for markup."""
    return Content.styled(line, style)


def verdicts_painted(line: str) -> Content:
    """Return a line whose verdict words have their colours."""
    painted = Content(line)
    for found in WORD.finditer(line):
        painted = painted.stylize(WORD_COLOUR[found.group()], found.start(), found.end())
    return painted


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
