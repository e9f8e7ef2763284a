from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.protocol import fields, views
from wizard.protocol.catalogue import SETTINGS
from wizard.protocol.layout import Image, Place, Table

FIELD = {row.key: row for row in fields.STATUS}
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


@pytest.mark.parametrize("row", SETTINGS, ids=lambda row: row.key)
def test_a_setting_that_was_not_read_is_named(row: fields.Field) -> None:
    with pytest.raises(views.Incomplete, match=f"^{row.key}$"):
        views.settings(_missing(Table.SETTINGS, row.place))


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
