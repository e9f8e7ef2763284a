"""The inverter: its brand, its protocol, its cable, what is set at it, what it shows."""

from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from tests.procedure.support import Given, Ran, Site, only
from wizard.procedure.figures import Rj45
from wizard.procedure.questions import Choice
from wizard.procedure.views import StepView
from wizard.record import events
from wizard.record.journal import read
from wizard.simulator.bluetooth_create import create_bluetooth
from wizard.simulator.create import create

STEPS = ("adapter", "connect", "inverter", "inverter-protocol")
JOINED = (*STEPS, "inverter-cable", "inverter-joined", "inverter-set")
SHOWN = (*JOINED, "inverter-shows")
PREPARED = (
    "adapter", "connect", "cells-visible", "chemistry-preset", "pack-settings", "controls",
    "inverter", "inverter-protocol", "final-audit",
)  # fmt: skip


def ran(folder: Path, given: Given, steps: tuple[str, ...] = STEPS, firmware: str = "15.41") -> Ran:
    return Site(folder, create(firmwares={1: firmware}), only(*steps)).run(given)


def option(run: Ran, key: str, value: str) -> Decimal:
    writes = [w for w in run.state.writes.values() if w.key == key]
    assert [w.outcome for w in writes] == ["verified"]
    assert str(writes[0].found) == value
    return Decimal(value)


@pytest.mark.parametrize(
    ("brand", "number", "name"),
    [
        ("deye", 1, "CAN 001 Deye low-voltage, 500 kbit/s"),
        ("cerbo", 4, "CAN 004 Victron, 500 kbit/s"),
        ("good", 8, "CAN 008 GoodWe low-voltage, 500 kbit/s"),
        ("LUX", 11, "CAN 011 Luxpower, speed not documented"),
    ],
)
def test_a_brand_by_can_gets_its_number_with_name_and_speed(
    tmp_path: Path, brand: str, number: int, name: str
) -> None:
    run = ran(tmp_path, {"brand": brand, "number": "1"})
    assert run.verdict("inverter-protocol") == "pass"
    assert run.observed("inverter-protocol", "protocol") == name
    option(run, "can_protocol", str(number))


def test_the_list_is_that_of_the_firmware_that_was_read(tmp_path: Path) -> None:
    run = ran(tmp_path, {"brand": "luxpower"}, firmware="14.20")
    assert run.verdict("inverter-protocol") == "fail"
    assert "offers no CAN protocol for Luxpower" in run.reason("inverter-protocol")
    assert run.state.writes == {}


def test_the_other_half_of_the_register_keeps_the_line_alive(tmp_path: Path) -> None:
    site = Site(tmp_path, create(), only(*STEPS))
    run = site.run({"brand": "pylontech", "number": "1"})
    assert run.verdict("inverter-protocol") == "pass"
    assert site.simulation.board.store.raw("uart1_protocol") == 1


def test_by_number_only_what_the_board_offers_can_be_chosen(tmp_path: Path) -> None:
    run = ran(tmp_path, {"brand": "of no list", "brand-match": "other", "number": "n009"})
    asked = run.person.question("number")
    assert isinstance(asked, Choice)
    identity = run.state.identity
    assert identity is not None
    keys = [f"n{n:03d}" for n in sorted(identity.offered["can_protocol"])]
    assert [choice.key for choice in asked.options] == keys
    option(run, "can_protocol", "9")


def test_over_rs485_2_uart1_is_set_and_read_back(tmp_path: Path) -> None:
    site = Site(tmp_path, create(port="uart2"), only(*STEPS))
    run = site.run({"inverter_bus": "rs485", "brand": "growatt", "number": "1"})
    assert run.verdict("inverter-protocol") == "pass"
    assert run.observed("inverter-protocol", "protocol") == "UART 006 Growatt 1xSxxP ESS, 9600 baud"
    option(run, "uart1_protocol", "6")


OWN_LINE = {"inverter_bus": "rs485", "brand": "deye", "number": "1"}


def test_a_change_that_would_cut_our_own_line_is_left_for_last(tmp_path: Path) -> None:
    site = Site(tmp_path, create(), only(*PREPARED))
    run = site.run({**OWN_LINE, "way": "later"})
    judged = [line for line in site.told if line.startswith("The inverter's protocol")]
    assert len(judged) == 2  # before and after the audit
    assert run.verdict("final-audit") == "pass"
    assert run.verdict("inverter-protocol") == "deferred"
    assert "would cut the line" in run.reason("inverter-protocol")
    assert "uart1_protocol" not in [write.key for write in run.state.writes.values()]
    assert "005 in the vendor's app" in str(run.state.open_points[-1].what)


def test_with_the_adapter_moved_it_is_sent_and_read_back_last(tmp_path: Path) -> None:
    run = ran(tmp_path, OWN_LINE, PREPARED)
    assert run.verdict("inverter-protocol") == "pass"
    option(run, "uart1_protocol", "5")


@pytest.mark.parametrize(("says", "verdict"), [("", "marginal"), ("n", "fail")])
def test_what_only_the_app_showed_is_recorded_as_a_person_s_word(
    tmp_path: Path, says: str, verdict: str
) -> None:
    run = ran(tmp_path, {**OWN_LINE, "way": "app", "app-shows": says}, PREPARED)
    assert run.verdict("inverter-protocol") == verdict
    assert "could not read it back" in run.reason("inverter-protocol")


def test_without_an_inverter_its_steps_are_not_applicable(tmp_path: Path) -> None:
    run = ran(tmp_path, {"inverter_bus": "none"}, SHOWN)
    for step in SHOWN[3:]:  # nothing is asked of a pack without an inverter
        assert run.verdict(step) == "not applicable", step
        assert "No inverter" in run.reason(step)


@pytest.mark.parametrize(("bus", "pins"), [
    ("can", ("", "", "", "CANL", "CANH", "", "GND", "")),
    ("rs485", ("B1", "A1", "GND", "", "", "GND", "A1", "B1")),
])  # fmt: skip
def test_the_jack_is_drawn_for_the_bus_that_was_chosen(
    tmp_path: Path, bus: str, pins: tuple[str, ...]
) -> None:
    site = Site(tmp_path, create(port="uart2"), only(*STEPS, "inverter-cable"))
    run = site.run({"inverter_bus": bus, "brand": "pylontech", "number": "1"})
    views = [view for view in run.person.views if isinstance(view, StepView)]
    drawn = [each for view in views for each in view.figures if isinstance(each, Rj45)]
    assert drawn[0].pins == pins
    assert run.verdict("inverter-cable") == "pass"


CABLE = (*STEPS, "inverter-cable")


def test_both_ends_of_the_cable_are_drawn_and_recorded(tmp_path: Path) -> None:
    run = ran(tmp_path, {}, CABLE)
    views = [v for v in run.person.views if isinstance(v, StepView) and v.step == "inverter-cable"]
    board, inverter = views[-1].figures
    assert isinstance(board, Rj45)
    assert isinstance(inverter, Rj45)
    assert str(inverter.title) == "CAN, at Deye"
    assert run.observed("inverter-cable", "pins-board") == "CANH 5, CANL 4, GND 7"
    assert run.observed("inverter-cable", "pins-inverter") == "CANH 4, CANL 5, GND 6"
    rung = str(run.person.question("statement-2").prompt)
    assert "4-5 (CANL), 5-4 (CANH), 7-6 (GND)" in rung


def test_a_network_cable_that_joins_h_with_l_fails_and_says_where(tmp_path: Path) -> None:
    run = ran(tmp_path, {"cable": "straight"}, CABLE)
    assert run.verdict("inverter-cable") == "fail"
    assert "joins CANL with CANH (pin 4)" in run.reason("inverter-cable")


def test_a_network_cable_that_fits_passes(tmp_path: Path) -> None:
    site = Site(tmp_path, create(port="uart2"), only(*CABLE))
    run = site.run({"inverter_bus": "rs485", "number": "1", "cable": "straight"})
    assert run.verdict("inverter-cable") == "pass"
    assert run.observed("inverter-cable", "pins-inverter") == "A 2 and 7, B 1 and 8, GND 6"


@pytest.mark.parametrize(
    "given",
    [{"brand": "growatt"}, {"same-pins": "n"}],
    ids=["no source has them", "the manual of the model says otherwise"],
)
def test_pins_that_no_source_gives_are_looked_up_in_the_inverter_s_manual(
    tmp_path: Path, given: Given
) -> None:
    run = ran(tmp_path, {**given, "pin-canh": "7", "pin-canl": "8"}, CABLE)
    assert run.verdict("inverter-cable") == "pass"
    assert run.observed("inverter-cable", "pins-inverter") == "CANH 7, CANL 8"


def test_terminals_with_names_are_joined_by_their_names(tmp_path: Path) -> None:
    run = ran(tmp_path, {"brand": "growatt", "pin-canh": "0", "pin-canl": "0"}, CABLE)
    assert run.verdict("inverter-cable") == "pass"
    assert "cable" not in run.person.keys
    assert run.measured("inverter-cable")["pins-inverter"] == "not applicable"


def test_two_wires_on_one_pin_cannot_be(tmp_path: Path) -> None:
    run = ran(tmp_path, {"brand": "growatt", "pin-canh": "4", "pin-canl": "4"}, CABLE)
    assert run.verdict("inverter-cable") == "fail"
    assert "cannot be on one pin" in run.reason("inverter-cable")


def test_a_cable_that_is_not_so_fails_its_step(tmp_path: Path) -> None:
    run = ran(tmp_path, {"inverter-cable.statement-1": "n"}, (*STEPS, "inverter-cable"))
    assert run.verdict("inverter-cable") == "fail"


def test_an_inverter_that_shows_the_board_s_figures_passes(tmp_path: Path) -> None:
    run = ran(tmp_path, {}, SHOWN)
    assert run.verdict("inverter-shows") == "pass"


def test_what_is_set_at_the_brand_s_inverter_is_told_with_its_contradictions(
    tmp_path: Path,
) -> None:
    run = ran(tmp_path, {"brand": "growatt", "number": "1"}, JOINED)
    views = [v for v in run.person.views if isinstance(v, StepView) and v.step == "inverter-set"]
    told = " ".join(str(line) for line in views[-1].lines)
    assert "L51 for CAN" in told
    assert "P16 353 has 1 for CAN and 51 for RS485" in told
    assert "Growatt itself counts L01 to L50 as RS485" in told


def test_what_owners_report_of_a_brand_is_told_where_it_is_set(tmp_path: Path) -> None:
    run = ran(tmp_path, {"brand": "deye"}, JOINED)
    views = [v for v in run.person.views if isinstance(v, StepView) and v.step == "inverter-set"]
    told = " ".join(str(line) for line in views[-1].lines)
    assert "CAN stayed silent and RS485 014 worked" in told
    assert "made it discharge into the grid" in told


def test_what_is_set_at_the_inverter_is_confirmed_in_its_order(tmp_path: Path) -> None:
    run = ran(tmp_path, {"brand": "growatt", "number": "1"}, JOINED)
    asked = [str(q.prompt) for _, q in run.person.asked if str(q.prompt).startswith("Growatt: ")]
    assert asked == [
        "Growatt: Enter held: it goes into its settings.",
        "Growatt: Item 05 = LI; when that took, it jumps to item 36.",
        "Growatt: Item 36 = L51: CAN.",
    ]
    assert run.verdict("inverter-set") == "pass"


@pytest.mark.parametrize("number", [1, 2, 3])
def test_what_is_not_set_at_the_inverter_fails_by_its_name(tmp_path: Path, number: int) -> None:
    run = ran(tmp_path, {f"inverter-set.statement-{number}": "n"}, JOINED)
    assert run.verdict("inverter-set") == "fail"
    said = ("Lithium", "BMS_Err_Stop on", "not lead-acid")[number - 1]
    assert said in run.reason("inverter-set")


def test_where_no_source_says_what_is_set_the_inverter_s_manual_does(tmp_path: Path) -> None:
    run = ran(tmp_path, {"brand": "sma", "number": "1"}, JOINED)
    views = [v for v in run.person.views if isinstance(v, StepView) and v.step == "inverter-set"]
    assert "look it up in the inverter's manual" in " ".join(map(str, views[-1].lines))


@pytest.mark.parametrize(
    ("key", "shown", "measured"),
    [("inverter-voltage", "48.0", "voltage-difference"), ("inverter-soc", "77", "soc-difference")],
)
def test_an_inverter_that_shows_another_battery_fails(
    tmp_path: Path, key: str, shown: str, measured: str
) -> None:
    run = ran(tmp_path, {key: shown}, SHOWN)
    assert run.measured("inverter-shows")[measured] == "fail"
    assert "its own guess" in run.reason("inverter-shows")


def test_an_inverter_that_hears_nothing_is_no_pass_and_the_next_number_is_named(
    tmp_path: Path,
) -> None:
    run = ran(tmp_path, {"inverter-shows.statement-1": "n"}, SHOWN)
    assert run.verdict("inverter-shows") == "fail"
    assert "does not take its limits" in run.reason("inverter-shows")
    assert "try next: CAN 002 Pylon low-voltage" in run.reason("inverter-shows")


# ---- the brand


def test_only_numbers_whose_bit_is_set_are_offered(tmp_path: Path) -> None:
    site = Site(tmp_path, create("no-inverter-protocol"), only(*STEPS))
    run = site.run()
    assert run.verdict("inverter-protocol") == "fail"
    assert "wanted 001, 002; offered: 000, 006" in run.reason("inverter-protocol")
    assert run.state.writes == {}


def test_a_number_that_the_board_does_not_keep_fails(tmp_path: Path) -> None:
    run = Site(tmp_path, create("protocol-ignored"), only(*STEPS)).run()
    assert run.verdict("inverter-protocol") == "fail"
    assert "still holds" in run.reason("inverter-protocol")


@pytest.mark.parametrize(("answer", "verdict"), [("", "marginal"), ("n", "deferred")])
def test_a_board_that_tells_no_numbers_is_sent_none_but_set_in_the_app(
    tmp_path: Path, answer: str, verdict: str
) -> None:
    made = create_bluetooth("24S")
    steps = msgspec.structs.replace(only(*STEPS), families=("pb", "other"))
    site = Site(tmp_path, made.simulation, steps, face=made.peer)
    run = site.run({"family": "other", "seen-in-app": answer})
    assert run.verdict("inverter-protocol") == verdict
    assert run.state.identity is not None
    assert run.state.identity.offered == {}
    assert made.peer.harms == []


def test_on_uart_too_only_numbers_whose_bit_is_set_are_offered(tmp_path: Path) -> None:
    site = Site(tmp_path, create(port="uart2", firmwares={1: "14.20"}), only(*STEPS))
    run = site.run({"inverter_bus": "rs485", "brand": "deye"})
    assert "offers no UART protocol for Deye (wanted 005, 014" in run.reason("inverter-protocol")


def test_a_part_of_a_name_finds_its_brands_and_one_of_them_is_chosen(tmp_path: Path) -> None:
    run = ran(tmp_path, {"brand": "so", "brand-match": "solis", "number": "n002"})
    asked = run.person.question("brand-match")
    assert isinstance(asked, Choice)
    labels = [str(each.label) for each in asked.options]
    assert labels[:2] == ["Sofar (no number is known)", "Solis (no number is known)"]
    assert run.observed("inverter-protocol", "inverter-brand") == "Solis"
    option(run, "can_protocol", "2")


def test_a_word_that_matches_too_much_says_so_and_fits_on_a_screen(tmp_path: Path) -> None:
    run = ran(tmp_path, {"brand": "e", "brand-match": "again", "brand-try-2": "deye"})
    asked = run.person.question("brand-match")
    assert isinstance(asked, Choice)
    assert len(asked.options) == 9
    assert "more match" in str(asked.hint)
    assert run.observed("inverter-protocol", "inverter-brand") == "Deye"


def test_a_brand_that_nobody_knows_can_be_searched_again_or_taken_by_number(
    tmp_path: Path,
) -> None:
    again = {"brand": "dye", "brand-match": "1", "brand-try-2": "deye"}
    run = ran(tmp_path / "again", again)
    assert "No brand here is called dye" in str(run.person.question("brand-match").prompt)
    assert run.verdict("inverter-protocol") == "pass"
    other = {"brand": "Acme", "brand-match": "other", "number": "n002"}
    run = ran(tmp_path / "other", other)
    assert run.observed("inverter-protocol", "inverter-brand") == "Acme"
    assert run.verdict("inverter-protocol") == "pass"


def test_a_brand_of_the_other_bus_is_told_by_which_it_speaks(tmp_path: Path) -> None:
    run = ran(tmp_path, {"brand": "voltronic"})
    assert run.verdict("inverter-protocol") == "fail"
    assert "Voltronic, Axpert speaks RS485" in run.reason("inverter-protocol")


@pytest.mark.parametrize(
    ("firmware", "said"),
    [
        ("15.41", "name as in the list for firmware 15.41"),
        ("19.27", "no list for firmware 19.27 is known; name as for 14.20 PB2A16S15P"),
    ],
)
def test_a_name_says_for_which_firmware_it_is_known(
    tmp_path: Path, firmware: str, said: str
) -> None:
    run = ran(tmp_path, {}, firmware=firmware)
    notes = {taken.id: str(taken.note) for taken in run.state.current()}
    assert notes["protocol"].startswith(said)


def test_port_and_what_the_maker_tried_are_told(tmp_path: Path) -> None:
    run = ran(tmp_path, {})
    views = [
        v for v in run.person.views if isinstance(v, StepView) and v.step == "inverter-protocol"
    ]
    told = [str(line) for line in views[-1].lines]
    assert "Its cable goes to: CAN, at the board" in told
    assert "Tried by the board's maker: SUN-5K-SG03LP1-EU" in told


def test_what_is_set_last_is_set_before_joining_and_audited_once_more(tmp_path: Path) -> None:
    site = Site(tmp_path, create(), only(*PREPARED, "inverter-cable", "inverter-joined"))
    run = site.run(OWN_LINE)
    judged = [
        event.step for event in read(run.journal).events if isinstance(event, events.StepJudged)
    ]
    assert judged[judged.index("inverter-protocol") :] == [
        "inverter-protocol",
        "final-audit",
        "inverter-protocol",
        "final-audit",
        "inverter-cable",
        "inverter-joined",
    ]
    final = run.state.settings["final"].values["uart1_protocol"]
    assert final.value == 5
