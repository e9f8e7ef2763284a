"""The tables of the plain text report: each takes a part of the document, gives lines."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from wizard.measurement import Verdict
from wizard.report.deviations import deviations
from wizard.report.document import (
    Attachment,
    BoardIdentity,
    Document,
    Earlier,
    Fact,
    Incident,
    Instruments,
    InstrumentUse,
    JournalProof,
    Procedure,
    StepRow,
    Taken,
)
from wizard.report.lines import Cell, Paper, columns
from wizard.report.link import of_link
from wizard.report.parts import Bounds
from wizard.report.spoken import (
    NOTHING,
    ORIGIN,
    VERDICT,
    Label,
    Words,
    bounds,
    chain,
    found,
    origin,
    verdict,
)
from wizard.text import Text, text

MEASURED = (19, 13, 22, 14, 8)
SEEN = (19, 36, 14, 8)  # what was seen has no limit, and more words
STATED = (44, 11, 14, 8)  # a statement is long, its answer short
GLANCE = (55, 4, 3, 14)
ASKED = 40  # the margin of answers: what was asked is a sentence
HASH = 14  # the margin that leaves room for 64 digits

GLANCE_HEAD = (text("step"), text("gate"), text("try"), text("verdict"))
MEASURED_HEAD = (
    text("measurement"), text("value"), text("limit, its source"), text("verdict"), text("from"),
)  # fmt: skip
CLAIM = text("Arranged in line with common practice for commissioning records.")


def moment(at: datetime | None) -> Text:
    """Return a time as `2026-11-21 10:42:07 UTC`."""
    return chain([f"{at:%Y-%m-%d %H:%M:%S} UTC"]) if at else text("not recorded")


def period(start: datetime | None, end: datetime | None) -> Text:
    """Return from when to when."""
    return text("{start} to {end}", start=moment(start), end=moment(end))


def local_clock(document: Document) -> Words:
    """Return the local clock's distance from UTC while values were taken."""
    offsets = {one.utc_offset_minutes for step in document.steps for one in step.measurements}
    return ", ".join(
        f"UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
        for minutes in sorted(offsets)
    ) or text("not recorded")


def tally(document: Document) -> Text:
    """Return how many steps came to which verdict."""
    found = Counter(step.verdict for step in document.steps)
    parts = [
        text("{n} {verdict}", n=found[one], verdict=VERDICT[one]) for one in Verdict if found[one]
    ]
    return text("Steps: {verdicts}", verdicts=chain(parts)) if parts else text("No steps")


def board_name(found: BoardIdentity | None) -> Text:
    """Return the board in one line."""
    if found is None:
        return text("not read")
    return text(
        "{model}, firmware {firmware}, serial number {serial}",
        model=found.model,
        firmware=found.firmware,
        serial=found.serial,
    )


def facts(paper: Paper, found: Iterable[Fact]) -> list[str]:
    """Return what was asked and answered."""
    return [
        line
        for fact in found
        for line in paper.labelled(
            Label(text(fact.label)), text(fact.value) if fact.value else text("not given"), ASKED
        )
    ]


def board(paper: Paper, found: BoardIdentity | None) -> list[str]:
    """Return who the board said it is."""
    if found is None:
        return paper.indented(text("The board was not read."))
    return [
        *paper.labelled(text("Model"), found.model),
        *paper.labelled(text("Hardware"), found.hardware),
        *paper.labelled(text("Firmware"), found.firmware),
        *paper.labelled(text("Serial number"), found.serial),
        *paper.labelled(text("First powered on"), found.first_on),
    ]


def procedure(paper: Paper, document: Document) -> list[str]:
    """Return what was followed, and with what."""
    found = document.procedure
    return [
        *paper.labelled(text("Checklist"), checklist(found)),
        *(paper.labelled(text("Rests on"), "; ".join(found.based_on)) if found.based_on else []),
        *paper.labelled(text("Manual"), text(found.manual)),
        *paper.labelled(text("Program"), one_after_another(found.programs)),
        *paper.labelled(text("Link"), one_after_another(found.links)),
        *paper.labelled(text("Session"), document.session),
        *paper.labelled("SHA-256", found.sha256, HASH),
        "",
        *paper.indented(CLAIM),
    ]


def checklist(found: Procedure) -> Text:
    """Return what was followed, by its title and its revision."""
    return text(
        "{title} ({checklist}, revision {revision})",
        title=text(found.title),
        checklist=found.checklist,
        revision=found.revision,
    )


def one_after_another(names: Iterable[str]) -> Text:
    """Return what was in use, in order, each once."""
    first, *more = dict.fromkeys(names) or [""]
    said = chain([first])
    for name in more:
        said = text("{before}, then {after}", before=said, after=name)
    return said


def instruments(paper: Paper, found: Instruments) -> list[str]:
    """Return the instruments: what the forms say, and what readings name."""
    lines = facts(paper, found.details)
    for one in found.used:
        lines += paper.labelled(text(one.name), used(one))
    return lines or paper.indented(text("No instrument was named."))


def used(one: InstrumentUse) -> Text:
    """Return how often an instrument was used, and how it stands with its calibration."""
    if one.due is None:
        return text("{n} measurements, not known until when it is calibrated", n=one.measurements)
    template = (
        text("{n} measurements, calibrated until {day}: RUN OUT when it was used")
        if one.expired
        else text("{n} measurements, calibrated until {day}")
    )
    return text(template.msgid, n=one.measurements, day=str(one.due))


def attachments(paper: Paper, found: Iterable[Attachment]) -> list[str]:
    """Return what was put into the session's folder."""
    lines: list[str] = []
    for one in found:
        what = chain([text("{n} bytes", n=one.size), moment(one.changed)])
        lines += paper.labelled(one.name, what)
        lines += paper.labelled("SHA-256", one.sha256, HASH)
    return lines


def numbered(document: Document) -> Text:
    """Return a report's number and revision."""
    return text(
        "{number}, revision {revision}", number=document.report_id, revision=document.revision
    )


def overview(paper: Paper, steps: Iterable[StepRow]) -> list[str]:
    """Return all steps, a line each."""
    widths: Sequence[int] = GLANCE
    for column, head in enumerate(GLANCE_HEAD[1:], 1):
        widths = paper.fitted(widths, column, [head])
    lines = paper.row(GLANCE_HEAD, widths)
    for step in steps:
        gate = text("gate") if step.gate else ""
        cells = (text(step.title), gate, str(step.attempts), verdict(step.verdict))
        lines += paper.row(cells, widths)
    return lines


def reason(paper: Paper, step: StepRow) -> list[str]:
    """Return why a step came to its verdict, where that is recorded."""
    return paper.indented(text("Reason: {reason}", reason=step.reason.text)) if step.reason else []


def who(step: StepRow) -> Text:
    """Return who took the measurements of a step, and with what."""
    people = chain(sorted({one.person for one in step.measurements}))
    meters = chain(sorted({one.instrument for one in step.measurements}))
    if people == NOTHING:
        return NOTHING
    if meters == NOTHING:
        return text("by {people}", people=people)
    return text("by {people} with {instruments}", people=people, instruments=meters)


def measurements(paper: Paper, taken: Iterable[Taken]) -> list[str]:
    """Return measurements in columns; times are UTC, `from` is who gave the value."""
    measured, seen, stated = (
        paper.fitted(widths, len(widths) - 1, ORIGIN.values())
        for widths in (MEASURED, SEEN, STATED)
    )
    lines = paper.row(MEASURED_HEAD, measured, 1)
    before: Bounds | None = None
    for one in taken:
        short = columns(paper.say(value(one))) <= STATED[1]
        long = columns(paper.say(Label(one.title.text))) > SEEN[0]
        widths = measured if one.limit else stated if long and short else seen
        lines += _measurement(paper, one, before, widths)
        before = one.limit
    return lines


def _measurement(
    paper: Paper, one: Taken, before: Bounds | None, widths: Sequence[int]
) -> list[str]:
    """Return a measurement; where its limit is that of the one `before`, no source again."""
    cells = _cells(one, before)
    lines = paper.row(cells, widths, right=1 if one.limit else -1)
    for remark in _remarks(one):
        lines += paper.indented(remark, 4)
    return lines


def _remarks(one: Taken) -> Iterator[Text]:
    if one.limit and one.limit.note:
        yield text("on the limit: {note}", note=text(one.limit.note))
    if one.possible and one.verdict is Verdict.NOT_BELIEVABLE:
        yield text("what it can be at all: {range}", range=bounds(one.possible))
    if one.note:
        yield text("note: {note}", note=one.note.text)
    for old in one.earlier:
        yield text(
            "earlier, attempt {n}: {value} {verdict} ({origin}), {when}",
            n=old.attempt,
            value=value(old),
            verdict=verdict(old.verdict),
            origin=ORIGIN[old.origin],
            when=moment(old.at),
        )


def value(one: Taken | Earlier) -> Text:
    """Return what was found, or a dash."""
    return found(one.value, one.unit, one.observed) if one.printed else text("-")


def _cells(one: Taken, before: Bounds | None) -> tuple[Cell, ...]:
    """Return the cells of a measurement; what has no limit takes that column as well."""
    against: tuple[Cell, ...] = ()
    if one.limit:
        same = before is not None and origin(before) == origin(one.limit)
        against = ((bounds(one.limit), text("the same") if same else origin(one.limit)),)
    who_when = (ORIGIN[one.origin], f"{one.at:%H:%M:%S}")
    return (Label(one.title.text), value(one), *against, verdict(one.verdict), who_when)


def deviating(paper: Paper, document: Document) -> list[str]:
    """Return deviations with what the person was told, who that was, and when."""
    lines: list[str] = []
    for one in deviations(document):
        title = text("{what}: {verdict}", what=paper.say(one.what), verdict=one.verdict)
        lines += paper.indented(title, 2, "- ")
        lines += paper.indented(one.why, 4)
        lines += paper.indented(chain([one.person, moment(one.at) if one.at else None]), 4)
    return lines


def link(paper: Paper, document: Document) -> list[str]:
    """Return what is known of the line to the board."""
    return [line for label, said in of_link(document) for line in paper.labelled(label, said)]


def incidents(paper: Paper, found: Iterable[Incident]) -> list[str]:
    """Return what happened and was not planned."""
    lines: list[str] = []
    for one in found:
        when = moment(one.at)
        if one.step:
            when = text("{when} in step {step}", when=when, step=one.step)
        lines += paper.indented(chain([when, one.what.text], ": "), 2, "- ")
        for key, told in sorted(one.details.items()):
            lines += paper.indented(f"{key}: {told}", 4)
    return lines


def journal(paper: Paper, document: Document) -> list[str]:
    """Return what this report was made from, so that it can be made again."""
    found = document.journal
    events = ", ".join(f"{one.count} {one.type.replace('_', ' ')}" for one in found.events)
    return [
        *paper.labelled(text("Journal"), chained(found)),
        *paper.labelled(text("Events"), events),
        *(paper.labelled(text("Torn"), torn(found)) if found.torn_bytes else []),
        *paper.labelled(text("Head SHA-256"), found.head, HASH),
        *paper.labelled(text("Seal SHA-256"), document.seal or text("not sealed"), HASH),
    ]


def chained(found: JournalProof) -> Text:
    """Return how long the journal is."""
    return text("{n} lines, each chained to the one before", n=found.lines)


def torn(found: JournalProof) -> Text:
    """Return what a power cut left of a last line."""
    return text("a torn last line of {n} bytes was set aside", n=found.torn_bytes)
