"""The protocol page and the catalogue say the same."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from wizard.boards import bus, gap, pace, patience
from wizard.boards.frame_reader import FRAME_REPLY_S
from wizard.boards.reader import TRIES
from wizard.boards.rs485 import WRITE_REPLY_S
from wizard.protocol import fields
from wizard.protocol.catalogue import (
    ACTIONS,
    CALIBRATIONS,
    CLOCK,
    FRAMES,
    NEVER_SENT,
    PARAMETER,
    SWITCHES,
    Evidence,
    Parameter,
    Switch,
)
from wizard.protocol.framing import GAP, SIZE, TYPE_OF

PAGE = Path(__file__).parents[1] / "docs" / "protocol.md"
ROWS = [
    [cell.strip() for cell in line.strip("| ").split("|")]
    for line in PAGE.read_text("utf-8").splitlines()
    if line.startswith("| ")
]
WRITABLE = [row for row in PARAMETER.values() if row.evidence is not Evidence.NONE]
TURNED = [row for row in SWITCHES if row.evidence is not Evidence.NONE]
TOLD = (*ACTIONS, *CALIBRATIONS, CLOCK)


def _row(first: str) -> list[str]:
    (found,) = (row for row in ROWS if row[0] == first)
    return found


def _word(evidence: Evidence) -> str:
    return evidence.name.lower()


@pytest.mark.parametrize("row", WRITABLE, ids=lambda row: row.key)
def test_every_setting_that_can_be_written_stands_there(row: Parameter) -> None:
    _, label, address, bounds, evidence = _row(f"`{row.key}`")
    assert label == row.label
    half = " (byte)" if row.is_half else ""
    assert address == f"0x{row.place.address:04X}{half}"
    assert evidence == _word(row.evidence)
    unit = f" {row.unit}" if row.unit else ""
    assert bounds in {f"{row.low} to {row.high}{unit}", "whole units of its trigger"}


@pytest.mark.parametrize("row", TURNED, ids=lambda row: row.key)
def test_every_switch_that_can_be_turned_stands_there(row: Switch) -> None:
    _, label, bit, evidence, direction = _row(f"`{row.key}`")
    assert (label, bit, evidence) == (row.label, str(row.bit), _word(row.evidence))
    assert direction == ("both" if row.only is None else "off only")


def test_every_action_stands_there_with_its_evidence() -> None:
    for row in TOLD:
        _, label, address, _, evidence = _row(f"`{row.key}`")
        assert (label, address) == (row.label, f"0x{row.address:04X}")
        assert evidence == _word(row.evidence)


def test_every_frame_that_can_be_asked_for_stands_there() -> None:
    for table, address in FRAMES.items():
        (row,) = (row for row in ROWS if row[1:2] == [f"0x{address:04X}"])
        assert row[2] == f"type {TYPE_OF[table]}"


def test_everything_that_is_never_sent_stands_there_with_its_reason() -> None:
    for address, why in NEVER_SENT.items():
        assert _row(f"0x{address:04X}") == [f"0x{address:04X}", why]


def test_the_page_lists_nothing_as_writable_that_is_not() -> None:
    keys = {row.key for row in (*WRITABLE, *TURNED, *TOLD)}
    judged = {_word(Evidence.HIGH), _word(Evidence.MEDIUM)}
    listed = {row[0].strip("`") for row in ROWS if row[0].startswith("`") and judged & {*row}}
    assert listed == keys


def _written(names: Iterable[str]) -> None:
    page = PAGE.read_text("utf-8")
    for name in names:
        assert name in page, name


def test_the_page_says_every_unit_that_a_value_can_have() -> None:
    rows = (*PARAMETER.values(), *fields.STATUS, *fields.STATUS_MORE, *fields.SHOWN, *fields.INFO)
    units = {row[-1].split(";")[0] for row in ROWS}
    assert {row.unit for row in rows if row.unit} <= units
    _written([f"{SIZE} bytes", f"{GAP} zero bytes"])


def _time(seconds: float) -> str:
    return f"{seconds:g} s" if seconds >= 1 else f"{1000 * seconds:g} ms"


TIMES = {
    "gap before a read": (gap.FIRST_S, gap.SHORTEST_S, gap.LONGEST_S),
    "gap after a lost read": (gap.FIRST_S,),
    "gap before a write": (gap.FIRST_S, gap.LONGEST_S),
    "wait for registers": (patience.REPLY_S,),
    "wait for a frame": (FRAME_REPLY_S,),
    "wait for a receipt": (WRITE_REPLY_S,),
    "wait for who answered slowly": (patience.LONGEST_S,),
    "wait for who never answered": (patience.SHORTEST_S, patience.REPLY_S),
    "silence after a time-out": (bus.QUIET_S,),
}


@pytest.mark.parametrize("rule", TIMES)
def test_every_rule_of_timing_stands_there_with_its_times(rule: str) -> None:
    told = _row(rule)[1]
    assert [time for time in map(_time, TIMES[rule]) if time not in told] == []


def test_the_counts_of_the_timing_stand_there() -> None:
    assert _row("gap that is believed")[1] == f"{gap.PROOF} reads heard in a row"
    assert _row("gap before a write")[1].startswith(f"{pace.SPARE:g} times")
    assert _row("tries of a read")[1] == str(TRIES)
    (never,) = (row[0] for row in ROWS if row[0].startswith("gap that is never below"))
    assert never.endswith(_time(gap.FIRST_S))
