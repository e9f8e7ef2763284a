"""Steps that had not passed and that a person went on from, as was asked."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from wizard.measurement import Verdict
from wizard.procedure.checklist import Checklist, SitePacks
from wizard.record import events
from wizard.report.timeline import Moment
from wizard.text import text

GO_ON = text("Go on; the report names it")
"""The answer by which a person goes on, as the question has it."""


def went_on(checklist: Checklist, passed: Iterable[Moment]) -> Mapping[str, datetime]:
    """Return when the person went on from each step whose last attempt did not pass.

    What followed tells: a step behind it, or the end. A site that was taken up again may
    look at its packs before it asks: nothing is said of it then.
    """
    places = {step.id: place for place, step in enumerate(checklist.step) if not step.gate}
    every = {step.id: place for place, step in enumerate(checklist.step)}
    of_site = any(isinstance(step, SitePacks) for step in checklist.step)
    found: dict[str, datetime] = {}
    asked = ""
    for moment in passed:
        match moment.event:
            case events.StepJudged(step=step, verdict=verdict):
                found.pop(step, None)
                asked = step if step in places and _is_asked_about(verdict) else ""
            case events.StepStarted(step=step):
                if asked and every.get(step, -1) > places[asked]:
                    found[asked] = moment.at
                asked = ""
            case events.Ended() if asked:
                found[asked] = moment.at
                asked = ""
            case events.Resumed() if of_site:
                asked = ""
            case _:
                pass
    return found


def _is_asked_about(verdict: Verdict) -> bool:
    """Whether a step that came to this stands before a question; what is put off does not."""
    return not verdict.passes and verdict is not Verdict.DEFERRED
