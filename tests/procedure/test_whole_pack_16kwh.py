"""A whole commissioning of a 16 kWh pack, headless: in order, and with every fault."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.procedure.support import Ran, Site
from tests.procedure.support_packs import each, faults_of, only_of, practised, require_end, shipped
from tests.procedure.test_whole import ENDS as OF_INVERTER_BMS
from tests.procedure.test_whole import PASSES, End, report
from tests.whole.packs import Pack, require_commissioned

NAME = "pack-16kwh"
DEVIATIONS = ("PASS WITH DEVIATIONS",)
NOT_LIVE = "The terminals do not carry the pack's voltage"


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, Ran]:
    """A pack in order, commissioned."""
    site = practised(tmp_path_factory.mktemp("pack"), shipped(NAME))
    return site, site.run()


def test_a_pack_in_order_passes(pack: tuple[Site, Ran]) -> None:
    site, ran = pack
    assert ran.ended
    document = report(site, ran)
    require_commissioned(Pack("lifepo4", 16), site.simulation, site.checklist, ran.state, document)


def test_what_its_maker_sent_is_not_sent_again(pack: tuple[Site, Ran]) -> None:
    _, ran = pack
    assert "preset_lifepo4" not in {write.key for write in ran.state.writes.values()}


def test_the_lower_limit_of_pack_and_board_is_what_is_set(pack: tuple[Site, Ran]) -> None:
    site, ran = pack
    held = site.settings()
    assert (held["charge_otp"], held["charge_otpr"]) == (45, 40)  # the board's preset: 70, 60
    assert (held["discharge_otp"], held["discharge_otpr"]) == (60, 55)
    assert ran.measured("pack-specification")["cell_ovp"] == "pass"


@pytest.mark.parametrize(
    ("model", "key", "typed", "most"),
    [
        ("JK_PB2A16S20P", "currents.discharge_current", "320", "200"),
        ("JK_PB1A16S10P", "currents.discharge_current", "200", "100"),
        ("JK_PB2A16S20P", "currents.charge_current", "200", "160"),
        ("JK_PB1A16S10P", "currents.charge_current", "160", "100"),
    ],
)
def test_the_board_does_not_carry_what_the_pack_bears(
    tmp_path: Path, model: str, key: str, typed: str, most: str
) -> None:
    site = practised(tmp_path, only_of(NAME, "pack-limits", "currents"))
    board = site.simulation.board
    board.nameplate = replace(board.nameplate, model=model)
    ran = site.run({"charge_most": "160", "discharge_most": "320", key: [typed, most]})
    assert len(ran.person.refusals) == 1
    assert most in str(ran.person.refusals[0])


def test_its_own_settings_password_is_known_as_the_makers(pack: tuple[Site, Ran]) -> None:
    _, ran = pack
    assert ran.observed("passwords", "settings-password") == "factory"
    assert ran.verdict("passwords") == "pass"


# ---- faults

ENDS = {
    **OF_INVERTER_BMS,
    **dict.fromkeys(
        ("swapped-wires", "open-wire", "doubled-wire", "reversed", "cell-missing", "plug-out"),
        End((NOT_LIVE, "keeps its MOS open")),
    ),
    "uneven-cells": End(("The cells are 0.151 V apart",)),
    "current-flowing": End(("Voltage, board against meter", "Current", "5.000 A")),
    "wrong-cell-count": PASSES,  # the maker's 16 is right, and nothing has to be written
    "mos-shorted": End(("The terminals are live though the pack is off",)),
    "voltage-off": End(("In a closed pack no meter reaches the cells",), verdicts=DEVIATIONS),
    "voltage-far-off": End(("3.00 % off the meter", "have its maker look at it")),
    "calibration-ignored": End(("Current, board against clamp", "did not prove")),
    "switches-set": End(("this session did not set it",), verdicts=DEVIATIONS),
}
EXAMPLES = ("open-wire", "uneven-cells", "mos-shorted")


def test_every_fault_has_its_end() -> None:
    assert set(ENDS) == faults_of("wire", "pack", "board", "inverter")


@pytest.mark.parametrize("name", each(ENDS, EXAMPLES))
def test_no_fault_goes_unseen_and_none_leaves_the_board_in_doubt(tmp_path: Path, name: str) -> None:
    require_end(practised(tmp_path, shipped(NAME), name), ENDS[name])
