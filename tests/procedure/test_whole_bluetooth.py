"""A whole commissioning over Bluetooth, headless: the same checklist, the same verdicts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.procedure.support import SHIPPED, Site
from tests.procedure.support_app import Technician
from tests.procedure.test_whole import NOT_CALLED_FOR, REAL, report
from tests.whole.packs import Pack, require_commissioned
from wizard import library
from wizard.simulator.bluetooth_create import create_bluetooth, face
from wizard.simulator.create import create
from wizard.simulator.makes import B2A
from wizard.simulator.nameplate import recorded


def over_bluetooth(folder: Path, pack: Pack) -> Site:
    made = create_bluetooth(cells=pack.cells, chemistry=pack.chemistry, noise="between")
    return Site(folder, made.simulation, face=made.peer)


@pytest.mark.parametrize("pack", [Pack("lifepo4", 8), Pack("lifepo4", 16)], ids=str)
def test_a_pack_in_order_passes(tmp_path: Path, pack: Pack) -> None:
    site = over_bluetooth(tmp_path, pack)
    ran = site.run()
    assert ran.ended
    require_commissioned(pack, site.simulation, SHIPPED, ran.state, report(site, ran))
    idle = {step for step in ran.state.steps if ran.verdict(step) == NOT_CALLED_FOR}
    assert {*REAL, "adapter"} <= idle
    assert site.face is not None
    assert site.face.harms == []


# ---- boards for 24 cells, whose preset only the vendor's app has


def small(folder: Path, checklist: str, model: str, family: str, cells: int) -> Site:
    """A pack whose board is of an older make: what it cannot be told is set in the app."""
    plate = replace(recorded("10.07", "50410000001"), model=model)
    make = replace(B2A, family=family, plate=plate, cells=20)
    simulation = create(cells=cells, make=make)
    return Site(folder, simulation, library.load(checklist).checklist, face=face(simulation))


@dataclass(frozen=True)
class Small:
    """A checklist on a board for 24 cells, the answers there, and what the report says."""

    checklist: str
    model: str
    family: str
    cells: int
    given: Mapping[str, str]
    reasons: tuple[str, ...] = ()


SMALL = {
    "b2a": Small("b2a8s20p", "JK-B1A8S20P", "b2a", 8, {}),
    "b2a with an inverter": Small(
        "b2a8s20p",
        "JK-B1A8S20P",
        "b2a",
        8,
        {"inverter_bus": "can", "seen-in-app": ""},
        ("marginal: Seen in the app; this program could not read it back.",),
    ),
    "generic": Small(
        "generic",
        "JK-B1A20S15P",
        "other",
        16,
        {"board_probes": "2", "board_cells_high": "20", "dip_switches": "no"},
    ),
}


@pytest.mark.parametrize("case", SMALL.values(), ids=SMALL)
def test_a_board_for_24_cells_passes_with_its_preset_pressed_in_the_app(
    tmp_path: Path, case: Small
) -> None:
    site = small(tmp_path, case.checklist, case.model, case.family, case.cells)
    hand = Technician(site)
    ran = site.run({"in-app": hand, **case.given})
    said = report(site, ran)
    assert ran.ended
    assert said.verdict.value == ("PASS WITH DEVIATIONS" if case.reasons else "PASS")
    assert len(said.reasons) == len(case.reasons)
    for reason, part in zip(said.reasons, case.reasons, strict=True):
        assert part in reason.words
    assert (hand.asked, ran.state.unsettled, ran.state.open_shifts) == (1, {}, {})
    assert site.face is not None
    assert (site.face.harms, site.simulation.board.violations) == ([], [])
    held = site.simulation.board.all_settings()
    assert (held["cell_count"], held["capacity"]) == (case.cells, 280)
