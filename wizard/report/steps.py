"""Steps of a report: the checklist's, in its order, with what the record holds of each."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from wizard.measurement import Limit, Measurement, Verdict
from wizard.procedure.checklist import AnyStep, Checklist
from wizard.record.events import WentStale
from wizard.record.journal import History
from wizard.record.state import State, StepState
from wizard.report.accepted import went_on
from wizard.report.document import Earlier, StepRow, Taken
from wizard.report.parts import Bounds, Sentence, said
from wizard.report.timeline import moments
from wizard.text import Text, text

OUTSIDE = "outside the checklist"


def steps(state: State, checklist: Checklist, history: History) -> tuple[StepRow, ...]:
    """Return all steps of the checklist, then those that only the record knows."""
    taken = _by_step(state.measurements)
    stale = {event.step: event.because for event in history.events if isinstance(event, WentStale)}
    known = {step.id: step for step in checklist.step}
    accepted = went_on(checklist, moments(history))
    others = [name for name in {**state.steps, **taken} if name not in known]
    return tuple(
        _row(name, known.get(name), state.steps.get(name), taken.get(name, []), stale, accepted)
        for name in [*known, *others]
    )


def _by_step(measurements: Iterable[Measurement]) -> dict[str, list[Measurement]]:
    found: dict[str, list[Measurement]] = {}
    for measurement in measurements:
        found.setdefault(measurement.step, []).append(measurement)
    return found


def _row(  # noqa: PLR0913  a row joins what five sources say of a step
    name: str,
    step: AnyStep | None,
    so_far: StepState | None,
    measurements: list[Measurement],
    stale: dict[str, str],
    accepted: Mapping[str, datetime],
) -> StepRow:
    so_far = so_far or StepState(attempts=max((m.attempt for m in measurements), default=0))
    last = _last_of_each(measurements)
    current = [taken for taken in last if taken.attempt == so_far.attempts]
    past = [taken for taken in last if taken.attempt != so_far.attempts]
    return StepRow(
        id=name,
        kind=str(step.__struct_config__.tag) if step else "",
        phase=step.phase if step else OUTSIDE,
        title=step.title if step else name,
        source=step.source if step else "",
        gate=bool(step and step.gate),
        attempts=so_far.attempts,
        verdict=so_far.verdict or Verdict.NOT_TAKEN,
        reason=_reason(so_far, stale.get(name, "")),
        measurements=tuple(_taken(one, measurements) for one in current),
        superseded=tuple(_taken(one, measurements) for one in past),
        went_on=accepted.get(name),
    )


def _last_of_each(measurements: list[Measurement]) -> list[Measurement]:
    return list({taken.id: taken for taken in measurements}.values())


def _reason(so_far: StepState, because: str) -> Sentence | None:
    reason = so_far.reason or _missing(so_far)
    if so_far.verdict is Verdict.STALE and because:
        reason = text("step {because} was taken again with another result", because=because)
    return said(reason) if reason else None


def _missing(so_far: StepState) -> Text | None:
    if so_far.verdict is not None:
        return None
    if not so_far.attempts:
        return text("never started")
    return text("attempt {n} was started and never judged", n=so_far.attempts)


def printed(measurement: Measurement) -> str:
    """Return what was measured as a report prints it: value with unit, or what was seen."""
    value = str(measurement.quantity) if measurement.quantity else ""
    return " ".join(part for part in (value, str(measurement.observed)) if part)


def _seen(one: Measurement) -> str | Sentence:
    return one.observed if isinstance(one.observed, str) else said(one.observed)


def _taken(one: Measurement, all_of_step: list[Measurement]) -> Taken:
    same = [m for m in all_of_step if m.id == one.id and m is not one]
    return Taken(
        id=one.id,
        step=one.step,
        title=said(one.title),
        value=one.quantity.value if one.quantity else None,
        unit=one.quantity.unit if one.quantity else "",
        observed=_seen(one),
        printed=printed(one),
        limit=_bounds(one.limit),
        possible=_bounds(one.possible),
        source=one.source,
        verdict=one.verdict,
        origin=one.origin,
        instrument=one.instrument,
        person=one.person,
        at=one.at,
        utc_offset_minutes=one.utc_offset_minutes,
        attempt=one.attempt,
        note=said(one.note) if one.note else None,
        earlier=tuple(_earlier(m) for m in same),
    )


def _earlier(one: Measurement) -> Earlier:
    return Earlier(
        attempt=one.attempt,
        value=one.quantity.value if one.quantity else None,
        unit=one.quantity.unit if one.quantity else "",
        observed=_seen(one),
        printed=printed(one),
        verdict=one.verdict,
        origin=one.origin,
        at=one.at,
    )


def _bounds(limit: Limit | None) -> Bounds | None:
    return limit and Bounds(
        low=limit.low,
        high=limit.high,
        near=limit.near,
        unit=limit.unit,
        source=limit.source,
        derived=limit.derived,
        note=limit.note,
        printed=str(limit),
    )
