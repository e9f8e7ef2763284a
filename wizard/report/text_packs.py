"""The packs of a site as plain text."""

from collections.abc import Iterable

from wizard.report.document import PackRow
from wizard.report.lines import Paper
from wizard.report.spoken import REPORT
from wizard.text import text

COLUMNS = (3, 22, 7, 22, 22)
HEAD = (text("no."), text("pack"), text("at"), text("serial number"), text("verdict"))


def packs(paper: Paper, found: Iterable[PackRow]) -> list[str]:
    """Return the packs of a site: a line each, then where each one's own record lies."""
    rows = list(found)
    if not rows:
        return []
    lines = paper.row(HEAD, COLUMNS)
    for one in rows:
        serial = one.serial or text("not read")
        lines += paper.row(
            (str(one.number), one.name, at(one), serial, REPORT[one.verdict]), COLUMNS
        )
    for one in rows:
        followed = text("checklist {checklist}", checklist=one.checklist)
        lines += ["", *paper.labelled(text("Pack {n}", n=one.number), followed)]
        lines += paper.labelled(text("Its report"), one.report or text("none yet"))
        lines += paper.labelled(text("Head SHA-256"), one.head or text("none yet"), 14)
    return lines


def at(one: PackRow) -> str:
    """Return where a pack is on the bus, with the plan where that is elsewhere."""
    found = "?" if one.address is None else str(one.address)
    return found if one.address == one.planned else f"{found} ({one.planned})"
