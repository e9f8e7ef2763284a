"""Ids are cut apart as far as they are known, and each value is what its bytes say."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.protocol.legacy.frames import CONTENT, content, frame, reading
from wizard.protocol.legacy import Frame, read
from wizard.protocol.legacy.table import BY_KEY, ROW, ROWS
from wizard.protocol.reading import Incomplete

UNKNOWN = sorted(set(range(256)) - set(ROW))


@given(st.data())
def test_what_was_written_into_a_frame_is_read_out_of_it(data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.sampled_from(ROWS), unique=True))
    said = {
        row: data.draw(st.binary(min_size=row.size or 1, max_size=row.size or 96)) for row in rows
    }
    parts = [
        bytes([row.id]) + (b"" if row.size else bytes([len(raw)])) + raw
        for row, raw in said.items()
    ]
    found = read(Frame(frame(b"".join(parts))))
    assert found.stopped_at == ""
    assert {key: found.bytes_of(key) for key in found.places} == {
        row.key: raw for row, raw in said.items()
    }


def test_at_an_unknown_id_it_stops_and_says_which() -> None:
    for code in UNKNOWN:
        found = reading({0xC0: None}, behind=bytes([code, 0xC0, 1]))
        assert found.stopped_at == f"unknown id 0x{code:02X}"
        assert "soc" in found
        with pytest.raises(Incomplete, match=f"protocol_version, nothing behind .*0x{code:02X}"):
            found.number("protocol_version")


def test_a_cut_id_is_not_read() -> None:
    for row in (row for row in ROWS if row.size):
        found = read(Frame(frame(b"\x79\0" + bytes([row.id]) + bytes(row.size - 1))))
        assert row.key not in found
        assert f"0x{row.id:02X}" in found.stopped_at


@pytest.mark.parametrize("behind", [b"\x79", b"\x79\3\1\x0c"])
def test_cells_that_are_cut_are_not_read(behind: bytes) -> None:
    found = reading({0x79: None}, behind)
    assert "cell_voltages" not in found
    assert "0x79" in found.stopped_at


def test_an_id_that_stands_twice_is_not_believed_the_second_time() -> None:
    found = reading(behind=b"\x85\x63")
    assert found.whole("soc") == CONTENT[0x85][0]
    assert found.stopped_at


@given(st.binary(max_size=400))
def test_any_content_is_read_without_an_error_and_nothing_twice(data: bytes) -> None:
    found = read(Frame(frame(data)))
    spans = sorted(found.places.values())
    assert all(end <= begin for (_, end), (begin, _) in pairwise(spans))
    assert bool(found.stopped_at) or not data or spans[-1][1] == len(data)


@pytest.mark.parametrize("code", [0x80, 0x81, 0x82])
def test_a_temperature_above_100_is_below_zero(code: int) -> None:
    for degrees in range(-155, 101):
        raw = degrees if degrees >= 0 else 100 - degrees
        assert reading({code: raw.to_bytes(2)}).number(ROW[code].key) == degrees


@pytest.mark.parametrize(("raw", "degrees"), [(0xFFEC, -20), (0, 0), (25, 25), (0xFFD3, -45)])
def test_a_limit_of_cold_has_a_sign(raw: int, degrees: int) -> None:
    for code in (0xA5, 0xA6, 0xA7, 0xA8):
        assert reading({code: raw.to_bytes(2)}).number(ROW[code].key) == degrees


@given(st.integers(0, 0x7FFF))
def test_in_version_1_the_highest_bit_is_charging(hundredths: int) -> None:
    amperes = Decimal(hundredths) / 100
    assert reading({0x84: (0x8000 | hundredths).to_bytes(2)}).current() == amperes
    found = reading({0x84: hundredths.to_bytes(2)}).current()
    assert found == -amperes
    assert not (found.is_zero() and found.is_signed())


@given(st.integers(0, 0xFFFF), st.sampled_from([None, b"\0"]))
def test_before_version_1_what_is_above_10000_is_charging(raw: int, version: bytes | None) -> None:
    found = reading({0x84: raw.to_bytes(2), 0xC0: version}).current()
    assert found == (Decimal(raw) - 10_000) / 100


def test_the_current_of_another_version_is_not_guessed() -> None:
    for version in range(2, 256):
        with pytest.raises(Incomplete, match=f"version {version}"):
            reading({0xC0: bytes([version])}).current()


def test_the_current_is_not_guessed_where_the_version_may_stand_behind_an_unknown_id() -> None:
    with pytest.raises(Incomplete, match="protocol_version"):
        reading({0xC0: None}, behind=b"\1").current()
    assert reading(behind=b"\1").current() == Decimal("4.53")


@pytest.mark.parametrize("count", [0, 1, 8, 24, 32])
def test_cells_are_those_that_are_numbered(count: int) -> None:
    cells = b"".join(bytes([n]) + (3000 + n).to_bytes(2) for n in range(1, count + 1))
    found = reading({0x79: bytes([len(cells)]) + cells}).cells()
    assert found == tuple(Decimal(3000 + n) / 1000 for n in range(1, count + 1))


@pytest.mark.parametrize(
    "cells",
    [
        "03 02 0ce4",
        "06 01 0ce4 03 0ce5",
        "06 01 0ce4 01 0ce5",
        "06 02 0ce4 01 0ce5",
        "04 01 0ce4 02",
        "63" + "".join(f"{n:02x}0ce4" for n in range(1, 34)),
    ],
)
def test_cells_that_are_not_numbered_in_order_are_not_believed(cells: str) -> None:
    with pytest.raises(Incomplete, match="cell_voltages"):
        reading({0x79: bytes.fromhex(cells)}).cells()


def test_texts_keep_what_stands_there_but_the_zeros_behind_it() -> None:
    found = reading({0xBA: b"Armins__BMS\0JK_B2A20S20P", 0xB4: b"ab\0\xff\0\0\0\0"})
    assert found.text("maker_id") == "Armins__BMS\0JK_B2A20S20P"
    assert found.text("device_id") == "ab\0\N{REPLACEMENT CHARACTER}"


def test_a_password_can_be_compared_and_not_printed() -> None:
    found = reading()
    assert found.secret("settings_password").matches("Kwiat!7")
    assert "Kwiat" not in f"{found} {found!r}"


def test_what_is_missing_is_named() -> None:
    with pytest.raises(Incomplete, match=r"^soc$"):
        reading({0x85: None}).number("soc")
    assert content({0x85: None}) not in content()


@given(st.sets(st.integers(0, 15)))
def test_bits_are_counted_from_the_lowest(bits: set[int]) -> None:
    word = sum(1 << bit for bit in bits).to_bytes(2)
    assert reading({BY_KEY["alarm_bits"].id: word}).bits("alarm_bits") == bits
