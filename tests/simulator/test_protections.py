"""Trips and releases, at times that the tests give."""

from decimal import Decimal

import pytest

from tests.simulator.talk import Talk, lifepo4, writing

# Highest cell 3.302 V: the steps of the shifted over-voltage test, lowest setting first.
OVP_SHIFT = {
    "cell_rfv": "3.192",
    "cell_ovpr": "3.202",
    "soc_100_voltage": "3.222",
    "cell_rcv": "3.242",
    "cell_ovp": "3.252",
}
OVP_BACK = {
    "cell_ovp": "3.65",
    "cell_rcv": "3.6",
    "soc_100_voltage": "3.59",
    "cell_ovpr": "3.58",
    "cell_rfv": "3.5",
}
# Lowest cell 3.298 V: the steps of the shifted under-voltage test, highest setting first.
UVP_SHIFT = {"cell_uvpr": "3.398", "soc_0_voltage": "3.358", "cell_uvp": "3.348"}
UVP_BACK = {"cell_uvp": "2.58", "soc_0_voltage": "2.6", "cell_uvpr": "2.62"}


def _write(talk: Talk, values: dict[str, str], now: float) -> None:
    for key, value in values.items():
        assert not talk.ask(writing(key, value), now)[1] & 0x80, key


def test_ovp_opens_the_charge_mos_and_only_that_after_its_reaction_time() -> None:
    talk = lifepo4()
    _write(talk, OVP_SHIFT, 10.0)
    assert talk.mos(10.9) == (1, 1)
    assert talk.mos(11.0) == (0, 1)
    assert talk.alarms(11.0) == {4, 19}
    assert talk.board.violations == []


def test_ovp_makes_the_board_believe_it_is_full_and_that_stays() -> None:
    talk = lifepo4()
    assert talk.number(0x12A7, 1, 0.0) == 50
    _write(talk, OVP_SHIFT, 10.0)
    assert talk.number(0x12A7, 1, 11.0) == 100
    assert talk.number(0x12A8, 4, 11.0) == talk.number(0x12AC, 4, 11.0)
    _write(talk, OVP_BACK, 12.0)
    assert talk.mos(14.0) == (1, 1)
    assert talk.number(0x12A7, 1, 14.0) == 100


def test_ovp_lets_go_after_a_countdown_once_every_cell_is_below_ovpr() -> None:
    talk = lifepo4()
    _write(talk, OVP_SHIFT, 10.0)
    assert talk.number(0x12CE, 2, 11.0) == 0
    _write(talk, OVP_BACK, 12.0)
    assert talk.number(0x12CE, 2, 12.5) == 2
    assert talk.number(0x12CE, 2, 13.5) == 1
    assert talk.mos(13.9) == (0, 1)
    assert talk.mos(14.0) == (1, 1)
    assert talk.alarms(14.0) == {19}
    assert talk.number(0x12CE, 2, 14.0) == 0


def test_a_release_leaves_the_charge_that_was_counted_since_the_trip() -> None:
    talk = lifepo4()
    _write(talk, OVP_SHIFT, 10.0)
    assert talk.mos(11.0) == (0, 1)
    talk.simulation.pack.drive(Decimal(-10))
    _write(talk, OVP_BACK, 3611.0)
    assert talk.mos(3613.0) == (1, 1)
    assert talk.number(0x12A7, 1, 3613.0) == 75


def test_one_cell_above_ovpr_holds_the_charge_mos_open() -> None:
    talk = lifepo4()
    _write(talk, OVP_SHIFT, 10.0)
    assert talk.mos(11.0) == (0, 1)
    _write(talk, {"cell_ovp": "3.65", "cell_rcv": "3.6", "soc_100_voltage": "3.59"}, 12.0)
    _write(talk, {"cell_ovpr": "3.302"}, 12.0)
    assert talk.mos(60.0) == (0, 1)
    _write(talk, {"cell_ovpr": "3.303"}, 60.0)
    assert talk.mos(62.0) == (1, 1)


def test_uvp_opens_the_discharge_mos_empties_the_scale_and_lets_go() -> None:
    talk = lifepo4()
    _write(talk, UVP_SHIFT, 10.0)
    assert talk.mos(11.0) == (1, 0)
    assert talk.alarms(11.0) == {11, 19}
    assert talk.number(0x12A7, 1, 11.0) == 0
    assert talk.number(0x12A8, 4, 11.0) == 0
    _write(talk, UVP_BACK, 12.0)
    assert talk.number(0x12CC, 2, 12.5) == 2
    assert talk.mos(14.0) == (1, 1)
    assert talk.number(0x12A7, 1, 14.0) == 0


def test_a_reason_shorter_than_the_reaction_time_trips_nothing() -> None:
    talk = lifepo4()
    _write(talk, OVP_SHIFT, 10.0)
    _write(talk, OVP_BACK, 10.5)
    assert talk.mos(20.0) == (1, 1)
    assert talk.number(0x12A7, 1, 20.0) == 50


@pytest.mark.parametrize(
    ("switch", "mos"), [("charge_switch", (0, 1)), ("discharge_switch", (1, 0))]
)
def test_a_switch_that_is_off_opens_its_mos(switch: str, mos: tuple[int, int]) -> None:
    talk = lifepo4()
    _write(talk, {switch: "0"}, 1.0)
    assert talk.mos(1.0) == mos
    assert talk.alarms(1.0) == {19}


def test_a_wrong_cell_count_raises_its_alarm_and_opens_both() -> None:
    talk = lifepo4(cells=8)
    assert talk.alarms() == {19}
    _write(talk, {"cell_count": "16"}, 1.0)
    assert talk.alarms(1.0) == {2, 19}
    assert talk.mos(1.0) == (0, 0)


def test_a_trip_stops_the_charger() -> None:
    talk = lifepo4("current-flowing")
    assert talk.number(0x1298, 4, 1.0) == 5000
    _write(talk, OVP_SHIFT, 10.0)
    assert talk.mos(11.0) == (0, 1)
    assert talk.number(0x1298, 4, 11.0) == 0
    assert talk.simulation.meter.current() == 0


def test_uvp_lets_go_only_once_the_lowest_cell_is_above_uvpr_and_then_leaves_its_entries() -> None:
    talk = lifepo4()
    _write(talk, UVP_SHIFT, 10.0)
    assert talk.mos(11.0) == (1, 0)
    _write(talk, {"cell_uvp": "2.58", "soc_0_voltage": "2.6", "cell_uvpr": "3.298"}, 12.0)
    assert talk.mos(60.0) == (1, 0)
    assert talk.number(0x12CC, 2, 60.0) == 0
    _write(talk, {"cell_uvpr": "3.297"}, 60.0)
    assert talk.mos(61.9) == (1, 0)
    assert talk.mos(62.0) == (1, 1)
    assert talk.alarms(62.0) == {19}
    lowest = talk.board.inputs().index(min(talk.board.seen()))
    assert [entry.number for entry in talk.board.log][-3:] == [200 + lowest, 29, 30]
    assert talk.board.violations == []


def test_a_shifted_uvp_never_takes_the_board_to_its_power_off() -> None:
    talk = lifepo4()
    _write(talk, UVP_SHIFT, 10.0)
    assert talk.mos(11.0) == (1, 0)
    assert talk.mos(3600.0) == (1, 0)
    assert talk.board.awake


def test_a_tripped_uvp_puts_the_lamp_out_and_a_charger_still_gets_in() -> None:
    talk = lifepo4()
    talk.simulation.pack.drive(Decimal(-5))
    _write(talk, UVP_SHIFT, 10.0)
    assert talk.mos(11.0) == (1, 0)
    assert talk.simulation.meter.current() == 0
    assert talk.simulation.meter.output_voltage() < Decimal("0.1")
    talk.simulation.pack.drive(Decimal(5))
    assert talk.simulation.meter.current() == 5
