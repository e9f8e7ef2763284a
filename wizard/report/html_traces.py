"""What was read during a test, drawn over time: the curve, its limits, what happened when.

A drawing holds nothing that the JSON does not: a curve that cannot be drawn is left out.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from wizard.quantity import Quantity
from wizard.report.document import StepRow, TraceLevel, TraceRow
from wizard.report.html_axes import (
    BOTTOM,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    Axis,
    axis_lines,
    axis_of,
    number,
)
from wizard.report.html_drawings import figure
from wizard.report.html_parts import Html, tag
from wizard.report.spoken import chain
from wizard.text import Text, text
from wizard.units import Unit

LARGEST: Mapping[Unit, Decimal] = {"V": Decimal(1000), "A": Decimal(10_000)}
"""What no pack has is in the JSON only."""
LONGEST_S = Decimal(7 * 24 * 3600)
TICKS = 6  # of the time, about
STEPS_S = (1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400, 43200, 86400)
LINE_PX, ROWS = 12, 3  # between two labels at the right; rows of what happened, above

Points = tuple[tuple[Decimal, Decimal], ...]


@dataclass(frozen=True, slots=True)
class _Plane:
    """How seconds and values come to places on paper."""

    axis: Axis
    most_s: float

    def x(self, seconds: Decimal) -> float:
        """Return where a moment is."""
        return LEFT + float(seconds) / self.most_s * (WIDTH - LEFT - RIGHT)


def traces(step: StepRow, found: Iterable[TraceRow]) -> list[Html]:
    """Return the drawings of what was read in a step's last attempt."""
    own = (one for one in found if (one.step, one.attempt) == (step.id, step.attempts))
    return [_drawn(one) for one in own if _drawable(one)]


def _drawable(trace: TraceRow) -> bool:
    largest = LARGEST.get(trace.unit)
    values = [value for _, value in trace.points] + [line.value for line in trace.lines]
    times = [at for at, _ in trace.points] + [mark.at_s for mark in trace.marks]
    return (
        largest is not None
        and len(trace.points) > 1
        and all(value.is_finite() and abs(value) <= largest for value in values)
        and all(at.is_finite() and 0 <= at <= LONGEST_S for at in times)
    )


def _drawn(trace: TraceRow) -> Html:
    values = [value for _, value in trace.points] + [line.value for line in trace.lines]
    times = [at for at, _ in trace.points] + [mark.at_s for mark in trace.marks]
    plane = _Plane(axis_of(values, 1), float(max(times)) or 1.0)
    body = [
        *axis_lines(plane.axis),
        *_seconds(plane),
        *_limits(plane, trace),
        *_marks(plane, trace),
        _curve(plane, trace.points),
    ]
    title = chain([trace.title.text, trace.unit])
    return figure(
        title, _said(trace), body, text("{n} readings, over seconds.", n=len(trace.points))
    )


def _curve(plane: _Plane, points: Points) -> Html:
    places = (f"{number(plane.x(at))},{number(plane.axis.y(value))}" for at, value in points)
    return tag("polyline", points=" ".join(places), fill="none", stroke="black",
               stroke_width="1.5")  # fmt: skip


def _seconds(plane: _Plane) -> Iterator[Html]:
    """Yield the time below: round seconds."""
    step = next((step for step in STEPS_S if plane.most_s / step <= TICKS), STEPS_S[-1])
    for second in range(0, int(plane.most_s) + 1, step):
        x = number(plane.x(Decimal(second)))
        yield tag("line", x1=x, x2=x, y1=str(BOTTOM), y2=str(BOTTOM + 4), stroke="black")
        yield tag("text", f"{second} s", x=x, y=str(BOTTOM + 16), text_anchor="middle")


def _limits(plane: _Plane, trace: TraceRow) -> Iterator[Html]:
    """Yield a dashed line for each limit; where labels would meet, they move apart."""
    before = float("inf")
    for line in sorted(trace.lines, key=lambda line: line.value):
        y = plane.axis.y(line.value)
        at = before = min(y - 3, before - LINE_PX)
        yield tag("line", x1=str(LEFT), x2=str(WIDTH - RIGHT), y1=number(y), y2=number(y),
                  stroke="black", stroke_dasharray="6 4")  # fmt: skip
        words = _level(line, trace)
        yield tag("text", words, x=str(WIDTH - RIGHT), y=number(at), text_anchor="end")


def _marks(plane: _Plane, trace: TraceRow) -> Iterator[Html]:
    """Yield an upright line for whatever happened, its words in rows above."""
    for count, mark in enumerate(trace.marks):
        x, y = plane.x(mark.at_s), TOP - 6 - LINE_PX * (count % ROWS)
        late = x > WIDTH / 2  # its words stand before it then, within the paper
        yield tag("line", x1=number(x), x2=number(x), y1=str(y), y2=str(BOTTOM),
                  stroke="black", stroke_width="0.8", stroke_dasharray="2 2")  # fmt: skip
        words = chain([mark.what.text, f"{mark.at_s:f} s"], " ")
        yield tag("text", words, x=number(x - 3 if late else x + 3), y=str(y + 3),
                  text_anchor="end" if late else "start")  # fmt: skip


def _level(line: TraceLevel, trace: TraceRow) -> Text:
    return chain([line.label.text, Quantity(line.value, trace.unit)], " ")


def _said(trace: TraceRow) -> Text:
    """Return a curve in words, for who cannot see it."""
    values = [value for _, value in trace.points]
    marks = (
        text("{what} at {time}", what=mark.what.text, time=Quantity(mark.at_s, "s"))
        for mark in trace.marks
    )
    span = text(
        "From {first} to {last}; lowest {low}, highest {high}",
        first=Quantity(values[0]), last=Quantity(values[-1], trace.unit),
        low=Quantity(min(values)), high=Quantity(max(values)),
    )  # fmt: skip
    told = chain([span, *(_level(line, trace) for line in trace.lines), *marks], "; ")
    return text("{all}.", all=told)
