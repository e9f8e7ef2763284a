"""The body of the run screen: the running step above, the question below."""

from textual.content import Content

from screens.asking import asking_lines
from screens.ending import ending_lines
from screens.paint import LOUD, QUIET, STRONG, paint, spread, verdicts_painted, wrapped
from screens.seen import Seen
from screens.words import say
from wizard.procedure.drawing import draw
from wizard.procedure.figures import Figure, Picture, paired
from wizard.procedure.pen import Pen
from wizard.procedure.views import Finished, StepView
from wizard.text import text

FEWEST_ROWS = 3  # heading, what is not shown, newest row: less of a figure says nothing


def body_lines(seen: Seen, height: int, pen: Pen) -> list[Content]:
    """Return exactly `height` lines; the question is whole, the step gets what is left."""
    end = seen.view(Finished)
    if end is not None:
        return _filled(ending_lines(end, pen), [], height)
    room = _room(seen, height, pen)
    above = _scrolled(seen, room, pen) if seen.back else _fitting(seen, room, pen)
    return _filled([*_head(seen, pen), *above], asking_lines(seen, pen)[:height], height)


def _filled(above: list[Content], foot: list[Content], height: int) -> list[Content]:
    above = above[: height - len(foot)]
    return [*above, *[Content()] * (height - len(above) - len(foot)), *foot]


def _head(seen: Seen, pen: Pen) -> list[Content]:
    """Return the title, and below it, loud, that limits are not where they belong."""
    step = seen.view(StepView)
    title = pen.say(step.title) if step else ""
    gate = say(text("gate")) if step and step.gate else ""
    lines = [paint(spread(title, gate, pen), STRONG)]
    if seen.shifted:
        were = ", ".join(f"{label} {value}".strip() for label, value in seen.shifted.originals)
        told = pen.say(text("LIMITS SHIFTED   were {values}", values=were))
        lines.append(paint(f"{pen.cut(f' {told}'):<{pen.width}}", LOUD))
    return lines


def _fitting(seen: Seen, room: int, pen: Pen) -> list[Content]:
    """Return sentences and figures of the step with air between them, as far as it goes."""
    step = seen.view(StepView)
    if step is None:
        return []
    if seen.why:
        return _why(step, pen)[:room]
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
    if step is None or seen.why or seen.finished:
        return 0
    return max(len(_whole(step, pen)) - _room(seen, height, pen), 0)


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
    drawn = [draw(figure, pen.width, ascii_only=pen.ascii_only) for figure in figures]
    return [[verdicts_painted(line) for line in lines] for lines in drawn]


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
            lines = draw(figure, pen.width, ascii_only=pen.ascii_only, rows=max(rows, 1))
            drawn[number] = [verdicts_painted(line) for line in lines]
    return drawn


def _cut_last(figure: Figure, drawn: list[Content]) -> tuple[bool, int]:
    return isinstance(figure, Picture), -len(drawn)


def _why(step: StepView, pen: Pen) -> list[Content]:
    source = wrapped(say(text("Source: {source}", source=step.source)), pen, QUIET)
    mistakes = [line for mistake in step.mistakes for line in wrapped(say(mistake), pen, mark="- ")]
    seen_before = [paint(say(text("What goes wrong here:")), STRONG), *mistakes]
    return [
        Content(),
        *wrapped(say(step.why), pen),
        *([Content(), *seen_before] if mistakes else []),
        *([Content(), *source] if step.source else []),
    ]
