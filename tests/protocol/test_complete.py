"""Nothing of the reference is missing, and nothing lies elsewhere than it says."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from tests.protocol import reference
from tests.protocol.reference import IN_OURS, KINDS, UNITS, address, register
from wizard.protocol import fields
from wizard.protocol.alarms import ALARMS, SENSORS, USER_ALARMS
from wizard.protocol.catalogue import (
    ACTIONS,
    CALIBRATIONS,
    CLOCK,
    FRAMES,
    NEVER_SENT,
    OPTIONS,
    SETTINGS,
    SWITCH_WORD,
    Parameter,
)
from wizard.protocol.fields import BitsField, Field, TextField
from wizard.protocol.layout import Table
from wizard.protocol.ports import PROTOCOLS, TRIGGERS, Bus

pytestmark = reference.needed

NUMBERS: tuple[Field | Parameter, ...] = (
    *SETTINGS,
    *OPTIONS,
    *fields.SHOWN,
    *fields.STATUS,
    *fields.STATUS_MORE,
    *fields.INFO,
)
AT: dict[int, Field | Parameter] = {row.place.address: row for row in NUMBERS}
TEXTS = {
    Table.INFO + row.offset: row for row in (*fields.IDENTITY, *fields.TEXTS, *fields.PASSWORDS)
}
BITS = {row.table + row.offset: row for row in (*fields.OFFERED, fields.SUPPORTED, *fields.MEANT)}
SEEN_WRAPPING = 0x1500  # the vendor allows more than boards were seen to keep
NO_EVIDENCE_TO_WRITE = {0x1108, 0x1122, 0x1123}


def _by_type(table: Table, *, texts: bool) -> list[Mapping[str, str]]:
    foreign = ("ASCII", "bytes")
    return [row for row in reference.registers(table) if row["type"].startswith(foreign) is texts]


def _expected(row: Mapping[str, str]) -> tuple[object, int]:
    kind, _, repeat = row["type"].partition("[")
    return KINDS[kind], int(repeat.rstrip("]") or 1)


@pytest.mark.parametrize("table", Table)
def test_every_number_of_the_register_table_stands_here_as_it_is(table: Table) -> None:
    for row in _by_type(table, texts=False):
        if address(row, table) == SWITCH_WORD.address:
            continue
        ours = AT[address(row, table)]
        assert (ours.place.kind, ours.place.repeat) == _expected(row), row
        assert register(row) == ours.place.address & ~1, row
        factor = IN_OURS.get(row["unit"], Decimal(1))
        assert ours.scale == Decimal(row["scale"]) * factor, row
        if row["unit"]:
            assert ours.unit == UNITS.get(row["unit"], row["unit"]), row


def test_no_number_stands_here_that_the_register_table_does_not_have() -> None:
    known = {address(row, table) for table in Table for row in _by_type(table, texts=False)} - {
        SWITCH_WORD.address
    }
    assert AT.keys() == known
    assert len(AT) == len(NUMBERS)


@pytest.mark.parametrize("table", Table)
def test_every_text_and_bitmap_of_the_register_table_stands_here(table: Table) -> None:
    for row in _by_type(table, texts=True):
        found: TextField | BitsField = (
            TEXTS[address(row, table)] if row["type"] == "ASCII" else BITS[address(row, table)]
        )
        assert found.size == int(row["bytes"]), row
        assert found.label == row["name"]
    assert len(TEXTS) + len(BITS) == sum(len(_by_type(each, texts=True)) for each in Table)


def test_reported_fields_carry_the_vendors_label() -> None:
    labels = {
        address(row, table): row["name"] for table in Table for row in reference.registers(table)
    }
    for row in (*fields.SHOWN, *fields.STATUS, *fields.STATUS_MORE, *fields.INFO):
        assert row.label == labels[row.place.address]


def test_ranges_are_the_vendors() -> None:
    for table in Table:
        for row in reference.registers(table):
            ours = AT.get(address(row, table))
            if not row["min"] or not isinstance(ours, Parameter):
                continue
            assert ours.low == Decimal(row["min"]), row
            if ours.place.address != SEEN_WRAPPING:
                assert ours.high == Decimal(row["max"]), row


def test_what_can_be_written_is_what_the_register_table_lets_be_written() -> None:
    written = {
        address(row, table)
        for table in Table
        for row in reference.registers(table)
        if row["access"].startswith("RW")
    }
    wires = fields.SHOWN[0].place.address
    assert {row.place.address for row in (*SETTINGS, *OPTIONS)} == written - {
        SWITCH_WORD.address,
        wires,
    }


def test_every_action_is_built_or_refused_with_a_reason() -> None:
    built = {
        *(row.address for row in (*ACTIONS, *CALIBRATIONS, CLOCK)),
        *FRAMES.values(),
    }
    known = {register(row) for row in reference.registers(0x1600)}
    refused = {address for address in NEVER_SENT if address >= 0x1600}
    assert built | refused == known
    assert not built & refused


@pytest.mark.parametrize(
    ("source", "ours"),
    [("0x12A0", ALARMS), ("0x12C2", USER_ALARMS), ("status 214", SENSORS)],
    ids=["alarms", "user alarms", "sensors"],
)
def test_every_alarm_bit_has_its_name(source: str, ours: Mapping[int, str]) -> None:
    found = [row for row in reference.rows("errors_alarms.csv") if source in row["source_field"]]
    assert {int(row["bit_or_code"]) for row in found} == ours.keys()
    assert all(ours.values())


def test_every_protocol_number_stands_here_with_its_label_speed_and_firmware() -> None:
    ours = {(row.bus.value, row.number): row for row in PROTOCOLS}
    theirs = [row for row in reference.rows("protocol_numbers.csv") if row["bus"] in list(Bus)]
    assert len(theirs) == len(ours) == len(PROTOCOLS)
    for row in theirs:
        found = ours[row["bus"], int(row["number"])]
        speed, _, doubt = row["speed"].partition(" ")
        digits = speed.replace("k", "000")
        assert found.label == row["label"]
        assert found.speed == (int(digits) if digits.isdecimal() else None)
        assert found.assumed == doubt.startswith("(")
        offered = row["selectable_on_firmware"]
        assert "; ".join(found.firmware) == ("" if offered == "none observed" else offered)


def test_every_source_of_a_trigger_has_its_name() -> None:
    found = {
        int(row["number"]): row["label"]
        for row in reference.rows("protocol_numbers.csv")
        if row["bus"].startswith("trigger")
    }
    assert found == TRIGGERS
