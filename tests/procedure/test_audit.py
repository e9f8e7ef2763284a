"""All settings once more: what is handed over is what was read last."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.procedure.support import Given, Site, only
from wizard.protocol.fields import DISABLE_SENSORS_BIT, SWITCHES

AUDIT = only("connect", "chemistry-preset", "pack-settings", "cold-charge", "final-audit")


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
        ("charge_switch", "0", "Charge"),
        ("discharge_switch", "0", "Discharge"),
        ("balance_switch", "0", "Balance"),
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
    assert (verdicts["sensors"], verdicts["alarms"], verdicts["emergency"]) == (
        "fail", "fail", "pass",
    )  # fmt: skip


def test_an_audit_of_a_board_in_order_passes_and_names_the_password(tmp_path: Path) -> None:
    ran = Site(tmp_path, checklist=AUDIT).run()
    assert ran.verdict("final-audit") == "pass"
    assert set(ran.measured("final-audit").values()) == {"pass"}
    assert any("factory password" in str(point.what) for point in ran.state.open_points)
