"""What the board itself noted of a protection test: in the record where it can be read."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.procedure.support import Ran, Site, only
from tests.procedure.support_protection import (
    LIMITS,
    OVER,
    REAL_OVER,
    REAL_UNDER,
    UNDER,
    in_order,
    ready_site,
)
from tests.procedure.test_real_limit import START_MV, Attended, attended
from wizard.measurement import Origin, Verdict
from wizard.procedure.kinds.own_log import MOST, newer
from wizard.procedure.views import Shifted
from wizard.protocol.ble import REGISTERS, Dialect
from wizard.protocol.ble.commands import LOG
from wizard.protocol.ble.logbook import Entry
from wizard.simulator.bluetooth import BluetoothFace
from wizard.simulator.bluetooth_create import create_bluetooth
from wizard.simulator.hands import Hands

NOTED = {OVER: (100, "overcharged", 17, 18), UNDER: (200, "discharged too far", 29, 30)}
AS = {REAL_OVER: OVER, REAL_UNDER: UNDER}
REGISTER = REGISTERS[Dialect.JK02_32S]


def heard_by_bluetooth(folder: Path, step: str, fault: str | None = None) -> Site:
    made = create_bluetooth(fault=fault)
    made.board.preset("lifepo4")
    return Site(folder, made.simulation, only("pack-limits", step), face=made.peer)


def face_of(site: Site) -> BluetoothFace:
    assert site.face is not None
    return site.face


def own_log(ran: Ran, step: str) -> str:
    (found,) = [one for one in ran.state.current() if (one.step, one.id) == (step, "own-log")]
    assert found.verdict is Verdict.NOT_APPLICABLE
    assert found.origin is Origin.BOARD
    return str(found.observed)


def told(ran: Ran, step: str) -> list[str]:
    return [one.id for one in ran.state.current() if one.step == step]


@pytest.mark.parametrize("step", [OVER, UNDER])
def test_trip_and_release_are_told_in_the_boards_own_words(tmp_path: Path, step: str) -> None:
    site = heard_by_bluetooth(tmp_path, step)
    ran = site.run()
    assert ran.verdict(step) == "pass"
    first, what, trip, release = NOTED[step]
    cell, tripped, released = own_log(ran, step).split(", ")
    number = int(cell.split()[1])
    assert cell == f"cell {number} {what} ({first + number - 1})"
    assert tripped.endswith(f" ({trip})")
    assert released.endswith(f"is released ({release})")
    assert in_order(site, ran)


@pytest.mark.parametrize("step", [OVER, UNDER])
def test_the_log_is_asked_for_before_and_after_the_shift_and_never_in_it(
    tmp_path: Path, step: str
) -> None:
    site = heard_by_bluetooth(tmp_path, step)
    site.run()
    limits = {REGISTER[key].code for key in LIMITS[step]}
    numbers = [command.number for command in face_of(site).commands]
    shifting = [at for at, number in enumerate(numbers) if number in limits]
    before, after = (at for at, number in enumerate(numbers) if number == LOG)
    assert before < shifting[0]
    assert shifting[-1] < after


def test_a_log_without_anything_new_is_told_as_that(tmp_path: Path) -> None:
    ran = heard_by_bluetooth(tmp_path, OVER, "no-trip").run()
    assert ran.verdict(OVER) == "fail"
    assert own_log(ran, OVER) == "nothing"


def test_a_failed_release_shows_the_trip_alone_and_its_own_reason(tmp_path: Path) -> None:
    ran = heard_by_bluetooth(tmp_path, OVER, "no-release").run()
    assert ran.verdict(OVER) == "fail"
    assert "the charge MOS is still open" in ran.reason(OVER)
    assert own_log(ran, OVER).endswith("(17)")


def test_where_no_log_can_be_read_nothing_is_said_of_it(tmp_path: Path) -> None:
    ran = ready_site(tmp_path, OVER).run()
    assert ran.verdict(OVER) == "pass"
    assert "own-log" not in told(ran, OVER)


def attended_by_bluetooth(folder: Path, step: str) -> Attended:
    site = heard_by_bluetooth(folder, step)
    site.checklist = attended(folder, step).site.checklist
    Hands(site.simulation).set_cells(START_MV[step])
    return Attended(site, step)


@pytest.mark.parametrize("step", [REAL_OVER, REAL_UNDER])
def test_a_test_by_the_real_limit_has_it_too(tmp_path: Path, step: str) -> None:
    ran = attended_by_bluetooth(tmp_path, step).run()
    assert ran.verdict(step) == "pass"
    _, what, trip, release = NOTED[AS[step]]
    said = own_log(ran, step)
    assert what in said
    assert f"({trip})" in said
    assert f"({release})" in said


def test_the_log_of_another_board_is_not_taken_for_this_ones(tmp_path: Path) -> None:
    there = attended_by_bluetooth(tmp_path, REAL_OVER)

    def exchanged() -> str:
        there.board.nameplate = replace(there.board.nameplate, serial="50410000777")
        return there.turned_round()

    ran = there.run(release=exchanged)
    assert "trip" in told(ran, REAL_OVER)
    assert "own-log" not in told(ran, REAL_OVER)


# ---- what is new


BOOT, TRIP, RELEASE = Entry(0, 1), Entry(90, 17), Entry(95, 18)


def test_new_is_what_was_not_there_before_however_the_log_moves_on() -> None:
    full = tuple(Entry(n, 1) for n in range(50))
    assert newer((BOOT,), (BOOT, TRIP, RELEASE)) == (TRIP, RELEASE)
    assert newer(full, (*full[2:], TRIP, RELEASE)) == (TRIP, RELEASE)
    assert newer((), (BOOT,)) == (BOOT,)
    assert newer((BOOT,), (BOOT, BOOT)) == (BOOT,)


def test_two_logs_with_nothing_in_common_tell_nothing() -> None:
    assert newer((BOOT,), (TRIP, RELEASE)) is None
    assert newer((BOOT,), ()) is None


def test_of_much_that_is_new_the_last_entries_are_kept(tmp_path: Path) -> None:
    site = heard_by_bluetooth(tmp_path, OVER)

    def note(view: object) -> None:
        if isinstance(view, Shifted) and view.open:
            for number in range(20):
                site.simulation.board.note(3 + number % 2)

    said = own_log(site.run(when=note), OVER).split(", ")
    assert len(said) == MOST
    assert said[-1] == "cell overcharge protection is released (18)"
