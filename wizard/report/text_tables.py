"""The tables of the plain text report: each takes a part of the document, gives lines."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from wizard.measurement import Verdict
from wizard.report.document import (
    Attachment,
    BoardIdentity,
    Document,
    Fact,
    Incident,
    Instruments,
    InstrumentUse,
    StepRow,
    Taken,
)
from wizard.report.lines import indented, labelled, row
from wizard.report.parts import Bounds

MEASURED = (19, 13, 22, 14, 8)
SEEN = (19, 36, 14, 8)  # what was seen has no limit, and more words
STATED = (44, 11, 14, 8)  # a statement is long, its answer short
GLANCE = (55, 4, 3, 14)
HASH = 14  # the margin that leaves room for 64 digits

CALM = {Verdict.PASS, Verdict.NOT_APPLICABLE}


def verdict(found: Verdict) -> str:
    """Return a verdict's word; what is no plain pass is in capitals, to be found by eye."""
    return found.value if found in CALM else found.value.upper()


def moment(at: datetime | None) -> str:
    """Return a time as `2026-11-21 10:42:07 UTC`."""
    return f"{at:%Y-%m-%d %H:%M:%S} UTC" if at else "not recorded"


def period(start: datetime | None, end: datetime | None) -> str:
    """Return from when to when."""
    return f"{moment(start)} to {moment(end)}"


def local_clock(document: Document) -> str:
    """Return the local clock's distance from UTC while values were taken."""
    offsets = {one.utc_offset_minutes for step in document.steps for one in step.measurements}
    return (
        ", ".join(
            f"UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
            for minutes in sorted(offsets)
        )
        or "not recorded"
    )


def tally(document: Document) -> str:
    """Return how many steps came to which verdict."""
    found = Counter(step.verdict for step in document.steps)
    parts = [f"{found[one]} {one}" for one in Verdict if found[one]]
    return f"steps: {', '.join(parts)}" if parts else "no steps"


def board_name(found: BoardIdentity | None) -> str:
    """Return the board in one line."""
    return f"{found.model} {found.firmware}, serial {found.serial}" if found else "not read"


def facts(found: Iterable[Fact]) -> list[str]:
    """Return what was asked and answered."""
    return [
        line
        for fact in found
        for line in labelled(fact.label.rstrip(": "), fact.value or "not given")
    ]


def board(found: BoardIdentity | None) -> list[str]:
    """Return who the board said it is."""
    if found is None:
        return ["  The board was not read."]
    return [
        *labelled("Model", found.model),
        *labelled("Hardware", found.hardware),
        *labelled("Firmware", found.firmware),
        *labelled("Serial number", found.serial),
        *labelled("First powered on", found.first_on),
    ]


def procedure(document: Document) -> list[str]:
    """Return what was followed, and with what."""
    found = document.procedure
    return [
        *labelled("Checklist", f"{found.title} ({found.checklist}, revision {found.revision})"),
        *(labelled("Rests on", "; ".join(found.based_on)) if found.based_on else []),
        *labelled("Manual", found.manual),
        *labelled("Program", ", then ".join(dict.fromkeys(found.programs))),
        *labelled("Link", ", then ".join(dict.fromkeys(found.links))),
        *labelled("Session", document.session),
        *labelled("SHA-256", found.sha256, HASH),
        "",
        *indented("Arranged in line with common practice for commissioning records."),
    ]


def instruments(found: Instruments) -> list[str]:
    """Return the instruments: what the forms say, and what readings name."""
    lines = facts(found.details)
    for one in found.used:
        lines += labelled(one.name, used(one))
    return lines or ["  No instrument was named."]


def used(one: InstrumentUse) -> str:
    """Return how often an instrument was used, and how it stands with its calibration."""
    often = f"{one.measurements} measurements"
    if one.due is None:
        return f"{often}, not known until when it is calibrated"
    return f"{often}, calibrated until {one.due}{': RUN OUT when it was used' * one.expired}"


def attachments(found: Iterable[Attachment]) -> list[str]:
    """Return what was put into the session's folder."""
    lines: list[str] = []
    for one in found:
        lines += labelled(one.name, f"{one.size} bytes, {moment(one.changed)}")
        lines += labelled("SHA-256", one.sha256, HASH)
    return lines


def numbered(document: Document) -> str:
    """Return a report's number and revision."""
    return f"{document.report_id}, revision {document.revision}"


def overview(steps: Iterable[StepRow]) -> list[str]:
    """Return all steps, a line each."""
    lines = row(("step", "gate", "try", "verdict"), GLANCE)
    for step in steps:
        gate = "gate" if step.gate else ""
        lines += row((step.title, gate, str(step.attempts), verdict(step.verdict)), GLANCE)
    return lines


def reason(step: StepRow) -> list[str]:
    """Return why a step came to its verdict, where that is recorded."""
    return indented(f"Reason: {step.reason.words}") if step.reason else []


def who(step: StepRow) -> str:
    """Return who took the measurements of a step, and with what."""
    people = sorted({one.person for one in step.measurements if one.person})
    meters = sorted({one.instrument for one in step.measurements if one.instrument})
    by = f"by {', '.join(people)}" if people else ""
    return " ".join(part for part in (by, f"with {', '.join(meters)}" if meters else "") if part)


def measurements(taken: Iterable[Taken]) -> list[str]:
    """Return measurements in columns; times are UTC, `from` is who gave the value."""
    lines = row(("measurement", "value", "limit, its source", "verdict", "from"), MEASURED, 1)
    before: Bounds | None = None
    for one in taken:
        lines += _measurement(one, before)
        before = one.limit
    return lines


def _measurement(one: Taken, before: Bounds | None) -> list[str]:
    """Return a measurement; where its limit is that of the one `before`, no source again."""
    stated = len(one.title.words) > SEEN[0] and len(one.printed) <= STATED[1]
    widths = MEASURED if one.limit else STATED if stated else SEEN
    lines = row(_cells(one, before), widths, right=1 if one.limit else -1)
    if one.limit and one.limit.note:
        lines += indented(f"on the limit: {one.limit.note}", 4)
    if one.possible and one.verdict is Verdict.NOT_BELIEVABLE:
        lines += indented(f"what it can be at all: {one.possible.printed}", 4)
    if one.note:
        lines += indented(f"note: {one.note.words}", 4)
    for old in one.earlier:
        what = f"{old.printed or '-'} {verdict(old.verdict)} ({old.origin})"
        lines += indented(f"earlier, attempt {old.attempt}: {what}, {moment(old.at)}", 4)
    return lines


def _cells(one: Taken, before: Bounds | None) -> tuple[str, ...]:
    """Return the cells of a measurement; what has no limit takes that column as well."""
    value = one.printed or "-"
    against: tuple[str, ...] = ()
    if one.limit:
        origin = "the same" if before and _origin(before) == _origin(one.limit) else ""
        against = (f"{one.limit.printed}\n{origin or _origin(one.limit)}",)
    who_when = f"{one.origin}\n{one.at:%H:%M:%S}"
    return (one.title.words.rstrip(": "), value, *against, verdict(one.verdict), who_when)


def _origin(limit: Bounds) -> str:
    return limit.source or f"derived: {limit.derived}"


def incidents(found: Iterable[Incident]) -> list[str]:
    """Return what happened and was not planned."""
    lines: list[str] = []
    for one in found:
        where = f" in step {one.step}" if one.step else ""
        lines += indented(f"{moment(one.at)}{where}: {one.what.words}", 2, "- ")
        for key, value in sorted(one.details.items()):
            lines += indented(f"{key}: {value}", 4)
    return lines


def journal(document: Document) -> list[str]:
    """Return what this report was made from, so that it can be made again."""
    found = document.journal
    events = ", ".join(f"{one.count} {one.type.replace('_', ' ')}" for one in found.events)
    torn = f"a torn last line of {found.torn_bytes} bytes was set aside"
    return [
        *labelled("Journal", f"{found.lines} lines, each chained to the one before"),
        *labelled("Events", events),
        *(labelled("Torn", torn) if found.torn_bytes else []),
        *labelled("Head SHA-256", found.head, HASH),
        *labelled("Seal SHA-256", document.seal or "not sealed", HASH),
    ]
