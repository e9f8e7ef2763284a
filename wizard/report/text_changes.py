"""What was set, sent and shifted, as tables of the plain text report."""

from collections.abc import Iterable
from decimal import Decimal

from wizard.report.document import SettingRow, ShiftRow, WriteRow
from wizard.report.lines import Paper
from wizard.report.spoken import OUTCOME, Words, verdict
from wizard.report.text_tables import moment
from wizard.text import Text, text

SETTING = (25, 9, 9, 9, 9, 14)
SETTING_HEAD = (
    text("setting (JK's name)"), text("before"), text("preset"), text("wanted"), text("final"),
    text("verdict"),
)  # fmt: skip
WRITE = (4, 29, 12, 12, 19)
WRITE_HEAD = (
    text("no."), text("setting (JK's name)"), text("before"), text("wanted"),
    text("outcome, its proof"),
)  # fmt: skip
POINT = (34, 16, 16)
POINT_HEAD = (text("setting (JK's name)"), text("original"), text("for the test"))


def settings(paper: Paper, rows: Iterable[SettingRow]) -> list[str]:
    """Return the settings by JK's labels: first read, after the preset, wanted, final."""
    lines: list[str] = []
    for one in rows:
        values = (one.first, one.after_preset, one.wanted, one.final)
        lines += paper.row((one.label, *map(_digits, values), verdict(one.verdict)), SETTING)
    return [*paper.row(SETTING_HEAD, SETTING), *lines] if lines else []


def _digits(value: Decimal | None) -> str:
    return "-" if value is None else f"{value:f}"


def writes(paper: Paper, rows: Iterable[WriteRow]) -> list[str]:
    """Return what was sent to the board, and what proves its outcome."""
    lines: list[str] = []
    for one in rows:
        before = one.before.printed if one.before else "-"
        wanted = one.wanted.printed if one.wanted else text("action")
        outcome = OUTCOME[one.outcome] if one.outcome else text("never settled")
        proof = one.proof.text if one.proof else text("NOT PROVED")
        lines += paper.row((str(one.number), one.label, before, wanted, (outcome, proof)), WRITE)
        if one.reason:
            lines += paper.indented(one.reason.text, 5)
    return [*paper.row(WRITE_HEAD, WRITE), *lines] if lines else []


def shift(paper: Paper, found: ShiftRow) -> list[str]:
    """Return the limits that were shifted and whether they came back."""
    points = [
        line
        for one in found.points
        for line in paper.row(
            (one.label, one.original.printed, one.wanted.printed if one.wanted else "-"),
            POINT, indent=4,
        )
    ]  # fmt: skip
    title = text(
        "Shift {n} of board {serial}, {when}, at most {s} s",
        n=found.number, serial=found.serial, when=moment(found.opened_at), s=found.deadline_s,
    )  # fmt: skip
    return [
        *paper.indented(title),
        *paper.row(POINT_HEAD, POINT, indent=4),
        *points,
        *_end(paper, found),
        "",
    ]


def _end(paper: Paper, found: ShiftRow) -> list[str]:
    if found.closed:
        return paper.indented(restored(found, moment(found.closed_at)))
    lines = paper.indented(text("LEFT OPEN: {why}", why=why_open(found)))
    lines += paper.indented(text("SET BY HAND at this board:"))
    for point in found.set_by_hand:
        lines += paper.indented(f"{point.label} = {point.original.printed}", 4, "[ ] ")
    return lines


def restored(found: ShiftRow, when: Words) -> Text:
    """Return when and why limits came back, and what proves it."""
    return text(
        "Restored {when} ({why}): all settings read twice and equal to the originals.",
        when=str(when) if not isinstance(when, Text) else when,
        why=text(found.why),
    )


def why_open(found: ShiftRow) -> Text:
    """Return why limits did not come back."""
    return found.left_open.text if found.left_open else text("the record ends before a restore")
