from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.protocol.catalogue import ACTION, SETTING, SETTINGS, Evidence, Parameter
from wizard.protocol.modbus import Act, Read, Write, crc16, encode, sealed

WRITABLE = [row for row in SETTINGS if row.evidence is not Evidence.NONE]


def _steps(row: Parameter) -> st.SearchStrategy[Decimal]:
    """Return every value that the row can take, as whole steps of its scale."""
    first, last = int(row.low / row.scale), int(row.high / row.scale)
    return st.integers(first, last).map(lambda raw: raw * row.scale)


@pytest.mark.parametrize(
    ("request_", "frame"),
    [
        (Act(1, ACTION["preset_li_ion"]), "01 10 16 0A 00 01 02 00 00 D1 3B"),
        (Act(1, ACTION["preset_lifepo4"]), "01 10 16 0C 00 01 02 00 00 D1 5D"),
        (Act(1, ACTION["preset_lto"]), "01 10 16 0E 00 01 02 00 00 D0 BF"),
        (Write(2, SETTING["balance_switch"], Decimal(1)), "02 10 10 78 00 02 04 00 00 00 01 F6 69"),
    ],
)
def test_recorded_examples_come_out_to_the_byte(request_: Act | Write, frame: str) -> None:
    assert encode(request_) == bytes.fromhex(frame)


def test_a_read_names_address_and_registers() -> None:
    assert encode(Read(3, 0x100C, 2))[:-2] == bytes.fromhex("03 03 100C 0002")


def test_the_crc_is_that_of_the_standard_check_string() -> None:
    assert crc16(b"123456789") == 0x4B37
    assert crc16(b"") == 0xFFFF


@given(st.binary(max_size=300))
def test_the_crc_of_a_sealed_frame_is_0(body: bytes) -> None:
    assert crc16(sealed(body)) == 0
    assert sealed(body)[:-2] == body


@given(st.data())
def test_a_write_is_one_frame_with_the_whole_value(data: st.DataObject) -> None:
    row = data.draw(st.sampled_from(WRITABLE))
    value = data.draw(_steps(row))
    frame = encode(Write(7, row, value))
    assert frame[:7] == bytes([7, 16]) + row.place.address.to_bytes(2) + bytes([0, 2, 4])
    assert int.from_bytes(frame[7:11], signed=True) * row.scale == value
    assert len(frame) == 13


@pytest.mark.parametrize("row", WRITABLE, ids=lambda row: row.key)
def test_a_value_just_outside_the_range_is_refused(row: Parameter) -> None:
    for value in (row.low - row.scale, row.high + row.scale):
        with pytest.raises(ValueError, match="outside"):
            Write(1, row, value)


@pytest.mark.parametrize("row", WRITABLE, ids=lambda row: row.key)
@pytest.mark.parametrize("part", ["0.1", "0.5", "0.9", "1e-27", "1e-40"])
def test_a_value_finer_than_the_scale_is_refused_never_rounded(row: Parameter, part: str) -> None:
    with localcontext() as context:
        context.prec = 100
        value = row.low + row.scale * Decimal(part)
    with pytest.raises(ValueError, match="finer"):
        Write(1, row, value)


@pytest.mark.parametrize("value", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="outside"):
        Write(1, SETTING["cell_ovp"], Decimal(value))


def test_negative_temperatures_are_written_as_twos_complement() -> None:
    frame = encode(Write(1, SETTING["charge_utp"], Decimal("-4.5")))
    assert frame[7:11] == bytes.fromhex("FFFFFFD3")
