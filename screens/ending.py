"""The end: the verdict, what it rests on, and where the files are."""

import textwrap

from textual.content import Content

from screens.paint import FOLDED, STRONG, paint, wrapped
from screens.words import say
from wizard.procedure.pen import Pen
from wizard.procedure.views import Finished
from wizard.text import text

STYLE = {True: "bold reverse $success", False: "bold reverse $error"}


def ending_lines(end: Finished, pen: Pen) -> list[Content]:
    """Return the end screen's lines; a path is folded, never cut, so that it can be typed."""
    reasons = [line for reason in end.reasons for line in wrapped(say(reason), pen, mark="- ")]
    files = [paint(fold) for name in end.files for fold in _folded(pen.chars(name), pen)]
    hints = [paint(fold) for hint in end.hints for fold in _folded(pen.chars(say(hint)), pen)]
    return [
        Content(),
        paint(f" {pen.say(text(end.verdict))} ", STYLE[end.passed]),
        *([Content(), *reasons] if reasons else []),
        *([Content(), paint(say(text("Files")), STRONG), *files] if files else []),
        *([Content(), *hints] if hints else []),
        Content(),
        paint(say(text("Enter leaves."))),
    ]


def _folded(name: str, pen: Pen) -> list[str]:
    return textwrap.wrap(
        name, max(pen.width, FOLDED + 1), subsequent_indent=" " * FOLDED, break_on_hyphens=False
    )
