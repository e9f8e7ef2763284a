"""What ends a protection test at once, and who may: the limits come back in every case."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.procedure.support import SILENT, Ran, Site, altered, only, waiting_for
from tests.procedure.test_protection import STEP, in_order, shifts
from wizard.procedure.interrupts import Interrupt
from wizard.procedure.questions import Choice, View
from wizard.procedure.session import Session
from wizard.record.events import ShiftLeftOpen, StepInterrupted
from wizard.record.journal import read
from wizard.simulator.create import create
from wizard.simulator.firmware import Board

TEST = altered(only("chemistry-preset", "pack-settings", STEP), STEP, steady_s=1)


def _alarm(board: Board) -> None:
    board.quirks = replace(board.quirks, alarms=frozenset({1}))


def _current(board: Board) -> None:
    board.pack.drive(Decimal(-16))


def _cell(board: Board) -> None:
    board.pack.resting[4] -= 31


def _apart(board: Board) -> None:
    board.pack.resting[:] = [3360, *board.pack.resting[1:-1], 3240]


def _hot(board: Board) -> None:
    board.pack.mos_temperature = Decimal(71)


def _other_mos(board: Board) -> None:
    board.protections[1].tripped = True


def _cell_gone(board: Board) -> None:
    board.quirks = replace(board.quirks, blind=frozenset({16}))


DANGERS: list[tuple[Callable[[Board], None], str]] = [
    (_alarm, "an alarm came up"),
    (_current, "a current of -16.000 A flows"),
    (_cell, "a cell moved by more than 30 mV"),
    (_apart, "a cell moved by more than 30 mV"),
    (_hot, "the MOS is over 70 °C"),
    (_other_mos, "the discharge MOS opened as well"),
    (_cell_gone, "a cell moved by more than 30 mV"),
]


@pytest.mark.parametrize(("danger", "reason"), DANGERS)
def test_a_danger_while_waiting_for_the_trip_ends_the_test_and_restores(
    tmp_path: Path, danger: Callable[[Board], None], reason: str
) -> None:
    site = Site(tmp_path, create("no-trip"), TEST)
    when = waiting_for("waiting for the trip", lambda: danger(site.simulation.board))
    ran = site.run(when=when)
    assert ran.verdict(STEP) == "fail"
    assert reason in ran.reason(STEP)
    assert in_order(site, ran)


def test_cells_that_drift_apart_end_the_test_though_none_moved_far(tmp_path: Path) -> None:
    site = Site(tmp_path, create("no-trip"), TEST)
    cells = site.simulation.pack.resting
    cells[2] += 60

    def apart() -> None:
        cells[2] += 25
        cells[3] -= 25

    ran = site.run(when=waiting_for("waiting for the trip", apart))
    assert "the cells are over 100 mV apart" in ran.reason(STEP)
    assert in_order(site, ran)


def test_a_danger_while_the_person_looks_ends_the_test_without_an_answer(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=TEST)

    def looking() -> str:
        _cell(site.simulation.board)
        return SILENT

    ran = site.run({"hand-check": looking})
    assert ran.verdict(STEP) == "fail"
    assert "a cell moved" in ran.reason(STEP)
    assert in_order(site, ran)


def test_readings_lost_in_a_row_end_the_test(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=TEST)
    board = site.simulation.board

    def silent(*, now: bool) -> None:
        board.quirks = replace(board.quirks, silent=now)

    def when(view: View) -> None:
        waits(view)
        back(view)

    waits = waiting_for("waiting for the trip", lambda: silent(now=True))
    back = waiting_for("restoring", lambda: silent(now=False))
    ran = site.run(when=when)
    assert ran.verdict(STEP) == "fail"
    assert "3 readings in a row were lost" in ran.reason(STEP)
    assert in_order(site, ran)


def test_a_silent_person_does_not_keep_limits_shifted_beyond_the_deadline(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=TEST)
    ran = site.run({"hand-check": SILENT})
    assert ran.verdict(STEP) == "not taken"
    assert "restored before the test was done (deadline)" in ran.reason(STEP)
    closed = next(iter(ran.state.shifts.values()))
    assert closed.closed
    assert len(shifts(ran)) == 1
    assert in_order(site, ran)


def interrupted(site: Site, *reasons: Interrupt) -> Ran:
    """Run a test in whose hand check the person presses keys instead of answering."""
    sessions: list[Session] = []

    def press() -> str:
        for why in reasons:
            sessions[0].interrupt(why)
        return SILENT

    return site.run({"hand-check": press}, before=sessions.append)


def test_restore_now_restores_and_leaves_the_verdict_not_taken(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=TEST)
    ran = interrupted(site, Interrupt.RESTORE)
    assert ran.verdict(STEP) == "not taken"
    assert "(restore)" in ran.reason(STEP)
    asked = ran.person.question("not-passed")
    assert isinstance(asked, Choice)
    assert [option.key for option in asked.options] == ["again", "on", "leave"]
    assert in_order(site, ran)


@pytest.mark.parametrize("why", [Interrupt.BACK, Interrupt.REPEAT, Interrupt.QUIT])
def test_every_way_out_of_the_test_restores_first(tmp_path: Path, why: Interrupt) -> None:
    site = Site(tmp_path, checklist=TEST)
    ran = interrupted(site, why, Interrupt.QUIT)
    assert not ran.ended
    assert in_order(site, ran)
    words = [event.why for event in read(ran.journal).events if isinstance(event, StepInterrupted)]
    assert words == ["quit"]


def test_restore_where_nothing_is_shifted_says_so_and_changes_nothing(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=TEST)
    sessions: list[Session] = []

    def press() -> str:
        sessions[0].interrupt(Interrupt.RESTORE)
        return "pack 1"

    ran = site.run({"pack": press}, before=sessions.append)
    assert ran.ended
    assert any("No limits are shifted" in notice for notice in ran.notices)


def test_limits_are_never_restored_into_another_board(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=TEST)
    board = site.simulation.board
    written: list[list[str]] = []

    def swap() -> str:
        board.nameplate = replace(board.nameplate, serial="50419999999")
        written.append(site.written())
        return "no-source"

    ran = site.run({"hand-check": swap})
    assert site.written() == written[0]
    left = [event for event in read(ran.journal).events if isinstance(event, ShiftLeftOpen)]
    assert "50419999999" in str(left[0].reason)
    assert ran.state.open_shifts
    assert "recovery" in ran.person.keys
    assert "LIMITS ARE STILL SHIFTED" in str(ran.person.question("recovery").prompt)
    assert not ran.ended


def test_the_next_run_restores_before_anything_else(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=TEST)
    board = site.simulation.board
    plate = board.nameplate

    def swap() -> str:
        board.nameplate = replace(plate, serial="50419999999")
        return "no-source"

    site.run({"hand-check": swap})
    board.nameplate = plate
    ran = site.run()
    assert ran.verdict(STEP) == "pass"
    assert in_order(site, ran)
    assert ran.state.shifts[1].closed
