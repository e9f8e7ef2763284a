"""No id of the reference is missing, and none lies elsewhere than it says."""

from decimal import Decimal

import pytest

from tests.protocol import reference
from wizard.protocol.alarms import ALARMS, OLDER, named
from wizard.protocol.catalogue import SETTING
from wizard.protocol.legacy.table import BY_KEY, ROW, ROWS, Form, alarm

SCALED = {Form.NUMBER, Form.SIGNED, Form.WARMTH, Form.CURRENT, Form.CELLS}
OWN_UNIT = {"working_time"}  # the reference writes min, and so do we


@reference.needed
def test_every_id_of_the_reference_stands_here_as_it_is() -> None:
    for row in reference.rows("legacy_registers.csv"):
        ours = ROW[int(row["id"], 16)]
        assert str(ours.size or "3*n") == row["bytes"], row
        assert ours.readable is not (row["access"] == "W"), row
        if row["access"] == "W":
            continue
        unit = reference.UNITS.get(row["unit"], row["unit"])
        assert ours.unit == unit, row
        if ours.form in SCALED:
            assert ours.scale == Decimal(row["scale"]), row
        assert (ours.form is Form.WARMTH) == ("raw > 100" in row["encoding"]), row
        assert (ours.form is Form.SIGNED) == row["encoding"].startswith("i16"), row
        assert (ours.form in {Form.TEXT, Form.SECRET}) == (row["encoding"] == "ASCII"), row
        assert (ours.form is Form.BITS) == (row["encoding"] == "bitmask"), row


@reference.needed
def test_no_id_stands_here_that_the_reference_does_not_have() -> None:
    known = {int(row["id"], 16) for row in reference.rows("legacy_registers.csv")}
    assert ROW.keys() == known
    assert len(ROWS) == len(ROW) == len(BY_KEY)


@reference.needed
def test_only_what_the_reference_calls_proven_may_be_written() -> None:
    from wizard.protocol.legacy import SWITCHES

    rows = reference.rows("legacy_registers.csv")
    proven = {int(row["id"], 16) for row in rows if row["write_status"] == "FIELD-PROVEN"}
    assert {row.id for row in SWITCHES} == proven


def test_a_setting_of_the_catalogue_has_its_unit_and_label_here_too() -> None:
    shared = [row for row in ROWS if row.is_setting]
    assert len(shared) == 23
    for row in shared:
        assert (row.unit, row.label) == (SETTING[row.key].unit, SETTING[row.key].label)


@pytest.mark.parametrize(
    ("bit", "name"),
    [
        (0, "100 low charge"),
        (1, "1 MOS over-temperature"),
        (2, "5 pack over-voltage"),
        (3, "12 pack under-voltage"),
        (4, "21 battery over-temperature"),
        (5, "6 charge over-current"),
        (6, "13 discharge over-current"),
        (7, "107 cell voltage difference"),
        (8, "108 over-temperature in the battery box"),
        (9, "109 battery under-temperature"),
        (10, "4 cell over-voltage / fully charged"),
        (11, "11 cell under-voltage"),
        (12, "112 309_A protection"),
        (13, "113 309_B protection"),
        (14, "114 unknown"),
        (15, "115 unknown"),
    ],
)
def test_each_alarm_bit_has_its_name_and_takes_none_that_means_something_else(
    bit: int, name: str
) -> None:
    assert named(frozenset({alarm(bit)})) == name


def test_alarms_of_their_own_have_numbers_of_their_own() -> None:
    assert not ALARMS.keys() & OLDER.keys()
