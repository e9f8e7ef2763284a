"""A whole commissioning of a JK-B2A8S20P, headless: every pack it carries, every fault."""

from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

from tests.procedure.support_packs import each, faults_of, only_of, practised, require_end, shipped
from tests.procedure.test_whole import ENDS as OF_INVERTER_BMS
from tests.procedure.test_whole import NOT_CALLED_FOR, PASSES, REAL, End, report
from tests.whole.packs import Pack, require_commissioned
from wizard.procedure.families import families
from wizard.simulator.pack import Chemistry

NAME = "b2a8s20p"
JOINED = {
    "inverter-protocol", "inverter-cable", "inverter-joined", "inverter-set", "inverter-shows",
    "inverter-pulled",
}  # fmt: skip
CARRIED: tuple[Chemistry, ...] = ("li_ion", "lifepo4")
CORNERS = {"li_ion-4", "lifepo4-8"}


def packs() -> list[ParameterSet]:
    carried = families()["b2a"].cells
    every = [
        Pack(key, cells) for key in CARRIED
        for cells in range(carried[key].low, carried[key].high + 1)
        if (key, cells) != ("li_ion", 3)
    ]  # fmt: skip
    marks = pytest.mark.exhaustive
    return [
        pytest.param(pack, id=str(pack), marks=() if str(pack) in CORNERS else marks)
        for pack in every
    ]


@pytest.mark.parametrize("pack", packs())
def test_a_pack_in_order_passes(tmp_path: Path, pack: Pack) -> None:
    checklist = shipped(NAME)
    site = practised(tmp_path, checklist, cells=pack.cells, chemistry=pack.chemistry)
    ran = site.run()
    assert ran.ended
    require_commissioned(pack, site.simulation, checklist, ran.state, report(site, ran))
    idle = {step for step in ran.state.steps if ran.verdict(step) == NOT_CALLED_FOR}
    assert idle == {
        *REAL, *JOINED, "wake", "adapter", "uart-plug",
        *({"unused-wires"} if pack.cells == 8 else ()),
        *({"cold-charge"} if pack.chemistry != "lifepo4" else ()),
    }  # fmt: skip


@pytest.mark.exhaustive
def test_three_li_ion_cells_are_named_by_the_manual_and_go_dark_early(tmp_path: Path) -> None:
    site = practised(tmp_path, shipped(NAME), cells=3, chemistry="li_ion")
    ran = site.run()
    document = report(site, ran)
    assert ran.ended
    assert document.verdict.value == "PASS WITH DEVIATIONS"
    (said,) = (reason.words for reason in document.reasons)
    assert "below 3.34 V a cell the board goes dark, before Cell UVP trips" in said


def test_frost_that_the_preset_allows_is_taken_back_for_lifepo4(tmp_path: Path) -> None:
    site = practised(tmp_path, only_of(NAME, "pack-limits", "chemistry-preset", "cold-charge"))
    ran = site.run()
    after = ran.state.settings["after preset"].values
    assert (after["charge_utp"].value, after["charge_utpr"].value) == (-20, -10)
    assert (site.settings()["charge_utp"], site.settings()["charge_utpr"]) == (2, 5)


# ---- faults

RADIO = "no adapter, no bus of packs: a board by radio"
NO_INVERTER = "P5 is neither CAN nor RS485 in this pack, and no inverter is joined by data"
CANNOT = {
    **dict.fromkeys(faults_of("line"), RADIO),
    **dict.fromkeys(faults_of("inverter"), NO_INVERTER),
    **dict.fromkeys(("no-inverter-protocol", "protocol-ignored"), NO_INVERTER),
    "cell-missing": "there is no cell 9",
    "dip-dead": "the manual knows no DIP switches on this board",
    "probe-hot": "there is no probe 3",
}

ENDS = {
    **{name: end for name, end in OF_INVERTER_BMS.items() if name not in CANNOT},
    "wrong-cell-count": End(("Cell Count", "6"), cells=7),
    "mos-shorted": End(("C- (P-) is dead while the board is off", "a MOS is broken")),
    "refused-write": End(("Battery Capacity", "still holds 40")),
    "switches-set": End(("Disable Temp. Sensor", "firmware 11.17 says that it does not have it")),
}
EXAMPLES = ("swapped-wires", "plug-out", "mos-shorted")


def test_every_fault_has_its_end_or_a_reason_why_it_cannot_be() -> None:
    assert set(ENDS) | set(CANNOT) == faults_of("wire", "pack", "board", "line", "inverter")
    assert not set(ENDS) & set(CANNOT)


@pytest.mark.parametrize("name", each(ENDS, EXAMPLES))
def test_no_fault_goes_unseen_and_none_leaves_the_board_in_doubt(tmp_path: Path, name: str) -> None:
    end = ENDS[name]
    cells = end.cells if end is not OF_INVERTER_BMS.get(name) and end is not PASSES else 8
    site = practised(tmp_path, shipped(NAME), name, cells=min(cells, 8))
    require_end(site, end)
    assert site.face is not None
    assert site.face.harms == []
