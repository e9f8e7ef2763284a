"""What ends a protection test at once, and who may: the limits come back in every case."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.procedure.support import SILENT, Ran, Site, altered, waiting_for
from tests.procedure.support_protection import (
    BOTH,
    LIMITS,
    OVER,
    UNDER,
    LooseCable,
    in_order,
    ready_site,
    shifts,
)
from wizard.procedure.interrupts import Interrupt
from wizard.procedure.questions import Choice
from wizard.procedure.session import Session
from wizard.procedure.step import Span
from wizard.procedure.views import Notice, View
from wizard.record.events import ShiftLeftOpen, StepInterrupted
from wizard.record.journal import read
from wizard.simulator.firmware import Board
from wizard.simulator.hands import Hands


def quick(folder: Path, step: str, fault: str | None = None) -> Site:
    """A site whose cells have to be steady for a second only."""
    site = ready_site(folder, step, fault=fault)
    site.checklist = altered(site.checklist, step, steady=Span(1, "for this test"))
    return site


def _alarm(board: Board) -> None:
    board.quirks = replace(board.quirks, alarms=frozenset({1}))


def _load(board: Board) -> None:
    board.pack.drive(Decimal(-16))


def _charge(board: Board) -> None:
    board.pack.drive(Decimal(16))


def _cell(board: Board) -> None:
    board.pack.resting[4] -= 31


def _hot(board: Board) -> None:
    board.pack.mos_temperature = Decimal(71)


def _charge_opens(board: Board) -> None:
    board.protections[0].tripped = True


def _discharge_opens(board: Board) -> None:
    board.protections[1].tripped = True


def _cell_gone(board: Board) -> None:
    board.quirks = replace(board.quirks, blind=frozenset({16}))


def _emergency(board: Board) -> None:
    board.emergency = 600


DANGERS: list[tuple[str, Callable[[Board], None], str]] = [
    *((step, _alarm, "an alarm came up: 1 MOS over-temperature") for step in BOTH),
    *((step, _load, "a current flows of -16.000 A, limit at most 15 A") for step in BOTH),
    *((step, _charge, "a current flows of 16.000 A, limit at most 15 A") for step in BOTH),
    *((step, _cell, "a cell moved by 0.031 V, limit at most 0.03 V") for step in BOTH),
    *((step, _cell_gone, "a cell moved by 3.") for step in BOTH),
    *((step, _hot, "the MOS are at 71") for step in BOTH),
    (OVER, _discharge_opens, "the discharge MOS opened as well"),
    (UNDER, _charge_opens, "the charge MOS opened as well"),
    *((step, _emergency, "Emergency was switched on") for step in BOTH),
]


@pytest.mark.parametrize(("step", "danger", "reason"), DANGERS)
def test_a_danger_while_waiting_for_the_trip_ends_the_test_and_restores(
    tmp_path: Path, step: str, danger: Callable[[Board], None], reason: str
) -> None:
    site = quick(tmp_path, step, "no-trip")
    when = waiting_for("waiting for the trip", lambda: danger(site.simulation.board))
    ran = site.run(when=when)
    assert ran.verdict(step) == "fail"
    assert reason in ran.reason(step)
    assert not ran.state.open_shifts
    held, known = site.settings(), shifts(ran)[0].originals
    assert all(held[key] == known[key].value for key in LIMITS[step])


@pytest.mark.parametrize("step", BOTH)
def test_somebody_who_changes_power_off_ends_the_test_and_must_set_it_back(
    tmp_path: Path, step: str
) -> None:
    site = quick(tmp_path, step, "no-trip")
    board = site.simulation.board

    def change() -> None:
        board.set("power_off_voltage", Decimal("2.4"))

    def set_back() -> str:
        board.set("power_off_voltage", Decimal("2.5"))
        return "again"

    ran = site.run({"recovery": set_back}, when=waiting_for("waiting for the trip", change))
    seen = ran.observed(step, "aborted")
    assert seen == "somebody changed Power Off Volt. (V) from 2.500 to 2.400"
    asked = str(ran.person.question("recovery").prompt)
    assert "Power Off Volt. (V) is 2.400 V, it was 2.500 V" in asked
    assert ran.verdict(step) == "fail"
    assert in_order(site, ran)


def test_ten_ampere_of_a_test_source_are_no_danger(tmp_path: Path) -> None:
    site = quick(tmp_path, UNDER)
    Hands(site.simulation).load(Decimal(10))
    ran = site.run({"test-source": "on", "hand-check": "nothing"})
    assert ran.verdict(UNDER) == "pass"


def test_cells_that_drift_apart_end_the_test_though_none_moved_far(tmp_path: Path) -> None:
    site = quick(tmp_path, OVER, "no-trip")
    cells = site.simulation.pack.resting
    cells[2] += 60

    def apart() -> None:
        cells[2] += 25
        cells[3] -= 25

    ran = site.run(when=waiting_for("waiting for the trip", apart))
    assert "the cells are apart by 0.107 V, limit at most 0.1 V" in ran.reason(OVER)
    assert in_order(site, ran)


def test_a_danger_while_the_person_looks_ends_the_test_without_an_answer(tmp_path: Path) -> None:
    site = quick(tmp_path, OVER)

    def looking() -> str:
        _cell(site.simulation.board)
        return SILENT

    ran = site.run({"hand-check": looking})
    assert ran.verdict(OVER) == "fail"
    assert "a cell moved" in ran.reason(OVER)
    assert in_order(site, ran)


def test_readings_lost_in_a_row_end_the_test(tmp_path: Path) -> None:
    site = quick(tmp_path, OVER)
    board = site.simulation.board

    def silent(*, now: bool) -> None:
        board.quirks = replace(board.quirks, silent=now)

    def when(view: View) -> None:
        waits(view)
        back(view)

    waits = waiting_for("waiting for the trip", lambda: silent(now=True))
    back = waiting_for("restoring", lambda: silent(now=False))
    ran = site.run(when=when)
    assert ran.verdict(OVER) == "fail"
    assert "3 readings in a row were lost" in ran.reason(OVER)
    assert in_order(site, ran)


def test_a_silent_person_does_not_keep_limits_shifted_beyond_the_deadline(tmp_path: Path) -> None:
    site = quick(tmp_path, OVER)
    ran = site.run({"hand-check": SILENT})
    assert ran.verdict(OVER) == "not taken"
    assert "restored before the test was done (deadline)" in ran.reason(OVER)
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
    site = quick(tmp_path, OVER)
    ran = interrupted(site, Interrupt.RESTORE)
    assert ran.verdict(OVER) == "not taken"
    assert "(restore)" in ran.reason(OVER)
    asked = ran.person.question("not-passed")
    assert isinstance(asked, Choice)
    assert [option.key for option in asked.options] == ["again", "on", "leave"]
    assert in_order(site, ran)


@pytest.mark.parametrize("why", [Interrupt.BACK, Interrupt.REPEAT, Interrupt.QUIT])
def test_every_way_out_of_the_test_restores_first(tmp_path: Path, why: Interrupt) -> None:
    site = quick(tmp_path, OVER)
    ran = interrupted(site, why, Interrupt.QUIT)
    assert not ran.ended
    assert in_order(site, ran)
    words = [event.why for event in read(ran.journal).events if isinstance(event, StepInterrupted)]
    assert words == ["quit"]


def test_restore_where_nothing_is_shifted_says_so_and_changes_nothing(tmp_path: Path) -> None:
    site = quick(tmp_path, OVER)
    sessions: list[Session] = []

    def press() -> str:
        sessions[0].interrupt(Interrupt.RESTORE)
        return "pack 1"

    ran = site.run({"pack": press}, before=sessions.append)
    assert ran.ended
    assert any("No limits are shifted" in notice for notice in ran.notices)


def test_limits_are_never_restored_into_another_board(tmp_path: Path) -> None:
    site = quick(tmp_path, OVER)
    board = site.simulation.board
    written: list[list[str]] = []

    def swap() -> str:
        board.nameplate = replace(board.nameplate, serial="50419999999")
        written.append(site.written())
        return "nothing"

    ran = site.run({"hand-check": swap})
    assert site.written() == written[0]
    left = [event for event in read(ran.journal).events if isinstance(event, ShiftLeftOpen)]
    assert "50419999999" in str(left[0].reason)
    assert ran.state.open_shifts
    assert "recovery" in ran.person.keys
    assert "LIMITS ARE STILL SHIFTED" in str(ran.person.question("recovery").prompt)
    assert not ran.ended


def test_the_next_run_restores_before_anything_else(tmp_path: Path) -> None:
    site = quick(tmp_path, OVER)
    board = site.simulation.board
    plate = board.nameplate

    def swap() -> str:
        board.nameplate = replace(plate, serial="50419999999")
        return "nothing"

    site.run({"hand-check": swap})
    board.nameplate = plate
    ran = site.run()
    assert ran.verdict(OVER) == "pass"
    assert in_order(site, ran)
    assert ran.state.shifts[1].closed


def test_a_board_that_is_swapped_while_the_person_looks_is_noticed_and_left_alone(
    tmp_path: Path,
) -> None:
    site = quick(tmp_path, OVER)
    board = site.simulation.board
    written: list[list[str]] = []

    def swap() -> str:
        board.nameplate = replace(board.nameplate, serial="50419999999")
        written.append(site.written())
        return SILENT

    ran = site.run({f"{OVER}.hand-check": swap})
    aborted = ran.observed(OVER, "aborted")
    assert "another board answers, serial number 50419999999" in aborted
    assert site.written() == written[0]
    assert ran.state.open_shifts


@pytest.mark.parametrize("step", BOTH)
def test_a_silent_board_is_to_be_woken_and_is_restored_before_all_else(
    tmp_path: Path, step: str
) -> None:
    site = quick(tmp_path, step)
    hands = Hands(site.simulation)

    def goes_dark() -> str:
        hands.switch_off()
        return SILENT

    told: list[str] = []

    def when(view: View) -> None:
        if isinstance(view, Notice) and "wake it by its button" in str(view.what):
            told.append(str(view.what))
            hands.switch_on()

    ran = site.run({f"{step}.hand-check": goes_dark}, when=when)
    assert told
    assert ran.verdict(step) == "fail"
    assert "3 readings in a row were lost" in ran.reason(step)
    assert in_order(site, ran)


@pytest.mark.parametrize("step", BOTH)
def test_a_pulled_cable_is_waited_for_and_the_limits_come_back(tmp_path: Path, step: str) -> None:
    site = quick(tmp_path, step)
    cable = site.link = LooseCable("demo:", site.simulation.line)

    def pull() -> str:
        cable.out = True
        cable.pull()
        return SILENT

    ran = site.run(
        {f"{step}.hand-check": pull},
        when=waiting_for("restoring the limits", lambda: setattr(cable, "out", False)),
    )
    assert ran.verdict(step) == "not taken"
    assert any("Check the cable" in notice for notice in ran.notices)
    assert in_order(site, ran)


@pytest.mark.parametrize("step", BOTH)
def test_what_a_killed_program_left_shifted_is_restored_before_anything_else(
    tmp_path: Path, step: str
) -> None:
    site = quick(tmp_path, step)
    board, journal = site.simulation.board, tmp_path / "journal.jsonl"
    left: list[tuple[bytes, dict[str, Decimal]]] = []

    def killed() -> str:
        left.append((journal.read_bytes(), board.all_settings()))
        return "nothing"

    site.run({f"{step}.hand-check": killed})
    originals = site.settings()
    record, shifted = left[0]
    journal.write_bytes(record)
    for key, value in shifted.items():
        board.set(key, value)
    assert {key for key in shifted if shifted[key] != originals[key]} == set(LIMITS[step])

    before: list[dict[str, Decimal]] = []

    def first() -> str:
        before.append(site.settings())
        return ""

    ran = site.run({f"{step}.statement-1": first})
    assert before[0] == originals
    assert ran.verdict(step) == "pass"
    assert in_order(site, ran)


@pytest.mark.parametrize("step", BOTH)
def test_a_board_that_nobody_wakes_is_asked_for_and_restored_when_it_is_back(
    tmp_path: Path, step: str
) -> None:
    site = quick(tmp_path, step)
    hands = Hands(site.simulation)

    def goes_dark() -> str:
        hands.switch_off()
        return SILENT

    def woken() -> str:
        hands.switch_on()
        return "again"

    ran = site.run({f"{step}.hand-check": goes_dark, "recovery": woken})
    assert "LIMITS ARE STILL SHIFTED" in str(ran.person.question("recovery").prompt)
    assert ran.verdict(step) == "fail"
    assert "not-passed" in ran.person.keys
    assert in_order(site, ran)
