"""The body of the run screen: the running step above, the question below."""

import re
from dataclasses import replace

from textual.content import Content

from screens.asking import asking_lines
from screens.ending import ending_lines
from screens.glossary import TITLE, glossary_lines
from screens.help import help_lines
from screens.paint import LOUD, QUIET, STRONG, paint, spread, verdicts_painted, wrapped
from screens.seen import Open, Seen
from screens.words import say
from wizard.procedure.drawing import draw
from wizard.procedure.figures import Figure, Picture, Plugs, paired
from wizard.procedure.pen import Pen
from wizard.procedure.views import Finished, Shifted, StepView
from wizard.text import Text, listed, text

MEASURED = re.compile(r"[▣@]|\[(?:[0-9]+|B[-+])\]")
HELD = "\N{NO-BREAK SPACE}"  # is not wrapped at
BANNER_ROWS = 2
FEWEST_ROWS = 3  # heading, what is not shown, newest row: less of a figure says nothing


def body_lines(seen: Seen, height: int, pen: Pen) -> list[Content]:
    """Return exactly `height` lines; the question is whole, the step gets what is left."""
    end = seen.view(Finished)
    if end is not None:
        return _filled(ending_lines(end, pen), [], height)
    room = _room(seen, height, pen)
    above = _above(seen, room, pen)
    return _filled([*_head(seen, pen), *above], asking_lines(seen, pen)[:height], height)


def _filled(above: list[Content], foot: list[Content], height: int) -> list[Content]:
    above = above[: height - len(foot)]
    return [*above, *[Content()] * (height - len(above) - len(foot)), *foot]


def _above(seen: Seen, room: int, pen: Pen) -> list[Content]:
    if (page := _page(seen, pen)) is not None:
        first = min(seen.back, max(len(page) - room, 0))
        return page[first : first + room]
    return _scrolled(seen, room, pen) if seen.back else _fitting(seen, room, pen)


def _page(seen: Seen, pen: Pen) -> list[Content] | None:
    """Return what was opened to be read in the place of the step, if anything was."""
    step = seen.view(StepView)
    if seen.open is Open.TERMS:
        return [Content(), *glossary_lines(seen.sought, pen)]
    if seen.open is Open.WHY and step is not None:
        return [Content(), *help_lines(step, pen)]
    return None


def _head(seen: Seen, pen: Pen) -> list[Content]:
    """Return the title, and below it, loud, that limits are not where they belong."""
    step = seen.view(StepView)
    title = say(TITLE if seen.open is Open.TERMS else step.title) if step else ""
    shown = step is not None and step.gate and seen.open is not Open.TERMS
    gate = pen.say(text("gate")) if shown else ""
    first, *rest = wrapped(title, replace(pen, width=pen.width - len(gate) - 1)) or [Content()]
    lines = [
        paint(spread(first.plain, gate, pen), STRONG),
        *(paint(each.plain, STRONG) for each in rest),
    ]
    return [*lines, *_shifted(seen.shifted, pen)] if seen.shifted else lines


def _shifted(shift: Shifted, pen: Pen) -> list[Content]:
    """Return the banner of shifted limits in two rows at most; what is left out is counted."""
    were = [text("{l} {v}", l=label, v=value) for label, value in shift.originals]
    folds = _banner(were, pen)
    for kept in range(len(were) - 1, 0, -1):
        if len(folds) <= BANNER_ROWS:
            break
        folds = _banner([*were[:kept], text("… {n} more", n=len(were) - kept)], pen)
    return [paint(f"{fold:<{pen.width}}", LOUD) for fold in folds[:BANNER_ROWS]]


def _banner(were: list[Text], pen: Pen) -> list[str]:
    """Return the rows of the banner; a setting stays in a row with its value."""
    told = say(text("LIMITS SHIFTED   were {values}", values=listed(were)))
    told = told if len(told) < pen.width else " ".join(told.split())
    for each in map(say, were):
        told = told.replace(each, each.replace(" ", HELD))
    return [fold.plain.replace(HELD, " ") for fold in wrapped(told, pen, mark=" ")]


def _fitting(seen: Seen, room: int, pen: Pen) -> list[Content]:
    """Return sentences and figures of the step with air between them, as far as it goes."""
    step = seen.view(StepView)
    if step is None:
        return []
    sentences = _sentences(step, pen)
    drawn = _figures(paired(step.figures), room - len(sentences), room, pen)
    blocks = [block for block in (sentences, *drawn) if block]
    airy = _joined(blocks, [Content()])
    return airy if len(airy) <= room else _newest(_joined(blocks, []), room, pen)


def _newest(lines: list[Content], room: int, pen: Pen) -> list[Content]:
    """Return the last lines, and above them how many stand further up."""
    if len(lines) <= room or not room:
        return lines[:room]
    kept = lines[len(lines) - room + 1 :]
    told = text("{n} earlier lines: PgUp", n=len(lines) - len(kept))
    return [paint(pen.cut(pen.say(told)), QUIET), *kept]


def hidden(seen: Seen, height: int, pen: Pen) -> int:
    """Return how many lines of the step do not fit above the question."""
    step = seen.view(StepView)
    if step is None or seen.finished:
        return 0
    page = _page(seen, pen)
    lines = len(_whole(step, pen)) if page is None else len(page)
    return max(lines - _room(seen, height, pen), 0)


def _room(seen: Seen, height: int, pen: Pen) -> int:
    foot = asking_lines(seen, pen)[:height]
    return max(height - len(foot) - len(_head(seen, pen)) - 1, 0)


def _scrolled(seen: Seen, room: int, pen: Pen) -> list[Content]:
    """Return a window over the whole step, `back` lines above its end."""
    step = seen.view(StepView)
    lines = _whole(step, pen) if step else []
    first = max(len(lines) - room - seen.back, 0)
    return lines[first : first + room]


def _whole(step: StepView, pen: Pen) -> list[Content]:
    return _joined([_sentences(step, pen), *_all(paired(step.figures), pen)], [])


def _joined(blocks: list[list[Content]], between: list[Content]) -> list[Content]:
    return [line for block in blocks for line in (*block, *between)][: -len(between) or None]


def _sentences(step: StepView, pen: Pen) -> list[Content]:
    return [line for sentence in step.lines for line in wrapped(say(sentence), pen)]


def _all(figures: tuple[Figure, ...], pen: Pen) -> list[list[Content]]:
    drawn = [
        draw(figure, pen.width, ascii_only=pen.ascii_only, voice=pen.voice) for figure in figures
    ]
    return [_painted(figure, lines) for figure, lines in zip(figures, drawn, strict=True)]


def _painted(figure: Figure, lines: list[str]) -> list[Content]:
    """Return the lines of a figure in their colours; the wire that is measured lit up."""
    painted = [verdicts_painted(line) for line in lines]
    if not isinstance(figure, Plugs):
        return painted
    return [_lit(line) for line in painted]


def _lit(line: Content) -> Content:
    for found in MEASURED.finditer(line.plain):
        line = line.stylize("bold reverse", found.start(), found.end())
    return line


def _figures(figures: tuple[Figure, ...], left: int, room: int, pen: Pen) -> list[list[Content]]:
    """Return the figures drawn into the rows that sentences leave, or a little more.

    Where they do not fit, the tallest that can be cut gets the rest; a picture is whole as
    long as there is room for it at all.
    """
    drawn = _all(figures, pen)
    for number in sorted(range(len(drawn)), key=lambda each: _cut_last(figures[each], drawn[each])):
        whole = isinstance(figures[number], Picture)
        others = sum(map(len, drawn)) - len(drawn[number])
        rows = max(left - others, room - others - 1 if whole else FEWEST_ROWS)
        if len(drawn[number]) > rows:
            figure = figures[number]
            lines = draw(
                figure,
                pen.width,
                ascii_only=pen.ascii_only,
                rows=max(rows, 1),
                voice=pen.voice,
            )
            drawn[number] = _painted(figure, lines)
    return drawn


def _cut_last(figure: Figure, drawn: list[Content]) -> tuple[bool, int]:
    return isinstance(figure, Picture), -len(drawn)
