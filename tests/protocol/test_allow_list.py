"""What may be sent, shown by trying everything else."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.protocol.catalogue import ACTIONS, SETTINGS, Action, Evidence, Parameter
from wizard.protocol.layout import Kind, Place, Table
from wizard.protocol.modbus import (
    MOST_REGISTERS,
    TABLE_BYTES,
    Act,
    NotEncodable,
    Read,
    Request,
    Write,
    encode,
)

UNITS = range(1, 16)
ADDRESSES = range(0x10000)
PRESETS = {0x160A, 0x160C, 0x160E}
EVIDENT = {*range(0x1000, 0x1088, 4), 0x110C} | PRESETS
FORBIDDEN = {
    0x1604: "shutdown",
    0x1610: "emergency",
    0x1616: "restart",
    0x1618: "factory restore",
    0x161A: "erase",
    0x1622: "detailed log",
    0x1624: "log",
    0x1626: "firmware upgrade",
    0x1470: "settings password",
    0x1110: "current range",
    0x1108: "device address, which the DIP switches hold",
}
SECRET = {*range(0x1438, 0x1448), *range(0x1470, 0x1480)}
TABLES = {byte for table in Table for byte in range(table, table + TABLE_BYTES)}


def _exists(build: Callable[[], Request]) -> bool:
    try:
        build()
    except ValueError:
        return False
    return True


def _values(row: Parameter) -> tuple[Decimal, ...]:
    return row.low, row.high


def _writes() -> Iterator[Write | Act]:
    """Yield every write that can be built from the tables, at the ends of each range."""
    for row in SETTINGS:
        for value in _values(row):
            if _exists(lambda row=row, value=value: Write(1, row, value)):
                yield Write(1, row, value)
    for action in ACTIONS:
        yield Act(1, action)


def _address(frame: bytes) -> int:
    return int.from_bytes(frame[2:4])


def test_the_tables_write_to_the_addresses_with_evidence_and_nowhere_else() -> None:
    reached = {_address(encode(request)) for request in _writes()}
    assert reached == EVIDENT
    assert not reached & FORBIDDEN.keys()


def test_an_action_at_any_other_address_cannot_exist() -> None:
    for known in ACTIONS:
        built = {
            address
            for address in ADDRESSES
            if _exists(lambda known=known, address=address: Act(1, replace(known, address=address)))
        }
        assert built == {known.address}


def test_a_setting_at_any_other_address_cannot_exist() -> None:
    row = SETTINGS[0]
    for address in ADDRESSES:
        place = Place(Table.SETTINGS, address - Table.SETTINGS, Kind.U32)
        moved = replace(row, place=place)
        built = _exists(lambda moved=moved: Write(1, moved, moved.low))
        assert built == (address == row.place.address), hex(address)


@pytest.mark.parametrize("address", FORBIDDEN, ids=FORBIDDEN.values())
@pytest.mark.parametrize("evidence", Evidence)
def test_a_row_made_up_for_a_forbidden_address_is_refused(address: int, evidence: Evidence) -> None:
    with pytest.raises(NotEncodable):
        Act(1, Action("made_up", "Made up", 0x68, address, evidence))
    place = Place(Table.SETTINGS, address - Table.SETTINGS, Kind.U16)
    for row in SETTINGS:
        with pytest.raises(NotEncodable):
            Write(1, replace(row, place=place, evidence=evidence), row.low)


@pytest.mark.parametrize("row", SETTINGS, ids=lambda row: row.key)
def test_a_row_with_another_range_scale_or_type_is_refused(row: Parameter) -> None:
    for other in (
        replace(row, high=row.high + 1),
        replace(row, low=row.low - 1),
        replace(row, scale=row.scale / 10),
        replace(row, place=replace(row.place, kind=Kind.U16)),
    ):
        with pytest.raises(NotEncodable):
            Write(1, other, row.low)


def test_a_row_without_evidence_cannot_be_written() -> None:
    (row,) = (row for row in SETTINGS if row.evidence is Evidence.NONE)
    assert row.key == "device_address"
    with pytest.raises(NotEncodable, match="no evidence"):
        Write(1, row, Decimal(1))


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
