"""The inverter: protocol by brand and number, its cable, what it shows."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.procedure.support import Given, Ran, Site, only
from wizard.procedure.figures import Rj45
from wizard.procedure.inverters import inverters
from wizard.procedure.questions import Choice
from wizard.procedure.views import StepView
from wizard.protocol.ports import PROTOCOL, Bus
from wizard.record import events
from wizard.record.journal import read
from wizard.simulator.create import create

STEPS = ("adapter", "connect", "inverter", "inverter-protocol")
SHOWN = (*STEPS, "inverter-cable", "inverter-joined", "inverter-shows")
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
        ("deye", 1, "CAN 001 Deye low-voltage, 500 kbit/s (assumed)"),
        ("victron", 4, "CAN 004 Victron, 500 kbit/s (assumed)"),
        ("goodwe", 8, "CAN 008 GoodWe low-voltage, speed not documented"),
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
    run = ran(tmp_path, {"brand": "other", "number": "n009"})
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
    for step in SHOWN[3:]:
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


def test_a_cable_that_is_not_so_fails_its_step(tmp_path: Path) -> None:
    run = ran(tmp_path, {"inverter-cable.statement-1": "n"}, (*STEPS, "inverter-cable"))
    assert run.verdict("inverter-cable") == "fail"


def test_an_inverter_that_shows_the_board_s_figures_passes(tmp_path: Path) -> None:
    run = ran(tmp_path, {}, SHOWN)
    assert run.verdict("inverter-shows") == "pass"


def test_what_is_set_at_the_brand_s_inverter_is_told_with_its_contradictions(
    tmp_path: Path,
) -> None:
    run = ran(tmp_path, {"brand": "growatt", "number": "1"}, SHOWN)
    views = [v for v in run.person.views if isinstance(v, StepView) and v.step == "inverter-shows"]
    told = " ".join(str(line) for line in views[-1].lines)
    assert "L51 for CAN" in told
    assert "P16 353 says 1 for CAN" in told


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


def test_an_inverter_in_lead_acid_mode_is_no_pass(tmp_path: Path) -> None:
    run = ran(tmp_path, {"inverter-shows.statement-1": "n"}, SHOWN)
    assert run.verdict("inverter-shows") == "fail"
    assert "does not take its limits" in run.reason("inverter-shows")


def test_every_number_of_a_brand_is_in_the_vendor_s_lists() -> None:
    for inverter in inverters().values():
        assert inverter.can or inverter.uart
        assert inverter.source
        for bus in Bus:
            for number in inverter.numbers(bus):
                assert PROTOCOL[bus, number].label != "reserved", inverter.key


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
