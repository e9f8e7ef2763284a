"""What was set, sent and shifted, as tables of the plain text report."""

from collections.abc import Iterable
from decimal import Decimal

from wizard.report.document import SettingRow, ShiftRow, WriteRow
from wizard.report.lines import indented, row
from wizard.report.text_tables import moment, verdict

SETTING = (25, 9, 9, 9, 9, 14)
WRITE = (4, 29, 12, 12, 19)
POINT = (34, 16, 16)


def settings(rows: Iterable[SettingRow]) -> list[str]:
    """Return the settings by JK's labels: first read, after the preset, wanted, final."""
    lines: list[str] = []
    for one in rows:
        values = (one.first, one.after_preset, one.wanted, one.final)
        lines += row((one.label, *map(_digits, values), verdict(one.verdict)), SETTING)
    head = ("setting (JK's name)", "before", "preset", "wanted", "final", "verdict")
    return [*row(head, SETTING), *lines] if lines else []


def _digits(value: Decimal | None) -> str:
    return "-" if value is None else f"{value:f}"


def writes(rows: Iterable[WriteRow]) -> list[str]:
    """Return what was sent to the board, and what proves its outcome."""
    lines: list[str] = []
    for one in rows:
        before = one.before.printed if one.before else "-"
        wanted = one.wanted.printed if one.wanted else "action"
        outcome = f"{one.outcome or 'never settled'}\n{one.proof or 'NOT PROVED'}"
        lines += row((str(one.number), one.label, before, wanted, outcome), WRITE)
        if one.reason:
            lines += indented(one.reason.words, 5)
    head = ("no.", "setting (JK's name)", "before", "wanted", "outcome, its proof")
    return [*row(head, WRITE), *lines] if lines else []


def shift(found: ShiftRow) -> list[str]:
    """Return the limits that were shifted and whether they came back."""
    points = [
        line
        for one in found.points
        for line in row(
            (one.label, one.original.printed, one.wanted.printed if one.wanted else "-"),
            POINT, indent=4,
        )
    ]  # fmt: skip
    return [
        *indented(
            f"Shift {found.number} of board {found.serial}, {moment(found.opened_at)}, "
            f"at most {found.deadline_s} s"
        ),
        *row(("setting (JK's name)", "original", "for the test"), POINT, indent=4),
        *points,
        *_end(found),
        "",
    ]


def _end(found: ShiftRow) -> list[str]:
    if found.closed:
        proof = "all settings read twice and equal to the originals"
        return indented(f"RESTORED {moment(found.closed_at)} ({found.why}): {proof}.")
    why = found.left_open.words if found.left_open else "the record ends before a restore"
    lines = indented(f"LEFT OPEN: {why}")
    lines += indented("SET BY HAND at this board:")
    for point in found.set_by_hand:
        lines += indented(f"{point.label} = {point.original.printed}", 4, "[ ] ")
    return lines
