"""The packs of a site on the page of its report."""

from wizard.report.document import Document, PackRow
from wizard.report.html_marks import REPORT_SIGN, LocalClock
from wizard.report.html_parts import Cell, Html, row, table, tag
from wizard.report.spoken import REPORT
from wizard.report.text_packs import at
from wizard.text import text

HEAD = (
    text("No."), text("Pack"), text("Address"), text("Serial number"), text("Verdict"),
    text("Its own report"),
)  # fmt: skip


def packs(document: Document, _clock: LocalClock) -> list[Html]:
    """Return the packs of a site, each with the hash that its own journal ends in."""
    if not document.packs:
        return []
    return [table("packs", HEAD, [[row(HEAD, _cells(one)) for one in document.packs]])]


def _cells(one: PackRow) -> tuple[Cell, ...]:
    sign = tag("span", REPORT_SIGN[one.verdict], aria_hidden="true")
    return (
        str(one.number),
        (one.name, tag("div", text("by {checklist}", checklist=one.checklist), class_="remark")),
        at(one),
        one.serial or text("not read"),
        tag("strong", sign, " ", REPORT[one.verdict]),
        _report(one),
    )


def _report(one: PackRow) -> Cell:
    if not one.report:
        return text("none yet")
    page = f"./{one.report.removesuffix('.json')}.html"  # beside this page, whatever its name
    return (tag("a", one.session, href=page), tag("div", tag("code", one.head), class_="small"))
