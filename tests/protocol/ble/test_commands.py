"""Commands: what exists, what cannot, and their 20 bytes."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.protocol.ble.everything import LAST_SECOND, every
from wizard.protocol.ble import (
    REGISTERS,
    Ask,
    AskLog,
    Command,
    Dialect,
    Do,
    Doubt,
    NotEncodable,
    Put,
    SetTime,
    Tune,
    encode,
    writable,
)
from wizard.protocol.catalogue import (
    ACTION,
    CALIBRATION,
    OPTION,
    PARAMETER,
    SETTING,
    SWITCH,
    WRITABLE,
    Evidence,
    Writable,
)
from wizard.protocol.layout import Table

S24, S32, JK04 = Dialect.JK02_24S, Dialect.JK02_32S, Dialect.JK04
HEAD = bytes.fromhex("AA5590EB")
SETTABLE = [
    (dialect, WRITABLE[key])
    for dialect, registers in REGISTERS.items()
    for key, register in registers.items()
    if register.evidence is not Evidence.NONE and key in PARAMETER
]


def _value(frame: bytes) -> bytes:
    """Return the value of a command whose frame is sound."""
    assert len(frame) == 20
    assert frame.startswith(HEAD)
    assert frame[-1] == sum(frame[:-1]) & 0xFF
    assert not any(frame[6 + frame[5] : -1])
    return frame[6 : 6 + frame[5]]


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (Put(S32, SETTING["smart_sleep_voltage"], Decimal("3.501")), "01 04 ad0d0000"),
        (Put(S32, SETTING["discharge_ocp_delay"], Decimal(300)), "10 04 2c010000"),
        (Put(S32, SETTING["charge_utp"], Decimal(-22)), "18 04 24ffffff"),
        (Put(S32, SETTING["precharge_time"], Decimal(4)), "25 04 04000000"),
        (Put(S32, SWITCH["heating"], Decimal(1)), "27 04 01000000"),
        (Put(S32, SWITCH["port_switch"], Decimal(0)), "2a 04 00000000"),
        (Put(S32, SETTING["heater_off"], Decimal(7)), "38 01 07"),
        (Put(S32, SETTING["heater_on"], Decimal(-5)), "37 01 fb"),
        (Put(S32, SETTING["smart_sleep_hours"], Decimal(23)), "39 01 17"),
        (Put(S32, OPTION["rcv_time"], Decimal(2)), "b3 01 14"),
        (Put(S32, OPTION["rfv_time"], Decimal(9)), "b4 01 5a"),
        (Put(S32, OPTION["uart1_protocol"], Decimal(10)), "a5 02 0a00"),
        (Put(S32, OPTION["can_protocol"], Decimal(4)), "a6 02 0400"),
        (Put(S32, OPTION["uart2_protocol"], Decimal(1)), "a8 02 0100"),
        (Tune(S32, CALIBRATION["voltage_calibration"], Decimal("15.000")), "64 04 983a0000"),
        (Tune(S24, CALIBRATION["voltage_calibration"], Decimal("53.570")), "21 04 42d10000"),
        (Tune(S24, CALIBRATION["current_calibration"], Decimal(20)), "24 04 204e0000"),
        (Tune(S32, CALIBRATION["current_calibration"], Decimal(20)), "67 04 204e0000"),
        (Do(S32, ACTION["preset_li_ion"]), "68 00"),
        (Do(S32, ACTION["preset_lifepo4"]), "69 00"),
        (Do(S32, ACTION["preset_lto"]), "6a 00"),
        (SetTime(S32, 0x0B1F2C3F), "6c 04 3f2c1f0b"),
        (Ask(Table.SETTINGS), "96 00"),
        (Ask(Table.INFO), "97 00"),
        (AskLog(S32), "a1 00"),
        (Put(S24, SETTING["cell_count"], Decimal(24)), "1c 04 18000000"),
        (Put(S24, SETTING["discharge_switch"], Decimal(1)), "1e 04 01000000"),
    ],
)
def test_recorded_and_documented_examples_come_out_to_the_byte(command: Command, told: str) -> None:
    frame = encode(command)
    assert frame[4:6] + _value(frame) == bytes.fromhex(told)


@given(st.data())
def test_the_whole_value_travels_in_the_length_of_its_row(data: st.DataObject) -> None:
    dialect, row = data.draw(st.sampled_from(SETTABLE))
    register = REGISTERS[dialect][row.key]
    raw = data.draw(st.integers(*_ends(dialect, row)))
    frame = encode(Put(dialect, row, raw * row.scale))
    assert frame[4] == register.code
    signed = register.form.value.islower()
    assert int.from_bytes(_value(frame), "little", signed=signed) == raw


def _ends(dialect: Dialect, row: Writable) -> tuple[int, int]:
    parameter = PARAMETER[row.key]
    high = REGISTERS[dialect][row.key].high or parameter.high
    return int(parameter.low / row.scale), int(high / row.scale)


@pytest.mark.parametrize("dialect", [S24, S32])
def test_every_command_of_a_dialect_is_sound_and_carries_its_own_number(dialect: Dialect) -> None:
    for key, command in every(dialect):
        frame = encode(command)
        _value(frame)
        assert frame[4] == REGISTERS[dialect][key].code


def test_a_jk04_can_only_be_asked() -> None:
    assert every(JK04) == []
    assert writable(JK04) == frozenset()
    for row in WRITABLE.values():
        with pytest.raises(ValueError, match="no evidence"):
            Put(JK04, row, Decimal(1))


def test_no_command_can_be_built_where_the_dialect_is_in_doubt() -> None:
    doubt: Dialect = Doubt("it speaks two tongues", S32)  # pyright: ignore[reportAssignmentType]
    with pytest.raises(NotEncodable):
        Put(doubt, SETTING["cell_ovp"], Decimal("3.65"))
    with pytest.raises(NotEncodable):
        Do(doubt, ACTION["preset_lto"])


@pytest.mark.parametrize("dialect", [S24, JK04, Doubt("it speaks two tongues", S32)], ids=str)
def test_only_a_board_for_32_cells_is_asked_for_its_log(dialect: Dialect) -> None:
    with pytest.raises(NotEncodable, match="no evidence"):
        AskLog(dialect)


def test_statuses_are_not_asked_for() -> None:
    with pytest.raises(NotEncodable, match="by themselves"):
        Ask(Table.STATUS)


@pytest.mark.parametrize(
    "build",
    [
        lambda: Put(S32, replace(SETTING["cell_ovp"], code=0x26), Decimal("3.65")),
        lambda: Put(S32, replace(SWITCH["heating"], bit=1), Decimal(1)),
        lambda: Tune(S32, replace(CALIBRATION["voltage_calibration"], code=0xFF), Decimal(50)),
        lambda: Do(S32, replace(ACTION["preset_lto"], code=0x6B)),
    ],
    ids=["setting", "switch", "calibration", "action"],
)
def test_a_row_of_ones_own_making_is_refused(build: object) -> None:
    assert callable(build)
    with pytest.raises(NotEncodable, match="catalogue"):
        build()


@pytest.mark.parametrize("key", ["device_address", "discharge_utp", "discharge_utpr"])
def test_a_setting_without_evidence_is_refused(key: str) -> None:
    with pytest.raises(NotEncodable, match="no evidence"):
        Put(S32, SETTING[key], Decimal(1))


@pytest.mark.parametrize("key", ["disable_sensors", "button_emergency"])
def test_a_switch_that_takes_a_protection_away_can_only_be_turned_off(key: str) -> None:
    assert _value(encode(Put(S32, SWITCH[key], Decimal(0)))) == bytes(4)
    with pytest.raises(ValueError, match="takes a protection away"):
        Put(S32, SWITCH[key], Decimal(1))


@pytest.mark.parametrize("value", ["4.401", "1.199", "3.6501", "NaN", "-3.65"])
def test_values_out_of_range_or_finer_than_the_scale_are_refused(value: str) -> None:
    for dialect in (S24, S32):
        with pytest.raises(ValueError, match="cell_ovp"):
            Put(dialect, SETTING["cell_ovp"], Decimal(value))


def test_a_board_for_24_cells_is_not_told_of_25() -> None:
    with pytest.raises(NotEncodable, match="more than JK02_24S has"):
        Put(S24, SETTING["cell_count"], Decimal(25))
    assert _value(encode(Put(S32, SETTING["cell_count"], Decimal(25)))) == bytes([25, 0, 0, 0])


@pytest.mark.parametrize("amperes", [0, "14.999", "1000.001"])
def test_a_calibration_without_a_current_worth_it_is_refused(amperes: str) -> None:
    for dialect in (S24, S32):
        with pytest.raises(ValueError, match="outside"):
            Tune(dialect, CALIBRATION["current_calibration"], Decimal(amperes))


@pytest.mark.parametrize("seconds", [-1, LAST_SECOND + 1])
def test_a_time_that_does_not_fit_is_refused(seconds: int) -> None:
    with pytest.raises(NotEncodable, match="2156"):
        SetTime(S32, seconds)


def test_boards_for_24_cells_have_no_presets_clock_options_or_switch_word() -> None:
    keys = {key for key, _ in every(S24)}
    assert keys.isdisjoint({*ACTION, *OPTION, *SWITCH, "clock", "scp_delay", "balance_start"})
    assert {"charge_switch", "discharge_switch", "balance_switch", "capacity"} <= keys
    assert keys.isdisjoint({"cell_rcv", "cell_rfv"})


def test_what_a_dialect_can_be_told_is_named_by_the_catalogues_numbers() -> None:
    assert writable(S24) == {*range(0x01, 0x21)} - {0x09, 0x0A} | {0x64, 0x67}
    assert {0x25, 0x27, 0x37, 0x64, 0x68, 0x6C, 0xA5} <= writable(S32)
    assert writable(S32).isdisjoint({0x23, 0x24, 0x26, 0x29, 0x3A, 0x6B, 0xFF})
