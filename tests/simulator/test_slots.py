"""Writes beside the catalogue's settings: pairs of bytes, wire words, choices."""

import pytest

from tests.simulator.talk import Talk, reading, writing_raw
from wizard.protocol.layout import Table
from wizard.simulator.create import create
from wizard.simulator.quirks import Quirks

TABLES = (Table.SETTINGS, Table.INFO)
HOURS_WITH_FLAGS = bytes.fromhex("18fe")


@pytest.mark.parametrize(
    ("address", "delivered"),
    [
        (0x1116, "3c32"),
        (0x1118, "18fe"),
        (0x14B2, "0100"),
        (0x14D4, "01ff"),
        (0x14E4, "0908"),
        (0x14E6, "0001"),
        (0x1504, "3232"),
    ],
)
def test_a_pair_reads_as_delivered(address: int, delivered: str) -> None:
    assert Talk(create()).ask(reading(address, 1))[3:-2] == bytes.fromhex(delivered)


@pytest.mark.parametrize(
    ("address", "sent", "kept"),
    [
        (0x1116, "fb0a", "fb0a"),
        (0x1118, "0c00", "0cfe"),
        (0x14B2, "0102", "0102"),
        (0x14D4, "0500", "05ff"),
        (0x14E4, "0401", "0401"),
        (0x14E6, "0700", "0701"),
        (0x14E8, "0000005a", "0000005a"),
        (0x14F4, "ffffffce", "ffffffce"),
        (0x14FC, "00000001", "00000001"),
        (0x1500, "00000e10", "00000e10"),
        (0x1504, "0a14", "0a14"),
        (0x1114, "0210", "0210"),
        (0x1088, "000003e8", "000003e8"),
        (0x1104, "001e8480", "001e8480"),
    ],
)
def test_a_write_is_taken_whole_and_what_is_only_shown_stays(
    address: int, sent: str, kept: str
) -> None:
    talk = Talk(create())
    assert talk.code(writing_raw(address, bytes.fromhex(sent))) == 0
    assert talk.ask(reading(address, len(kept) // 4))[3:-2] == bytes.fromhex(kept)


@pytest.mark.parametrize(
    ("address", "sent", "code"),
    [
        (0x1116, "7f00", 3),
        (0x1118, "00fe", 3),
        (0x1118, "18", 3),
        (0x1122, "0000", 2),
        (0x14B2, "0b00", 3),
        (0x14B2, "010c", 3),
        (0x14B2, "00010000", 2),
        (0x1500, "00000004", 3),
        (0x1504, "fb32", 3),
        (0x1088, "001e8481", 3),
        (0x1088, "0001", 2),
        (0x1114, "00000210", 2),
        (0x1110, "00000001", 2),
        (0x1438, "31323334", 2),
        (0x1470, "31323334", 2),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_changes(
    address: int, sent: str, code: int
) -> None:
    talk = Talk(create())
    before = [bytes(talk.board.store.memory(table).data) for table in TABLES]
    data = bytes.fromhex(sent)
    request = writing_raw(address, data)
    assert talk.code(request) == code
    assert [bytes(talk.board.store.memory(table).data) for table in TABLES] == before


def test_discharge_under_temperature_reads_zero_on_15_41() -> None:
    assert Talk(create()).number(0x1122) == 0


def test_a_firmware_without_heater_settings_refuses_them() -> None:
    talk = Talk(create(firmwares={1: "15.30"}))
    assert talk.code(writing_raw(0x1116, b"\x05\x0a")) == 2
    assert talk.code(writing_raw(0x1118, HOURS_WITH_FLAGS)) == 0


@pytest.mark.parametrize(("number", "baud"), [(13, 9600), (5, None)])
def test_another_protocol_number_cuts_the_link_at_this_speed(number: int, baud: int | None) -> None:
    talk = Talk(create())
    assert talk.code(writing_raw(0x14B2, bytes([number, 0]))) == 0
    assert talk.ask(reading(0x1400, 1)) == b""
    assert talk.board.store.baud("uart1") == baud


def test_quirks_hold_for_halves_too() -> None:
    talk = Talk(create())
    talk.board.quirks = Quirks(refused=frozenset({"rcv_time"}), ignored=frozenset({"heater_on"}))
    assert talk.code(writing_raw(0x1504, b"\x0a\x0a")) == 2
    assert talk.code(writing_raw(0x1116, b"\x05\x0a")) == 0
    assert talk.ask(reading(0x1116, 1))[3:-2] == b"\x3c\x0a"


def test_a_pair_in_a_slow_memory_is_late_too() -> None:
    talk = Talk(create("slow-eeprom"))
    assert talk.ask(writing_raw(0x1114, b"\x02\x10"), 5.0)[1] == 16
    assert talk.number(0x1114, 2, 6.0) == 0x3210
    assert talk.number(0x1114, 2, 6.5) == 0x0210


def test_options_are_settings_by_their_key() -> None:
    talk = Talk(create())
    assert talk.code(writing_raw(0x1504, b"\x0a\x14")) == 0
    assert [talk.board.setting(key) for key in ("rcv_time", "rfv_time")] == [1, 2]
