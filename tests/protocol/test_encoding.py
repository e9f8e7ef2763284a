from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.protocol.catalogue import (
    ACTION,
    CALIBRATION,
    PARAMETER,
    SETTING,
    SWITCH,
    Evidence,
    Parameter,
)
from wizard.protocol.layout import Table
from wizard.protocol.modbus import (
    Act,
    Calibrate,
    Read,
    Request,
    SetClock,
    Trigger,
    Turn,
    Write,
    crc16,
    encode,
    sealed,
)

WRITABLE = [row for row in PARAMETER.values() if row.evidence is not Evidence.NONE]
OTHER_HALF = 0x5A


def _write(row: Parameter, value: Decimal, unit: int = 1) -> Write:
    return Write(unit, row, value, OTHER_HALF if row.is_half else None)


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
        (Turn(2, SWITCH["float_mode"], on=True, word=0x0010), "02 10 11 14 00 01 02 02 10 B0 19"),
        (Trigger(3, Table.STATUS), "03 10 16 20 00 01 02 00 00 CF 91"),
        (Trigger(1, Table.INFO), "01 10 16 1C 00 01 02 00 00 D3 CD"),
        (Trigger(1, Table.SETTINGS), "01 10 16 1E 00 01 02 00 00 D2 2F"),
    ],
)
def test_recorded_examples_come_out_to_the_byte(request_: Request, frame: str) -> None:
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


@pytest.mark.parametrize(
    ("request_", "told"),
    [
        (
            Calibrate(1, CALIBRATION["voltage_calibration"], Decimal("52.287")),
            "1600 0002 04 0000CC3F",
        ),
        (Calibrate(1, CALIBRATION["current_calibration"], Decimal(20)), "1606 0002 04 00004E20"),
        (SetClock(1, 0x0B1F2C3F), "1612 0002 04 0B1F2C3F"),
    ],
)
def test_a_measured_value_and_the_clock_travel_in_four_bytes(request_: Request, told: str) -> None:
    assert encode(request_)[2:-2] == bytes.fromhex(told)


@given(st.data())
def test_a_write_is_one_frame_with_the_whole_value(data: st.DataObject) -> None:
    row = data.draw(st.sampled_from([row for row in WRITABLE if not row.is_half]))
    value = data.draw(_steps(row))
    frame = encode(_write(row, value, 7))
    assert frame[:7] == bytes([7, 16]) + row.place.address.to_bytes(2) + bytes([0, 2, 4])
    assert int.from_bytes(frame[7:11], signed=True) * row.scale == value
    assert len(frame) == 13


@given(data=st.data(), other=st.integers(0, 0xFF))
def test_a_byte_travels_with_the_other_half_of_its_register(
    data: st.DataObject, other: int
) -> None:
    row = data.draw(st.sampled_from([row for row in WRITABLE if row.is_half]))
    value = data.draw(_steps(row))
    frame = encode(Write(7, row, value, other))
    low = row.place.address % 2
    register = row.place.address - low
    assert frame[:7] == bytes([7, 16]) + register.to_bytes(2) + bytes([0, 1, 2])
    own, its = frame[7 + low], frame[8 - low]
    signed = row.place.kind.value.islower()
    assert int.from_bytes([own], signed=signed) * row.scale == value
    assert its == other


@pytest.mark.parametrize("row", WRITABLE, ids=lambda row: row.key)
def test_a_value_just_outside_the_range_is_refused(row: Parameter) -> None:
    for value in (row.low - row.scale, row.high + row.scale):
        with pytest.raises(ValueError, match="outside"):
            _write(row, value)


@pytest.mark.parametrize("row", WRITABLE, ids=lambda row: row.key)
@pytest.mark.parametrize("part", ["0.1", "0.5", "0.9", "1e-27", "1e-40"])
def test_a_value_finer_than_the_scale_is_refused_never_rounded(row: Parameter, part: str) -> None:
    with localcontext() as context:
        context.prec = 100
        value = row.low + row.scale * Decimal(part)
    with pytest.raises(ValueError, match="finer"):
        _write(row, value)


@pytest.mark.parametrize("value", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="outside"):
        Write(1, SETTING["cell_ovp"], Decimal(value))


def test_negative_temperatures_are_written_as_twos_complement() -> None:
    frame = encode(Write(1, SETTING["charge_utp"], Decimal("-4.5")))
    assert frame[7:11] == bytes.fromhex("FFFFFFD3")
