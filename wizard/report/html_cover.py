"""The first page of the HTML report, and the lines to sign on its last."""

from wizard.report.document import Document
from wizard.report.html_code import code
from wizard.report.html_marks import MEANING, REPORT_SIGN, LocalClock
from wizard.report.html_parts import Cell, Html, bullets, pairs, tag
from wizard.report.parts import Sentence
from wizard.report.spoken import REPORT, Words
from wizard.report.text_form import NOTHING_PROVED, SIMULATED
from wizard.report.text_tables import board_name, numbered, tally
from wizard.text import Text, text


def cover(document: Document, clock: LocalClock) -> list[Html]:
    """Return the verdict, who, where, when, why and what is left to do."""
    return [
        tag(
            "header",
            *code(document),
            tag("h1", text("Commissioning report")),
            tag("p", text("Lithium pack with JK BMS"), class_="subtitle"),
            *banner(document),
            _outcome(document),
        ),
        pairs(_particulars(document, clock)),
        *_list(text("Why"), document.reasons),
        *_list(text("Open points"), document.open_points),
    ]


def banner(document: Document) -> list[Html]:
    """Return the loud words above a report about no real pack; of a real one, nothing."""
    if not document.simulated:
        return []
    return [tag("p", tag("strong", SIMULATED), NOTHING_PROVED, class_="banner", role="note")]


def _outcome(document: Document) -> Html:
    found = document.verdict
    sign = tag("span", REPORT_SIGN[found], aria_hidden="true")
    return tag(
        "div",
        tag("p", text("Verdict"), ": ", sign, " ", REPORT[found], class_="words"),
        tag("p", MEANING[found]),
        tag("p", tally(document)),
        class_=f"outcome {found.name}",
    )


def _particulars(document: Document, clock: LocalClock) -> list[tuple[Words, Cell]]:
    when = text("{start} to {end}", start=clock.shown(document.started),
                end=clock.shown(document.finished))  # fmt: skip
    return [
        (text("Report"), numbered(document)),
        *_before(document),
        (text("Site"), document.site),
        (text("Pack"), document.pack),
        (text("Technician"), document.technician),
        (text("Date"), when),
        (text("Board"), board_name(document.board)),
        (text("Journal, SHA-256 of its head"), tag("code", document.journal.head)),
        (text("Seal, SHA-256 of this report"), tag("code", document.seal or text("not sealed"))),
    ]


def _before(document: Document) -> list[tuple[Words, Cell]]:
    """Return the seal of the revision that this one takes the place of, where there is one."""
    seal = document.supersedes
    return [(text("Takes the place of"), tag("code", seal))] if seal else []


def _list(title: Text, items: tuple[Sentence, ...]) -> list[Html]:
    if not items:
        return []
    return [tag("section", tag("h3", title), bullets(item.text for item in items))]


def signatures(document: Document, _clock: LocalClock) -> list[Html]:
    """Return the lines to sign on; what is signed says the verdict again."""
    signed = text("Report {number}, verdict {verdict}.",
                  number=numbered(document), verdict=REPORT[document.verdict])  # fmt: skip
    sides = (
        (text("Technician"), document.technician, text("answers for the readings taken by hand")),
        (text("Customer"), "", text("has received this report")),
    )
    return [tag("p", signed), tag("div", *(_side(*side) for side in sides), class_="sign")]


def _side(role: Text, name: str, what: Text) -> Html:
    return tag(
        "div",
        tag("b", role),
        " (",
        what,
        ")",
        tag("p", text("Name: {name}", name=name) if name else text("Name")),
        tag("p", text("Place, date")),
        tag("p", text("Signature")),
    )
