"""Options as lines: a digit, a label, and what an offer says in a column of its own."""

from dataclasses import dataclass

from textual.content import Content

from screens.paint import LOUD, STRONG, wrapped
from wizard.engine.offers import Offer
from wizard.procedure.pen import Pen
from wizard.procedure.questions import Option

MOST = 9  # that a digit can choose among
WIDEST = 26  # columns of a label that leave room for what is said beside it
NARROWEST = 20  # columns beside the labels; where there are fewer, it is said below them
GAP = 2


@dataclass(frozen=True, slots=True)
class Shown:
    """Which options are shown, and their lines."""

    rows: range
    lines: tuple[Content, ...] = ()


def lines_of(options: tuple[Option, ...], at: int, room: int, pen: Pen) -> Shown:
    """Return the page of options that holds the one `at`, on `room` lines.

    There is one option on it at least, however little room there is.
    """
    column = _column(options, pen)
    start = 0
    while True:
        rows, lines = _page(options, start, (at, room, column), pen)
        if at < rows.stop or rows.stop >= len(options):
            return Shown(rows, lines)
        start = rows.stop


def _page(
    options: tuple[Option, ...], start: int, places: tuple[int, int, int], pen: Pen
) -> tuple[range, tuple[Content, ...]]:
    at, room, column = places
    lines = list[Content]()
    stop = start
    for number, option in enumerate(options[start : start + MOST], 1):
        marked = stop == at
        more = _lines(f"{pen.chars('▸') if marked else ' '} {number}  ", option, column, pen)
        if lines and len(lines) + len(more) > room:
            break
        lines += [line.stylize(STRONG) for line in more] if marked else more
        stop += 1
    return range(start, stop), tuple(lines)


def _column(options: tuple[Option, ...], pen: Pen) -> int:
    """Return how wide the labels are beside which something is said."""
    labels = [pen.say(option.label) for option in options if isinstance(option, Offer)]
    return min(max(map(len, labels), default=0), WIDEST)


def _lines(mark: str, option: Option, column: int, pen: Pen) -> list[Content]:
    label = wrapped(pen.say(option.label), pen, mark=mark)
    if not isinstance(option, Offer):
        return label
    beside = len(mark) + column + GAP
    if pen.width - beside < NARROWEST:
        return [*label, *_said(option, len(mark), pen)]
    said = _said(option, beside, pen)
    if not said or len(label) > 1 or len(label[0]) > beside - GAP:
        return [*label, *said]
    return [label[0] + said[0][len(label[0]) :], *said[1:]]


def _said(option: Offer, indent: int, pen: Pen) -> list[Content]:
    lines = wrapped(pen.say(option.says), pen, mark=" " * indent)
    return [line.stylize(LOUD, indent, len(line)) for line in lines] if option.urgent else lines
