"""What a board of each dialect says of itself, in our words and units."""

import struct
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.protocol.ble import boards
from tests.protocol.ble.boards import CELLS, altered, told
from wizard.protocol.ble import Dialect
from wizard.protocol.ble import views as ble
from wizard.protocol.ble.shown import shown
from wizard.protocol.catalogue import SWITCHES
from wizard.protocol.layout import Image, Table
from wizard.protocol.reading import Incomplete
from wizard.protocol.secret import DOTS
from wizard.protocol.views import Identity

JK04, S24, S32 = Dialect.JK04, Dialect.JK02_24S, Dialect.JK02_32S
INFO_24S, INFO_JK04 = told(boards.INFO_24S), told(boards.INFO_JK04)


def _volts(raw: int) -> Decimal:
    return Decimal(raw).scaleb(-3)


def test_a_board_for_24_cells_says_who_it_is() -> None:
    supported = frozenset(range(0x01, 0x21)) - {0x09, 0x0A} | {0x64, 0x67}
    assert ble.identity(S24, INFO_24S) == Identity(
        "JK-B2A24S15P", "10.XG", "10.07", "2041803028", "220511", supported
    )
    assert not ble.identity(S24, INFO_24S).protocols


def test_a_balancer_says_who_it_is_without_number_and_date_and_supports_nothing() -> None:
    assert ble.identity(JK04, INFO_JK04) == Identity(
        "JK-B2A16S", "3.0", "3.3.0", "", "", frozenset()
    )


def test_a_board_for_32_cells_says_itself_what_it_supports() -> None:
    found = ble.identity(S32, told(boards.INFO_32S))
    assert (found.model, found.firmware) == ("JK_PB2A16S20P", "15.41")
    assert found.supports(0x68)
    assert not found.supports(0x00)


def test_details_hold_what_the_dialect_has() -> None:
    older = ble.details(S24, INFO_24S)
    assert older.texts["name"] == "roof"
    assert older.texts["user_data"] == "Input Userdata"
    assert older.values == {"total_time": (Decimal(86400),), "power_on_times": (Decimal(12),)}
    assert ble.details(JK04, INFO_JK04).texts.keys() == {"model", "hardware", "firmware", "name"}
    assert "hardware_option" in ble.details(S32, told(boards.INFO_32S)).texts


def test_both_passwords_of_a_board_can_be_compared_with() -> None:
    for dialect, info in ((S24, boards.INFO_24S), (S32, boards.INFO_32S)):
        found = ble.secrets(dialect, told(info))
        assert found.device.matches("4711")
        assert found.settings.matches("246810")


def test_a_balancer_has_one_password_and_an_empty_one_is_not_made_up() -> None:
    assert ble.device_password(INFO_JK04).matches("4711")
    with pytest.raises(Incomplete, match="settings_password"):
        ble.secrets(JK04, INFO_JK04)


def test_a_board_for_24_cells_tells_its_settings_without_a_switch_word() -> None:
    found = ble.settings(S24, told(boards.SETTINGS_24S))
    assert found["cell_ovp"] == _volts(3550)
    assert found["charge_utp"] == Decimal("-20.0")
    assert found["charge_current"] == Decimal(100)
    assert (found["cell_count"], found["discharge_switch"]) == (16, 0)
    assert (found["scp_delay"], found["balance_start"]) == (1500, _volts(3400))
    assert found.switch_word is None
    assert found.switches == {}
    assert found.everything == found.values
    assert found.values.keys().isdisjoint({"device_address", "precharge_time", "heater_on"})


@pytest.mark.parametrize("dialect", [S24, JK04])
def test_a_switch_that_is_not_told_is_neither_on_nor_off(dialect: Dialect) -> None:
    frame = boards.SETTINGS_24S if dialect is S24 else boards.SETTINGS_JK04
    found = ble.settings(dialect, told(frame))
    with pytest.raises(KeyError):
        found.is_on("heating")
    with pytest.raises(KeyError):
        _ = found["heating"]


def test_a_board_for_32_cells_tells_its_switches() -> None:
    found = ble.settings(S32, told(boards.SETTINGS_32S), told(boards.INFO_32S))
    assert found.is_on("display_always_on")
    assert len(found.switches) == len(SWITCHES)
    assert "uart1_protocol" in found.options


def test_a_balancer_tells_its_settings_with_the_digits_that_were_set() -> None:
    found = ble.settings(JK04, told(boards.SETTINGS_JK04))
    assert found.values == {
        "cell_count": 16,
        "power_off_voltage": Decimal("2.7"),
        "balance_start": Decimal("4.25"),
        "balance_trigger": Decimal("0.005"),
        "max_balance_current": 2,
        "balance_switch": 1,
    }
    assert found.shown == {"adc_reference": (Decimal("3.0155"),)}


def test_a_board_for_24_cells_tells_its_pack() -> None:
    found = ble.status(S24, told(boards.STATUS_24S))
    assert found.cells == tuple(map(_volts, CELLS))
    assert found.pack_voltage == _volts(sum(CELLS))
    assert found.current == Decimal("-10.007")
    assert (found.soc, found.cycles, found.remaining) == (87, 54, Decimal("97.127"))
    assert found.temperatures == (Decimal("21.5"), Decimal("-3.1"))
    assert found.mos_temperature == Decimal("30.2")
    assert found.alarms == {4, 11}
    assert (found.charge_mos, found.discharge_mos) == (True, False)
    assert (found.balancing, found.heating, found.emergency) == (True, True, False)
    assert (found.high_wires, found.sensors) == ({2}, {0, 1, 2})
    assert (found.uvpr_countdown, found.ovpr_countdown) == (None, None)
    assert found.readings["balance_current"] == (Decimal("-1.250"),)
    assert found.readings["run_time"] == (18190209,)


def test_a_board_for_32_cells_tells_its_pack() -> None:
    found = ble.status(S32, told(boards.STATUS_32S))
    assert found.cells == tuple(map(_volts, CELLS))
    assert found.uvpr_countdown == 0


def test_a_balancer_tells_its_cells_and_no_current() -> None:
    table = told(boards.STATUS_JK04)
    found = ble.balancer(table)
    assert found.cells == tuple(map(_volts, CELLS))
    assert found.pack_voltage == _volts(sum(CELLS))
    assert (found.average, found.spread) == (Decimal("3.3075"), Decimal("0.015"))
    assert (found.balancing, found.balance_current) == (True, Decimal("-1.25"))
    assert found.run_time == 1873811
    assert found.readings["wire_resistance"][0] == 50
    with pytest.raises(Incomplete, match="current"):
        ble.status(JK04, table)


@pytest.mark.parametrize("odd", [float("nan"), float("inf"), float("-inf")])
def test_a_balancer_that_tells_no_number_is_not_believed(odd: float) -> None:
    broken = altered(boards.STATUS_JK04, {10: struct.pack("<f", odd)})
    with pytest.raises(Incomplete, match="cell_voltages"):
        ble.balancer(told(broken))


@given(st.floats(width=32, allow_nan=False, allow_infinity=False))
def test_a_number_with_a_point_is_told_to_the_last_bit(number: float) -> None:
    broken = altered(boards.STATUS_JK04, {202: struct.pack("<f", number)})
    average = ble.balancer(told(broken)).average
    assert struct.pack("<f", float(average)) == struct.pack("<f", number)


@pytest.mark.parametrize("dialect", [S24, JK04])
def test_bytes_that_were_not_read_are_named(dialect: Dialect) -> None:
    for table, view in ((Table.SETTINGS, ble.settings), (Table.INFO, ble.identity)):
        with pytest.raises(Incomplete):
            view(dialect, Image(table, "<"))


@pytest.mark.parametrize(("apart", "plausible"), [(0, True), (4000, True), (6000, False)])
@pytest.mark.parametrize("sign", [1, -1])
def test_cells_and_pack_must_not_contradict(apart: int, plausible: bool, sign: int) -> None:  # noqa: FBT001  a parameter of the test
    said = struct.pack("<I", sum(CELLS) + sign * apart)
    found = ble.status(S24, told(altered(boards.STATUS_24S, {118: said})))
    reason = ble.implausible(found)
    assert (reason is None) is plausible
    assert plausible or f"{sum(found.cells)} V" in str(reason)


@pytest.mark.parametrize(("dialect", "info"), [(S24, boards.INFO_24S), (JK04, boards.INFO_JK04)])
def test_passwords_are_shown_as_dots(dialect: Dialect, info: bytes) -> None:
    found = shown(dialect, told(info))
    assert found["device_password"] == DOTS
    assert ("settings_password" in found) is (dialect is S24)
    assert found["device_name"] == "roof"


def test_a_status_is_shown_by_the_names_that_others_use() -> None:
    found = shown(JK04, told(boards.STATUS_JK04))
    assert (found["total_voltage"], found["max_voltage_cell"]) == (sum(CELLS) / 1000, 16)
    assert shown(S24, told(boards.STATUS_24S))["state_of_charge"] == 87
    assert shown(S24, told(boards.SETTINGS_24S))["max_charge_current"] == 100
    assert shown(S32, told(boards.SETTINGS_32S))["display_always_on"] is True
    assert shown(JK04, told(boards.SETTINGS_JK04))["voltage_calibration"] == 3.0155
