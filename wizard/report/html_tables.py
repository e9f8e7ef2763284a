"""What the HTML report says of the site, the board, the procedure and the record."""

from collections.abc import Iterable

from wizard.report.document import BoardIdentity, Document, Fact, Incident
from wizard.report.html_marks import LocalClock
from wizard.report.html_parts import Cell, Html, pairs, row, table, tag
from wizard.report.link import of_link
from wizard.report.spoken import Label, Words
from wizard.report.text_tables import CLAIM, chained, checklist, one_after_another, torn, used
from wizard.text import text

INCIDENT = (text("When"), text("Where"), text("What"))


def particulars(document: Document, _clock: LocalClock) -> list[Html]:
    """Return what the forms were answered, instruments apart, and who the board is."""
    facts = [one for one in document.facts if one not in document.instruments.details]
    board = _board(document.board) if document.board else [(text("Board"), text("was not read"))]
    return [*([pairs(_facts(facts))] if facts else []), tag("h3", text("Board")), pairs(board)]


def _facts(facts: Iterable[Fact]) -> list[tuple[Words, Cell]]:
    return [(Label(text(fact.label)), text(fact.value)) for fact in facts]


def _board(found: BoardIdentity) -> list[tuple[Words, Cell]]:
    return [
        (text("Model"), found.model),
        (text("Hardware"), found.hardware),
        (text("Firmware"), found.firmware),
        (text("Serial number"), found.serial),
        (text("First powered on"), found.first_on),
    ]


def instruments(document: Document, _clock: LocalClock) -> list[Html]:
    """Return what the forms say of instruments, and which were used how often."""
    found = document.instruments
    rows = _facts(found.details)
    rows += [(one.name, used(one)) for one in found.used]
    return [pairs(rows)] if rows else [tag("p", text("No instrument was named."))]


def link(document: Document, _clock: LocalClock) -> list[Html]:
    """Return what is known of the line to the board."""
    rows = list(of_link(document))
    return [pairs(rows)] if rows else []


def procedure(document: Document, _clock: LocalClock) -> list[Html]:
    """Return what was followed, and with what."""
    found = document.procedure
    rows: list[tuple[Words, Cell]] = [
        (text("Checklist"), checklist(found)),
        (text("Checklist, SHA-256"), tag("code", found.sha256)),
        *([(text("Rests on"), "; ".join(found.based_on))] if found.based_on else []),
        (text("Manual"), text(found.manual)),
        (text("Program"), one_after_another(found.programs)),
        (text("Link"), one_after_another(found.links)),
        (text("Session"), document.session),
    ]
    return [pairs(rows), tag("p", CLAIM)]


def incidents(document: Document, clock: LocalClock) -> list[Html]:
    """Return what happened and was not planned."""
    rows = [_incident(one, clock) for one in document.incidents]
    return [table("incidents", INCIDENT, [rows])] if rows else []


def _incident(one: Incident, clock: LocalClock) -> Html:
    details = (tag("div", f"{key}: {value}") for key, value in sorted(one.details.items()))
    return row(INCIDENT, (clock.shown(one.at), one.step, (one.what.text, *details)))


def record(document: Document, _clock: LocalClock) -> list[Html]:
    """Return what this report was made from, so that it can be made again."""
    found = document.journal
    events = ", ".join(f"{one.count} {one.type.replace('_', ' ')}" for one in found.events)
    rows: list[tuple[Words, Cell]] = [
        (text("Journal"), chained(found)),
        (text("Events"), events),
        (text("SHA-256 of its head"), tag("code", found.head)),
    ]
    if found.torn_bytes:
        rows.append((text("Torn"), torn(found)))
    return [pairs(rows)]
