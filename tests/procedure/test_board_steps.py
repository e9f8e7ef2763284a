"""Who the board is, and whether it sees every cell."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.procedure.support import Site, only
from wizard.simulator.create import create

CONNECT = only("connect")
VISIBLE = only("harness-steps", "cells-visible")


def test_the_board_is_named_with_model_firmware_and_serial_number(tmp_path: Path) -> None:
    ran = Site(tmp_path, checklist=CONNECT).run()
    assert ran.verdict("connect") == "pass"
    assert ran.state.identity is not None
    assert ran.state.identity.serial == ran.observed("connect", "serial") == "50410000001"


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("model", "JK-B2A8S20P", "JK-B2A8S20P is not a board of the family"),
        ("model", "", "- is not a board of the family"),
        ("serial", "", "does not give its Serial number"),
        ("firmware", "", "does not give its Firmware"),
    ],
)
def test_a_board_that_is_not_known_is_not_written_to(
    tmp_path: Path, field: str, value: str, reason: str
) -> None:
    site = Site(tmp_path)
    board = site.simulation.board
    board.nameplate = replace(board.nameplate, **{field: value})
    ran = site.run()
    assert ran.verdict("connect") == "fail"
    assert reason in ran.reason("connect")
    assert site.written() == []


def test_a_board_that_never_answers_is_not_taken_and_says_what_to_look_at(tmp_path: Path) -> None:
    ran = Site(tmp_path, create("silent"), CONNECT).run()
    assert ran.verdict("connect") == "not taken"
    assert "A and B not swapped" in ran.reason("connect")


@pytest.mark.parametrize(
    ("fault", "cells", "missing"), [("cell-missing", 9, "9"), ("plug-out", 16, "5, 6, 7, 8")]
)
def test_a_cell_that_is_not_seen_is_named(
    tmp_path: Path, fault: str, cells: int, missing: str
) -> None:
    ran = Site(tmp_path, create(fault, cells=cells), VISIBLE).run()
    assert ran.verdict("cells-visible") == "fail"
    assert f"no voltage at cell {missing}: " in ran.reason("cells-visible")


def test_more_cells_than_were_entered_are_not_passed_over(tmp_path: Path) -> None:
    ran = Site(tmp_path, create(cells=16), only("cells-visible")).run({"cells": "15"})
    assert ran.verdict("cells-visible") == "fail"
    assert "sees 16 cells, 15 were entered" in ran.reason("cells-visible")


def test_a_cell_that_the_meter_saw_otherwise_is_named(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=VISIBLE)
    wire = site.simulation.meter.wire
    ran = site.run({"wire-4": str(wire(4) + wire(1) / 50)})
    assert ran.verdict("cells-visible") == "fail"
    assert "Cell 4, board against meter" in ran.reason("cells-visible")
    assert ran.measured("cells-visible")["difference-6"] == "pass"


def test_a_cell_outside_its_window_fails_though_board_and_meter_agree(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=only("cells-visible"))
    site.simulation.pack.resting[5] = 2400
    ran = site.run()
    assert ran.measured("cells-visible")["cell-6"] == "fail"
    assert "2.5 to 3.65 V" in ran.reason("cells-visible")


def test_cells_that_never_hold_still_are_not_believed(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=only("cells-visible"))
    board = site.simulation.board

    class Restless(list[int]):
        def __iter__(self):  # noqa: ANN204  a list's own
            self[0] += 60
            return super().__iter__()

    board.pack.resting = Restless(board.pack.resting)
    ran = site.run()
    assert ran.verdict("cells-visible") == "not believable"
    assert "two reads never agreed" in ran.reason("cells-visible")
