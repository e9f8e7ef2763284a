"""The status and information tables, beyond cells, charge and MOS."""

import struct
from dataclasses import replace
from decimal import Decimal

import pytest

from tests.simulator.talk import LIFEPO4, Talk, lifepo4, pressing, reading, writing, writing_raw
from wizard.simulator.create import create


def test_voltages_and_power_agree() -> None:
    talk = Talk(create("current-flowing"))
    talk.ask(reading(0x1200, 1))
    volts = talk.number(0x1290, 4)
    assert talk.number(0x12E4) == volts // 10
    assert talk.number(0x1294, 4) == volts * 5
    talk.simulation.pack.drive(Decimal(-5))
    assert talk.number(0x1294, 4) == talk.number(0x1290, 4) * 5


def test_extreme_cells_are_counted_from_zero() -> None:
    talk = Talk(create())
    assert (talk.number(0x1248, 1), talk.number(0x1249, 1)) == (3, 5)


def test_temperatures_and_sensors() -> None:
    talk = Talk(create())
    found = [talk.number(address) for address in (0x128A, 0x129C, 0x129E, 0x12F8, 0x12FA, 0x12FC)]
    assert found == [240, 215, 218, 240, 212, 216]
    assert talk.number(0x12D0, 1) == 0b11111


def test_sense_wires_are_shown_in_milliohms_where_there_is_a_cell() -> None:
    talk = Talk(create("cell-missing"))
    found = [talk.number(0x124A + 2 * n) for n in range(17)]
    assert found[:10] == [58, 55, 58, 55, 58, 55, 58, 55, 0, 55]
    assert found[16] == 0


def test_taken_charge_counts_cycles() -> None:
    talk = Talk(create())
    talk.board.set("capacity", Decimal(40))
    talk.board.advance(0.0)
    talk.simulation.pack.drive(Decimal(-100))
    talk.board.advance(1800.0)
    assert (talk.number(0x12B4, 4, 1800.0), talk.number(0x12B0, 4, 1800.0)) == (50_000, 1)
    assert talk.number(0x12B8, 1, 1800.0) == 100


def test_time_passes_in_clock_ticks_and_total() -> None:
    talk = Talk(create())
    before = [talk.number(address, 4, 0.0) for address in (0x1300, 0x12F0, 0x1420)]
    after = [talk.number(address, 4, 60.0) for address in (0x1300, 0x12F0, 0x1420)]
    assert [late - early for early, late in zip(before, after, strict=True)] == [60, 600, 60]


def test_the_clock_takes_a_time_goes_on_and_makes_an_entry() -> None:
    talk = Talk(create())
    talk.board.advance(5000.0)
    assert talk.ask(writing_raw(0x1612, (200_000_000).to_bytes(4)), 5000.0)[1] == 16
    assert talk.number(0x1300, 4, 5010.0) == 200_000_010
    assert [entry.number for entry in talk.board.log] == [1, 59]
    assert talk.number(0x1304, 4, 5010.0) == 2


def test_a_preset_makes_an_entry() -> None:
    talk = Talk(create())
    talk.ask(pressing(LIFEPO4))
    assert talk.board.log[-1].number == 68


@pytest.mark.parametrize("firmware", ["14.20", "15.30", "15.38", "15.41", "19.05", "19.27"])
def test_what_a_firmware_marks_as_known_it_takes(firmware: str) -> None:
    talk = Talk(create(firmwares={1: firmware}))
    bits = int.from_bytes(talk.ask(reading(0x1490, 16))[3:-2], "little")
    for key, code in (("cell_ovp", 0x04), ("precharge_time", 0x25)):
        taken = talk.code(writing(key, talk.board.setting(key))) == 0
        assert taken is bool(bits >> code & 1), key
    assert talk.ask(reading(0x1418, 4))[3:-2].rstrip(b"\0").decode() == firmware


def test_settings_that_are_shown_include_the_address_of_the_dip_switches() -> None:
    flags = Talk(create()).ask(reading(0x1118, 5))[3:-2][1:]
    assert flags[:8].hex() == "feffffff9fe99d03"


def test_the_alarm_of_the_factory_password_goes_with_it() -> None:
    talk = Talk(create())
    board = talk.board
    board.nameplate = replace(board.nameplate, setting_password="another")  # noqa: S106  of no board
    assert talk.alarms() == set()
    assert talk.ask(reading(0x1470, 4))[3:-2] == b"another\0"


def test_the_information_table_is_whole() -> None:
    talk = Talk(create())
    assert talk.number(0x14B0) == 0
    assert [talk.ask(reading(address, 2))[3:-2].hex() for address in (0x14B4, 0x14C4)] == [
        "ff670000",
        "ff0f0000",
    ]
    assert talk.number(0x1500, 4) == 3600
    assert talk.number(0x1507, 1) == 30
    assert talk.ask(reading(0x1518, 4))[3:-2].hex() == "00fe9fe9ff0f0000"
    assert talk.number(0x1524, 1) == 0


def test_user_alarms_are_shown() -> None:
    talk = Talk(create())
    talk.board.quirks = replace(talk.board.quirks, user_alarms=frozenset({3, 7}))
    assert talk.number(0x12C2) == 0b10001000


def test_balancing_runs_from_its_start_voltage_and_trigger_on() -> None:
    talk = lifepo4("uneven-cells")
    assert talk.number(0x12A6, 1) == 2
    assert struct.unpack(">h", talk.ask(reading(0x12A4, 1))[3:-2]) == (-1000,)
    for key, value in (("balance_trigger", "0.2"), ("balance_start", "3.5")):
        before = talk.board.setting(key)
        talk.ask(writing(key, value))
        assert talk.number(0x12A6, 1) == 0, key
        talk.ask(writing(key, before))
    talk.ask(writing("balance_switch", "0"))
    assert talk.number(0x12A6, 1) == 0


def test_a_bad_sense_wire_raises_its_alarm_and_stops_balancing() -> None:
    talk = lifepo4("wire-resistance")
    talk.simulation.pack.resting[2] += 150
    assert talk.number(0x124A + 6) == 600
    assert talk.number(0x128C, 4) == 0b1000
    assert talk.alarms() == {0, 19}
    assert talk.number(0x12A6, 1) == 0
