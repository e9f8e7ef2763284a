"""The book of inverters: complete, sourced, and a new brand is a block and nothing else."""

import msgspec
import pytest

from tests.protocol import reference
from wizard.procedure.inverters import Book, Inverter, bit_rate, book, inverters, search, speed
from wizard.procedure.soundness_inverters import complaints
from wizard.protocol.ports import PROTOCOLS, Bus

BRANDS_OF_THE_MANUALS = (
    "Deye", "Pylontech", "Growatt", "Victron", "INVT", "GoodWe", "SMA", "Voltronic", "SRNE",
    "MUST", "Sofar", "Solis", "Megarevo", "SEPLOS",
)  # fmt: skip


def covered() -> set[tuple[Bus, int]]:
    spoken = {(c.bus, n) for row in inverters().values() for c in row.connection for n in c.numbers}
    return spoken | {(rest.bus, n) for rest in book().no_brand for n in rest.numbers}


def test_the_book_is_sound() -> None:
    assert list(map(str, complaints(book()))) == []


def test_every_number_of_the_lists_has_a_brand_or_is_said_to_have_none() -> None:
    assert covered() == {(row.bus, row.number) for row in PROTOCOLS}


@reference.needed
def test_every_row_of_the_reference_has_a_brand_or_is_said_to_have_none() -> None:
    rows = [row for row in reference.rows("protocol_numbers.csv") if row["bus"] in list(Bus)]
    assert len(rows) == 42
    assert {(Bus(row["bus"]), int(row["number"])) for row in rows} == covered()


@pytest.mark.parametrize("name", BRANDS_OF_THE_MANUALS)
def test_every_brand_of_the_manuals_is_found_by_its_name(name: str) -> None:
    assert any(name.casefold() in row.label.casefold() for row in search(name))


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("dey", ["deye"]),
        ("  AXPERT ", ["voltronic"]),
        ("China-Tower", ["china-tower"]),
        ("sunny island", ["sma"]),
        ("us3000", ["pylontech"]),
        ("se", ["seplos"]),
        ("*", []),
        ("nobody", []),
    ],
)
def test_a_part_of_a_name_finds_the_brand(words: str, keys: list[str]) -> None:
    assert [row.key for row in search(words)] == keys


def test_what_begins_with_the_word_comes_first() -> None:
    assert [row.key for row in search("m")][:2] == ["must", "megarevo"]


def test_speeds_are_those_of_lists_and_manuals_and_never_of_an_assumption() -> None:
    deye, sma = inverters()["deye"], inverters()["sma"]
    assert bit_rate(Bus.CAN, 1, deye.over(Bus.CAN)) == 500_000
    assert bit_rate(Bus.CAN, 9, sma.over(Bus.CAN)) == 500_000
    assert bit_rate(Bus.UART, 14, deye.over(Bus.UART)) == 9_600
    assert bit_rate(Bus.UART, 5, deye.over(Bus.UART)) is None
    assert bit_rate(Bus.CAN, 1, None) is None
    assert str(speed(Bus.CAN, 1, None)) == "500 kbit/s (assumed)"
    assert str(speed(Bus.CAN, 11, None)) == "speed not documented"


# ---- a new inverter

BLOCK = b"""
[[inverter]]
key = "acme"
label = "Acme"
source = "its manual, page 3"

[[inverter.connection]]
bus = "CAN"
numbers = [2]
source = "its manual, page 4"
bit_rate = 500_000
pins = ["", "", "", "CANH", "CANL", "", "", ""]
pins_source = "its manual, page 5"
"""


def read(raw: bytes) -> Book:
    return msgspec.toml.decode(raw, type=Book)


def test_a_new_inverter_is_a_block_and_nothing_else() -> None:
    new = read(BLOCK)
    assert list(complaints(new)) == []
    assert new.inverter[0].numbers(Bus.CAN) == (2,)
    assert new.inverter[0].numbers(Bus.UART) == ()


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        (b"[2]", b"[21]", "`acme`: no list names CAN 21"),
        (b"[2]", b"[14]", "`acme`: no list names CAN 14"),
        (
            b"label",
            b'settings = ["' + b"x" * 161 + b'"]\nlabel',
            "`acme`: longer than a screen shows: " + "x" * 161,
        ),
        (b"500_000", b"300_000", "`acme`: CAN has no 300000 bit/s"),
        (b"[2]", b"[0]", "`acme`: the lists give CAN 0 another speed"),
        (b'"CANH"', b'""', "`acme`: `pins` are eight, CANH and CANL among them"),
        (b', "", "", ""]', b"]", "`acme`: `pins` are eight, CANH and CANL among them"),
        (
            b'pins_source = "its manual, page 5"',
            b"",
            "`acme`: `pins` and `pins_source` go together",
        ),
        (b"[[inverter.connection]]", BLOCK, "inverter `acme` stands twice"),
    ],
)
def test_a_block_that_cannot_be_is_named(before: bytes, after: bytes, complaint: str) -> None:
    raw = BLOCK.replace(before, after) if after is not BLOCK else BLOCK + BLOCK
    assert complaint in list(map(str, complaints(read(raw))))


def test_a_number_has_a_brand_or_none_and_never_both() -> None:
    both = BLOCK + b'[[no_brand]]\nbus = "CAN"\nnumbers = [2, 99]\nwhy = "x"\n'
    assert list(map(str, complaints(read(both)))) == [
        "CAN 2 has a brand and is said to have none",
        "`no_brand`: no list names CAN 99",
    ]


@pytest.mark.parametrize(
    "raw",
    [
        BLOCK.replace(b"bit_rate", b"baud"),
        BLOCK.replace(b'source = "its manual, page 3"', b""),
        BLOCK.replace(b"[2]", b"[]"),
        BLOCK.replace(b'"CANH"', b'"H"'),
        BLOCK.replace(b'"CAN"', b'"LIN"'),
    ],
    ids=["unknown key", "no source", "no number", "unknown signal", "unknown bus"],
)
def test_the_shape_is_strict(raw: bytes) -> None:
    with pytest.raises(msgspec.ValidationError):
        read(raw)


def test_growatt_has_both_readings_of_item_36_and_the_reason_for_one() -> None:
    growatt: Inverter = inverters()["growatt"]
    assert growatt.set_up(Bus.CAN)[-1] == "Item 36 = L51: CAN."
    assert growatt.set_up(Bus.UART)[-1] == "Item 36 = L01: RS485."
    for said in ("PB 1459", "P16 353", "L51 to L99 as CAN, so PB is right"):
        assert said in " ".join(growatt.notes)
