"""A program that dies while the DIP switches are set can finish that step afterwards."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.procedure.support import Site, only
from tests.procedure.test_resuming import left_at
from wizard.simulator.create import create

MOVED = only("connect", "dip", "hand-over")


@pytest.mark.parametrize("address", ["3", "15"])
def test_a_board_that_has_moved_already_is_found_at_its_new_address(
    tmp_path: Path, address: str
) -> None:
    site = Site(tmp_path, checklist=MOVED)
    left_at(site, "dip.statement-1")
    board = site.simulation.board
    site.simulation.line.seat(board, int(address))
    board.set("device_address", Decimal(address))
    ran = site.run({"dip.address": address, "recovery": "on"})
    assert ran.verdict("dip") == "pass", ran.reason("dip")
    assert ran.observed("dip", "address") == f"{address}, {board.nameplate.serial}"


def test_another_board_at_the_new_address_is_not_taken_for_it(tmp_path: Path) -> None:
    site = Site(tmp_path, create(units=(1, 4)), MOVED)
    left_at(site, "dip.statement-1")
    site.simulation.line.seat(site.simulation.board, 3)
    untouched = {"dip.statement-1": "", "dip.statement-2": ""}
    ran = site.run({"dip.address": "4", "recovery": "on", "not-passed": "on", **untouched})
    assert ran.verdict("dip") == "fail"
    assert "At 4 answers 50410000004, not 50410000001" in ran.reason("dip")
