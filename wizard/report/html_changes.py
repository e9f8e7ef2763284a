"""What was set, sent and shifted, in the HTML report."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from wizard.report.document import SetPoint, SettingRow, ShiftRow, WriteRow
from wizard.report.html_marks import LocalClock, verdict
from wizard.report.html_parts import Cell, Html, line, row, table, tag
from wizard.report.parts import Amount

SETTING = (
    "Setting (JK's name)", "Unit", "First read", "After preset", "Wanted", "At the end", "Verdict",
)  # fmt: skip
WRITE = ("Setting (JK's name)", "Before", "Wanted", "Outcome", "Proof", "When, why")
POINT = ("Setting (JK's name)", "Original", "For the test")


def settings(rows: Iterable[SettingRow]) -> Html:
    """Return settings by JK's names: first read, after the preset, wanted, at the end."""
    return table("settings", SETTING, [map(_setting, rows)])


def _setting(one: SettingRow) -> Html:
    values = (one.first, one.after_preset, one.wanted, one.final)
    cells = (one.label, one.unit, *map(_digits, values), verdict(one.verdict))
    return row(SETTING, cells)


def _digits(value: Decimal | None) -> str:
    return "-" if value is None else f"{value:f}"


def writes(rows: Iterable[WriteRow], clock: LocalClock, titles: Mapping[str, str]) -> Html:
    """Return what was sent to the board, with its outcome and what proves it.

    `titles` are those of steps by their ids.
    """
    return table("writes", WRITE, [[_write(one, clock, titles) for one in rows]])


def _write(one: WriteRow, clock: LocalClock, titles: Mapping[str, str]) -> Html:
    outcome: list[Html | str] = [one.outcome.value if one.outcome else "never settled"]
    if one.found:
        outcome.append(line(f"found {one.found.printed}"))
    if one.reason:
        outcome.append(line(one.reason.words))
    why = ", ".join(part for part in (one.purpose, titles.get(one.step, one.step)) if part)
    cells: tuple[Cell, ...] = (
        f"{one.number}. {one.label}",
        _printed(one.before, "-"),
        _printed(one.wanted, "action"),
        tuple(outcome),
        one.proof or tag("strong", "✗ NOT PROVED"),
        (clock.shown(one.at), line(why), line(f"board {one.serial}")),
    )
    return row(WRITE, cells)


def _printed(found: Amount | None, otherwise: str) -> str:
    return found.printed if found else otherwise


def shift(found: ShiftRow, clock: LocalClock) -> Html:
    """Return limits that were shifted for a test, and whether they came back."""
    return tag(
        "section",
        tag("h3", f"Shift {found.number} of board {found.serial}: ",
            tag("strong", "✓ restored" if found.closed else "✗ LEFT OPEN")),
        tag("p", f"Begun {clock.shown(found.opened_at)}, allowed for {found.deadline_s} s."),
        table("points", POINT, [[_point(one) for one in found.points]]),
        *_end(found, clock),
    )  # fmt: skip


def _point(one: SetPoint) -> Html:
    return row(POINT, (one.label, one.original.printed, _printed(one.wanted, "-")))


def _end(found: ShiftRow, clock: LocalClock) -> list[Html]:
    if found.closed:
        proof = "all settings read twice and equal to the originals"
        return [tag("p", f"Restored {clock.shown(found.closed_at)} ({found.why}): {proof}.")]
    why = found.left_open.words if found.left_open else "the record ends before a restore"
    todo = (tag("li", f"☐ {one.label} = {one.original.printed}") for one in found.set_by_hand)
    return [
        tag("p", f"Left open: {why.rstrip('.')}."),
        tag("p", tag("strong", "Set by hand at this board:")),
        tag("ul", *todo, class_="by-hand"),
    ]
