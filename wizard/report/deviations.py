"""What was put off, walked past, close to a limit, out of date: who let it be, as told what."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from wizard.measurement import Verdict
from wizard.report.accepted import GO_ON
from wizard.report.document import Document, StepRow, Taken
from wizard.report.spoken import CALM, VERDICT, Label, Words, bounds, chain, found
from wizard.text import Text, text


@dataclass(frozen=True, slots=True)
class Deviation:
    """Something that a person let be. `why` is what they were told of it, and answered."""

    what: Words
    verdict: Text
    why: Text
    person: str
    at: datetime | None


def deviations(document: Document) -> Iterator[Deviation]:
    """Yield deviations: steps in their order, then settings, then instruments."""
    for step in document.steps:
        if step.verdict is Verdict.DEFERRED:
            yield _put_off(step, document)
        elif step.went_on is not None and step.verdict not in {*CALM, Verdict.STALE}:
            yield _walked_past(step, document)
        yield from (
            _close(one, step) for one in step.measurements if one.verdict is Verdict.MARGINAL
        )
    for row in document.settings:
        if row.verdict is Verdict.MARGINAL:
            why = text("It was changed by no write of this session.")
            yield Deviation(row.label, VERDICT[row.verdict], why, "", None)
    for used in document.instruments.used:
        if used.expired:
            why = text("Its calibration was due on {day}.", day=str(used.due))
            yield Deviation(used.name, text("out of date"), why, document.technician, None)


def _put_off(step: StepRow, document: Document) -> Deviation:
    last = max(step.measurements, key=lambda one: one.at, default=None)
    return Deviation(
        text(step.title),
        VERDICT[step.verdict],
        step.reason.text if step.reason else text("no reason recorded"),
        last.person if last else document.technician,
        last.at if last else None,
    )


def _walked_past(step: StepRow, document: Document) -> Deviation:
    told = step.reason.text if step.reason else text("The step did not pass.")
    why = text('"{option}" was answered to: {why}', option=GO_ON, why=told)
    person = document.technician
    return Deviation(text(step.title), VERDICT[step.verdict], why, person, step.went_on)


def _close(one: Taken, step: StepRow) -> Deviation:
    value = found(one.value, one.unit, one.observed)
    limit = text("limit {limit}", limit=bounds(one.limit)) if one.limit else None
    note = one.note.text if one.note else None
    what = Label(one.title.text)
    why = chain([text(step.title), value, limit, note], "; ")
    return Deviation(what, VERDICT[one.verdict], why, one.person, one.at)
