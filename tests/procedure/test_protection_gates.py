"""What must hold before a limit is shifted: where it does not, none is."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.procedure.support import Cable, Site, altered, only, waiting_for
from tests.procedure.support_protection import BOTH, OVER, UNDER, ready_site, shifts
from wizard.links.memory import MemoryLink
from wizard.procedure.step import Span
from wizard.protocol import fields


@pytest.mark.parametrize("step", BOTH)
@pytest.mark.parametrize("statement", ["statement-1", "statement-2", "statement-3"])
def test_nothing_is_shifted_where_a_statement_is_not_so(
    tmp_path: Path, step: str, statement: str
) -> None:
    ran = ready_site(tmp_path, step).run({f"{step}.{statement}": "n"})
    assert ran.verdict(step) == "fail"
    assert "not safe to take: nothing was shifted" in ran.reason(step)
    assert shifts(ran) == []


def _alarm(site: Site) -> None:
    board = site.simulation.board
    board.quirks = replace(board.quirks, alarms=frozenset({1}))


def _discharge_off(site: Site) -> None:
    site.simulation.board.set("discharge_switch", Decimal(0))


def _charge_off(site: Site) -> None:
    site.simulation.board.set("charge_switch", Decimal(0))


def _emergency(site: Site) -> None:
    site.simulation.board.emergency = 3600


def _charge(site: Site) -> None:
    site.simulation.pack.drive(Decimal(2))


def _load(site: Site) -> None:
    site.simulation.pack.drive(Decimal(-2))


def _too_high(site: Site) -> None:
    site.simulation.pack.resting[:] = [3570] * 16


def _too_low(site: Site) -> None:
    site.simulation.pack.resting[:] = [2630] * 16


def _low(site: Site) -> None:
    site.simulation.pack.resting[:] = [2650] * 16


def _high(site: Site) -> None:
    site.simulation.pack.resting[:] = [3550] * 16


def _apart(site: Site) -> None:
    site.simulation.pack.resting[0] += 110


def _hot(site: Site) -> None:
    site.simulation.pack.mos_temperature = Decimal(71)


ROOM_OVER = "Cell OVPR above the highest cell, for the release: 0.010 V"
ROOM_UNDER = "Cell UVPR below the lowest cell, for the release: 0.010 V"

GATES: list[tuple[str, Callable[[Site], None], str, str]] = [
    *((step, _alarm, "fail", "Alarms before the test") for step in BOTH),
    *((step, _discharge_off, "fail", "Both MOS on, Emergency off: no") for step in BOTH),
    *((step, _charge_off, "fail", "Both MOS on, Emergency off: no") for step in BOTH),
    *((step, _emergency, "fail", "Both MOS on, Emergency off: no") for step in BOTH),
    *((step, _charge, "fail", "Current: 2.000 A, limit at most 1 A") for step in BOTH),
    *((step, _load, "fail", "Current: 2.000 A, limit at most 1 A") for step in BOTH),
    *((step, _apart, "not taken", "Nothing was shifted: the cells are apart") for step in BOTH),
    *((step, _hot, "not taken", "Nothing was shifted: the MOS are at 71") for step in BOTH),
    (OVER, _too_high, "fail", ROOM_OVER),
    (UNDER, _too_low, "fail", ROOM_UNDER),
    (OVER, _low, "not taken", "the highest cell is too near to Cell UVPR"),
    (UNDER, _high, "not taken", "the lowest cell is too near to Cell OVPR"),
]


@pytest.mark.parametrize(("step", "spoil", "verdict", "reason"), GATES)
def test_a_gate_that_does_not_hold_keeps_every_limit_where_it_is(
    tmp_path: Path, step: str, spoil: Callable[[Site], None], verdict: str, reason: str
) -> None:
    site = ready_site(tmp_path, step)

    def spoiled() -> str:
        spoil(site)
        return ""

    ran = site.run({f"{step}.statement-1": spoiled})
    assert ran.verdict(step) == verdict
    assert reason in ran.reason(step)
    assert shifts(ran) == []
    assert site.written() == []


def test_the_restored_limits_must_let_go_at_the_other_end_too(tmp_path: Path) -> None:
    site = ready_site(tmp_path, UNDER)
    site.simulation.pack.resting[0] = 3570  # the lowest cell leaves all room for a shift
    ran = site.run()
    assert ran.verdict(UNDER) == "fail"
    assert ROOM_OVER in ran.reason(UNDER)
    assert shifts(ran) == []


def test_cells_that_move_are_not_steady(tmp_path: Path) -> None:
    site = ready_site(tmp_path, OVER)
    site.checklist = altered(site.checklist, OVER, steady=Span(60, "for this test"))
    pack = site.simulation.pack
    board = site.simulation.board
    advance = board.advance

    def drift(now: float) -> None:
        advance(now)
        pack.resting[0] = 3300 + int(board.run_time) % 9

    site.simulation.board.advance = drift
    ran = site.run()
    assert ran.verdict(OVER) == "fail"
    assert "Largest move of a cell in 60 s" in ran.reason(OVER)
    assert shifts(ran) == []


def test_a_link_that_loses_readings_is_not_good_enough(tmp_path: Path) -> None:
    site = ready_site(tmp_path, OVER)
    board = site.simulation.board

    def silent(*, now: bool) -> None:
        board.quirks = replace(board.quirks, silent=now)

    ran = site.run(
        {"not-passed": "leave"},
        when=waiting_for("checking the link", lambda: silent(now=True)),
    )
    assert ran.verdict(OVER) == "not taken"
    assert shifts(ran) == []


def test_one_reply_that_is_lost_keeps_every_limit_where_it_is(tmp_path: Path) -> None:
    site = ready_site(tmp_path, OVER)
    cable = Cable(site.simulation.line)
    site.link = MemoryLink("demo:", cable)

    def lose() -> None:
        cable.spare = 3 * len(fields.STATUS_BLOCKS)  # two that must agree, one of the twenty
        cable.lose = 1  # and its retry is answered

    ran = site.run(when=waiting_for("checking the link", lose))
    assert ran.verdict(OVER) == "fail"
    assert "Exchanges lost in 20 readings: 1, limit exactly 0" in ran.reason(OVER)
    assert shifts(ran) == []


@pytest.mark.parametrize("computer", ["pack", None])
def test_a_computer_on_the_pack_ends_the_under_voltage_test_before_anything_is_asked(
    tmp_path: Path, computer: str | None
) -> None:
    site = ready_site(tmp_path, UNDER)
    if computer is None:  # a checklist that never asked it
        site.checklist = altered(only(UNDER), UNDER, only=None)
    ran = site.run({"computer": computer or "own", f"{UNDER}.not-passed": "on"})
    assert ran.verdict(UNDER) == "deferred"
    assert "the cut-off would switch it off" in ran.reason(UNDER)
    assert "statement-1" not in ran.person.keys
    assert site.simulation.line.boards
    assert ran.state.identity is None


def test_a_computer_on_the_pack_is_no_hindrance_to_the_over_voltage_test(tmp_path: Path) -> None:
    ran = ready_site(tmp_path, OVER).run({"computer": "pack"})
    assert ran.verdict(OVER) == "pass"
