"""What a fold says of a board: settings, writes, shifts."""

from decimal import Decimal

import pytest

from wizard.protocol.views import Identity
from wizard.quantity import Quantity, volts
from wizard.record.events import (
    ActionIntended,
    CalibrationIntended,
    Event,
    IdentityRead,
    Noted,
    OpenPointNoted,
    Outcome,
    SettingsRead,
    ShiftClosed,
    ShiftLeftOpen,
    ShiftOpened,
    WriteIntended,
    WriteSettled,
)
from wizard.record.state import fold
from wizard.text import text

SERIAL = "50410000001"
OLD, NEW = volts("3.650"), volts("3.600")
READ = SettingsRead("first", SERIAL, {"cell_ovp": OLD, "capacity": Quantity(Decimal(280), "Ah")})
INTENDED = WriteIntended(1, SERIAL, "cell_ovp", OLD, NEW, "limits")
SHIFT = ShiftOpened(1, SERIAL, {"cell_ovp": OLD}, {"cell_ovp": NEW}, ("cell_ovp",), 120)


def test_a_write_without_an_outcome_is_unsettled() -> None:
    write = fold([INTENDED]).unsettled[1]
    assert (write.serial, write.key, write.before, write.wanted) == (SERIAL, "cell_ovp", OLD, NEW)


@pytest.mark.parametrize(("outcome", "open_still"), zip(Outcome, (False, False, True), strict=True))
def test_only_an_unknown_outcome_leaves_a_write_unsettled(
    outcome: Outcome,
    open_still: bool,  # noqa: FBT001  a row of the table above
) -> None:
    state = fold([INTENDED, WriteSettled(1, outcome, None, text("why"))])
    assert (1 in state.unsettled) is open_still
    assert (state.writes[1].outcome, state.writes[1].reason) == (outcome, text("why"))


def test_an_unknown_outcome_can_be_settled_later() -> None:
    unknown, found = WriteSettled(1, Outcome.UNKNOWN), WriteSettled(1, Outcome.VERIFIED, NEW)
    assert not fold([INTENDED, unknown, found]).unsettled


def test_what_is_known_of_the_settings_follows_each_read_back() -> None:
    verified = WriteSettled(1, Outcome.VERIFIED, NEW)
    assert fold([READ]).last_settings["cell_ovp"] == OLD
    assert fold([READ, INTENDED]).last_settings["cell_ovp"] == OLD
    state = fold([READ, INTENDED, verified])
    assert state.last_settings == {"cell_ovp": NEW, "capacity": Quantity(Decimal(280), "Ah")}
    assert fold([READ, INTENDED, verified, READ]).last_settings["cell_ovp"] == OLD


def test_what_a_refused_write_left_is_known() -> None:
    half = volts("3.640")
    state = fold([READ, INTENDED, WriteSettled(1, Outcome.REFUSED, half)])
    assert state.last_settings["cell_ovp"] == half


def test_read_outs_are_kept_by_their_purpose() -> None:
    final = SettingsRead("final", SERIAL, {"cell_ovp": NEW})
    state = fold([READ, final])
    assert state.settings == {"first": READ, "final": final}


def test_folding_never_changes_what_was_read() -> None:
    read = SettingsRead("first", SERIAL, {"cell_ovp": OLD})
    fold([read, INTENDED, WriteSettled(1, Outcome.VERIFIED, NEW)])
    assert read.values == {"cell_ovp": OLD}


def test_an_action_is_a_write_without_a_value() -> None:
    state = fold([ActionIntended(1, SERIAL, "preset_lifepo4")])
    assert state.unsettled[1].purpose == "action"
    assert state.unsettled[1].wanted is None
    assert not fold([ActionIntended(1, SERIAL, "x"), WriteSettled(1, Outcome.VERIFIED)]).unsettled


def test_a_calibration_is_no_action_and_nothing_that_settings_show() -> None:
    shown, true = Quantity(Decimal("53.06"), "V"), Quantity(Decimal("52.80"), "V")
    told = CalibrationIntended(1, SERIAL, "voltage_calibration", shown, true)
    write = fold([READ, told]).unsettled[1]
    assert (write.before, write.wanted, write.purpose) == (shown, true, "calibration")
    assert write.is_calibration
    assert not fold([INTENDED]).writes[1].is_calibration
    state = fold([READ, told, WriteSettled(1, Outcome.VERIFIED)])
    assert not state.unsettled
    assert state.last_settings == READ.values


def test_what_a_read_out_leaves_out_stays_as_it_was_known() -> None:
    every = SettingsRead("before", SERIAL, {"cell_ovp": OLD, "can_protocol": Quantity(Decimal(4))})
    table = SettingsRead("after", SERIAL, {"cell_ovp": NEW})
    state = fold([every, table])
    assert state.last_settings == {"cell_ovp": NEW, "can_protocol": Quantity(Decimal(4))}


def test_a_shift_is_open_until_its_restore_is_verified() -> None:
    assert fold([SHIFT]).open_shifts == {1: SHIFT}
    left = ShiftLeftOpen(1, text("silent"))
    state = fold([SHIFT, left])
    assert state.open_shifts == {1: SHIFT}
    assert state.shifts[1].left_open == text("silent")
    assert fold([SHIFT, ShiftClosed(1, "test ended")]).open_shifts == {}
    assert fold([SHIFT, left, ShiftClosed(1, "resumed")]).open_shifts == {}


def test_an_outcome_whose_intent_found_no_room_on_the_disk_is_passed_over() -> None:
    lost: list[Event] = [SHIFT, WriteSettled(1, Outcome.VERIFIED, OLD), ShiftLeftOpen(1, text("x"))]
    state = fold(lost)
    assert state.writes == {}
    assert state.open_shifts == {1: SHIFT}


def test_who_the_board_is_and_what_was_noted_is_known() -> None:
    who = Identity("JK_PB2A16S20P", "15A", "15.41", SERIAL, "240318", frozenset({4}))
    noted, point = Noted(text("The link was lost.")), OpenPointNoted("soc", text("SOC is false."))
    state = fold([IdentityRead(who), noted, point])
    assert (state.identity, state.notes, state.open_points) == (who, [noted], [point])
