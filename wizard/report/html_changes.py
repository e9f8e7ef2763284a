"""What was set, sent and shifted, in the HTML report."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from wizard.report.document import SetPoint, SettingRow, ShiftRow, WriteRow
from wizard.report.html_marks import LocalClock, verdict
from wizard.report.html_parts import Cell, Child, Html, line, row, table, tag
from wizard.report.parts import Amount
from wizard.report.purposes import purpose_words
from wizard.report.spoken import OUTCOME, Words, chain
from wizard.report.text_changes import restored, why_open
from wizard.text import Text, text

SETTING = (
    text("Setting (JK's name)"), text("Unit"), text("First read"), text("After preset"),
    text("Wanted"), text("At the end"), text("Verdict"),
)  # fmt: skip
WRITE = (
    text("Setting (JK's name)"), text("Before"), text("Wanted"), text("Outcome"), text("Proof"),
    text("When, why"),
)  # fmt: skip
POINT = (text("Setting (JK's name)"), text("Original"), text("For the test"))


def settings(rows: Iterable[SettingRow]) -> Html:
    """Return settings by JK's names: first read, after the preset, wanted, at the end."""
    return table("settings", SETTING, [map(_setting, rows)])


def _setting(one: SettingRow) -> Html:
    values = (one.first, one.after_preset, one.wanted, one.final)
    cells = (one.label, one.unit, *map(_digits, values), verdict(one.verdict))
    return row(SETTING, cells)


def _digits(value: Decimal | None) -> str:
    return "-" if value is None else f"{value:f}"


def writes(rows: Iterable[WriteRow], clock: LocalClock, titles: Mapping[str, Text]) -> Html:
    """Return what was sent to the board, with its outcome and what proves it.

    `titles` are those of steps by their ids.
    """
    return table("writes", WRITE, [[_write(one, clock, titles) for one in rows]])


def _write(one: WriteRow, clock: LocalClock, titles: Mapping[str, Text]) -> Html:
    outcome: list[Child] = [OUTCOME[one.outcome] if one.outcome else text("never settled")]
    if one.found:
        outcome.append(line(text("found {value}", value=one.found.printed)))
    if one.reason:
        outcome.append(line(one.reason.text))
    why = chain((purpose_words(one.purpose), titles.get(one.step, text(one.step))))
    cells: tuple[Cell, ...] = (
        f"{one.number}. {one.label}",
        _printed(one.before, "-"),
        _printed(one.wanted, text("action")),
        tuple(outcome),
        one.proof.text if one.proof else tag("strong", "✗ ", text("NOT PROVED")),
        (clock.shown(one.at), line(why), line(text("board {serial}", serial=one.serial))),
    )
    return row(WRITE, cells)


def _printed(found: Amount | None, otherwise: Words) -> Words:
    return found.printed if found else otherwise


def shift(found: ShiftRow, clock: LocalClock) -> Html:
    """Return limits that were shifted for a test, and whether they came back."""
    return tag(
        "section",
        tag("h3", text("Shift {n} of board {serial}", n=found.number, serial=found.serial), ": ",
            _how_it_ended(found)),
        tag("p", text("Begun {when}, allowed for {s} s.",
                      when=clock.shown(found.opened_at), s=found.deadline_s)),
        table("points", POINT, [[_point(one) for one in found.points]]),
        *_end(found, clock),
    )  # fmt: skip


def _how_it_ended(found: ShiftRow) -> Html:
    if found.closed:
        return tag("strong", "✓ ", text("restored"))
    return tag("strong", "✗ ", text("LEFT OPEN"))


def _point(one: SetPoint) -> Html:
    return row(POINT, (one.label, one.original.printed, _printed(one.wanted, "-")))


def _end(found: ShiftRow, clock: LocalClock) -> list[Html]:
    if found.closed:
        return [tag("p", restored(found, clock.shown(found.closed_at)))]
    todo = (tag("li", f"☐ {one.label} = {one.original.printed}") for one in found.set_by_hand)
    return [
        tag("p", text("Left open: {why}", why=why_open(found))),
        tag("p", tag("strong", text("Set by hand at this board:"))),
        tag("ul", *todo, class_="by-hand"),
    ]
