"""All settings once more: what is handed over is what was read last."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.procedure.support import Given, Site, altered, only
from wizard.procedure.views import StepView
from wizard.procedure.wants import Ask
from wizard.protocol.fields import DISABLE_SENSORS_BIT, SWITCHES
from wizard.record.events import WentStale
from wizard.simulator.create import create
from wizard.simulator.presets import SWITCH_WORD

CONFIGURED = ("chemistry-preset", "pack-settings", "cold-charge")
AUDIT = only("connect", "pack-limits", *CONFIGURED, "final-audit")


def meanwhile(act: Callable[[], None]) -> Given:
    """Answers in the course of which something happens to the board."""

    def last() -> str:
        act()
        return ""

    return {"cold-charge.review": last}


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("balance_trigger", "0.5", "Settings that changed without this session: Balance Trig."),
        ("charge_switch", "0", "Settings that changed without this session: Charge"),
        ("discharge_switch", "0", "Settings that changed without this session: Discharge"),
        ("balance_switch", "0", "Settings that changed without this session: Balance"),
        ("cell_ovp", "3.9", "Cell OVP (V): 3.900 V, limit 3.45 to 3.65 V"),
        ("cell_uvpr", "3.59", "limit 2.55 to 3.20 V"),
        ("capacity", "281", "Battery Capacity (Ah), as written: 281.000 Ah"),
        ("mos_otpr", "90", "Settings that changed without this session: MOS OTPR"),
    ],
)
def test_what_is_handed_over_is_what_was_read_last(
    tmp_path: Path, key: str, value: str, reason: str
) -> None:
    site = Site(tmp_path, checklist=AUDIT)
    ran = site.run(meanwhile(lambda: site.simulation.board.set(key, Decimal(value))))
    assert ran.verdict("cold-charge") == "pass"
    assert ran.verdict("final-audit") == "fail"
    assert reason in ran.reason("final-audit")


def test_a_broken_order_is_named(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=AUDIT)
    ran = site.run(meanwhile(lambda: site.simulation.board.set("mos_otpr", Decimal(90))))
    assert ran.observed("final-audit", "orders") == "mos_otpr < mos_otp"


def test_disabled_sensors_and_alarms_are_no_hand_over(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=AUDIT)
    board = site.simulation.board

    def spoil() -> None:
        board.settings.put(SWITCHES, 1 << DISABLE_SENSORS_BIT)
        board.quirks = replace(board.quirks, alarms=frozenset({1}))

    ran = site.run(meanwhile(spoil))
    verdicts = ran.measured("final-audit")
    assert (verdicts["disable_sensors"], verdicts["alarms"], verdicts["emergency"]) == (
        "fail", "fail", "pass",
    )  # fmt: skip


def test_an_audit_of_a_board_in_order_passes_and_names_the_password(tmp_path: Path) -> None:
    ran = Site(tmp_path, checklist=AUDIT).run()
    assert ran.verdict("final-audit") == "pass"
    assert set(ran.measured("final-audit").values()) == {"pass"}
    assert any("factory password" in str(point.what) for point in ran.state.open_points)


@pytest.mark.parametrize("key", ["charge_switch", "discharge_switch", "balance_switch"])
def test_a_control_that_is_off_fails_by_its_name(tmp_path: Path, key: str) -> None:
    site = Site(tmp_path, create(chemistry="li_ion"), only("connect", "final-audit"))
    site.simulation.board.set(key, Decimal(0))
    ran = site.run()
    assert (ran.measured("final-audit")[key], ran.observed("final-audit", key)) == ("fail", "off")


@pytest.mark.parametrize("bit", [1, 10])
def test_a_switch_that_takes_a_protection_away_fails(tmp_path: Path, bit: int) -> None:
    site = Site(tmp_path, create(chemistry="li_ion"), only("connect", "final-audit"))
    site.simulation.board.store.put("switches", SWITCH_WORD | 1 << bit)
    site.simulation.board.settle()
    ran = site.run()
    assert ran.verdict("final-audit") == "fail"
    assert ran.reason("final-audit").endswith("on")


def test_emergency_fails_with_the_way_out_of_it(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=AUDIT)
    board = site.simulation.board
    ran = site.run(meanwhile(lambda: setattr(board, "emergency", 1500.0)))
    assert ran.verdict("final-audit") == "fail"
    assert "End it in the vendor's app" in ran.reason("final-audit")


def test_switches_and_options_must_still_be_as_written(tmp_path: Path) -> None:
    asks = (
        Ask("rcv_time", "RCV time (h):", source="x"),
        Ask("display_always_on", "Display:", source="x"),
    )
    given = {"rcv_time": "1.5", "display_always_on": "off"}
    checklist = altered(
        only("connect", "cold-charge", "final-audit"), "cold-charge", asks=asks, set={}, only=None
    )
    good = Site(tmp_path / "good", create(chemistry="li_ion"), checklist)
    ran = good.run(given)
    verdicts = ran.measured("final-audit")
    assert (verdicts["written-rcv_time"], verdicts["written-display_always_on"]) == ("pass", "pass")
    spoilt = Site(tmp_path / "spoilt", create(chemistry="li_ion"), checklist)
    board = spoilt.simulation.board

    def spoil(view: object) -> None:
        if isinstance(view, StepView) and view.step == "final-audit":
            board.set("rcv_time", Decimal(5))
            board.store.put("switches", SWITCH_WORD)

    verdicts = spoilt.run(given, when=spoil).measured("final-audit")
    assert (verdicts["written-rcv_time"], verdicts["written-display_always_on"]) == ("fail", "fail")


def test_what_was_written_before_a_preset_counts_no_more(tmp_path: Path) -> None:
    """The entry was wrong: other cells, another preset, and the cold rule is not theirs."""
    site = Site(tmp_path, checklist=AUDIT)
    assert site.run().verdict("final-audit") == "pass"
    every = ("particulars", *CONFIGURED, "final-audit")
    site.record(*(WentStale(step, "test") for step in every))
    ran = site.run({"chemistry": "li_ion"})
    assert ran.verdict("cold-charge") == "not applicable"
    assert site.settings()["charge_utpr"] == 7
    assert "written-charge_utpr" not in ran.measured("final-audit")
    assert ran.verdict("final-audit") == "pass"


def test_the_factory_password_is_one_open_point_whoever_noted_it_first(tmp_path: Path) -> None:
    checklist = only("connect", "passwords", "pack-limits", *CONFIGURED, "final-audit")
    ran = Site(tmp_path, checklist=checklist).run()
    named = [point for point in ran.state.open_points if "factory password" in str(point.what)]
    assert [point.step for point in named] == ["passwords"]
