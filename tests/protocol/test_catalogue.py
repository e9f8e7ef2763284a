from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.chemistry import CHEMISTRIES, Chemistry
from wizard.protocol import fields
from wizard.protocol.catalogue import ACTION, ACTIONS, SETTING, SETTINGS, Parameter
from wizard.protocol.layout import Place
from wizard.protocol.modbus import MOST_REGISTERS, Read

EVERY_ROW = pytest.mark.parametrize("row", SETTINGS, ids=lambda row: row.key)
BLOCKS = (*fields.SETTINGS_BLOCKS, *fields.STATUS_BLOCKS, *fields.IDENTITY_BLOCKS)


def test_each_setting_and_action_stands_once() -> None:
    rows = (*SETTINGS, *ACTIONS)
    assert len({row.key for row in rows}) == len(rows)
    assert len({row.label for row in rows}) == len(rows)
    assert len({row.code for row in rows}) == len(rows)
    assert len({action.address for action in ACTIONS}) == len(ACTIONS)
    assert all(SETTING[row.key] is row for row in SETTINGS)
    assert all(ACTION[row.key] is row for row in ACTIONS)


def test_every_row_has_a_key_and_a_label() -> None:
    for row in (*SETTINGS, *ACTIONS):
        assert row.key.isidentifier()
        assert row.label.strip() == row.label != ""


def _apart(places: list[Place]) -> bool:
    ordered = sorted(places, key=lambda place: place.address)
    return all(one.table + one.end <= other.address for one, other in pairwise(ordered))


def test_places_do_not_overlap() -> None:
    assert _apart([*(row.place for row in SETTINGS), fields.SWITCHES])
    assert _apart([row.place for row in fields.STATUS])


def test_identity_texts_touch_no_password() -> None:
    for row in fields.IDENTITY:
        first, last = 0x1400 + row.offset, 0x1400 + row.offset + row.size
        assert all(last <= start or end <= first for start, end in fields.SECRETS)


@pytest.mark.parametrize("block", BLOCKS, ids=str)
def test_every_block_can_be_asked_for(block: fields.Block) -> None:
    request = Read(1, block.table + block.offset, block.registers)
    assert request.registers <= MOST_REGISTERS


def test_the_blocks_hold_every_field() -> None:
    places = [row.place for row in (*SETTINGS, *fields.STATUS)] + [fields.SWITCHES]
    for place in places:
        assert any(
            block.table == place.table
            and block.offset <= place.offset
            and place.end <= block.offset + 2 * block.registers
            for block in BLOCKS
        ), place


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
