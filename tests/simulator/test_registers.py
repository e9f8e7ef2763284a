from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.simulator.talk import LIFEPO4, Talk, lifepo4, pressing, reading, writing, writing_raw
from wizard.protocol.catalogue import SETTING
from wizard.simulator.create import create
from wizard.simulator.faces import frame

ORDER = (
    "power_off_voltage",
    "cell_uvp",
    "soc_0_voltage",
    "cell_uvpr",
    "cell_ovpr",
    "soc_100_voltage",
    "cell_rcv",
    "cell_ovp",
)


def test_a_board_comes_set_for_li_ion_and_switched_on() -> None:
    talk = Talk(create())
    assert talk.number(0x100C, 4) == 4200
    assert talk.number(0x106C, 4) == 16
    assert talk.number(0x107C, 4) == 40_000
    assert talk.mos(5.0) == (1, 1)
    assert talk.alarms(5.0) == {19}


def test_the_status_table_shows_the_pack() -> None:
    talk = Talk(create())
    cells = talk.ask(reading(0x1200, 32))[3:-2]
    assert cells[:8] == b"".join(mv.to_bytes(2) for mv in (3300, 3301, 3299, 3302))
    assert cells[32:] == bytes(32)
    assert talk.number(0x1240, 4) == 0xFFFF
    assert talk.number(0x1244) == 3300
    assert talk.number(0x1246) == 4
    assert talk.number(0x1290, 4) == sum(talk.simulation.pack.millivolts())
    assert talk.number(0x129C) == 215
    assert talk.number(0x12A7, 1) == 50
    assert talk.number(0x12A8, 4) == 20_000
    assert talk.number(0x12AC, 4) == 40_000


def test_current_is_signed_and_counts() -> None:
    talk = Talk(create())
    talk.simulation.pack.drive(Decimal(-4))
    talk.board.advance(0.0)
    talk.board.advance(1800.0)
    raw = talk.ask(reading(0x1298, 2), 1800.0)[3:-2]
    assert int.from_bytes(raw, signed=True) == -4000
    assert talk.number(0x12A8, 4, 1800.0) == 18_000
    assert talk.number(0x12BC, 4, 1800.0) == 1800


def test_the_information_table_names_the_board() -> None:
    data = Talk(create()).ask(reading(0x1400, 64))[3:-2]
    assert data[:15] == b"JK_PB2A16S20P\0\0"
    assert data[16:24] == b"15A".ljust(8, b"\0")
    assert data[24:32] == b"15.41".ljust(8, b"\0")
    assert data[0x38:0x48] == b"1234".ljust(16, b"\0")
    assert data[0x70:0x80] == b"123456".ljust(16, b"\0")


def test_boards_on_one_line_have_serial_numbers_of_their_own() -> None:
    talk = Talk(create(units=(1, 2)))
    serials = {talk.ask(reading(0x1450, 8, unit))[3:-2] for unit in (1, 2)}
    assert len(serials) == 2


def test_the_capability_bits_are_those_of_15_41() -> None:
    bits = int.from_bytes(Talk(create()).ask(reading(0x1490, 16))[3:-2], "little")
    known = {code for code in range(256) if bits >> code & 1}
    assert {0x01, 0x0B, 0x23, 0x32, 0x39, 0x64, 0x67, 0x6C, 0xA2, 0xB5, 0xC8} <= known
    assert not known & {0x00, 0x24, 0x25, 0x2C, 0x31, 0x3A, 0x3C, 0x65, 0x6D, 0xA4, 0xA8, 0xB6}
    assert len(known) == 48 + 6 + 8 + 3 + 3 + 13


@pytest.mark.parametrize(
    "request_",
    [
        reading(0x1001, 2),
        reading(0x1000, 123),
        reading(0x1000, 0),
        reading(0x1122, 2),
        reading(0x1524, 2),
        reading(0x0F00, 1),
        reading(0x1600, 1),
    ],
    ids=["odd", "long", "none", "past settings", "past info", "before", "actions"],
)
def test_a_read_outside_the_tables_is_exception_2(request_: bytes) -> None:
    assert Talk(create()).code(request_) == 2


def test_reads_overlap_by_bytes() -> None:
    talk = Talk(create())
    whole = talk.ask(reading(0x1000, 122))[3:-2]
    assert talk.ask(reading(0x100E, 3))[3:-2] == whole[14:20]


def test_a_write_is_taken_and_kept_in_order() -> None:
    talk = Talk(create())
    assert talk.ask(writing("capacity", "280")) == frame(bytes.fromhex("0110107c0002"))
    talk.ask(writing("charge_utp", "-5"))
    assert talk.board.setting("capacity") == 280
    assert talk.board.setting("charge_utp") == -5
    asked = [(write.address, write.value) for write in talk.board.writes]
    assert asked == [(0x107C, 280_000), (0x105C, -50)]


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (writing("cell_ovp", "4.5"), 3),
        (writing("cell_count", "1"), 3),
        (writing("capacity", "20001"), 3),
        (writing("charge_switch", "2"), 3),
        (writing("device_address", "3"), 2),
        (writing_raw(0x1200, bytes(4)), 2),
        (writing_raw(0x1122, bytes(2)), 2),
        (writing_raw(0x107C, bytes(2)), 2),
        (writing_raw(0x1618, bytes(2)), 2),
        (writing_raw(LIFEPO4, b"\0\1"), 3),
        (frame(bytes.fromhex("01 10 10 7c 00 02 02 00 01")), 3),
        (frame(bytes.fromhex("01 06 10 7c 00 01")), 1),
    ],
    ids=[
        "above range",
        "below range",
        "too large",
        "no switch value",
        "DIP switches hold it",
        "status",
        "15.41 refuses it",
        "half a setting",
        "factory restore",
        "trigger value 1",
        "wrong byte count",
        "function 6",
    ],
)
def test_what_a_board_does_not_take_changes_nothing(request_: bytes, code: int) -> None:
    talk = Talk(create())
    before = talk.board.all_settings()
    assert talk.code(request_) == code
    assert talk.board.all_settings() == before
    assert talk.board.violations == []


def test_the_switch_word_is_one_register() -> None:
    talk = Talk(create())
    assert talk.number(0x1114) == 0x3210
    assert talk.code(writing_raw(0x1114, b"\x02\x10")) == 0
    assert talk.number(0x1114) == 0x0210


@given(pair=st.integers(0, len(ORDER) - 2), upwards=st.booleans())
def test_a_write_that_crosses_its_neighbour_is_refused_and_remembered(
    pair: int, *, upwards: bool
) -> None:
    talk = lifepo4()
    low, high = ORDER[pair], ORDER[pair + 1]
    beyond = Decimal("0.001") if upwards else Decimal("-0.001")
    key, other = (low, high) if upwards else (high, low)
    before = talk.board.setting(key)
    assert talk.code(writing(key, talk.board.setting(other) + beyond)) == 2
    assert talk.board.setting(key) == before
    assert [violation.key for violation in talk.board.violations]
    assert talk.board.violations[0].key == key


@pytest.mark.parametrize("pair", range(len(ORDER) - 1))
def test_neighbours_may_touch_from_ovpr_upwards_only(pair: int) -> None:
    talk = lifepo4()
    low, high = ORDER[pair], ORDER[pair + 1]
    code = talk.code(writing(low, talk.board.setting(high)))
    assert code == (0 if pair >= ORDER.index("cell_ovpr") else 2)


def test_an_order_that_is_broken_already_does_not_stop_other_writes() -> None:
    talk = lifepo4()
    talk.board.set("cell_rcv", Decimal("4.0"))
    assert talk.code(writing("cell_uvp", "2.59")) == 0
    assert talk.code(writing("cell_rcv", "3.6")) == 0
    assert talk.board.violations == []


def test_a_preset_crosses_nothing() -> None:
    talk = Talk(create())
    talk.ask(pressing(LIFEPO4))
    assert talk.board.setting("cell_ovp") == Decimal("3.65")
    assert talk.board.violations == []
    assert set(SETTING) == set(talk.board.all_settings())
