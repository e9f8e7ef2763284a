"""P- to pack plus with a test lamp, the board off and on."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.procedure.support import Ran, Site, altered, only
from wizard.procedure.checklist import Checklist
from wizard.procedure.figures import Tips
from wizard.procedure.questions import Number
from wizard.procedure.views import Progress, StepView
from wizard.simulator.create import create
from wizard.text import words

OFF = only("p-minus-off")
ON = only("p-minus-on", "controls")
ALONE = altered(only("p-minus-on"), "p-minus-on", until="")


def off(folder: Path, voltage: str | None = None, fault: str | None = None) -> Ran:
    given = {} if voltage is None else {"p-minus-voltage": voltage}
    return Site(folder, create(fault), OFF).run(given)


def on(folder: Path, voltage: str, pack: str = "52.800") -> Ran:
    return Site(folder, checklist=ALONE).run({"pack-voltage": pack, "p-minus-voltage": voltage})


# ---- The board off


def test_p_minus_of_a_board_that_is_off_is_dead(tmp_path: Path) -> None:
    ran = off(tmp_path)
    assert ran.verdict("p-minus-off") == "pass"
    assert ran.measured("p-minus-off") == {
        "statement-1": "pass",
        "pack-voltage": "pass",
        "p-minus-voltage": "pass",
    }


def test_shorted_mos_are_found_while_the_board_is_off(tmp_path: Path) -> None:
    ran = off(tmp_path, fault="mos-shorted")
    assert ran.verdict("p-minus-off") == "fail"
    assert "52.797 V at P- though the board is off: a MOS is broken" in ran.reason("p-minus-off")
    assert "Take the cable off P-" in ran.reason("p-minus-off")


@pytest.mark.parametrize(
    ("voltage", "verdict"),
    [
        ("0.5", "pass"),
        ("0.6", "marginal"),
        ("1", "marginal"),
        ("1.001", "fail"),
        ("-0.3", "pass"),
        ("-52.8", "fail"),
    ],
)
def test_what_leaks_through_is_judged_whichever_way_the_tips_are(
    tmp_path: Path, voltage: str, verdict: str
) -> None:
    assert off(tmp_path, voltage).verdict("p-minus-off") == verdict


def test_some_volts_are_no_full_voltage_but_the_lamp_is_doubted_first(tmp_path: Path) -> None:
    reason = off(tmp_path, "12.4").reason("p-minus-off")
    assert "12.400 V at P-" in reason
    assert "Is the lamp joined" in reason


def test_without_the_lamp_nothing_is_measured(tmp_path: Path) -> None:
    ran = Site(tmp_path, checklist=OFF).run({"p-minus-off.statement-1": "n"})
    assert ran.verdict("p-minus-off") == "fail"
    assert "p-minus-voltage" not in ran.person.keys


@pytest.mark.parametrize("checklist", [OFF, ALONE], ids=["off", "on"])
@pytest.mark.parametrize("pack", ["0", "19.9", "-52.8", "71"])
def test_a_meter_that_shows_no_pack_is_not_believed_at_p_minus(
    tmp_path: Path, checklist: Checklist, pack: str
) -> None:
    ran = Site(tmp_path, checklist=checklist).run({"pack-voltage": pack, "p-minus-voltage": "0"})
    step = checklist.step[-1].id
    assert ran.verdict(step) == "not believable"
    assert "is no pack that feeds this board" in ran.reason(step)
    assert "p-minus-voltage" not in ran.person.keys


def test_the_tips_are_shown_where_they_go_and_the_lamp_with_p_minus(tmp_path: Path) -> None:
    ran = off(tmp_path)
    views = [view for view in ran.person.views if isinstance(view, StepView)]
    drawn = [figure for view in views for figure in view.figures if isinstance(figure, Tips)]
    assert list(dict.fromkeys(drawn)) == [Tips("B-", "B+"), Tips("P-", "B+", lamp=True)]


# ---- The board on


def test_p_minus_of_a_board_that_is_on_has_the_packs_voltage(tmp_path: Path) -> None:
    ran = Site(tmp_path, checklist=ALONE).run()
    assert ran.verdict("p-minus-on") == "pass"
    assert ran.observed("p-minus-on", "p-minus-difference") == "0.003 V"
    hint = ran.person.question("p-minus-voltage").hint
    assert hint is not None
    assert "52.800 V" in words(hint)


def test_the_precharge_is_waited_for_before_the_meter_is_asked(tmp_path: Path) -> None:
    ran = Site(tmp_path, checklist=ALONE).run()
    waits = [view for view in ran.person.views if isinstance(view, Progress) and view.most_s]
    assert [view.seconds for view in waits] == list(range(10))
    assert {view.most_s for view in waits} == {10}


@pytest.mark.parametrize(
    ("pack", "voltage", "verdict"),
    [
        ("26.400", "26.350", "pass"),
        ("26.400", "26.349", "fail"),
        ("60.000", "59.940", "pass"),
        ("60.000", "59.939", "fail"),
        ("60.000", "60.060", "pass"),
        ("60.000", "60.061", "fail"),
    ],
)
def test_the_wider_of_50_mv_and_a_thousandth_of_the_pack_is_allowed(
    tmp_path: Path, pack: str, voltage: str, verdict: str
) -> None:
    assert on(tmp_path, voltage, pack).verdict("p-minus-on") == verdict


@pytest.mark.parametrize(
    ("voltage", "said"),
    [
        ("0.012", "the discharge MOS is open, or fuse or cable"),
        ("52.1", "one diode less than the pack's 52.800 V: the charge MOS is open"),
        ("53.4", "more than the pack's 52.800 V: something charges"),
        ("-52.8", "the meter's tips are exchanged"),
        ("52.7", "something in between loses voltage. Look at screws"),
        ("31", "something in between loses voltage"),
    ],
)
def test_each_wrong_voltage_is_told_by_what_it_looks_like(
    tmp_path: Path, voltage: str, said: str
) -> None:
    ran = on(tmp_path, voltage)
    assert ran.verdict("p-minus-on") == "fail"
    assert said in ran.reason("p-minus-on")


def test_a_board_without_its_cell_count_is_deferred_and_taken_up_after_the_controls(
    tmp_path: Path,
) -> None:
    site = Site(tmp_path, create(cells=8), only("p-minus-on", "pack-settings", "controls"))
    ran = site.run()
    assert any("The cell count is not set yet" in notice for notice in ran.notices)
    assert ran.step("p-minus-on").attempts == 2
    assert ran.verdict("p-minus-on") == "pass"
    assert ran.step("p-minus-on").judged > ran.step("controls").judged


def test_what_is_still_wrong_after_the_controls_is_no_longer_deferred(tmp_path: Path) -> None:
    ran = Site(tmp_path, create(cells=8), ON).run()
    assert ran.step("p-minus-on").attempts == 2
    assert ran.verdict("p-minus-on") == "fail"
    assert "the discharge MOS is open" in ran.reason("p-minus-on")


@pytest.mark.parametrize(
    ("switch", "said"),
    [("discharge_switch", "its discharge MOS open"), ("charge_switch", "its charge MOS open")],
)
def test_a_mos_that_the_board_keeps_open_is_waited_for(
    tmp_path: Path, switch: str, said: str
) -> None:
    site = Site(tmp_path, checklist=ON)
    site.simulation.board.set(switch, Decimal(0))
    ran = site.run()
    assert any(said in notice for notice in ran.notices)
    assert ran.verdict("p-minus-on") == "pass"


def test_a_board_whose_mos_conduct_has_no_excuse(tmp_path: Path) -> None:
    ran = Site(tmp_path, checklist=ON).run({"p-minus-voltage": "0.012"})
    assert ran.step("p-minus-on").attempts == 1
    assert "fuse or cable" in ran.reason("p-minus-on")


@pytest.mark.parametrize("voltage", ["0.012", "52.1"])
def test_a_board_that_cannot_be_asked_yet_has_the_benefit_of_the_doubt(
    tmp_path: Path, voltage: str
) -> None:
    site = Site(tmp_path, create("silent"), ON)
    ran = site.run({"p-minus-voltage": voltage})
    assert ran.verdict("p-minus-on") == "deferred"
    assert "cannot be asked why yet" in ran.reason("p-minus-on")


def test_a_loss_that_no_open_mos_explains_is_not_deferred(tmp_path: Path) -> None:
    ran = Site(tmp_path, create("silent"), ON).run({"p-minus-voltage": "52.7"})
    assert ran.verdict("p-minus-on") == "fail"


def test_volts_may_be_typed_with_three_decimals_and_either_sign(tmp_path: Path) -> None:
    asked = off(tmp_path).person.question("p-minus-voltage")
    assert isinstance(asked, Number)
    assert (asked.unit, asked.decimals, asked.low, asked.high) == ("V", 3, -100, 100)
