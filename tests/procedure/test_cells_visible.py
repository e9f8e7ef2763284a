"""The sense wires as the board judges them, beside the cells that it sees."""

from pathlib import Path

import pytest

from tests.procedure.support import Ran, Site, only
from wizard.boards.either import FC03, FRAMES
from wizard.simulator.create import Simulation, create
from wizard.simulator.quirks import Quirks

CELLS = only("cells-visible")


def framed(folder: Path, simulation: Simulation | None = None) -> Site:
    """A site whose board is read by native frames, which hold all wires' resistances."""
    return Site(folder, simulation or create(), CELLS, read=FRAMES)


def wired(folder: Path, wires: dict[int, int], cells: int = 16) -> Ran:
    site = framed(folder, create(cells=cells))
    site.simulation.board.quirks = Quirks(wires=wires)
    return site.run()


@pytest.mark.parametrize("cells", [8, 15, 16])
def test_good_cells_on_good_wires_pass(tmp_path: Path, cells: int) -> None:
    ran = wired(tmp_path, {}, cells)
    assert ran.verdict("cells-visible") == "pass"
    assert ran.observed("cells-visible", "wire-median").endswith("mΩ")


@pytest.mark.parametrize("read", [FC03, FRAMES])
def test_a_wire_that_the_board_finds_too_high_is_named_with_what_to_do(
    tmp_path: Path, read: str
) -> None:
    ran = Site(tmp_path, create("wire-resistance"), CELLS, read=read).run()
    assert ran.verdict("cells-visible") == "fail"
    assert "The sense wire of cell 4 has too much resistance" in ran.reason("cells-visible")
    assert "re-crimp" in ran.reason("cells-visible")
    assert ran.measured("cells-visible")["cell-4"] == "pass"


def test_every_bad_wire_is_named(tmp_path: Path) -> None:
    taken = wired(tmp_path, {2: 600, 11: 400}).measured("cells-visible")
    assert {name for name, verdict in taken.items() if verdict == "fail"} == {
        "wire-resistance-2",
        "wire-resistance-11",
    }


@pytest.mark.parametrize(("milliohms", "verdict"), [(165, "pass"), (180, "marginal")])
def test_a_wire_far_above_the_others_is_named_before_the_board_minds(
    tmp_path: Path, milliohms: int, verdict: str
) -> None:
    ran = wired(tmp_path, {6: milliohms})
    assert ran.verdict("cells-visible") == verdict
    if verdict == "marginal":
        assert "The sense wire of cell 6 has 180 mΩ" in ran.reason("cells-visible")


def test_an_alarm_that_names_no_wire_is_not_passed_over(tmp_path: Path) -> None:
    site = framed(tmp_path)
    site.simulation.board.quirks = Quirks(alarms=frozenset({0}))
    ran = site.run()
    assert ran.verdict("cells-visible") == "fail"
    assert "(alarm 0) and names none" in ran.reason("cells-visible")
