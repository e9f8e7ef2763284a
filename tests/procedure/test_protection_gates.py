"""What must hold before a limit is shifted: where it does not, none is."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.procedure.support import Cable, Site, altered, waiting_for
from tests.procedure.test_protection import STEP, TEST, shifts
from wizard.links.memory import MemoryLink
from wizard.measurement import Limit
from wizard.protocol import fields


@pytest.mark.parametrize("statement", ["statement-1", "statement-2", "statement-3"])
def test_nothing_is_shifted_where_a_statement_is_not_so(tmp_path: Path, statement: str) -> None:
    ran = Site(tmp_path, checklist=TEST).run({f"{STEP}.{statement}": "n"})
    assert ran.verdict(STEP) == "fail"
    assert "not safe to take: nothing was shifted" in ran.reason(STEP)
    assert shifts(ran) == []


def _alarm(site: Site) -> None:
    board = site.simulation.board
    board.quirks = replace(board.quirks, alarms=frozenset({1}))


def _switch_off(site: Site) -> None:
    site.simulation.board.set("discharge_switch", Decimal(0))


def _charge(site: Site) -> None:
    site.simulation.pack.drive(Decimal(2))


def _too_high(site: Site) -> None:
    site.simulation.pack.resting[:] = [3570] * 16


def _too_low(site: Site) -> None:
    site.simulation.pack.resting[:] = [2650] * 16


GATES: list[tuple[Callable[[Site], None], str, str]] = [
    (_alarm, "fail", "Alarms before the test"),
    (_switch_off, "fail", "Both MOS on, Emergency off: no"),
    (_charge, "fail", "Current: 2.000 A, limit at most 1 A"),
    (_too_high, "fail", "Cell OVPR above the highest cell, for the release: 0.010 V"),
    (_too_low, "not taken", "no limit can be shifted"),
]


@pytest.mark.parametrize(("spoil", "verdict", "reason"), GATES)
def test_a_gate_that_does_not_hold_keeps_every_limit_where_it_is(
    tmp_path: Path, spoil: Callable[[Site], None], verdict: str, reason: str
) -> None:
    site = Site(tmp_path, checklist=TEST)

    def spoiled() -> str:
        spoil(site)
        return ""

    ran = site.run({f"{STEP}.statement-1": spoiled})
    assert ran.verdict(STEP) == verdict
    assert reason in ran.reason(STEP)
    assert shifts(ran) == []
    assert ran.verdict("pack-settings") == "pass"


def test_cells_that_move_are_not_steady(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=altered(TEST, STEP, steady_s=60))
    pack = site.simulation.pack
    board = site.simulation.board
    advance = board.advance

    def drift(now: float) -> None:
        advance(now)
        pack.resting[0] = 3300 + int(board.run_time) % 9

    site.simulation.board.advance = drift
    ran = site.run()
    assert ran.verdict(STEP) == "fail"
    assert "Largest move of a cell in 60 s" in ran.reason(STEP)
    assert shifts(ran) == []


def test_a_link_that_loses_readings_is_not_good_enough(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=TEST)
    board = site.simulation.board

    def silent(*, now: bool) -> None:
        board.quirks = replace(board.quirks, silent=now)

    ran = site.run(
        {"not-passed": "leave"},
        when=waiting_for("checking the link", lambda: silent(now=True)),
    )
    assert ran.verdict(STEP) == "not taken"
    assert shifts(ran) == []


def test_little_room_to_release_is_refused_before_anything_is_shifted(tmp_path: Path) -> None:
    margin = Limit("V", low=Decimal("0.5"), derived="for this test")
    ran = Site(tmp_path, checklist=altered(TEST, STEP, release_margin=margin)).run()
    assert ran.verdict(STEP) == "fail"
    assert shifts(ran) == []


def test_one_reply_that_is_lost_keeps_every_limit_where_it_is(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=TEST)
    cable = Cable(site.simulation.line)
    site.link = MemoryLink("demo:", cable)

    def lose() -> None:
        cable.spare = 3 * len(fields.STATUS_BLOCKS)  # two that must agree, one of the twenty
        cable.lose = 1  # and its retry is answered

    ran = site.run(when=waiting_for("checking the link", lose))
    assert ran.verdict(STEP) == "fail"
    assert "Exchanges lost in 20 readings: 1, limit exactly 0" in ran.reason(STEP)
    assert shifts(ran) == []
