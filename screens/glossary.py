"""JK's words on the screen: all of them in columns, or what those mean that were asked for."""

from itertools import zip_longest

from textual.content import Content

from screens.paint import QUIET, STRONG, paint, wrapped
from screens.words import say
from wizard.procedure.glossary import TERMS, Term, found
from wizard.procedure.pen import Pen
from wizard.text import text

GAP = 2
TITLE = text("JK's words")
ASKS = text("Which word? Type its number, or letters of it.")


def glossary_lines(sought: str, pen: Pen) -> list[Content]:
    """Return every label with its number, or the terms that were sought with their meaning."""
    if not sought.strip():
        return _labels(pen)
    terms = found(sought)
    if not terms:
        return wrapped(say(text("No word of JK has that in it.")), pen)
    return [line for term in terms for line in _meaning(term, pen)]


def _labels(pen: Pen) -> list[Content]:
    numbered = [f"{number:>2} {term.label}" for number, term in enumerate(TERMS, 1)]
    half = (len(numbered) + 1) // 2
    width = max(map(len, numbered)) + GAP
    sides = zip_longest(numbered[:half], numbered[half:], fillvalue="")
    return [paint(pen.cut(pen.chars(f"{one:<{width}}{other}"))) for one, other in sides]


def _meaning(term: Term, pen: Pen) -> list[Content]:
    return [
        paint(pen.chars(term.label), STRONG),
        *wrapped(say(term.says), pen),
        *wrapped(term.source, pen, QUIET),
        Content(),
    ]
