"""What a dead process told a board is settled by reading, or left for its step to judge."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from tests.procedure.support import Ran, Site, only
from tests.procedure.test_resuming import left_at
from wizard.protocol.catalogue import CALIBRATION, SWITCH
from wizard.quantity import Quantity, count
from wizard.record.events import CalibrationIntended, Event, Outcome, SettingsRead, WriteIntended
from wizard.simulator.firmware import Board
from wizard.text import words

SETTINGS = only("connect", "chemistry-preset", "pack-settings", "cold-charge", "final-audit")


def _resumed(site: Site, told: Callable[[str], Event], meanwhile: Callable[[Board], None]) -> Ran:
    """Resume a session whose process died behind an event, after something happened."""
    left_at(site, "pack-settings.review")
    site.record(told(site.simulation.board.nameplate.serial))
    meanwhile(site.simulation.board)
    return site.run({"unexplained": "on"})


def _nothing(_board: Board) -> None:
    """Let the board be."""


def test_a_calibration_without_an_outcome_is_neither_repeated_nor_judged_by_settings(
    tmp_path: Path,
) -> None:
    site = Site(tmp_path, checklist=SETTINGS)
    shown, true = Quantity(Decimal("53.060"), "V"), Quantity(Decimal("52.800"), "V")
    ran = _resumed(
        site, lambda s: CalibrationIntended(90, s, "voltage_calibration", shown, true), _nothing
    )
    assert ran.state.writes[90].outcome is Outcome.UNKNOWN
    addresses = {row.address for row in CALIBRATION.values()}
    assert addresses.isdisjoint(write.address for write in site.simulation.board.writes)
    assert "unexplained" not in ran.person.keys
    assert ran.verdict("final-audit") == "pass"


def test_a_calibration_nobody_knows_of_hides_no_changed_setting(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=SETTINGS)
    shown = Quantity(Decimal("53.060"), "V")
    ran = _resumed(
        site,
        lambda s: CalibrationIntended(90, s, "voltage_calibration", shown, shown),
        lambda board: board.set("balance_trigger", Decimal("0.5")),
    )
    assert "Balance Trig" in words(ran.person.question("unexplained").prompt)


def _turn_sleep(board: Board) -> None:
    board.store.put("switches", board.store.raw("switches") ^ 1 << SWITCH["smart_sleep"].bit)


def _set_protocol(board: Board) -> None:
    board.store.put("can_protocol", 4)


@pytest.mark.parametrize(("heard", "outcome"), [(True, Outcome.VERIFIED), (False, Outcome.REFUSED)])
@pytest.mark.parametrize(
    ("key", "wanted", "take"), [("smart_sleep", 1, _turn_sleep), ("can_protocol", 4, _set_protocol)]
)
def test_switches_and_options_are_settled_by_reading(  # noqa: PLR0913  a table's columns
    tmp_path: Path,
    key: str,
    wanted: int,
    take: Callable[[Board], None],
    heard: bool,  # noqa: FBT001  a row of the table above
    outcome: Outcome,
) -> None:
    site = Site(tmp_path, checklist=SETTINGS)
    ran = _resumed(
        site,
        lambda s: WriteIntended(90, s, key, count(0), count(wanted), "test"),
        take if heard else _nothing,
    )
    assert ran.state.writes[90].outcome is outcome
    assert ran.state.writes[90].found == count(wanted if heard else 0)
    assert "unexplained" not in ran.person.keys
    assert ran.measured("final-audit").get(f"written-{key}") == ("pass" if heard else None)


@pytest.mark.parametrize(
    ("spoil", "label"),
    [
        (_turn_sleep, "Smart Sleep"),
        (_set_protocol, "CAN Protocol No."),
    ],
)
def test_switches_and_options_that_changed_meanwhile_are_asked_about(
    tmp_path: Path, spoil: Callable[[Board], None], label: str
) -> None:
    site = Site(tmp_path, checklist=SETTINGS)
    ran = _resumed(
        site, lambda s: SettingsRead("before inverter", s, {"can_protocol": count(0)}), spoil
    )
    assert label in words(ran.person.question("unexplained").prompt)
