"""What was read during a test, over time: kept for the report, where it is drawn."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from wizard.procedure.attempt import Attempt
from wizard.record.events import Traced, TraceLine, TraceMark
from wizard.text import Text
from wizard.units import Unit

MOST_POINTS = 600  # of a curve on paper; of more, every second one goes
TENTH = Decimal("0.1")


@dataclass(slots=True)
class Trace:
    """One quantity over time, and what happened meanwhile; `record` puts it into the journal.

    Times count from the first reading or mark. Of many readings it keeps fewer, evenly: what a test
    is judged by are its measurements, not its curve.
    """

    attempt: Attempt
    name: str
    title: Text
    unit: Unit
    lines: tuple[TraceLine, ...] = ()
    _points: list[tuple[Decimal, Decimal]] = field(default_factory=list[tuple[Decimal, Decimal]])
    _marks: list[TraceMark] = field(default_factory=list[TraceMark])
    _began: float | None = None
    _every: int = 1
    _seen: int = 0

    def seen(self, value: Decimal) -> None:
        """Take a reading in, at this moment."""
        if self._seen % self._every == 0:
            self._points.append((self._now(), value))
        self._seen += 1
        if len(self._points) > MOST_POINTS:
            self._points, self._every = self._points[::2], self._every * 2

    def mark(self, what: Text) -> None:
        """Note what happens at this moment."""
        self._marks.append(TraceMark(self._now(), what))

    def record(self) -> None:
        """Put what was read into the journal, where anything was; then begin anew."""
        if self._points:
            points, marks = tuple(self._points), tuple(self._marks)
            self._points, self._marks, self._seen, self._every = [], [], 0, 1
            self._began = None
            self.attempt.recorder.append(
                Traced(
                    self.attempt.step.id, self.attempt.number, self.name, self.title, self.unit,
                    points, self.lines, marks,
                )
            )  # fmt: skip

    def _now(self) -> Decimal:
        now = asyncio.get_running_loop().time()
        if self._began is None:
            self._began = now
        return Decimal(now - self._began).quantize(TENTH)


def mark(traces: Iterable[Trace], what: Text) -> None:
    """Note in several traces what happens at this moment."""
    for each in traces:
        each.mark(what)
