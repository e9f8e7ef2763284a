"""What is learnt of a board beside its name: its address, its size, its firmware."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.procedure.support import Ran, Site, only
from wizard.procedure.figures import Facts
from wizard.procedure.views import StepView
from wizard.simulator.create import create

CONNECT = only("connect")


def named(folder: Path, cells: int = 16, **plate: str) -> Ran:
    site = Site(folder, create(cells=cells), CONNECT)
    board = site.simulation.board
    board.nameplate = replace(board.nameplate, **plate)
    return site.run()


@pytest.mark.parametrize(
    ("model", "cells", "verdict"),
    [
        ("JK_PB2A16S20P", 16, "pass"),
        ("JK_PB2A8S20P", 8, "pass"),
        ("JK_PB2A8S20P", 9, "fail"),
        ("JK_PB", 16, "pass"),
    ],
)
def test_a_model_is_refused_for_more_cells_than_its_name_says(
    tmp_path: Path, model: str, cells: int, verdict: str
) -> None:
    ran = named(tmp_path, cells, model=model)
    assert ran.verdict("connect") == verdict
    if verdict == "fail":
        assert "JK_PB2A8S20P is for 8 cells at most, 9 were entered" in ran.reason("connect")


def test_the_address_that_is_stored_stands_beside_the_one_that_answers(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=CONNECT)
    site.simulation.board.set("device_address", Decimal(5))
    ran = site.run()
    views = [view for view in ran.person.views if isinstance(view, StepView)]
    drawn = [figure for view in views for figure in view.figures if isinstance(figure, Facts)]
    shown = {str(row.label): str(row.value) for row in drawn[-1].rows}
    assert shown["Answers at"].endswith("addr 1")
    assert shown["Device Addr."] == "5"
    assert ran.observed("connect", "device-address") == "5"
    assert ran.verdict("connect") == "pass"


@pytest.mark.parametrize(
    ("firmware", "notes"), [("15.30", 0), ("15.36", 1), ("19.05", 1), ("19.10", 2), ("?", 0)]
)
def test_what_owners_know_of_a_firmware_is_noted(tmp_path: Path, firmware: str, notes: int) -> None:
    assert len(named(tmp_path, firmware=firmware).state.notes) == notes
