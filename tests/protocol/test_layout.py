import struct
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from wizard.protocol.layout import Image, Kind, Place, Table, scaled

TEXT = Place(Table.STATUS, 4, Kind.U16, 3)


def test_a_place_knows_its_address_and_its_end() -> None:
    assert (TEXT.address, TEXT.end) == (0x1204, 10)
    assert [kind.size for kind in Kind] == [4, 4, 2, 2, 1, 1, 4]


@given(st.lists(st.integers(0, 0xFFFF), min_size=3, max_size=3))
def test_numbers_come_back_big_endian_as_the_table_holds_them(numbers: list[int]) -> None:
    image = Image(Table.STATUS)
    image.put(4, struct.pack(">3H", *numbers))
    assert image.numbers(TEXT) == tuple(numbers)


def test_native_tables_are_little_endian() -> None:
    image = Image(Table.STATUS, "<")
    image.put(4, struct.pack("<3H", 1, 2, 3))
    assert image.numbers(TEXT) == (1, 2, 3)


@given(offset=st.integers(0, 20), size=st.integers(1, 10))
def test_what_was_not_read_is_none_and_not_zero(offset: int, size: int) -> None:
    image = Image(Table.INFO)
    image.put(5, bytes(range(1, 11)))
    inside = offset >= 5 and offset + size <= 15
    expected = bytes(range(offset - 4, offset - 4 + size)) if inside else None
    assert image.take(offset, size) == expected
    assert (image.text(offset, size) is None) == (not inside)


def test_a_place_that_was_read_in_part_has_no_numbers() -> None:
    image = Image(Table.STATUS)
    image.put(4, bytes(5))
    assert image.numbers(TEXT) is None


def test_text_ends_at_its_first_nul_and_is_stripped() -> None:
    image = Image(Table.INFO)
    image.put(0, b" JK_PB \0rest\xff\0")
    assert image.text(0, 13) == "JK_PB"
    assert image.text(8, 6) == "rest\N{REPLACEMENT CHARACTER}"


def test_a_scaled_number_keeps_the_digits_of_its_scale() -> None:
    assert str(scaled(3300, Decimal("0.001"))) == "3.300"
    assert str(scaled(-45, Decimal("0.1"))) == "-4.5"
    assert scaled(0.5, Decimal(1)) == Decimal("0.5")
