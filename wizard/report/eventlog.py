"""The event log: each line of the journal as a sentence."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from wizard.record import events
from wizard.report.changes import label
from wizard.report.document import LogRow
from wizard.report.parts import said
from wizard.report.purposes import purpose_words
from wizard.report.spoken import OUTCOME, REPORT, VERDICT, chain
from wizard.report.timeline import Moment
from wizard.text import Text, text


def log(passed: Iterable[Moment]) -> tuple[LogRow, ...]:
    """Return a row for each event: its number, when, in which step, what happened."""
    return tuple(
        LogRow(number, moment.at, moment.step, said(_sentence(moment.event)))
        for number, moment in enumerate(passed, 1)
    )


def _sentence(event: events.Event) -> Text:
    return SENTENCES[type(event)](event)


def _opened(event: events.Opened) -> Text:
    return text(
        "Session {session} began: checklist {checklist} {revision}, {program}, link {link}.",
        session=event.session,
        checklist=event.checklist,
        revision=event.revision,
        program=event.program,
        link=event.link,
    )


def _resumed(event: events.Resumed) -> Text:
    return text(
        "The session was taken up again by {program}, link {link}.",
        program=event.program,
        link=event.link,
    )


def _readdressed(event: events.Readdressed) -> Text:
    return text("The board is reached by {link} from now on.", link=event.link)


def _left(event: events.Left) -> Text:
    return text("The session was left: {why}.", why=text(event.why))


def _ended(_event: events.Ended) -> Text:
    return text("The last step was done.")


def _started(event: events.StepStarted) -> Text:
    return text("{step}: attempt {n} began.", step=event.step, n=event.attempt)


def _interrupted(event: events.StepInterrupted) -> Text:
    return text(
        "{step}: attempt {n} ended without a verdict: {why}.",
        step=event.step,
        n=event.attempt,
        why=text(event.why),
    )


def _answered(event: events.Answered) -> Text:
    return text("{key} was answered: {answer}", key=event.key, answer=event.answer or "-")


def _measured(event: events.Measured) -> Text:
    one = event.measurement
    value = chain([one.quantity, one.seen], " ")
    return text(
        "{title}: {found}: {verdict}", title=one.title, found=value, verdict=VERDICT[one.verdict]
    )


def _judged(event: events.StepJudged) -> Text:
    values = {"step": event.step, "n": event.attempt, "verdict": VERDICT[event.verdict]}
    if event.reason is None:
        return text("{step}: attempt {n} came to {verdict}.", **values)
    return text("{step}: attempt {n} came to {verdict}: {why}", **values, why=event.reason)


def _stale(event: events.WentStale) -> Text:
    return text(
        "{step} counts no more: {because} was taken again with another result.",
        step=event.step,
        because=event.because,
    )


def _identity(event: events.IdentityRead) -> Text:
    one = event.identity
    return text(
        "The board said that it is {model}, firmware {firmware}, serial number {serial}.",
        model=one.model,
        firmware=one.firmware,
        serial=one.serial,
    )


def _settings(event: events.SettingsRead) -> Text:
    return text(
        "{n} settings of board {serial} were read ({purpose}).",
        n=len(event.values),
        serial=event.serial,
        purpose=purpose_words(event.purpose),
    )


def _how(event: Any) -> Text:  # noqa: ANN401  one of three events, each with `in_app`
    return text("by hand in the vendor's app") if event.in_app else text("over this link")


def _write(event: events.WriteIntended) -> Text:
    return text(
        "Write {n}: {label} from {before} to {wanted} is about to be set {how} ({purpose}).",
        n=event.write,
        label=label(event.key),
        before=str(event.before),
        wanted=str(event.wanted),
        how=_how(event),
        purpose=purpose_words(event.purpose),
    )


def _action(event: events.ActionIntended) -> Text:
    return text(
        "Write {n}: {label} is about to be sent {how}.",
        n=event.write,
        label=label(event.key),
        how=_how(event),
    )


def _calibration(event: events.CalibrationIntended) -> Text:
    return text(
        "Write {n}: {label} is about to be told {wanted} {how}; the board showed {before}.",
        n=event.write,
        label=label(event.key),
        wanted=str(event.wanted),
        before=str(event.before),
        how=_how(event),
    )


def _settled(event: events.WriteSettled) -> Text:
    values = {"n": event.write, "outcome": OUTCOME[event.outcome], "found": str(event.found or "-")}
    if event.reason is None:
        return text("Write {n}: {outcome}, found {found}.", **values)
    return text("Write {n}: {outcome}, found {found}: {why}", **values, why=event.reason)


def _shift_opened(event: events.ShiftOpened) -> Text:
    return text(
        "Shift {n} of board {serial}: {labels} are about to be shifted for {s} s at most.",
        n=event.shift,
        serial=event.serial,
        labels=", ".join(label(key) for key in event.wanted),
        s=event.deadline_s,
    )


def _shift_closed(event: events.ShiftClosed) -> Text:
    return text(
        "Shift {n}: all is as it was, read twice ({why}).", n=event.shift, why=text(event.why)
    )  # fmt: skip


def _shift_left(event: events.ShiftLeftOpen) -> Text:
    return text("Shift {n} was left open: {why}", n=event.shift, why=event.reason)


def _planned(event: events.PackPlanned) -> Text:
    plan = event.plan
    return text(
        "Pack {n}, {name}, was planned: checklist {checklist}, address {address}.",
        n=plan.number,
        name=plan.name,
        checklist=plan.checklist,
        address=plan.address,
    )


def _counted(event: events.PacksCounted) -> Text:
    return text("The plan is complete: {n} packs.", n=event.packs)


def _begun(event: events.PackBegun) -> Text:
    return text(
        "Pack {n}: its session {session} runs.", n=event.number, session=event.session
    )  # fmt: skip


def _pack_judged(event: events.PackJudged) -> Text:
    return text(
        "Pack {n}, board {serial}: {verdict}.",
        n=event.number,
        serial=event.serial or "-",
        verdict=_of_pack(event.verdict),
    )


def _of_pack(verdict: str) -> Text | str:
    """Return what a pack came to in words; of a record, it may be anybody's."""
    known = {one.value: said for one, said in REPORT.items()}
    return known.get(verdict, verdict or "-")


def _pack_of(event: events.PackOf) -> Text:
    return text(
        "This is pack {n}, {name}, of site {site}.",
        n=event.plan.number,
        name=event.plan.name,
        site=event.site,
    )


def _open_point(event: events.OpenPointNoted) -> Text:
    return text("Left to do: {what}", what=event.what)


def _traced(event: events.Traced) -> Text:
    return text("{title}: {n} readings.", title=event.title, n=len(event.points))


def _noted(event: events.Noted) -> Text:
    return event.note


SENTENCES: Mapping[type[events.Event], Callable[[Any], Text]] = {
    events.Opened: _opened,
    events.Resumed: _resumed,
    events.Readdressed: _readdressed,
    events.Left: _left,
    events.Ended: _ended,
    events.StepStarted: _started,
    events.StepInterrupted: _interrupted,
    events.Answered: _answered,
    events.Measured: _measured,
    events.StepJudged: _judged,
    events.WentStale: _stale,
    events.IdentityRead: _identity,
    events.SettingsRead: _settings,
    events.WriteIntended: _write,
    events.ActionIntended: _action,
    events.CalibrationIntended: _calibration,
    events.WriteSettled: _settled,
    events.ShiftOpened: _shift_opened,
    events.ShiftClosed: _shift_closed,
    events.ShiftLeftOpen: _shift_left,
    events.PackPlanned: _planned,
    events.PacksCounted: _counted,
    events.PackBegun: _begun,
    events.PackJudged: _pack_judged,
    events.PackOf: _pack_of,
    events.OpenPointNoted: _open_point,
    events.Traced: _traced,
    events.Noted: _noted,
}
"""The sentence of each event; a test holds that none is missing."""
