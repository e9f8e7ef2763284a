"""What the HTML report says of the site, the board, the procedure and the record."""

from collections.abc import Iterable

from wizard.report.document import BoardIdentity, Document, Fact, Incident
from wizard.report.html_marks import LocalClock
from wizard.report.html_parts import Cell, Html, pairs, row, table, tag
from wizard.report.text_tables import used

INCIDENT = ("When", "Where", "What")


def particulars(document: Document, _clock: LocalClock) -> list[Html]:
    """Return what the forms were answered, instruments apart, and who the board is."""
    facts = [one for one in document.facts if one not in document.instruments.details]
    board = _board(document.board) if document.board else [("Board", "was not read")]
    return [*([pairs(_facts(facts))] if facts else []), tag("h3", "Board"), pairs(board)]


def _facts(facts: Iterable[Fact]) -> list[tuple[str, Cell]]:
    return [(fact.label.rstrip(": "), fact.value) for fact in facts]


def _board(found: BoardIdentity) -> list[tuple[str, Cell]]:
    return [
        ("Model", found.model),
        ("Hardware", found.hardware),
        ("Firmware", found.firmware),
        ("Serial number", found.serial),
        ("First powered on", found.first_on),
    ]


def instruments(document: Document, _clock: LocalClock) -> list[Html]:
    """Return what the forms say of instruments, and which were used how often."""
    found = document.instruments
    rows = _facts(found.details)
    rows += [(one.name, used(one)) for one in found.used]
    return [pairs(rows)] if rows else [tag("p", "No instrument was named.")]


def procedure(document: Document, _clock: LocalClock) -> list[Html]:
    """Return what was followed, and with what."""
    found = document.procedure
    rows: list[tuple[str, Cell]] = [
        ("Checklist", f"{found.title} ({found.checklist}, revision {found.revision})"),
        ("Checklist, SHA-256", tag("code", found.sha256)),
        *([("Rests on", "; ".join(found.based_on))] if found.based_on else []),
        ("Manual", found.manual),
        ("Program", ", then ".join(dict.fromkeys(found.programs))),
        ("Link", ", then ".join(dict.fromkeys(found.links))),
        ("Session", document.session),
    ]
    claim = "Arranged in line with common practice for commissioning records."
    return [pairs(rows), tag("p", claim)]


def incidents(document: Document, clock: LocalClock) -> list[Html]:
    """Return what happened and was not planned."""
    rows = [_incident(one, clock) for one in document.incidents]
    return [table("incidents", INCIDENT, [rows])] if rows else []


def _incident(one: Incident, clock: LocalClock) -> Html:
    details = (tag("div", f"{key}: {value}") for key, value in sorted(one.details.items()))
    return row(INCIDENT, (clock.shown(one.at), one.step, (one.what.words, *details)))


def record(document: Document, _clock: LocalClock) -> list[Html]:
    """Return what this report was made from, so that it can be made again."""
    found = document.journal
    events = ", ".join(f"{one.count} {one.type.replace('_', ' ')}" for one in found.events)
    rows: list[tuple[str, Cell]] = [
        ("Journal", f"{found.lines} lines, each chained to the one before"),
        ("Events", events),
        ("SHA-256 of its head", tag("code", found.head)),
    ]
    if found.torn_bytes:
        rows.append(("Torn", f"a torn last line of {found.torn_bytes} bytes was set aside"))
    return [pairs(rows)]
