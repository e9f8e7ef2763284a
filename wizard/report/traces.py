"""What was read during tests, from the journal."""

from collections.abc import Iterable

from wizard.record.events import Traced
from wizard.report.document import TraceLevel, TraceMoment, TraceRow
from wizard.report.parts import said
from wizard.report.timeline import Moment


def traces(passed: Iterable[Moment]) -> tuple[TraceRow, ...]:
    """Return every trace of every attempt, in the order in which they were taken."""
    return tuple(_row(one.event) for one in passed if isinstance(one.event, Traced))


def _row(one: Traced) -> TraceRow:
    return TraceRow(
        step=one.step,
        attempt=one.attempt,
        name=one.name,
        title=said(one.title),
        unit=one.unit,
        points=one.points,
        lines=tuple(TraceLevel(said(line.label), line.value) for line in one.lines),
        marks=tuple(TraceMoment(mark.at_s, said(mark.what)) for mark in one.marks),
    )
