"""The packs of a site as plain text."""

from collections.abc import Iterable

from wizard.report.document import PackRow
from wizard.report.lines import labelled, row

COLUMNS = (3, 22, 7, 22, 22)


def packs(found: Iterable[PackRow]) -> list[str]:
    """Return the packs of a site: a line each, then where each one's own record lies."""
    rows = list(found)
    if not rows:
        return []
    lines = row(("no.", "pack", "at", "serial number", "verdict"), COLUMNS)
    for one in rows:
        lines += row(
            (str(one.number), one.name, at(one), one.serial or "not read", one.verdict), COLUMNS
        )
    for one in rows:
        lines += ["", *labelled(f"Pack {one.number}", f"checklist {one.checklist}")]
        lines += labelled("Its report", one.report or "none yet")
        lines += labelled("Head SHA-256", one.head or "none yet", 14)
    return lines


def at(one: PackRow) -> str:
    """Return where a pack is on the bus, with the plan where that is elsewhere."""
    found = "?" if one.address is None else str(one.address)
    return found if one.address == one.planned else f"{found} ({one.planned})"
