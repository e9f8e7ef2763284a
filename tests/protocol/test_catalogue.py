from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.chemistry import CHEMISTRIES, Chemistry
from wizard.protocol import fields
from wizard.protocol.catalogue import (
    ACTION,
    ACTIONS,
    CALIBRATION,
    CALIBRATIONS,
    CLOCK,
    OPTION,
    OPTIONS,
    PARAMETER,
    SETTING,
    SETTINGS,
    SWITCH,
    SWITCH_WORD,
    SWITCHES,
    WRITABLE,
    Evidence,
    Parameter,
    Switch,
)
from wizard.protocol.layout import Place
from wizard.protocol.modbus import MOST_REGISTERS, Read

EVERY_ROW = pytest.mark.parametrize("row", PARAMETER.values(), ids=lambda row: row.key)
ROWS = (*SETTINGS, *OPTIONS, *SWITCHES, *ACTIONS, *CALIBRATIONS, CLOCK)
BLOCKS = (*fields.SETTINGS_BLOCKS, *fields.STATUS_BLOCKS, *fields.IDENTITY_BLOCKS)
MORE_BLOCKS = (*fields.STATUS_MORE_BLOCKS, *fields.OPTION_BLOCKS, *fields.INFO_TAIL_BLOCKS)


def test_each_setting_and_action_stands_once() -> None:
    rows = ROWS
    assert len({row.key for row in rows}) == len(rows)
    assert len({row.label for row in rows}) == len(rows)
    assert len({row.code for row in rows}) == len(rows)
    assert len({action.address for action in ACTIONS}) == len(ACTIONS)
    assert all(SETTING[row.key] is row for row in SETTINGS)
    assert all(ACTION[row.key] is row for row in ACTIONS)
    assert all(SWITCH[row.key] is row for row in SWITCHES)
    assert all(CALIBRATION[row.key] is row for row in CALIBRATIONS)
    assert PARAMETER == SETTING | OPTION
    assert len(PARAMETER) == len(SETTINGS) + len(OPTIONS)
    assert list(WRITABLE.values()) == [*SETTINGS, *SWITCHES, *OPTIONS]


def test_the_bits_of_the_switch_word_are_all_there_in_their_order() -> None:
    assert [row.bit for row in SWITCHES] == list(range(16))
    assert [row.code - row.bit for row in SWITCHES] == [0x27] * 16
    assert SWITCH_WORD == fields.SWITCHES


@pytest.mark.parametrize("row", SWITCHES, ids=lambda row: row.key)
def test_a_switch_is_0_or_1_and_never_what_takes_a_protection_away(row: Switch) -> None:
    able = [value for value in (0, 1) if _raw(row, Decimal(value)) is not None]
    sides = [0, 1] if row.only is None else [int(row.only)]
    assert able == ([] if row.evidence is Evidence.NONE else sides)
    for value in ("2", "-1", "0.5", "NaN", "Infinity"):
        assert _raw(row, Decimal(value)) is None


def _raw(row: Switch, value: Decimal) -> int | None:
    try:
        return row.raw(value)
    except ValueError:
        return None


@pytest.mark.parametrize("row", SWITCHES, ids=lambda row: row.key)
@given(word=st.integers(0, 0xFFFF))
def test_a_switch_is_its_own_bit_of_the_word(row: Switch, word: int) -> None:
    others = word & ~(1 << row.bit)
    assert row.of(others) == row.value(0) == 0
    assert row.of(others | 1 << row.bit) == row.value(1) == 1
    assert (row.place, row.unit, row.scale, row.is_half) == (SWITCH_WORD, "", 1, False)


def test_every_row_has_a_key_and_a_label() -> None:
    for row in ROWS:
        assert row.key.isidentifier()
        assert row.label.strip() == row.label != ""


def _apart(places: list[Place]) -> bool:
    ordered = sorted(places, key=lambda place: place.address)
    return all(one.table + one.end <= other.address for one, other in pairwise(ordered))


def test_places_do_not_overlap() -> None:
    shown = (*SETTINGS, *OPTIONS, *fields.SHOWN, *fields.INFO)
    assert _apart([*(row.place for row in shown), fields.SWITCHES])
    assert _apart([row.place for row in (*fields.STATUS, *fields.STATUS_MORE)])


def test_identity_texts_touch_no_password() -> None:
    for row in (*fields.IDENTITY, *fields.TEXTS):
        first, last = 0x1400 + row.offset, 0x1400 + row.offset + row.size
        assert all(last <= start or end <= first for start, end in fields.SECRETS)


@pytest.mark.parametrize("block", [*BLOCKS, *MORE_BLOCKS], ids=str)
def test_every_block_can_be_asked_for(block: fields.Block) -> None:
    request = Read(1, block.table + block.offset, block.registers)
    assert request.registers <= MOST_REGISTERS


def _held(place: Place, blocks: Iterable[fields.Block]) -> bool:
    return any(
        block.table == place.table
        and block.offset <= place.offset
        and place.end <= block.offset + 2 * block.registers
        for block in blocks
    )


def test_the_blocks_hold_every_field_that_a_view_needs() -> None:
    places = [row.place for row in (*SETTINGS, *fields.STATUS)] + [fields.SWITCHES]
    for place in places:
        assert _held(place, BLOCKS), place


def test_the_other_blocks_hold_every_option_and_the_rest_of_the_status() -> None:
    for row in (*fields.STATUS_MORE, *OPTIONS):
        assert _held(row.place, [*MORE_BLOCKS, *fields.IDENTITY_BLOCKS]), row


@EVERY_ROW
def test_every_setting_can_be_read_alone(row: Parameter) -> None:
    block = fields.registers_of(row.place)
    request = Read(1, block.table + block.offset, block.registers)
    assert request.registers == max(1, row.place.kind.size // 2)
    assert _held(row.place, [block])


@EVERY_ROW
def test_the_range_is_in_order_and_on_the_scale(row: Parameter) -> None:
    assert row.low < row.high
    assert row.raw(row.low) < row.raw(row.high)


@EVERY_ROW
def test_the_range_fits_the_type(row: Parameter) -> None:
    signed = row.place.kind.value.islower()
    for value in (row.low, row.high):
        raw = row.raw(value)
        assert raw.to_bytes(row.place.kind.size, signed=signed)


@EVERY_ROW
@given(data=st.data())
def test_a_value_comes_back_from_its_raw_number(row: Parameter, data: st.DataObject) -> None:
    raw = data.draw(st.integers(row.raw(row.low), row.raw(row.high)))
    assert row.raw(row.value(raw)) == raw


@pytest.mark.parametrize("chemistry", CHEMISTRIES.values(), ids=lambda each: each.key)
def test_a_chemistry_speaks_of_settings_and_actions_that_exist(chemistry: Chemistry) -> None:
    assert chemistry.preset in ACTION
    for key, window in chemistry.windows.items():
        assert window.unit == SETTING[key].unit


def test_the_commands_are_those_of_the_vendor() -> None:
    assert [row.code for row in ACTIONS] == [0x68, 0x69, 0x6A]
    assert SETTING["cell_ovp"].place.address == 0x100C
    assert SETTING["charge_utp"].value(-45) == Decimal("-4.5")
