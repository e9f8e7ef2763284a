"""The rail: phases and steps in order, a word for each verdict, the running step marked."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from textual.content import Content

from screens.paint import STRONG, spread, verdicts_painted
from screens.seen import Seen
from wizard.measurement import Verdict, worst
from wizard.procedure.pen import VERDICT_WORD, Pen
from wizard.procedure.questions import Rail, RailEntry, StepView

WIDTH = 22


@dataclass(frozen=True, slots=True)
class _Row:
    title: str
    word: str
    indent: int
    running: bool = False
    open: bool = False


def rail_lines(seen: Seen, height: int, pen: Pen) -> list[Content]:
    """Return as many rows as the rail is high, the running step among them."""
    view = seen.view(Rail)
    step = seen.view(StepView)
    rows = list(_rows(view.entries, step.counted if step else "", pen)) if view else []
    at = next((number for number, row in enumerate(rows) if row.running), 0)
    first = max(min(at - height // 2, len(rows) - height), 0)
    return [_painted(row, pen) for row in rows[first : first + height]]


def _rows(entries: tuple[RailEntry, ...], counted: str, pen: Pen) -> Iterator[_Row]:
    for phase, group in groupby(entries, key=lambda entry: pen.say(entry.phase)):
        steps = list(group)
        if any(step.running for step in steps):
            yield _Row(phase, "", indent=1, open=True)
            yield from (_step(step, counted, pen) for step in steps)
        else:
            yield _Row(phase, _phase_word(steps), indent=1)


def _step(step: RailEntry, counted: str, pen: Pen) -> _Row:
    word = VERDICT_WORD[step.verdict] if step.verdict else ""
    shown = pen.chars(counted) if step.running and counted else word
    return _Row(pen.say(step.title), shown, indent=3, running=step.running)


def _phase_word(steps: list[RailEntry]) -> str:
    """Return the gravest verdict of a phase; how far it is where that is no trouble yet."""
    verdicts = [step.verdict for step in steps if step.verdict is not None]
    if not verdicts:
        return ""
    gravest = worst(verdicts)
    if len(verdicts) < len(steps) and gravest in {Verdict.PASS, Verdict.NOT_APPLICABLE}:
        return f"{len(verdicts)}/{len(steps)}"
    return VERDICT_WORD[gravest]


def _painted(row: _Row, pen: Pen) -> Content:
    mark = pen.chars("▸") if row.running else ""
    line = spread(f"{mark:^{row.indent}}{row.title}", row.word, pen)
    painted = verdicts_painted(line)
    return painted.stylize(STRONG) if row.running or row.open else painted
