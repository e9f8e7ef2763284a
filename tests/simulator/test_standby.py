"""A board that goes dark: too low, idle for hours, or told to; and how it comes back."""

from decimal import Decimal

from tests.simulator.talk import Talk, lifepo4, reading, writing_raw
from wizard.simulator.create import create

ASKED = reading(0x1000, 1)


def _asleep(talk: Talk, now: float) -> bool:
    return talk.ask(ASKED, now) == b""


def test_a_board_whose_highest_cell_is_too_low_goes_off_until_woken() -> None:
    talk = lifepo4()
    talk.simulation.pack.resting[:] = [2400] * 16
    assert not _asleep(talk, 1.0)
    assert not _asleep(talk, 10.9)
    assert _asleep(talk, 11.0)
    assert not talk.board.charge_mos
    assert not talk.board.discharge_mos
    talk.simulation.pack.resting[:] = [3300] * 16
    assert _asleep(talk, 100.0)
    talk.board.wake()
    assert not _asleep(talk, 101.0)
    assert 2 in {entry.number for entry in talk.board.log}


def test_one_cell_above_the_power_off_voltage_keeps_a_board_up() -> None:
    talk = lifepo4()
    talk.simulation.pack.resting[:] = [2400] * 15 + [2501]
    assert not _asleep(talk, 1.0)
    assert not _asleep(talk, 600.0)


def test_a_charger_keeps_a_low_board_up() -> None:
    talk = lifepo4()
    talk.simulation.pack.resting[:] = [2400] * 16
    talk.simulation.pack.drive(Decimal(5))
    assert not _asleep(talk, 1.0)
    assert not _asleep(talk, 600.0)


def test_a_new_board_for_low_cells_stays_up() -> None:
    talk = Talk(create(chemistry="lto"))
    assert talk.board.setting("cell_ovp") == Decimal("4.2")
    assert not _asleep(talk, 1.0)
    assert not _asleep(talk, 600.0)


def _sleepy() -> Talk:
    talk = lifepo4()
    talk.simulation.pack.resting[:] = [3510] * 16
    talk.ask(writing_raw(0x1118, b"\x02\xfe"))
    talk.ask(writing_raw(0x1114, b"\x32\x50"))
    return talk


def test_smart_sleep_comes_after_its_hours_and_ends_by_waking() -> None:
    talk = _sleepy()
    assert talk.number(0x1308, 4, 0.0) == 7200
    assert talk.number(0x1308, 4, 7199.0) == 1
    assert _asleep(talk, 7200.0)
    assert talk.board.log[-1].number == 56
    talk.board.wake()
    assert talk.number(0x1308, 4, 7300.0) == 7200


def test_current_a_low_cell_or_the_switch_hold_smart_sleep_off() -> None:
    flowing, low, off = _sleepy(), _sleepy(), _sleepy()
    flowing.simulation.pack.drive(Decimal(1))
    low.simulation.pack.resting[3] = 3490
    off.ask(writing_raw(0x1114, b"\x32\x10"))
    for talk in (flowing, low, off):
        assert not _asleep(talk, 0.0)
        assert not _asleep(talk, 20_000.0)
        assert talk.number(0x1308, 4, 20_000.0) == 7200


def test_a_board_told_to_shut_down_acknowledges_and_is_gone() -> None:
    talk = lifepo4()
    assert talk.code(writing_raw(0x1604, b"\0\0")) == 0
    assert _asleep(talk, 1.0)


def test_a_dark_board_lets_nothing_flow_and_its_clock_goes_on() -> None:
    talk = lifepo4("powered-off")
    talk.board.wake()
    talk.simulation.pack.drive(Decimal(5))
    before = talk.number(0x1300, 4, 0.0)
    talk.board.put_out()
    assert talk.simulation.meter.current() == 0
    talk.board.advance(3600.0)
    talk.board.wake()
    assert talk.number(0x1300, 4, 3600.0) == before + 3600
    assert talk.number(0x12BC, 4, 3600.0) == 0
