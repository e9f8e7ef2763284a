import copy
import json
import pickle
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.protocol import fields, ports, views
from wizard.protocol.catalogue import OPTION, SETTINGS, SWITCH, Parameter
from wizard.protocol.layout import Image, Place, Table

FIELD = {row.key: row for row in (*fields.STATUS, *fields.STATUS_MORE)}
SIZE = 0x140


def _put(data: bytearray, place: Place, *numbers: int) -> None:
    for n, number in enumerate(numbers):
        start = place.offset + n * place.kind.size
        size = place.kind.size
        data[start : start + size] = number.to_bytes(size, signed=number < 0)


def _status(numbers: Mapping[str, tuple[int, ...]]) -> views.Status:
    data = bytearray(SIZE)
    for key, values in numbers.items():
        _put(data, FIELD[key].place, *values)
    image = Image(Table.STATUS)
    image.put(0, bytes(data))
    return views.status(image)


def _info() -> bytearray:
    data = bytearray(SIZE)
    texts = {0x00: b"JK_PB2A16S20P", 0x10: b"15A", 0x18: b"15.41", 0x48: b"240318", 0x50: b"504"}
    for offset, text in texts.items():
        data[offset : offset + len(text)] = text
    data[0x90:0x92] = b"\x02\x80"
    return data


def test_an_identity_comes_from_the_information_table() -> None:
    image = Image(Table.INFO)
    image.put(0, bytes(_info()))
    assert views.identity(image) == views.Identity(
        model="JK_PB2A16S20P",
        hardware="15A",
        firmware="15.41",
        serial="504",
        first_on="240318",
        supported=frozenset({1, 15}),
    )
    assert views.identity(image).supports(15)
    assert not views.identity(image).supports(14)


@given(st.data())
def test_settings_are_the_numbers_of_the_table_in_their_units(data: st.DataObject) -> None:
    wanted = {
        row.key: data.draw(st.integers(row.raw(row.low), row.raw(row.high))) for row in SETTINGS
    }
    table = bytearray(SIZE)
    for row in SETTINGS:
        _put(table, row.place, wanted[row.key])
    image = Image(Table.SETTINGS)
    image.put(0, bytes(table))
    found = views.settings(image)
    assert {row.key: row.raw(found[row.key]) for row in SETTINGS} == wanted


@pytest.mark.parametrize(("word", "disabled"), [(0x0002, True), (0x3210, False), (0xFFFD, False)])
def test_disabled_sensors_are_bit_1_of_the_switches(word: int, *, disabled: bool) -> None:
    table = bytearray(SIZE)
    _put(table, fields.SWITCHES, word)
    image = Image(Table.SETTINGS)
    image.put(0, bytes(table))
    assert views.settings(image).sensors_disabled is disabled


def test_a_status_tells_the_pack_in_volts_amperes_and_degrees() -> None:
    status = _status(
        {
            "cell_voltages": (3300, 3310, 3290, 3305),
            "cell_mask": (0xF,),
            "pack_voltage": (13205,),
            "current": (-4000,),
            "mos_temperature": (-31,),
            "temperature_1": (215,),
            "temperature_2": (-2000,),
            "alarms": (1 << 11 | 1 << 19,),
            "soc": (57,),
            "remaining": (160_000,),
            "cycles": (3,),
            "charge_mos": (1,),
            "uvpr_countdown": (7,),
            "ovpr_countdown": (9,),
            "emergency_time": (300,),
            "balancing": (2,),
            "heating": (1,),
            "user_alarms_2": (1 << 13,),
            "wire_mask": (0b101,),
            "sensor_mask": (0b11,),
        }
    )
    assert status == views.Status(
        cells=(Decimal("3.300"), Decimal("3.310"), Decimal("3.290"), Decimal("3.305")),
        pack_voltage=Decimal("13.205"),
        current=Decimal("-4.000"),
        soc=57,
        remaining=Decimal(160),
        cycles=3,
        alarms=frozenset({11, 19}),
        charge_mos=True,
        discharge_mos=False,
        mos_temperature=Decimal("-3.1"),
        temperatures=(Decimal("21.5"), Decimal("-200.0")),
        uvpr_countdown=7,
        ovpr_countdown=9,
        emergency=True,
        balancing=True,
        heating=True,
        user_alarms=frozenset({13}),
        high_wires=frozenset({1, 3}),
        sensors=frozenset({0, 1}),
    )
    assert (status.highest, status.lowest) == (Decimal("3.310"), Decimal("3.290"))


def test_an_input_without_a_cell_stays_in_its_place() -> None:
    status = _status({"cell_voltages": (3300, 0, 3290), "cell_mask": (0b1101,)})
    assert status.cells == (Decimal("3.3"), 0, Decimal("3.29"), 0)
    assert status.seen == (Decimal("3.3"), Decimal("3.29"))
    assert status.lowest == Decimal("3.29")


def test_a_cell_with_a_voltage_counts_though_its_mask_bit_is_clear() -> None:
    assert _status({"cell_voltages": (3300, 3301), "cell_mask": (1,)}).cells[1] == Decimal("3.301")


def test_no_cell_at_all_reads_as_nothing() -> None:
    status = _status({})
    assert status.cells == ()
    assert (status.highest, status.lowest) == (0, 0)


def _missing(table: Table, place: Place) -> Image:
    image = Image(table)
    image.put(0, bytes(place.offset))
    image.put(place.end, bytes(SIZE - place.end))
    return image


WHOLE = [row for row in SETTINGS if not row.is_half]
HALVES = [row for row in SETTINGS if row.is_half]


@pytest.mark.parametrize("row", WHOLE, ids=lambda row: row.key)
def test_a_setting_that_was_not_read_is_named(row: Parameter) -> None:
    with pytest.raises(views.Incomplete, match=f"^{row.key}$"):
        views.settings(_missing(Table.SETTINGS, row.place))


@pytest.mark.parametrize("row", HALVES, ids=lambda row: row.key)
def test_a_setting_behind_the_end_of_an_older_table_is_left_out(row: Parameter) -> None:
    found = views.settings(_missing(Table.SETTINGS, row.place))
    assert {each.key for each in SETTINGS} - found.values.keys() == {row.key}


def test_switches_that_were_not_read_are_named() -> None:
    with pytest.raises(views.Incomplete, match="switches"):
        views.settings(_missing(Table.SETTINGS, fields.SWITCHES))


@pytest.mark.parametrize("row", fields.STATUS, ids=lambda row: row.key)
def test_a_reading_that_was_not_read_is_named(row: fields.Field) -> None:
    with pytest.raises(views.Incomplete, match=f"^{row.key}$"):
        views.status(_missing(Table.STATUS, row.place))


@pytest.mark.parametrize("key", ["model", "hardware", "firmware", "first_on", "serial"])
def test_an_identity_text_that_was_not_read_is_named(key: str) -> None:
    (row,) = (row for row in fields.IDENTITY if row.key == key)
    place = replace(fields.SWITCHES, offset=row.offset)
    with pytest.raises(views.Incomplete, match=f"^{key}$"):
        views.identity(_missing(Table.INFO, place))


def test_capability_bits_that_were_not_read_are_named() -> None:
    image = Image(Table.INFO)
    image.put(0, bytes(fields.SUPPORT_OFFSET))
    with pytest.raises(views.Incomplete, match="supported"):
        views.identity(image)


# ---- what goes beyond the needed bytes


def test_a_whole_status_tells_every_number_of_the_table() -> None:
    status = _status({"soh": (99,), "temperature_5": (-205,), "log_count": (62,)})
    assert status.readings.keys() == FIELD.keys()
    assert status.readings["soh"] == (99,)
    assert status.readings["temperature_5"] == (Decimal("-20.5"),)
    assert status.readings["log_count"] == (62,)
    assert len(status.readings["wire_resistance"]) == 32


def test_a_status_of_registers_tells_what_was_read_and_no_more() -> None:
    image = Image(Table.STATUS)
    for block in fields.STATUS_BLOCKS:
        image.put(block.offset, bytes(2 * block.registers))
    assert views.status(image).readings.keys() == {row.key for row in fields.STATUS}


def test_ticks_make_no_two_readings_differ() -> None:
    assert _status({"ticks": (1,)}) == _status({"ticks": (2,)})
    assert _status({"soc": (1,)}) != _status({"soc": (2,)})


def _settings(word: int, info: Image | None = None) -> views.Settings:
    table = bytearray(SIZE)
    _put(table, fields.SWITCHES, word)
    _put(table, fields.SHOWN[0].place, *range(32))
    table[0x119:0x11B] = b"\x02\x80"
    image = Image(Table.SETTINGS)
    image.put(0, bytes(table))
    return views.settings(image, info)


def test_settings_tell_each_switch_of_the_word() -> None:
    found = _settings(0x3210)
    on = {key for key, is_on in found.switches.items() if is_on}
    assert on == {"display_always_on", "float_mode", "discharge_ocp_2", "discharge_ocp_3"}
    assert found.switches.keys() == SWITCH.keys()
    assert found.switch_word == 0x3210
    assert found.is_on("float_mode")
    assert not found.is_on("heating")


def test_everything_that_was_read_is_found_by_its_key() -> None:
    info = Image(Table.INFO)
    info.put(0xB0, bytes.fromhex("0000 0d04"))
    found = _settings(0x3210, info)
    assert found.everything.keys() == (
        found.values.keys() | SWITCH.keys() | {"uart1_protocol", "can_protocol"}
    )
    assert all(found[key] == value for key, value in found.everything.items())
    assert (found["float_mode"], found["heating"], found["can_protocol"]) == (1, 0, 4)
    with pytest.raises(KeyError):
        found["uart2_protocol"]


def test_settings_tell_what_cannot_be_set_and_what_is_meant() -> None:
    found = _settings(0)
    assert found.shown["wire_resistances"][:3] == (0, Decimal("0.001"), Decimal("0.002"))
    assert found.meant == {1, 15}
    assert found.options == {}


def test_options_come_from_the_information_table_where_it_was_read() -> None:
    info = Image(Table.INFO)
    info.put(0xB0, bytes.fromhex("0000 0d04"))
    info.put(0x104, bytes([45, 5]))
    assert _settings(0, info).options == {
        "uart1_protocol": 13,
        "can_protocol": 4,
        "rcv_time": Decimal("4.5"),
        "rfv_time": Decimal("0.5"),
    }


def _whole_info() -> Image:
    data = _info()
    data[0x28:0x2E] = b"MyPack"
    data[0x38:0x3C], data[0x70:0x76] = b"1234", b"123456"
    data[0xB2:0xB4] = bytes([1, 4])
    data[0xB4:0xB6] = b"\x02\x20"
    _put(data, OPTION["buzzer_on"].place, -5)
    image = Image(Table.INFO)
    image.put(0, bytes(data))
    return image


def test_an_identity_tells_the_protocols_in_force_and_those_on_offer() -> None:
    found = views.identity(_whole_info())
    assert found.protocols["uart1_protocol"] == 1
    assert found.protocols["can_protocol"] == 4
    assert found.offered["uart1_protocol"] == {1, 13}
    assert found.protocols.keys() == found.offered.keys() == ports.BUS_OF.keys()


def test_protocols_make_no_other_board() -> None:
    found = views.identity(_whole_info())
    assert replace(found, protocols={}, offered={}) == found
    assert hash(replace(found, protocols={}, offered={})) == hash(found)
    assert replace(found, serial="other") != found


def test_details_tell_texts_and_numbers_and_no_password() -> None:
    found = views.details(_whole_info())
    assert found.texts["name"] == "MyPack"
    assert found.values["buzzer_on"] == (-5,)
    assert found.offered["uart1_protocol"] == {1, 13}
    assert "1234" not in repr(found)


def test_details_leave_out_what_was_not_read() -> None:
    assert views.details(Image(Table.INFO)) == views.Details({}, {}, {})


# ---- passwords


def test_passwords_can_be_compared_with_and_nothing_else() -> None:
    found = views.secrets(_whole_info())
    assert found.device.matches("1234")
    assert found.settings.matches("123456")
    assert not found.settings.matches("1234")
    assert not found.device.matches("")


def test_passwords_print_as_dots() -> None:
    found = views.secrets(_whole_info())
    assert "1234" not in f"{found} {found!r} {found.device} {found.device!r}"
    assert str(found.device) == repr(found.device) == "••••"


def test_passwords_are_equal_to_themselves_only() -> None:
    one, other = views.secrets(_whole_info()), views.secrets(_whole_info())
    assert one.device != other.device
    assert one.device != "1234"


@pytest.mark.parametrize(
    "written", [msgspec.json.encode, msgspec.msgpack.encode, json.dumps, pickle.dumps, copy.copy]
)
def test_passwords_are_not_written_down(written: Callable[[object], object]) -> None:
    found = views.secrets(_whole_info())
    with pytest.raises(TypeError):
        written(found.device)
    with pytest.raises(TypeError):
        written({"password": found.settings} if written is not copy.copy else found.settings)


@pytest.mark.parametrize("row", fields.PASSWORDS, ids=lambda row: row.key)
def test_a_password_that_was_not_read_is_named(row: fields.TextField) -> None:
    place = replace(fields.SWITCHES, offset=row.offset)
    with pytest.raises(views.Incomplete, match=f"^{row.key}$"):
        views.secrets(_missing(Table.INFO, place))
