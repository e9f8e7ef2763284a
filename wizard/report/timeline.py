"""When and in which step things happened: what the fold leaves in the journal's lines."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from wizard.record import events
from wizard.record.events import Event
from wizard.record.journal import History
from wizard.report.document import EventCount


@dataclass(frozen=True, slots=True)
class Moment:
    """An event, when it happened, and the step that ran then; empty between steps."""

    event: Event
    at: datetime
    step: str


def moments(history: History) -> Iterator[Moment]:
    """Go through the journal in order."""
    step = ""
    for line in history.lines:
        match line.event:
            case events.StepStarted():
                step = line.event.step
            case events.StepJudged() | events.StepInterrupted():
                yield Moment(line.event, line.at, step)
                step = ""
                continue
            case _:
                pass
        yield Moment(line.event, line.at, step)


def counts(history: History) -> tuple[EventCount, ...]:
    """Return how many events of each type there are, by the names the journal uses."""
    found = Counter(str(event.__struct_config__.tag) for event in history.events)
    return tuple(EventCount(name, number) for name, number in sorted(found.items()))
