"""The rail: phases in order, each with how far it is; the running one with its steps.

A closed phase counts the steps that are done and wears the mark of its gravest trouble.
"""

from dataclasses import dataclass
from itertools import groupby

from textual.content import Content

from screens.paint import COLOUR, STRONG, spread, verdicts_painted
from screens.seen import Seen
from wizard.measurement import Verdict, worst
from wizard.procedure.pen import Pen
from wizard.procedure.views import Rail, RailEntry, StepView
from wizard.text import text

WIDTH = 22
FEWEST_STEPS = 3  # rows for the steps of the running phase, however many phases there are
MARK = {
    Verdict.MARGINAL: "~",
    Verdict.DEFERRED: "○",
    Verdict.STALE: "?",
    Verdict.NOT_TAKEN: "?",
    Verdict.NOT_BELIEVABLE: "!",
    Verdict.FAIL: "X",
}


@dataclass(frozen=True, slots=True)
class _Row:
    title: str
    word: str
    indent: int
    trouble: Verdict | None = None
    running: bool = False
    open: bool = False


def rail_lines(seen: Seen, height: int, pen: Pen) -> list[Content]:
    """Return as many rows as the rail is high, the running step among them."""
    view, step = seen.view(Rail), seen.view(StepView)
    if view is None:
        return []
    counted = step.counted if step else ""
    phases = [list(group) for _, group in groupby(view.entries, key=lambda entry: entry.phase)]
    room = max(height - len(phases), FEWEST_STEPS)
    rows = [row for steps in phases for row in _phase(steps, counted, room, pen)]
    at = next((number for number, row in enumerate(rows) if row.running), 0)
    first = max(min(at - height // 2, len(rows) - height), 0)
    return [_painted(row, pen) for row in rows[first : first + height]]


def _phase(steps: list[RailEntry], counted: str, room: int, pen: Pen) -> list[_Row]:
    """Return a phase as a row; below the running one its steps, `room` of them."""
    title, word = pen.say(steps[0].phase), _count(steps, pen)
    if not any(step.running for step in steps):
        return [_Row(title, word, indent=1, trouble=_trouble(steps))]
    return [_Row(title, word, indent=1, open=True), *_window(steps, counted, room, pen)]


def _count(steps: list[RailEntry], pen: Pen) -> str:
    """Return how many steps are done, of how many; PASS once all have passed."""
    if all(step.verdict in {Verdict.PASS, Verdict.NOT_APPLICABLE} for step in steps):
        return pen.verdict(Verdict.PASS)
    done = sum(step.verdict is not None and step.verdict.passes for step in steps)
    return f"{done}/{len(steps)}"


def _trouble(steps: list[RailEntry]) -> Verdict | None:
    """Return the gravest verdict, where it needs to be looked at."""
    gravest = worst([Verdict.PASS, *(step.verdict for step in steps if step.verdict)])
    return gravest if gravest in MARK else None


def _window(steps: list[RailEntry], counted: str, room: int, pen: Pen) -> list[_Row]:
    """Return the steps around the running one; those left out are counted in a row."""
    at = next(number for number, step in enumerate(steps) if step.running)
    first = max(min(at - room // 2, len(steps) - room), 0)
    shown, last = steps[first : first + room], first + room
    rows = [_step(step, counted, pen) for step in shown]
    if first:
        rows[0] = _others(steps[: first + 1], pen)
    if last < len(steps):
        rows[-1] = _others(steps[last - 1 :], pen)
    return rows


def _others(steps: list[RailEntry], pen: Pen) -> _Row:
    title = pen.say(text("… {n} more", n=len(steps)))
    return _Row(title, "", indent=3, trouble=_trouble(steps))


def _step(step: RailEntry, counted: str, pen: Pen) -> _Row:
    word = pen.verdict(step.verdict) if step.verdict else ""
    shown = pen.chars(counted) if step.running and counted else word
    return _Row(pen.say(step.title), shown, indent=3, running=step.running)


def _painted(row: _Row, pen: Pen) -> Content:
    mark = pen.chars("▸" if row.running else MARK[row.trouble] if row.trouble else "")
    painted = verdicts_painted(spread(f"{mark:^{row.indent}}{row.title}", row.word, pen))
    if row.trouble:
        painted = painted.stylize(COLOUR[row.trouble], 0, row.indent)
    return painted.stylize(STRONG) if row.running or row.open else painted
