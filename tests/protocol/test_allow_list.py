"""What may be sent, shown by trying everything else."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.protocol.catalogue import (
    ACTIONS,
    CALIBRATIONS,
    NEVER_SENT,
    OPTIONS,
    PARAMETER,
    SETTINGS,
    SWITCH,
    SWITCH_WORD,
    SWITCHES,
    Action,
    Evidence,
    Parameter,
    Switch,
)
from wizard.protocol.layout import Kind, Place, Table
from wizard.protocol.modbus import (
    MOST_REGISTERS,
    TABLE_BYTES,
    Act,
    Calibrate,
    NotEncodable,
    Read,
    Request,
    SetClock,
    Trigger,
    Turn,
    Write,
    encode,
)

UNITS = range(1, 16)
ADDRESSES = range(0x10000)
PRESETS = {0x160A, 0x160C, 0x160E}
FRAMES = {0x161C, 0x161E, 0x1620}
PAIRS = {0x1116, 0x1118, 0x14B2, 0x14D4, 0x14E4, 0x14E6, 0x1504}
WHOLE = {*range(0x1000, 0x1088, 4), 0x110C, *range(0x14E8, 0x1504, 4)}
ACTIONS_WITH_VALUE = {0x1600, 0x1606, 0x1612}
EVIDENT = WHOLE | PAIRS | {0x1114} | PRESETS | FRAMES | ACTIONS_WITH_VALUE
FORBIDDEN = {
    0x1604: "shutdown",
    0x1610: "emergency",
    0x1616: "restart",
    0x1618: "factory restore",
    0x161A: "erase",
    0x1622: "detailed log",
    0x1624: "log",
    0x1626: "firmware upgrade",
    0x1438: "Bluetooth password",
    0x1470: "settings password",
    0x1110: "current range",
    0x1108: "device address, which the DIP switches hold",
    0x1122: "discharge under-temperature, which 15.41 refuses",
}
SECRET = {*range(0x1438, 0x1448), *range(0x1470, 0x1480)}
TABLES = {byte for table in Table for byte in range(table, table + TABLE_BYTES)}


def _exists(build: Callable[[], Request]) -> bool:
    try:
        build()
    except ValueError:
        return False
    return True


def _half(row: Parameter) -> int | None:
    return 0x5A if row.is_half else None


def _build(row: Parameter, value: Decimal) -> Write:
    return Write(1, row, value, _half(row))


def _every_request() -> Iterator[Callable[[], Request]]:
    """Yield what builds each request of the tables, at the ends of each range."""
    for row in (*SETTINGS, *OPTIONS):
        for value in (row.low, row.high):
            yield lambda row=row, value=value: _build(row, value)
    for switch in SWITCHES:
        for on in (False, True):
            yield lambda switch=switch, on=on: Turn(1, switch, on, 0)
    for action in ACTIONS:
        yield lambda action=action: Act(1, action)
    for table in Table:
        yield lambda table=table: Trigger(1, table)
    for row in CALIBRATIONS:
        for value in (row.low, row.high):
            yield lambda row=row, value=value: Calibrate(1, row, value)
    yield lambda: SetClock(1, 0)


def _told() -> Iterator[bytes]:
    for build in _every_request():
        if _exists(build):
            yield encode(build())


def _address(frame: bytes) -> int:
    return int.from_bytes(frame[2:4])


def test_the_tables_write_to_the_addresses_with_evidence_and_nowhere_else() -> None:
    frames = list(_told())
    assert {frame[1] for frame in frames} == {16}
    assert {_address(frame) for frame in frames} == EVIDENT


def test_no_write_reaches_into_what_is_never_sent() -> None:
    for frame in _told():
        reached = range(_address(frame), _address(frame) + frame[6])
        assert not set(reached) & (FORBIDDEN.keys() | SECRET), frame.hex()


def test_what_is_never_sent_is_told_with_its_reason() -> None:
    assert NEVER_SENT.keys() == FORBIDDEN.keys()
    assert all(NEVER_SENT.values())


def test_an_action_at_any_other_address_cannot_exist() -> None:
    for known in ACTIONS:
        built = {
            address
            for address in ADDRESSES
            if _exists(lambda known=known, address=address: Act(1, replace(known, address=address)))
        }
        assert built == {known.address}


def test_a_calibration_at_any_other_address_cannot_exist() -> None:
    for known in CALIBRATIONS:
        built = {
            address
            for address in ADDRESSES
            if _exists(
                lambda known=known, address=address: Calibrate(
                    1, replace(known, address=address), Decimal(50)
                )
            )
        }
        assert built == {known.address}


@pytest.mark.parametrize("key", ["smart_sleep_voltage", "heater_off", "can_protocol", "dry2_off"])
def test_a_setting_at_any_other_address_cannot_exist(key: str) -> None:
    row = PARAMETER[key]
    for address in ADDRESSES:
        place = Place(row.place.table, address - row.place.table, row.place.kind)
        moved = replace(row, place=place)
        built = _exists(lambda moved=moved: _build(moved, moved.low))
        assert built == (address == row.place.address), hex(address)


@pytest.mark.parametrize("row", [*SETTINGS, *OPTIONS], ids=lambda row: row.key)
def test_a_byte_goes_with_its_other_half_and_a_whole_row_alone(row: Parameter) -> None:
    if row.evidence is Evidence.NONE:
        return
    for other in (None, 0, 0xFF, -1, 0x100):
        fits = other in {0, 0xFF} if row.is_half else other is None
        assert _exists(lambda other=other: Write(1, row, row.low, other)) == fits, other


@pytest.mark.parametrize("row", SWITCHES, ids=lambda row: row.key)
def test_a_switch_with_another_bit_direction_or_evidence_is_refused(row: Switch) -> None:
    for other in (
        *(replace(row, bit=bit) for bit in range(17) if bit != row.bit),
        replace(row, only=None if row.only is not None else True),
        *(replace(row, evidence=each) for each in Evidence if each is not row.evidence),
    ):
        with pytest.raises(NotEncodable, match="not a switch of the catalogue"):
            Turn(1, other, on=False, word=0)


@pytest.mark.parametrize("row", SWITCHES, ids=lambda row: row.key)
def test_switches_with_evidence_go_both_ways_and_unsafe_ones_only_off(row: Switch) -> None:
    known = row.evidence is not Evidence.NONE
    assert _exists(lambda: Turn(1, row, on=False, word=0)) == known
    unsafe = row.key in {"disable_sensors", "button_emergency"}
    assert _exists(lambda: Turn(1, row, on=True, word=0)) == (known and not unsafe)


@given(
    row=st.sampled_from(SWITCHES),
    on=st.booleans(),
    word=st.integers(-0x100, 0x100FF) | st.integers(0, 0xFFFF),
)
def test_no_word_disables_the_sensors_and_only_one_bit_ever_changes(
    row: Switch, word: int, *, on: bool
) -> None:
    if not _exists(lambda: Turn(1, row, on, word)):
        return
    frame = encode(Turn(1, row, on, word))
    sent = int.from_bytes(frame[7:-2])
    assert _address(frame) == SWITCH_WORD.address
    assert sent in {word & ~(1 << row.bit), word | 1 << row.bit}
    assert sent >> row.bit & 1 == on
    assert not sent >> SWITCH["disable_sensors"].bit & 1


def test_unsafe_switches_that_are_on_are_cleared_lowest_first_before_any_other() -> None:
    sensors, emergency = SWITCH["disable_sensors"], SWITCH["button_emergency"]
    both = 1 << sensors.bit | 1 << emergency.bit
    assert Turn(1, sensors, on=False, word=both).result == 1 << emergency.bit
    assert Turn(1, emergency, on=False, word=1 << emergency.bit).result == 0
    for switch, word in (
        (emergency, both),
        (SWITCH["heating"], 1 << sensors.bit),
        (SWITCH["heating"], 1 << emergency.bit),
    ):
        with pytest.raises(NotEncodable, match="clear it first"):
            Turn(1, switch, on=False, word=word)


@pytest.mark.parametrize("word", [-1, 0x10000])
def test_a_switch_word_has_16_bits(word: int) -> None:
    with pytest.raises(NotEncodable, match="16 bits"):
        Turn(1, SWITCH["heating"], on=True, word=word)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("voltage_calibration", "0"),
        ("voltage_calibration", "200.001"),
        ("voltage_calibration", "52.0001"),
        ("current_calibration", "0"),
        ("current_calibration", "14.999"),
        ("current_calibration", "-50"),
        ("current_calibration", "NaN"),
    ],
)
def test_a_calibration_outside_what_can_be_measured_is_refused(key: str, value: str) -> None:
    (row,) = (row for row in CALIBRATIONS if row.key == key)
    with pytest.raises(ValueError, match=key):
        Calibrate(1, row, Decimal(value))


@pytest.mark.parametrize("seconds", [-1, 1 << 32])
def test_the_clock_takes_32_bits(seconds: int) -> None:
    with pytest.raises(NotEncodable, match="2020"):
        SetClock(1, seconds)


@pytest.mark.parametrize("address", FORBIDDEN, ids=FORBIDDEN.values())
@pytest.mark.parametrize("evidence", Evidence)
def test_a_row_made_up_for_a_forbidden_address_is_refused(address: int, evidence: Evidence) -> None:
    with pytest.raises(NotEncodable):
        Act(1, Action("made_up", "Made up", 0x68, address, evidence))
    place = Place(Table.SETTINGS, address - Table.SETTINGS, Kind.U16)
    for row in (*SETTINGS, *OPTIONS):
        with pytest.raises(NotEncodable):
            _build(replace(row, place=place, evidence=evidence), row.low)
    for row in CALIBRATIONS:
        with pytest.raises(NotEncodable):
            Calibrate(1, replace(row, address=address, evidence=evidence), row.low)


@pytest.mark.parametrize("row", [*SETTINGS, *OPTIONS], ids=lambda row: row.key)
def test_a_row_with_another_range_scale_or_type_is_refused(row: Parameter) -> None:
    for other in (
        replace(row, high=row.high + 1),
        replace(row, low=row.low - 1),
        replace(row, scale=row.scale / 10),
        replace(row, place=replace(row.place, kind=Kind.U16, repeat=2)),
    ):
        with pytest.raises(NotEncodable):
            _build(other, row.low)


def test_a_row_without_evidence_cannot_be_written() -> None:
    rows = {row.key: row for row in PARAMETER.values() if row.evidence is Evidence.NONE}
    assert rows.keys() == {"device_address", "discharge_utp", "discharge_utpr"}
    for row in rows.values():
        with pytest.raises(NotEncodable, match="no evidence"):
            _build(row, Decimal(1))


def test_an_action_without_evidence_cannot_be_built() -> None:
    with pytest.raises(NotEncodable):
        Act(1, replace(ACTIONS[0], evidence=Evidence.NONE))


def test_a_preset_carries_one_register_with_the_value_0() -> None:
    for action in ACTIONS:
        assert action.address in PRESETS
        assert encode(Act(1, action))[4:-2] == bytes.fromhex("0001 02 0000")


@given(unit=st.integers(-1000, 1000).filter(lambda unit: unit not in UNITS))
def test_only_units_1_to_15_are_spoken_to(unit: int) -> None:
    for build in (
        lambda: Read(unit, 0x1000, 1),
        lambda: Write(unit, SETTINGS[0], SETTINGS[0].low),
        lambda: Act(unit, ACTIONS[0]),
        lambda: Trigger(unit, Table.INFO),
        lambda: Turn(unit, SWITCH["heating"], on=True, word=0),
        lambda: Calibrate(unit, CALIBRATIONS[0], Decimal(52)),
        lambda: SetClock(unit, 0),
    ):
        with pytest.raises(NotEncodable, match="unit"):
            build()


def _readable(address: int, registers: int) -> bool:
    touched = set(range(address, address + 2 * registers))
    short = 1 <= registers <= MOST_REGISTERS
    return address % 2 == 0 and short and touched <= TABLES and not touched & SECRET


@pytest.mark.parametrize("registers", [1, 2, MOST_REGISTERS])
def test_of_all_addresses_only_even_ones_in_the_tables_are_read(registers: int) -> None:
    built = {
        address
        for address in ADDRESSES
        if _exists(lambda address=address: Read(1, address, registers))
    }
    assert built == {address for address in ADDRESSES if _readable(address, registers)}


def test_no_read_of_the_information_table_touches_a_password() -> None:
    for address in range(Table.INFO - 4, Table.INFO + TABLE_BYTES + 4):
        for registers in range(-1, MOST_REGISTERS + 3):
            built = _exists(
                lambda address=address, registers=registers: Read(1, address, registers)
            )
            assert built == _readable(address, registers), (hex(address), registers)


@pytest.mark.parametrize(
    ("address", "registers", "rule"),
    [
        (0x1001, 1, "odd"),
        (0x1000, 41, "40 registers"),
        (0x1000, 0, "40 registers"),
        (0x0FFE, 2, "outside"),
        (0x112E, 2, "outside"),
        (0x1600, 1, "outside"),
        (0x1436, 2, "password"),
        (0x1446, 1, "password"),
        (0x147E, 1, "password"),
        (0x1420, 40, "password"),
    ],
)
def test_a_refused_read_says_which_rule_it_breaks(address: int, registers: int, rule: str) -> None:
    with pytest.raises(NotEncodable, match=rule):
        Read(1, address, registers)
