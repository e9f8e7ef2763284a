"""A whole commissioning of a board in any pack, headless: each family, and every fault."""

from pathlib import Path

import pytest

from tests.procedure.support import Site
from tests.procedure.support_app import Technician
from tests.procedure.support_packs import each, faults_of, practised, require_end, shipped
from tests.procedure.test_whole import ENDS as OF_INVERTER_BMS
from tests.procedure.test_whole import NOT_CALLED_FOR, report
from tests.whole.packs import Pack, require_commissioned
from wizard.simulator.bluetooth import Dialect
from wizard.simulator.bluetooth_create import create_bluetooth

NAME = "generic"
OF_PB_ONLY = {"harness-3", "interface-board", "display"}


@pytest.mark.parametrize(("board", "cells"), [("pb", 16), ("b2a", 4)])
def test_a_pack_in_order_passes_with_the_steps_of_its_family(
    tmp_path: Path, board: str, cells: int
) -> None:
    checklist = shipped(NAME)
    site = practised(tmp_path, checklist, board=board, cells=cells)
    ran = site.run({"dip_switches": "yes" if board == "pb" else "no"})
    pack = Pack("lifepo4", cells)
    require_commissioned(pack, site.simulation, checklist, ran.state, report(site, ran))
    idle = {step for step in ran.state.steps if ran.verdict(step) == NOT_CALLED_FOR}
    assert (idle >= OF_PB_ONLY) is (board != "pb")
    assert ("dip" in idle) is (board != "pb")


OF_A_LABEL = {
    "family": "other", "dip_switches": "no", "inverter_bus": "none", "wake_by": "switch",
    "board_supply_low": "10", "board_supply_high": "100", "board_cells_low": "4",
    "board_cells_high": "24", "board_probes": "2",
}  # fmt: skip


@pytest.mark.parametrize(
    ("dialect", "firmware"),
    [
        ("24S", "10.07"),
        pytest.param("24S", "8.0.6G", marks=pytest.mark.exhaustive),
        pytest.param("32S", "11.288H", marks=pytest.mark.exhaustive),
    ],
)
def test_an_older_board_passes_by_its_label_and_with_the_app_beside_it(
    tmp_path: Path, dialect: Dialect, firmware: str
) -> None:
    made = create_bluetooth(dialect, firmware=firmware, cells=8)
    site = Site(tmp_path, made.simulation, shipped(NAME), face=made.peer)
    ran = site.run({**OF_A_LABEL, "in-app": Technician(site)})
    assert ran.ended
    require_commissioned(
        Pack("lifepo4", 8), site.simulation, site.checklist, ran.state, report(site, ran)
    )
    assert made.peer.harms == []


EXAMPLES = ("doubled-wire", "probe-out")


def test_every_fault_has_its_end() -> None:
    assert set(OF_INVERTER_BMS) == faults_of("wire", "pack", "board", "inverter")


@pytest.mark.parametrize("name", each(OF_INVERTER_BMS, EXAMPLES))
def test_no_fault_goes_unseen_and_none_leaves_the_board_in_doubt(tmp_path: Path, name: str) -> None:
    end = OF_INVERTER_BMS[name]
    require_end(practised(tmp_path, shipped(NAME), name, cells=end.cells), end)
