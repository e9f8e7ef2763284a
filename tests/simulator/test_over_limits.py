"""Currents and temperatures over their limits: MOS, alarm, countdown, log, release."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.simulator.talk import Talk, lifepo4, writing, writing_raw


def _entries(talk: Talk) -> list[int]:
    return [entry.number for entry in talk.board.log if entry.number not in {1, 68}]


@pytest.mark.parametrize(
    ("amperes", "delay", "mos", "alarm", "countdown", "entry"),
    [
        (50, 3.0, (0, 1), 6, 0x12C8, 21),
        (-200, 300.0, (1, 0), 13, 0x12C4, 33),
    ],
)
def test_over_current_waits_its_delay_opens_and_comes_back_by_time(  # noqa: PLR0913  one row each
    amperes: int, delay: float, mos: tuple[int, int], alarm: int, countdown: int, entry: int
) -> None:
    talk = lifepo4()
    talk.simulation.pack.drive(Decimal(amperes))
    assert talk.mos(0.0) == (1, 1)
    assert talk.mos(delay - 0.1) == (1, 1)
    assert talk.mos(delay) == mos
    assert talk.alarms(delay) == {alarm, 19}
    assert talk.number(0x1298, 4, delay) == 0
    assert talk.number(countdown, 2, delay + 0.5) == 60
    talk.simulation.pack.drive(Decimal(0))
    assert talk.mos(delay + 59.9) == mos
    assert talk.mos(delay + 60.0) == (1, 1)
    assert talk.alarms(delay + 60.0) == {19}
    assert _entries(talk) == [entry, entry + 1]


def test_over_current_that_goes_on_trips_again() -> None:
    talk = lifepo4()
    talk.simulation.pack.drive(Decimal(50))
    seen = [talk.mos(float(second)) for second in range(70)]
    assert seen[3] == (0, 1)
    assert seen[64] == (1, 1)
    assert seen[69] == (0, 1)


def test_the_delay_that_was_set_holds() -> None:
    talk = lifepo4()
    talk.ask(writing("charge_ocp_delay", "10"))
    talk.ask(writing("charge_current", "20"))
    talk.simulation.pack.drive(Decimal(30))
    assert talk.mos(0.0) == (1, 1)
    assert talk.mos(9.9) == (1, 1)
    assert talk.mos(10.0) == (0, 1)


@pytest.mark.parametrize(
    ("amperes", "mos", "alarm", "countdown", "entry"),
    [(900, (0, 1), 7, 0x12CA, 23), (-900, (1, 0), 14, 0x12C6, 35)],
)
def test_a_short_circuit_opens_within_its_delay_of_microseconds(
    amperes: int, mos: tuple[int, int], alarm: int, countdown: int, entry: int
) -> None:
    talk = lifepo4()
    talk.simulation.pack.resting[:] = [3300] * 16
    talk.simulation.pack.drive(Decimal(amperes))
    talk.board.advance(1.0)
    talk.board.advance(1.001)
    assert not talk.board.alarms - {19}
    talk.board.advance(1.0016)
    assert talk.mos(1.0016) == mos
    assert talk.alarms(1.0016) == {alarm, 19}
    assert talk.number(countdown, 2, 1.5) == 5
    talk.simulation.pack.drive(Decimal(0))
    assert talk.mos(6.1) == (1, 1)
    assert _entries(talk) == [entry, entry + 1]


@pytest.mark.parametrize(
    ("fault", "mos", "alarms", "entries"),
    [
        ("hot-mos", (0, 0), {1}, {11, 12}),
        ("hot-cells", (0, 0), {8, 15}, {25, 26, 37, 38}),
        ("frozen-cells", (0, 1), {9}, {27, 28}),
    ],
)
def test_a_temperature_opens_its_mos_and_lets_go(
    fault: str, mos: tuple[int, int], alarms: set[int], entries: set[int]
) -> None:
    talk = lifepo4(fault)
    assert talk.mos(1.0) == mos
    assert talk.alarms(1.0) == alarms | {19}
    talk.simulation.pack.temperatures[:] = [Decimal(20)] * 4
    talk.simulation.pack.mos_temperature = Decimal(20)
    assert talk.mos(2.0) == mos
    assert talk.mos(4.0) == (1, 1)
    assert talk.alarms(4.0) == {19}
    assert set(_entries(talk)) == entries


def test_between_limit_and_release_nothing_lets_go() -> None:
    talk = lifepo4("hot-cells")
    assert talk.mos(1.0) == (0, 0)
    talk.simulation.pack.temperatures[1] = Decimal(65)
    assert talk.mos(60.0) == (0, 0)


def test_disabled_sensors_protect_nothing() -> None:
    talk = lifepo4("hot-cells")
    talk.ask(writing_raw(0x1114, b"\x32\x12"))
    assert talk.mos(60.0) == (1, 1)


def test_voltage_trips_make_the_entries_that_prove_them() -> None:
    talk = lifepo4()
    for key, value in (("cell_rfv", "3.1"), ("cell_ovpr", "3.15"), ("soc_100_voltage", "3.16")):
        talk.ask(writing(key, value), 10.0)
    for key, value in (("cell_rcv", "3.2"), ("cell_ovp", "3.25")):
        talk.ask(writing(key, value), 10.0)
    assert talk.mos(12.0) == (0, 1)
    highest = talk.board.inputs().index(max(talk.board.seen()))
    assert _entries(talk) == [100 + highest, 17]


def test_emergency_is_off_and_while_it_is_on_nothing_trips() -> None:
    assert lifepo4().number(0x12D4) == 0
    talk = lifepo4("emergency")
    talk.simulation.pack.mos_temperature = Decimal(95)
    assert talk.number(0x12D4, 2, 0.0) == 1800
    assert talk.mos(1799.0) == (1, 1)
    assert talk.number(0x12D4, 2, 1799.0) == 1
    assert talk.mos(1801.0) == (1, 1)
    assert talk.mos(1803.0) == (0, 0)


def test_emergency_closes_what_a_protection_opened() -> None:
    talk = lifepo4("hot-mos")
    assert talk.mos(1.0) == (0, 0)
    assert talk.code(writing_raw(0x1610, b"\0\0")) == 0
    assert talk.mos(2.0) == (1, 1)


def test_a_trip_without_alarm_keeps_the_standing_ones() -> None:
    talk = lifepo4("hot-mos")
    talk.board.quirks = replace(talk.board.quirks, no_trip_alarm=True)
    assert talk.mos(1.0) == (0, 0)
    assert talk.alarms(1.0) == {19}
