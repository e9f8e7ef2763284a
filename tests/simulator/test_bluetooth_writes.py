"""What each command does to the board that hears it."""

import struct
from decimal import Decimal

import pytest

from tests.simulator.bluetooth_talk import LIFEPO4, command, near, told, word
from wizard.simulator.bluetooth import Dialect
from wizard.simulator.bluetooth_create import BluetoothSimulation, create_bluetooth
from wizard.simulator.chain import Violation
from wizard.simulator.pack import Chemistry


def _u32(frame: bytes, offset: int) -> int:
    return int.from_bytes(frame[offset : offset + 4], "little", signed=True)


def _float(frame: bytes, offset: int) -> float:
    (found,) = struct.unpack_from("<f", frame, offset)
    return found


def _set_for_lifepo4(dialect: Dialect = "32S", firmware: str | None = None) -> BluetoothSimulation:
    """Return a board whose limits leave room to both sides of each value written here."""
    simulation = create_bluetooth(dialect, firmware=firmware)
    simulation.board.preset("lifepo4")
    return simulation


# Register n of the settings stands at 6 + 4(n-1): a value each that keeps the order.
SETTINGS = {
    0x01: 3450,
    0x02: 2590,
    0x03: 2700,
    0x04: 3660,
    0x05: 3570,
    0x06: 8,
    0x07: 3585,
    0x08: 2605,
    0x09: 3595,
    0x0A: 3490,
    0x0B: 2450,
    0x0C: 100_000,
    0x0D: 5,
    0x0E: 61,
    0x0F: 120_000,
    0x10: 200,
    0x11: 62,
    0x12: 30,
    0x13: 900,
    0x14: 650,
    0x15: 590,
    0x16: 660,
    0x17: 580,
    0x18: -100,
    0x19: 60,
    0x1A: 900,
    0x1B: 690,
    0x1C: 15,
    0x1D: 0,
    0x1E: 0,
    0x1F: 0,
    0x20: 280_000,
}
BEHIND = {0x21: 1000, 0x22: 3400}


@pytest.mark.parametrize(("number", "raw"), (SETTINGS | BEHIND).items(), ids=hex)
def test_a_setting_of_a_32s_board_stands_where_its_number_says(number: int, raw: int) -> None:
    simulation = _set_for_lifepo4()
    heard = told(simulation, word(number, raw))
    assert _u32(heard.last(1), 6 + 4 * (number - 1)) == raw
    assert simulation.peer.harms == []


YOUNGER = {0x07, 0x08, 0x09, 0x0A}
"""SOC-100 %, SOC-0 %, RCV, RFV: 0 in every recorded settings frame of a 24S board."""
SHARED = {number: raw for number, raw in SETTINGS.items() if number not in YOUNGER}


@pytest.mark.parametrize("number", sorted(YOUNGER), ids=hex)
def test_a_24s_board_knows_nothing_of_what_came_later(number: int) -> None:
    heard = told(_set_for_lifepo4("24S"), word(number, SETTINGS[number]))
    assert _u32(heard.last(1), 6 + 4 * (number - 1)) == 0


@pytest.mark.parametrize(("number", "raw"), SHARED.items(), ids=hex)
def test_a_24s_board_shares_the_settings_up_to_the_capacity(number: int, raw: int) -> None:
    heard = told(_set_for_lifepo4("24S"), word(number, raw))
    assert _u32(heard.last(1), 6 + 4 * (number - 1)) == raw


@pytest.mark.parametrize(
    "data",
    [
        word(0x04, 4401),
        word(0x04, 3650, size=2),
        word(0x02, 3600),
        word(0x1C, 33),
        word(0x1D, 2),
        word(0x25, 4),
        word(0x24, 3),
        word(0x28, 2),
        word(0x37, 101, size=1),
        word(0xA5, 11, size=2),
        word(0xA6, 3, size=4),
    ],
    ids=[
        "out of range",
        "of another length",
        "across a neighbour",
        "too many cells",
        "no switch",
        "unknown on 15.41",
        "address of the DIP switches",
        "no bit",
        "too hot",
        "a protocol that is not offered",
        "a protocol in four bytes",
    ],
)
def test_what_is_not_taken_is_receipted_and_left(data: bytes) -> None:
    simulation, untouched = _set_for_lifepo4(), _set_for_lifepo4()
    heard, expected = told(simulation, data), told(untouched, word(0xEE, 0))
    assert heard.last(1)[6:299] == expected.last(1)[6:299]
    assert heard.last(3)[150:299] == expected.last(3)[150:299]
    assert len(heard.receipts) == 3


def test_a_value_across_its_neighbour_is_kept_as_a_violation() -> None:
    simulation = _set_for_lifepo4()
    told(simulation, word(0x02, 3600))
    kept = simulation.board.violations
    assert [(each.key, each.value) for each in kept] == [("cell_uvp", Decimal("3.6"))]
    assert all(isinstance(each, Violation) for each in kept)


@pytest.mark.parametrize("number", range(0x27, 0x37), ids=hex)
@pytest.mark.parametrize("raw", [0, 1])
def test_a_switch_moves_its_own_bit_where_the_firmware_has_it(number: int, raw: int) -> None:
    simulation = _set_for_lifepo4(firmware="15.41")
    before = simulation.board.store.raw("switches")
    heard = told(simulation, word(number, raw))
    known = heard.last(3)[150 + number // 8] >> number % 8 & 1
    bit = 1 << number - 0x27
    expected = before & ~bit | bit * raw if known else before
    assert int.from_bytes(heard.last(1)[282:284], "little") == expected


@pytest.mark.parametrize(
    ("number", "size", "raw", "offset"),
    [
        (0x37, 1, -3, 284),
        (0x38, 1, 7, 285),
        (0x39, 1, 23, 286),
        (0x3A, 1, -20, 296),
        (0x3B, 1, -15, 297),
    ],
)
def test_a_byte_of_the_settings_goes_to_its_place(
    number: int, size: int, raw: int, offset: int
) -> None:
    heard = told(_set_for_lifepo4(firmware="19.27"), word(number, raw, size))
    assert heard.last(1)[offset] == raw & 0xFF


@pytest.mark.parametrize(
    ("number", "size", "raw", "offset", "firmware"),
    [
        (0xA5, 2, 2, 184, "15.41"),
        (0xA6, 2, 4, 185, "15.41"),
        (0xA8, 2, 6, 218, "19.07"),
        (0xA9, 2, 11, 234, "15.41"),
        (0xAA, 2, 3, 235, "15.41"),
        (0xAB, 2, 4, 236, "15.41"),
        (0xB3, 1, 20, 266, "15.41"),
        (0xB4, 1, 90, 267, "15.41"),
        (0xB5, 1, 31, 269, "15.41"),
        (0xB7, 1, 40, 278, "19.27"),
    ],
)
def test_an_option_goes_to_its_place_in_the_information(
    number: int, size: int, raw: int, offset: int, firmware: str
) -> None:
    heard = told(_set_for_lifepo4(firmware=firmware), word(number, raw, size))
    assert heard.last(3)[offset] == raw


@pytest.mark.parametrize(
    ("number", "raw", "offset"), [(0xAC, 90, 238), (0xAF, -5, 250), (0xB2, 600, 262)]
)
def test_a_long_option_goes_to_its_place_in_the_information(
    number: int, raw: int, offset: int
) -> None:
    assert _u32(told(_set_for_lifepo4(), word(number, raw)).last(3), offset) == raw


@pytest.mark.parametrize(
    ("number", "chemistry", "ovp"),
    [(0x68, "li_ion", 4200), (0x69, "lifepo4", 3650), (0x6A, "lto", 2700)],
)
def test_a_preset_rewrites_the_settings(number: int, chemistry: Chemistry, ovp: int) -> None:
    simulation = create_bluetooth()
    simulation.board.preset("lto" if chemistry != "lto" else "li_ion")
    heard = told(simulation, command(number))
    assert _u32(heard.last(1), 18) == ovp
    assert simulation.peer.harms == []


@pytest.mark.parametrize(("dialect", "number"), [("32S", 0x64), ("24S", 0x21)])
def test_a_voltage_calibration_takes_the_volts_of_the_pack(dialect: Dialect, number: int) -> None:
    simulation = create_bluetooth(dialect)
    heard = told(simulation, word(number, 52_000))
    volts = _u32(heard.last(2), 150 if dialect == "32S" else 118)
    assert near(volts, 52_000, 16)
    assert simulation.peer.harms == []


@pytest.mark.parametrize(("dialect", "number"), [("32S", 0x67), ("24S", 0x24)])
def test_a_current_calibration_takes_the_amperes_without_sign(
    dialect: Dialect, number: int
) -> None:
    simulation = create_bluetooth(dialect)
    simulation.board.set("cell_count", Decimal(16))
    simulation.hands.load(Decimal(20))
    heard = told(simulation, word(number, 21_000))
    amperes = _u32(heard.last(2), 158 if dialect == "32S" else 126)
    assert near(amperes, -21_000, 30)
    assert simulation.peer.harms == []


def test_the_clock_runs_from_where_it_was_set() -> None:
    simulation = create_bluetooth()
    heard = told(simulation, word(0x6C, 186_592_831))
    assert 0 <= _u32(heard.last(2), 262) - 186_592_831 <= 5
    assert simulation.peer.harms == []


def test_a_firmware_without_a_clock_leaves_it() -> None:
    simulation = create_bluetooth(firmware="11.288H")
    before = simulation.board.clock
    assert _u32(told(simulation, word(0x6C, 5)).last(2), 262) - before < 10


def test_user_data_is_kept_as_text() -> None:
    heard = told(create_bluetooth(), command(0x9F, b"test"))
    assert heard.last(3)[102:118].rstrip(b"\0") == b"test"


def test_the_log_can_be_asked_for() -> None:
    simulation = create_bluetooth()
    heard = told(simulation, command(LIFEPO4), command(0xA1))
    frame = heard.last(5)
    entries = [(_u32(frame, at), frame[at + 4]) for at in range(11, 11 + 5 * _u32(frame, 6), 5)]
    assert entries == [(entry.at, entry.number) for entry in simulation.board.log]


@pytest.mark.parametrize("dialect", ["24S", "JK04"])
def test_boards_for_fewer_cells_tell_no_log(dialect: Dialect) -> None:
    heard = told(create_bluetooth(dialect), command(0xA1))
    assert 5 not in heard.kinds


def test_one_status_can_be_asked_for() -> None:
    simulation = create_bluetooth()
    assert told(simulation, command(0xC3)).kinds[0] == 2


@pytest.mark.parametrize("data", [word(0x6B, 1), word(0x6B, 1, size=1)])
def test_emergency_is_taken_and_is_harm(data: bytes) -> None:
    simulation = create_bluetooth()
    heard = told(simulation, data)
    assert int.from_bytes(heard.last(2)[218:220], "little") > 1000
    assert [harm.command.number for harm in simulation.peer.harms] == [0x6B]


@pytest.mark.parametrize("number", [0x65, 0xFF], ids=hex)
def test_some_commands_put_the_board_out(number: int) -> None:
    simulation = create_bluetooth()
    lost: list[bool] = []
    simulation.peer.gone = lambda: lost.append(True)
    told(simulation, command(number))
    assert not simulation.board.awake
    assert lost == [True]
    assert [harm.command.number for harm in simulation.peer.harms] == [number]


# What another dialect's number does here: the commands as a mistaken client sends them.
@pytest.mark.parametrize(
    ("dialect", "data"),
    [
        ("24S", word(0x21, 1500)),
        ("24S", word(0x24, 5)),
        ("24S", word(0x27, 1)),
        ("24S", word(0x37, 5)),
        ("32S", command(0x68, struct.pack("<f", 1.0))),
        ("32S", command(0x6C, b"\x01")),
        ("32S", word(0x64, 5000)),
    ],
    ids=[
        "short-circuit delay calibrates the voltage",
        "device address calibrates the current",
        "heating sets a wire",
        "heater temperature sets a wire",
        "balance current calls up Li-ion",
        "balancer switch sets the clock",
        "balance trigger calibrates the voltage",
    ],
)
def test_a_number_of_another_dialect_does_what_it_means_here(dialect: Dialect, data: bytes) -> None:
    simulation = _set_for_lifepo4(dialect)
    simulation.hands.load(Decimal(10))
    told(simulation, data)
    assert [harm.command.number for harm in simulation.peer.harms] == [data[4]]


def test_the_short_circuit_delay_of_a_32s_board_ruins_the_volts_of_a_24s_one() -> None:
    simulation = create_bluetooth("24S")
    simulation.board.set("cell_count", Decimal(16))
    heard = told(simulation, word(0x21, 1500))
    assert _u32(heard.last(2), 118) < 2000
    assert "52.8" in simulation.peer.harms[0].sentence


@pytest.mark.parametrize("number", [0x22, 0x64, 0x67, 0x68, 0x69, 0x6A, 0x6C, 0xA5, 0xB5])
def test_a_24s_board_knows_no_presets_and_no_options(number: int) -> None:
    simulation, untouched = _set_for_lifepo4("24S"), _set_for_lifepo4("24S")
    heard, expected = told(simulation, word(number, 1)), told(untouched, word(0xEE, 1))
    assert heard.last(1)[6:299] == expected.last(1)[6:299]
    assert heard.last(2)[6:70] == expected.last(2)[6:70]


def test_a_24s_board_has_two_settings_behind_numbers_of_its_own() -> None:
    heard = told(_set_for_lifepo4("24S"), word(0x25, 10), word(0x26, 2500))
    assert (_u32(heard.last(1), 134), _u32(heard.last(1), 138)) == (10, 2500)


@pytest.mark.parametrize(
    ("number", "value"),
    [(0x20, 3.1), (0x44, 3.01), (0x5C, 3.2), (0x64, 0.008), (0x68, 2.0)],
)
def test_a_float_of_a_balancer_stands_six_behind_its_number(number: int, value: float) -> None:
    heard = told(create_bluetooth("JK04"), command(number, struct.pack("<f", value)))
    assert near(_float(heard.last(1), number + 6), value, 1e-6)


@pytest.mark.parametrize(
    "data",
    [
        command(0x20, (280_000).to_bytes(4, "little")),
        command(0x64, (52_800).to_bytes(4, "little")),
        command(0x68),
        command(0x68, struct.pack("<f", float("nan"))),
        word(0x6C, 1, size=4),
        word(0x1C, 25, size=2),
        word(0x04, 3650),
    ],
    ids=["capacity", "calibration", "preset", "no number", "clock", "cells", "a setting"],
)
def test_a_balancer_leaves_what_it_cannot_be(data: bytes) -> None:
    simulation, untouched = create_bluetooth("JK04"), create_bluetooth("JK04")
    heard, expected = told(simulation, data), told(untouched, word(0xEE, 1))
    assert heard.last(1)[6:299] == expected.last(1)[6:299]
    assert len(heard.receipts) == 3
