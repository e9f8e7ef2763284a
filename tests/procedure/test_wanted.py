"""What a settings step wants: by an answer, at most, as asked, and only what is there."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.procedure.support import Ran, Site, altered, only
from wizard.errors import BadInput
from wizard.procedure.checklist import Checklist
from wizard.procedure.figures import Changes
from wizard.procedure.questions import Choice, Number
from wizard.procedure.views import StepView
from wizard.procedure.wants import Ask, Band, Bands, Cap
from wizard.simulator import readings
from wizard.simulator.create import create
from wizard.simulator.presets import SWITCH_WORD
from wizard.simulator.quirks import Quirks

BALANCE = only("balance")
CURRENTS = only("pack-limits", "currents")
CONTROLS = only("controls")
EMERGENCY_BUTTON = 10  # its bit; firmware 15.41 does not have it


def lines(ran: Ran, step: str) -> list[str]:
    """What a step said last."""
    views = [view for view in ran.person.views if isinstance(view, StepView) and view.step == step]
    return [str(line) for line in views[-1].lines]


def reasons(ran: Ran) -> dict[str, str]:
    """Why each change was to be made."""
    views = [view for view in ran.person.views if isinstance(view, StepView)]
    figures = [figure for view in views for figure in view.figures]
    rows = [row for figure in figures if isinstance(figure, Changes) for row in figure.rows]
    return {row.label: str(row.why) for row in rows}


def modelled(folder: Path, model: str, checklist: Checklist) -> Site:
    """A site whose board has a name of its own."""
    site = Site(folder, checklist=checklist)
    board = site.simulation.board
    board.nameplate = replace(board.nameplate, model=model)
    board.settle()
    return site


# ---- by an answer


@pytest.mark.parametrize(("capacity", "trigger"), [("50", "0.010"), ("50.1", "0.005")])
def test_large_cells_balance_from_a_smaller_difference_on(
    tmp_path: Path, capacity: str, trigger: str
) -> None:
    site = Site(tmp_path, checklist=BALANCE)
    ran = site.run({"capacity": capacity})
    assert ran.verdict("balance") == "pass"
    assert site.settings()["balance_trigger"] == Decimal(trigger)


def test_each_change_names_the_place_that_asks_for_it(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=BALANCE)
    site.simulation.board.set("max_balance_current", Decimal(5))
    ran = site.run()
    assert reasons(ran) == {
        "Balance Trig. Volt. (V)": "B2A 685",
        "Max Balance Cur. (A)": "B2A 737; board: PB names",
    }


def test_an_answer_that_no_band_has_a_value_for_sends_nothing(tmp_path: Path) -> None:
    bands = Bands("balance_trigger", "capacity", (Band(Decimal("0.01"), Decimal(50)),), source="x")
    site = Site(tmp_path, checklist=altered(BALANCE, "balance", bands=(bands,)))
    ran = site.run()
    assert ran.verdict("balance") == "not taken"
    assert "the checklist has no value for 280" in ran.reason("balance")
    assert site.written() == []


# ---- at most


@pytest.mark.parametrize(
    ("model", "capacity", "kept"),
    [
        ("JK_PB2A16S20P", "280", "2"),
        ("JK_PB1A16S20P", "280", "1"),
        ("JK_PB2A16S20P", "8", "0.8"),
        ("JK_PB16S20P", "30", "3"),
        ("JK_PB2A16S20P", "8.5", "0.85"),
    ],
)
def test_the_balance_current_is_lowered_to_what_cells_and_board_bear(
    tmp_path: Path, model: str, capacity: str, kept: str
) -> None:
    site = modelled(tmp_path, model, BALANCE)
    site.simulation.board.set("max_balance_current", Decimal(5))
    ran = site.run({"capacity": capacity})
    assert ran.verdict("balance") == "pass"
    assert site.settings()["max_balance_current"] == Decimal(kept)


def test_a_balance_current_that_is_low_enough_is_left_as_it_is(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=BALANCE)
    site.simulation.board.set("max_balance_current", Decimal("0.5"))
    ran = site.run()
    assert ran.measured("balance")["max_balance_current"] == "pass"
    assert site.written() == ["balance_trigger"]


def test_a_share_is_never_rounded_up(tmp_path: Path) -> None:
    cap = Cap("max_balance_current", share=Decimal("0.0999"), of="capacity", source="x")
    site = Site(tmp_path, checklist=altered(BALANCE, "balance", bands=(), caps=(cap,)))
    site.simulation.board.set("max_balance_current", Decimal(5))
    site.run({"capacity": "10.6"})  # 1.05894 A
    assert site.settings()["max_balance_current"] == Decimal("1.058")


def test_what_nothing_limits_is_said_to_be_unlimited(tmp_path: Path) -> None:
    cap = Cap("max_balance_current", board="balance_a", source="x")
    site = modelled(tmp_path, "JK_PB16S20P", altered(BALANCE, "balance", bands=(), caps=(cap,)))
    ran = site.run()
    assert ran.verdict("balance") == "not applicable"
    assert any("what JK_PB16S20P carries its name does not say" in x for x in lines(ran, "balance"))
    assert site.written() == []


def test_a_line_says_who_sets_the_limit(tmp_path: Path) -> None:
    ran = Site(tmp_path, checklist=BALANCE).run()
    (line,) = [line for line in lines(ran, "balance") if "at most" in line]
    assert line == (
        "Max Balance Cur. (A): at most 2.000 A; "
        "the pack bears 28.000 A, JK_PB2A16S20P carries 2.000 A."
    )


# ---- asked


def test_currents_are_proposed_as_they_are_and_written_as_decided(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=CURRENTS)
    ran = site.run({"charge_current": "100", "discharge_current": "150"})
    assert ran.verdict("currents") == "pass"
    asked = ran.person.question("charge_current")
    assert isinstance(asked, Number)
    assert (asked.proposal, asked.low, asked.high) == ("40", 1, 140)
    assert site.settings()["charge_current"] == 100
    assert site.written() == ["charge_current"]  # the other stands so already


@pytest.mark.parametrize(
    ("model", "most", "says"),
    [
        ("JK_PB2A16S10P", "100", "the pack bears 140.000 A, JK_PB2A16S10P carries 100.000 A"),
        ("JK_PB2A16S15P", "140", "the pack bears 140.000 A, JK_PB2A16S15P carries 150.000 A"),
        ("JK_PB2A16S", "140", "what JK_PB2A16S carries its name does not say"),
    ],
)
def test_no_current_above_pack_or_board_is_taken(
    tmp_path: Path, model: str, most: str, says: str
) -> None:
    site = modelled(tmp_path, model, CURRENTS)
    ran = site.run({"charge_current": "60", "discharge_current": "50"})
    asked = ran.person.question("charge_current")
    with pytest.raises(BadInput, match=f"type 1 to {most}"):
        asked.parse(str(Decimal(most) + 1))
    assert any(says in line and f"at most {most}.000 A" in line for line in lines(ran, "currents"))


def test_a_present_value_that_is_too_high_is_not_proposed(tmp_path: Path) -> None:
    site = modelled(tmp_path, "JK_PB2A16S10P", CURRENTS)
    ran = site.run({"charge_current": "40", "discharge_current": "90"})
    assert ran.person.question("discharge_current").proposal == ""  # 150 A now
    assert site.settings()["discharge_current"] == 90


def test_a_switch_is_asked_with_its_present_state_proposed(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=CONTROLS)
    ran = site.run({"display_always_on": "off"})
    asked = ran.person.question("display_always_on")
    assert isinstance(asked, Choice)
    assert ([option.key for option in asked.options], asked.proposal) == (["on", "off"], "on")
    assert ran.verdict("controls") == "pass"
    assert site.simulation.board.store.raw("switches") == SWITCH_WORD & ~(1 << 4)


# ---- only what is there


@pytest.mark.parametrize(
    ("step", "key", "code"), [("balance", "max_balance_current", 0x13), ("currents", "", 0x0C)]
)
def test_what_can_be_done_without_is_left_out_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, key: str, code: int
) -> None:
    monkeypatch.setattr(readings, "SUPPORTED", readings.SUPPORTED - {code})
    site = Site(tmp_path, checklist=BALANCE if step == "balance" else CURRENTS)
    site.simulation.board.set("max_balance_current", Decimal(5))
    ran = site.run()
    assert ran.verdict(step) == "pass"
    assert ran.measured(step)[key or "charge_current"] == "not applicable"
    assert any("is left out: firmware 15.41 does not have it." in line for line in lines(ran, step))
    assert "charge_current" not in ran.person.keys
    assert site.settings()["max_balance_current"] == 5


def test_a_setting_that_the_board_did_not_send_is_left_out(tmp_path: Path) -> None:
    ask = Ask("smart_sleep_hours", "Hours:", source="x")
    site = Site(tmp_path, checklist=altered(CURRENTS, "currents", asks=(ask,)))
    site.simulation.board.quirks = Quirks(settings_end=0x118)
    ran = site.run()
    assert ran.verdict("currents") == "not applicable"
    assert "it was not in what the board sent" in "\n".join(lines(ran, "currents"))


def test_an_option_of_the_information_table_is_read_asked_and_written(tmp_path: Path) -> None:
    ask = Ask("rcv_time", "RCV time (h):", source="x")
    site = Site(tmp_path, checklist=altered(CURRENTS, "currents", asks=(ask,)))
    ran = site.run({"rcv_time": "1.5"})
    assert ran.verdict("currents") == "pass"
    assert site.simulation.board.setting("rcv_time") == Decimal("1.5")


# ---- controls


def test_a_switch_that_takes_protections_away_is_switched_off(tmp_path: Path) -> None:
    site = Site(tmp_path, create("switches-set"), CONTROLS)
    ran = site.run()
    assert ran.verdict("controls") == "pass"
    assert site.simulation.board.store.raw("switches") == SWITCH_WORD


def test_charge_discharge_and_balance_are_switched_on(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=CONTROLS)
    for key in ("charge_switch", "discharge_switch", "balance_switch"):
        site.simulation.board.set(key, Decimal(0))
    assert site.run().verdict("controls") == "pass"
    assert site.settings()["charge_switch"] == site.settings()["balance_switch"] == 1


def test_emergency_fails_with_the_way_out_of_it_and_is_never_written(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=CONTROLS)
    site.simulation.board.emergency = 1500.0
    ran = site.run()
    assert ran.verdict("controls") == "fail"
    assert "End it in the vendor's app, or wait until its time has passed" in ran.reason("controls")
    assert 0x1610 not in {write.address for write in site.simulation.board.writes}


def test_a_switch_that_the_firmware_lacks_and_that_is_off_is_in_order(tmp_path: Path) -> None:
    ran = Site(tmp_path, checklist=CONTROLS).run()
    assert ran.verdict("controls") == "pass"
    assert ran.observed("controls", "button_emergency") == "off"


def test_a_switch_that_the_firmware_lacks_and_that_is_on_fails(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=CONTROLS)
    site.simulation.board.store.put("switches", SWITCH_WORD | 1 << EMERGENCY_BUTTON)
    site.simulation.board.settle()
    ran = site.run()
    assert ran.verdict("controls") == "fail"
    assert "firmware 15.41 says that it does not have it" in ran.reason("controls")
