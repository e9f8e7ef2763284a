"""The question at the foot of the body: what goes in, what is expected, what was wrong."""

from itertools import zip_longest
from typing import Any

from textual.content import Content

from screens.glossary import ASKS
from screens.paint import LOUD, STRONG, paint, wrapped
from screens.seen import Open, Seen
from screens.words import say
from wizard.procedure.pen import Pen
from wizard.procedure.questions import (
    Acknowledge,
    Choice,
    Day,
    Line,
    Number,
    Question,
    Review,
    Secret,
    TypedWord,
)
from wizard.procedure.views import Notice, Progress
from wizard.text import Text, text

ENTER: dict[type[Question[Any]], Text] = {
    Acknowledge: text("it is so"),
    Number: text("take"),
    Choice: text("answer"),
    TypedWord: text("take"),
    Line: text("take"),
    Day: text("take"),
    Secret: text("take"),
    Review: text("send"),
}
NO: dict[type[Question[Any]], Text] = {Acknowledge: text("it is not"), Review: text("send nothing")}
GAP = "   "
NEWS_ROWS = 4  # of a notice, of progress: what is asked keeps its place below
FEW_OPTIONS = 4  # rows that options may take before they stand in two columns


def asking_lines(seen: Seen, pen: Pen) -> list[Content]:
    """Return the foot of the body: news, progress, question, refusal, in this order."""
    news, question = [*_news(seen, pen), *_progress(seen, pen)], _question(seen, pen)
    air = [Content()] if news and question else []
    return [*news, *air, *question, *_refusal(seen, pen)]


def _news(seen: Seen, pen: Pen) -> list[Content]:
    notice = seen.view(Notice)
    if notice is None:
        return []
    mark, style = ("! ", "bold $error") if notice.grave else ("- ", "")
    return wrapped(say(notice.what), pen, style, mark)[:NEWS_ROWS]


def _progress(seen: Seen, pen: Pen) -> list[Content]:
    view = seen.view(Progress)
    if view is None or view.what is None:
        return []
    took = (
        text("{what}… {s} s of at most {most} s", what=view.what, s=view.seconds, most=view.most_s)
        if view.most_s
        else text("{what}…", what=view.what)
    )
    return wrapped(say(took), pen)[:NEWS_ROWS]


def _question(seen: Seen, pen: Pen) -> list[Content]:
    if seen.open is Open.TERMS:
        return wrapped(say(ASKS), pen, STRONG)
    if seen.open is Open.NOTE:
        told = text("It goes into the report, with this step. Enter alone writes none.")
        return [*wrapped(say(text("Your note:")), pen, STRONG), *wrapped(say(told), pen)]
    if seen.asked is None:
        return []
    question = seen.asked.question
    hint = wrapped(say(question.hint), pen) if question.hint else []
    return [*wrapped(say(question.prompt), pen, STRONG), *hint, *_extra(question, pen)]


def _extra(question: Question[Any], pen: Pen) -> list[Content]:
    match question:
        case Choice(options=options):
            return _options([say(option.label) for option in options], pen)
        case TypedWord(word=word):
            told = text("Type {word} to agree; Enter alone leaves it as it is.", word=word)
            return wrapped(say(told), pen)
        case Secret(optional=optional):
            kept = text("Neither shown nor kept.")
            empty = [text("Enter alone: not known.")] if optional else []
            return wrapped(" ".join(map(say, (kept, *empty))), pen)
        case _:
            return []


def _options(labels: list[str], pen: Pen) -> list[Content]:
    """Return the numbered options: in a line, below each other, or many in two columns."""
    numbered = [f"{number} {pen.chars(label)}" for number, label in enumerate(labels, 1)]
    in_a_row = GAP.join(numbered)
    if len(in_a_row) <= pen.width:
        return [paint(in_a_row)]
    half = (len(numbered) + 1) // 2
    left, right = numbered[:half], numbered[half:]
    width = max(map(len, left)) + len(GAP)
    if half < FEW_OPTIONS or width + max(map(len, right)) > pen.width:
        return [line for option in enumerate(labels, 1) for line in _option(*option, pen)]
    sides = zip_longest(left, right, fillvalue="")
    return [paint(f"{one:<{width}}{other}") for one, other in sides]


def _option(number: int, label: str, pen: Pen) -> list[Content]:
    """Return an option in as many lines as it takes."""
    return wrapped(label, pen, mark=f"{number} ")


def _refusal(seen: Seen, pen: Pen) -> list[Content]:
    if seen.leaving:
        return wrapped(say(_leaving(seen)), pen, LOUD)
    return wrapped(say(seen.refused), pen, "bold $error", mark="! ") if seen.refused else []


def _leaving(seen: Seen) -> Text:
    if seen.left:
        return text("Leaving: what is under way on the board is brought to its end first.")
    if seen.shifted:
        return text("F10 again restores the limits and leaves.")
    return text("F10 again leaves; the session can be resumed.")
