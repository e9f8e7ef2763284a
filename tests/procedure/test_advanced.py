"""All other settings: read, judged, compared with the preset, never written."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.procedure.support import Ran, Site, only
from wizard.procedure.figures import Facts
from wizard.procedure.views import StepView
from wizard.simulator.create import create
from wizard.simulator.quirks import Quirks

STEP = "advanced"
ADVANCED = only("chemistry-preset", "pack-settings", STEP)


def facts(ran: Ran) -> dict[str, str]:
    """What the step showed, label by label."""
    views = [view for view in ran.person.views if isinstance(view, StepView) and view.step == STEP]
    figures = [figure for figure in views[-1].figures if isinstance(figure, Facts)]
    return {str(row.label): str(row.value) for figure in figures for row in figure.rows}


def test_a_board_as_its_preset_left_it_passes_and_nothing_is_written(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=ADVANCED)
    ran = site.run()
    assert ran.verdict(STEP) == "pass"
    assert site.written() == ["preset", "capacity"]
    assert not any(name.startswith("otherwise-") for name in ran.measured(STEP))


def test_what_surprises_is_shown_with_its_value_and_what_there_is_to_decide(tmp_path: Path) -> None:
    ran = Site(tmp_path, checklist=ADVANCED).run()
    shown = facts(ran)
    assert shown["Discharge OCP Delay (s)"].startswith("300 s. 300 s from the factory")
    assert shown["Time Smart Sleep (h)"].startswith("24 h. A board that nobody uses")
    assert "Discharge Precharge Time (s)" not in shown  # firmware 15.41 does not have it


def test_switches_that_are_on_are_named(tmp_path: Path) -> None:
    shown = facts(Site(tmp_path, checklist=ADVANCED).run())
    assert shown["Switched on"] == (
        "Display Always On, Charging Float Mode, Discharge OCP II, Discharge OCP III"
    )


def test_a_board_with_no_switch_on_says_so(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=ADVANCED)
    site.simulation.board.quirks = Quirks(switches=0)
    ran = site.run()
    assert facts(ran)["Switched on"] == "none"


def test_what_this_board_s_preset_wrote_is_worth_knowing_and_no_fault(tmp_path: Path) -> None:
    quirks = Quirks(after_preset={"mos_otp": Decimal(100)})
    site = Site(tmp_path, checklist=ADVANCED)
    site.simulation.board.quirks = quirks
    ran = site.run()
    assert ran.verdict(STEP) == "pass"
    assert facts(ran)["MOS OTP (°C)"] == (
        "100.0 °C: written so by this board's preset; firmware 15.30 wrote 80.0 °C"
    )


@pytest.mark.parametrize("sent", [True, False])
def test_what_neither_preset_nor_session_explains_is_marginal(
    tmp_path: Path, *, sent: bool
) -> None:
    site = Site(tmp_path, create(chemistry="lifepo4" if sent else "li_ion"), ADVANCED)

    def meanwhile() -> str:
        site.simulation.board.set("scpr_time", Decimal(60))
        return ""

    ran = site.run({"pack-settings.review": meanwhile})
    assert (site.written()[0] == "preset") is sent
    assert ran.verdict(STEP) == "marginal"
    assert "the preset of firmware 15.30 wrote 5 s" in ran.reason(STEP)
    assert facts(ran)["SCPR Time (s)"].startswith("60 s: ")


def test_what_a_settings_step_found_in_order_is_explained(tmp_path: Path) -> None:
    """A kept board holds the capacity already: nobody wrote it, the step wanted it."""
    site = Site(tmp_path, create(chemistry="li_ion"), ADVANCED)
    site.simulation.board.set("capacity", Decimal(280))
    ran = site.run()
    assert site.written() == []
    assert ran.verdict(STEP) == "pass"


def test_a_limit_outside_of_what_the_cells_bear_fails(tmp_path: Path) -> None:
    site = Site(tmp_path, create(chemistry="li_ion"), ADVANCED)
    site.simulation.board.set("cell_uvp", Decimal("2.6"))
    ran = site.run()
    assert ran.verdict(STEP) == "fail"
    assert "Cell UVP (V): 2.600 V, limit 2.70 to 3.30 V" in ran.reason(STEP)


def test_a_broken_order_fails_and_is_named(tmp_path: Path) -> None:
    site = Site(tmp_path, create(chemistry="li_ion"), ADVANCED)
    site.simulation.board.set("mos_otpr", Decimal(85))
    ran = site.run()
    assert ran.verdict(STEP) == "fail"
    assert ran.observed(STEP, "orders") == "mos_otpr < mos_otp"


@pytest.mark.parametrize(
    ("key", "value", "order"),
    [
        ("cell_rcv", "4.201", "cell_rcv < cell_ovp"),
        ("soc_100_voltage", "4.195", "soc_100_voltage < cell_rcv"),
        ("cell_ovpr", "4.185", "cell_ovpr < soc_100_voltage"),
        ("cell_rfv", "4.195", "cell_rfv < cell_rcv"),
    ],
)
def test_a_charge_that_trips_or_never_fills_the_pack_fails(
    tmp_path: Path, key: str, value: str, order: str
) -> None:
    site = Site(tmp_path, create(chemistry="li_ion"), ADVANCED)
    site.simulation.board.set(key, Decimal(value))
    ran = site.run()
    assert ran.verdict(STEP) == "fail"
    assert order in str(ran.observed(STEP, "orders")).split(", ")


def test_a_decision_that_the_board_did_not_send_is_left_out(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=ADVANCED)
    board = site.simulation.board
    board.quirks = replace(board.quirks, settings_end=0x118)
    ran = site.run()
    assert "decide-smart_sleep_hours" not in ran.measured(STEP)
    assert ran.verdict(STEP) == "pass"
