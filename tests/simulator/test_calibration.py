"""The two calibrations, as the sources let expect them (likely, not seen on hardware)."""

import struct
from decimal import Decimal

import pytest

from tests.simulator.talk import Talk, lifepo4, reading, writing_raw
from wizard.simulator.create import create

VOLTAGE, CURRENT = 0x1600, 0x1606


def _calibrate(talk: Talk, address: int, value: int) -> int:
    return talk.code(writing_raw(address, value.to_bytes(4)))


def _factor(talk: Talk) -> float:
    found: tuple[float] = struct.unpack(">f", talk.ask(reading(0x12DC, 2))[3:-2])
    return found[0]


def test_a_voltage_calibration_moves_every_cell_by_the_factor() -> None:
    talk = lifepo4("voltage-off")
    true = int(talk.simulation.meter.pack_voltage() * 1000)
    shown, before = talk.number(0x1290, 4), _factor(talk)
    assert abs(shown / true - 1.006) < 1e-4
    assert _calibrate(talk, VOLTAGE, true) == 0
    assert abs(talk.number(0x1290, 4) - true) <= 16
    assert abs(talk.number(0x1200) - talk.simulation.pack.millivolts()[0]) <= 1
    assert abs(_factor(talk) / before - true / shown) < 1e-6


def test_a_calibration_to_what_is_shown_changes_nothing() -> None:
    talk = lifepo4()
    before = _factor(talk)
    assert _calibrate(talk, VOLTAGE, talk.number(0x1290, 4)) == 0
    assert _factor(talk) == before


@pytest.mark.parametrize(("amperes", "word"), [(30, 0x12FE), (-30, 0x12D6)])
def test_a_current_calibration_moves_the_word_of_its_direction(amperes: int, word: int) -> None:
    talk = lifepo4("current-off")
    talk.simulation.pack.drive(Decimal(amperes))
    before = [talk.number(address) for address in (0x12FE, 0x12D6)]
    assert abs(talk.board.current) == Decimal("28.2")
    assert _calibrate(talk, CURRENT, 30_000) == 0
    assert abs(talk.board.current - amperes) < Decimal("0.05")
    moved = [talk.number(at) != old for at, old in zip((0x12FE, 0x12D6), before, strict=True)]
    assert moved == [word == 0x12FE, word == 0x12D6]


def test_without_current_or_with_zero_there_is_no_calibration() -> None:
    talk = lifepo4()
    assert _calibrate(talk, CURRENT, 30_000) == 3
    talk.simulation.pack.drive(Decimal(30))
    assert _calibrate(talk, CURRENT, 0) == 3
    assert _calibrate(talk, VOLTAGE, 0) == 3
    assert talk.board.current == 30


@pytest.mark.parametrize("address", [VOLTAGE, CURRENT])
def test_a_calibration_takes_four_bytes(address: int) -> None:
    talk = lifepo4("current-flowing")
    assert talk.code(writing_raw(address, b"\x75\x30")) == 3


def test_without_cells_there_is_nothing_to_calibrate() -> None:
    assert _calibrate(Talk(create("reversed")), VOLTAGE, 52_800) == 3
