"""The first page of the HTML report, and the lines to sign on its last."""

from wizard.report.document import BoardIdentity, Document
from wizard.report.html_code import code
from wizard.report.html_marks import MEANING, REPORT_SIGN, LocalClock
from wizard.report.html_parts import Cell, Html, bullets, pairs, tag
from wizard.report.parts import Sentence
from wizard.report.text_form import SIMULATED
from wizard.report.text_tables import numbered, tally


def cover(document: Document, clock: LocalClock) -> list[Html]:
    """Return the verdict, who, where, when, why and what is left to do."""
    return [
        tag(
            "header",
            *code(document),
            tag("h1", "Commissioning report"),
            tag("p", "Lithium pack with JK BMS", class_="subtitle"),
            *banner(document),
            _outcome(document),
        ),
        pairs(_particulars(document, clock)),
        *_list("Why", document.reasons),
        *_list("Open points", document.open_points),
    ]


def banner(document: Document) -> list[Html]:
    """Return the loud words above a report about no real pack; of a real one, nothing."""
    if not document.simulated:
        return []
    words = "There was no real pack behind these values. This report proves nothing of any site."
    return [tag("p", tag("strong", SIMULATED), words, class_="banner", role="note")]


def _outcome(document: Document) -> Html:
    found = document.verdict
    sign = tag("span", REPORT_SIGN[found], aria_hidden="true")
    return tag(
        "div",
        tag("p", "Verdict: ", sign, f" {found}", class_="words"),
        tag("p", MEANING[found]),
        tag("p", tally(document).capitalize()),
        class_=f"outcome {found.name}",
    )


def _particulars(document: Document, clock: LocalClock) -> list[tuple[str, Cell]]:
    when = f"{clock.shown(document.started)} to {clock.shown(document.finished)}"
    return [
        ("Report", numbered(document)),
        *_before(document),
        ("Site", document.site),
        ("Pack", document.pack),
        ("Technician", document.technician),
        ("Date", when),
        ("Board", _board(document.board)),
        ("Journal, SHA-256 of its head", tag("code", document.journal.head)),
        ("Seal, SHA-256 of this report", tag("code", document.seal or "not sealed")),
    ]


def _before(document: Document) -> list[tuple[str, Cell]]:
    """Return the seal of the revision that this one takes the place of, where there is one."""
    seal = document.supersedes
    return [("Takes the place of", tag("code", seal))] if seal else []


def _board(found: BoardIdentity | None) -> str:
    if found is None:
        return "not read"
    return f"{found.model}, firmware {found.firmware}, serial number {found.serial}"


def _list(title: str, items: tuple[Sentence, ...]) -> list[Html]:
    if not items:
        return []
    return [tag("section", tag("h3", title), bullets(item.words for item in items))]


def signatures(document: Document, _clock: LocalClock) -> list[Html]:
    """Return the lines to sign on; what is signed says the verdict again."""
    signed = f"Report {numbered(document)}, verdict {document.verdict}."
    sides = (
        ("Technician", document.technician, "answers for the readings taken by hand"),
        ("Customer", "", "has received this report"),
    )
    return [tag("p", signed), tag("div", *(_side(*side) for side in sides), class_="sign")]


def _side(role: str, name: str, what: str) -> Html:
    return tag(
        "div",
        tag("b", f"{role} "),
        f"({what})",
        tag("p", f"Name: {name}" if name else "Name"),
        tag("p", "Place, date"),
        tag("p", "Signature"),
    )
