"""A whole commissioning, headless, for every pack and every fault of the table."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from tests.procedure.support import SHIPPED, SILENT, Ran, Site
from tests.whole.packs import CORNERS, PACKS, Pack, often, require_commissioned
from wizard.measurement import Verdict
from wizard.record import journal
from wizard.record.events import StepJudged
from wizard.report.build import build
from wizard.report.document import Document
from wizard.simulator.bus_faults import BUS_FAULTS
from wizard.simulator.create import create
from wizard.simulator.faults import KNOWN
from wizard.simulator.hands import Hands

SHIFTED = ("protection-over-voltage", "protection-under-voltage")
REAL = ("real-over-voltage", "real-under-voltage")
JOINED = (
    "inverter-protocol", "inverter-cable", "inverter-joined", "inverter-set", "inverter-shows",
    "inverter-pulled",
)  # fmt: skip
NOT_CALLED_FOR = "not applicable"
MOST_CELLS = 16


def report(site: Site, ran: Ran) -> Document:
    return build(ran.state, site.checklist, journal.read(ran.journal), "report-1")


@pytest.mark.parametrize("pack", often(CORNERS))
def test_a_pack_in_order_passes(tmp_path: Path, pack: Pack) -> None:
    site = Site(tmp_path, create(cells=pack.cells, chemistry=pack.chemistry))
    ran = site.run()
    assert ran.ended
    require_commissioned(pack, site.simulation, SHIPPED, ran.state, report(site, ran))
    idle = {step for step in ran.state.steps if ran.verdict(step) == NOT_CALLED_FOR}
    assert idle == {
        *REAL,
        "fifth-wire",
        *({"unused-wires"} if pack.cells == MOST_CELLS else ()),
        *({"cold-charge"} if pack.chemistry != "lifepo4" else ()),
    }


def test_these_are_all_packs_of_the_manual_that_the_board_carries() -> None:
    assert [str(pack) for pack in PACKS] == [
        "lifepo4-8", "lifepo4-14", "lifepo4-15", "lifepo4-16",
        "li_ion-7", "li_ion-8", "li_ion-14", "li_ion-15", "li_ion-16",
        "lto-14", "lto-15", "lto-16",
    ]  # fmt: skip


# ---- other ways through the checklist


@dataclass(frozen=True)
class Way:
    """Other answers than usual, the verdicts they lead to, words of the report's reasons."""

    given: Mapping[str, str | list[str]]
    verdicts: Mapping[str, str]
    words: tuple[str, ...] = ()


WAYS = {
    "computer on the pack": Way(
        {"computer": "pack", "not-passed": "on"},
        {"protection-over-voltage": "pass", "protection-under-voltage": "deferred"},
        ("This computer hangs on the pack",),
    ),
    "no inverter": Way({"inverter_bus": "none"}, dict.fromkeys(JOINED, NOT_CALLED_FOR)),
    "five red wires in harness 3": Way(
        {"harness_3": "five"}, {"fifth-wire": "pass", "harness-steps": "pass"}
    ),
    "no source at all": Way(
        {"current-calibration.source": "none"},
        {"current-calibration": "deferred"},
        ("No source or load of 15 A is at hand",),
    ),
    "cells that bear frost": Way({"cold_rated": "yes"}, {"cold-charge": NOT_CALLED_FOR}),
    "a slave": Way({"dip.address": "3", "inverter_bus": "none"}, {"dip": "pass"}),
}  # fmt: skip


@pytest.mark.parametrize("name", WAYS)
def test_another_way_ends_as_its_answers_say(tmp_path: Path, name: str) -> None:
    way = WAYS[name]
    site = Site(tmp_path)
    ran = site.run(dict(way.given))
    document = report(site, ran)
    assert ran.ended
    assert {step: ran.verdict(step) for step in way.verdicts} == way.verdicts
    said = [reason.words for reason in document.reasons]
    assert len(said) == len(way.words), said
    assert all(words in reason for words, reason in zip(way.words, said, strict=True)), said
    assert document.verdict.value == ("PASS WITH DEVIATIONS" if way.words else "PASS")
    require_nothing_in_doubt(site, ran, document)


def test_a_current_that_only_an_inverter_brings_is_taken_up_after_it_is_joined(
    tmp_path: Path,
) -> None:
    ran = Site(tmp_path).run({"current-calibration.source": ["none"]})
    judged = [
        (event.step, event.verdict.value)
        for event in journal.read(ran.journal).events
        if isinstance(event, StepJudged)
    ]
    calibrated = [at for at, (step, _) in enumerate(judged) if step == "current-calibration"]
    assert [judged[at][1] for at in calibrated] == ["deferred", "pass"]
    assert judged[calibrated[-1] - 1] == ("inverter-joined", "pass")


def test_both_real_limits_are_reached_with_somebody_at_the_switch(tmp_path: Path) -> None:
    site = Site(tmp_path)
    hands = Hands(site.simulation)

    def runs(drive: Callable[[Decimal, Decimal], None], said: str) -> Callable[[], str]:
        def act() -> str:
            drive(Decimal(8), Decimal(2))
            return said

        return act

    def off(said: str) -> Callable[[], str]:
        def act() -> str:
            hands.rest()
            return said

        return act

    over, under = REAL
    ran = site.run(
        {
            "method": "real",
            "stop": SILENT,
            f"{over}.start": runs(hands.charge, ""),
            f"{over}.cell-by-meter": lambda: str(site.simulation.meter.highest_cell()),
            f"{over}.release": runs(hands.load, SILENT),
            f"{under}.statement-1": off(""),
            f"{under}.start": runs(hands.load, ""),
            f"{under}.cell-by-meter": lambda: str(site.simulation.meter.lowest_cell()),
            f"{under}.release": runs(hands.charge, SILENT),
            "inverter_bus": off("can"),
        }
    )
    document = report(site, ran)
    assert {step: ran.verdict(step) for step in (*REAL, *SHIFTED)} == {
        **dict.fromkeys(REAL, "pass"), **dict.fromkeys(SHIFTED, NOT_CALLED_FOR)
    }  # fmt: skip
    assert (document.verdict.value, document.reasons) == ("PASS", ())
    assert ran.state.shifts == {}
    require_nothing_in_doubt(site, ran, document)


def test_an_adapter_in_the_jack_of_the_inverter_is_moved_before_its_protocol_is_set(
    tmp_path: Path,
) -> None:
    site = Site(tmp_path)
    assert site.simulation.line.port == "uart1"
    ran = site.run({"inverter_bus": "rs485", "number": "n005"})
    assert {step: ran.verdict(step) for step in JOINED} == dict.fromkeys(JOINED, "pass")
    assert site.simulation.line.port == "uart2"
    assert site.settings()["uart1_protocol"] == 5


# ---- faults


@dataclass(frozen=True)
class End:
    """How a commissioning with a fault must end: words of the reasons, or none for PASS."""

    words: tuple[str, ...] = ()
    cells: int = 16
    verdicts: tuple[str, ...] = ("FAIL", "INCOMPLETE")


PASSES = End(verdicts=("PASS",))
ENDS = {
    "swapped-wires": End(("Cell 5", "more than one cell", "swapped")),
    "open-wire": End(("Cell 7: no voltage", "open")),
    "doubled-wire": End(("Cell 8: no rise", "on the cell of wire 7")),
    "reversed": End(("Cell 1", "reversed")),
    "uneven-cells": End(("Difference between the cells", "0.15", "at most 0.1 V")),
    "current-flowing": End(("Current", "5", "at most 1 A")),
    "cell-missing": End(("no voltage at cell 9",)),
    "plug-out": End(("no voltage at cell 5, 6, 7, 8",)),
    "wrong-cell-count": End(("Cell Count", "14"), cells=15),
    "ignored-write": End(("Battery Capacity", "acknowledged, but the board still holds 40")),
    "refused-write": End(("Battery Capacity", "exception 2")),
    "preset-ignored": End(("Cell OVP is 4.200 V, which is not LiFePO4",)),
    "frozen-charge": PASSES,
    "no-trip": End(("did not trip",)),
    "trips-without-alarm": End(("did not trip", "alarm missing")),
    "no-release": End(("charge MOS is still open",)),
    "forgets-restore": PASSES,
    "alarm": End(("Alarms before the test", "MOS")),
    "silent": End(("does not answer",)),
    "mos-shorted": End(("P- is dead while the board is off", "a MOS is broken")),
    "probe-out": End(("misses probe 2",)),
    "probe-hot": End(("above Battery Temp. 1", "A probe in the sun")),
    "voltage-off": PASSES,
    "voltage-far-off": End(("Cell 1, board against meter",)),
    "current-off": PASSES,
    "current-far-off": End(("15.00 % off the instrument", "Nothing was sent")),
    "current-reversed": End(("shows discharging while a source charges",)),
    "calibration-ignored": End(("The calibration did not prove",)),
    "wire-resistance": End(("sense wire of cell 4 has too much resistance",)),
    "factory-password-changed": End(
        ("reports another connection password than is known",), verdicts=("PASS WITH DEVIATIONS",)
    ),
    "switches-set": PASSES,
    "dip-dead": End(("still answers: it is no master yet",)),
    "no-inverter-protocol": End(("offers no CAN protocol for Deye",)),
    "protocol-ignored": End(("CAN Protocol No.", "still holds")),
    "inverter-guesses": End(("its own guess",)),
    "inverter-goes-on": End(("Without the board Deye must stop",)),
    "inverter-deaf": End(("does not find the board again",)),
}


LINES = {fault.name for fault in KNOWN.values() if fault.kind == "line"}


def test_every_fault_of_wire_pack_and_board_has_its_end() -> None:
    own = {fault.name for fault in BUS_FAULTS}  # a bus of packs, and what its inverter does
    assert set(ENDS) == set(KNOWN) - LINES - own


def _faults() -> Iterator[ParameterSet]:
    """Yield every fault; of three, two only where all are wanted: each has its own step's test."""
    for place, name in enumerate(sorted({*ENDS, *LINES})):
        yield pytest.param(name, id=name, marks=pytest.mark.exhaustive if place % 3 else ())


@pytest.mark.parametrize("name", _faults())
def test_no_fault_goes_unseen_and_none_leaves_the_board_in_doubt(tmp_path: Path, name: str) -> None:
    end = ENDS.get(name, PASSES)
    site = Site(tmp_path, create(name, cells=end.cells))
    ran = site.run()
    document = report(site, ran)
    said = "\n".join(reason.words for reason in document.reasons)
    if name not in LINES:
        assert document.verdict.value in end.verdicts, said
    assert all(words in said for words in end.words), said
    assert document.verdict.exit_code == 0 or said
    require_nothing_in_doubt(site, ran, document)
    verdicts = {step.verdict for step in ran.state.steps.values()}
    assert ran.ended is not bool(verdicts & {None, Verdict.FAIL, Verdict.NOT_TAKEN})


@pytest.mark.parametrize(
    ("fault", "step", "key"),
    [
        ("voltage-off", "voltage-calibration", "voltage_calibration"),
        ("current-off", "current-calibration", "current_calibration"),
    ],
)
def test_a_board_that_reads_a_little_off_is_calibrated_once_and_then_passes(
    tmp_path: Path, fault: str, step: str, key: str
) -> None:
    site = Site(tmp_path, create(fault))
    ran = site.run()
    assert ran.verdict(step) == "pass"
    sent = [write for write in ran.state.writes.values() if write.is_calibration]
    assert [(write.key, str(write.outcome)) for write in sent] == [(key, "verified")]


def test_switches_that_were_set_wrongly_are_set_right(tmp_path: Path) -> None:
    site = Site(tmp_path, create("switches-set"))
    assert site.settings()["disable_sensors"] == 1
    site.run()
    assert site.settings()["disable_sensors"] == 0


def require_nothing_in_doubt(site: Site, ran: Ran, document: Document) -> None:
    assert ran.state.open_shifts == {}
    assert site.simulation.board.violations == []
    now = site.settings()
    if ran.verdict("dip") == "pass":
        now["device_address"] = ran.state.last_settings["device_address"].value  # by hand, since
    held = {key: found.value for key, found in ran.state.last_settings.items()}
    assert held == {key: now[key] for key in held}
    for row in document.settings:
        assert row.final in {None, now[row.key]}, row.key


def test_frozen_charge_of_a_preset_is_mended_for_lifepo4_and_left_for_li_ion(
    tmp_path: Path,
) -> None:
    iron = Site(tmp_path / "iron", create("frozen-charge"))
    assert iron.run().verdict("cold-charge") == "pass"
    assert (iron.settings()["charge_utp"], iron.settings()["charge_utpr"]) == (2, 5)
    ion = Site(tmp_path / "ion", create("frozen-charge", chemistry="li_ion"))
    ran = ion.run({"preset-again": "send"})
    assert ran.verdict("cold-charge") == "not applicable"
    assert "Li-ion" in ran.reason("cold-charge")
    assert ion.settings()["charge_utp"] == -20
