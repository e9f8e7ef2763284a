"""What a technician does at the bench, and what board, line and meter make of it."""

import asyncio
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from tests.simulator.talk import (
    Talk,
    converse,
    jumping,
    lifepo4,
    pressing,
    reading,
    writing,
)
from wizard.protocol.alarms import FACTORY_PASSWORD
from wizard.simulator.create import Simulation, create
from wizard.simulator.hands import Hands
from wizard.simulator.meter import DIODE, DROP, LEAK

SERIAL = 0x1450
DEVICE_ADDRESS = 0x1108
INFO_FRAME = 0x161C
STATUS_FRAME = 0x1620


def _set(cells: int = 16, fault: str | None = None) -> tuple[Talk, Hands]:
    talk = lifepo4(fault, cells)
    return talk, Hands(talk.simulation)


def _answers(simulation: Simulation, unit: int) -> bool:
    return bool(converse(simulation.line, [(0.0, reading(SERIAL, 8, unit))]))


def _restart(hands: Hands, address: int) -> None:
    hands.dip(address)
    hands.switch_off()
    hands.switch_on()


def test_a_board_that_is_switched_off_is_silent_until_it_is_switched_on() -> None:
    simulation = create()
    hands = Hands(simulation)
    hands.switch_off()
    assert not _answers(simulation, 1)
    hands.switch_on()
    assert _answers(simulation, 1)


def test_the_button_does_nothing_twice() -> None:
    simulation = create()
    hands = Hands(simulation)
    hands.switch_on()
    assert len(simulation.board.log) == 1
    hands.switch_off()
    hands.switch_off()
    assert len(simulation.board.log) == 2


def test_dip_switches_take_effect_when_the_board_is_switched_on() -> None:
    talk, hands = _set()
    hands.dip(5)
    assert talk.number(DEVICE_ADDRESS, 4) == 1
    hands.switch_off()
    hands.switch_on()
    assert talk.ask(reading(SERIAL, 8, 1)) == b""
    assert talk.ask(reading(DEVICE_ADDRESS, 2, 5))[3:-2] == (5).to_bytes(4)


def test_the_line_follows_the_dip_switches() -> None:
    simulation = create()
    _restart(Hands(simulation), 7)
    assert (_answers(simulation, 1), _answers(simulation, 7)) == (False, True)


def test_two_boards_that_are_set_to_one_address_garble_each_other() -> None:
    simulation = create(units=(1, 2))
    hands = Hands(simulation)
    _restart(hands, 2)
    ((_, garbled),) = converse(simulation.line, [(0.0, reading(SERIAL, 8, 2))])
    _restart(hands, 3)
    ((_, alone),) = converse(simulation.line, [(0.0, reading(SERIAL, 8, 2))])
    assert garbled != alone
    assert _answers(simulation, 3)


def test_hands_reach_any_station() -> None:
    simulation = create(units=(1, 2))
    Hands(simulation, simulation.stations[2]).switch_off()
    assert (_answers(simulation, 1), _answers(simulation, 2)) == (True, False)


def test_no_third_board_fits_an_address() -> None:
    with pytest.raises(ValueError, match="address 2"):
        _restart(Hands(create(units=(1, 2), rivals=(2,))), 2)


@pytest.mark.parametrize("address", [-1, 16])
def test_there_are_sixteen_addresses(address: int) -> None:
    with pytest.raises(ValueError, match=str(address)):
        Hands(create()).dip(address)


def test_a_board_at_dip_0_leads_at_once_and_answers_nobody_until_it_is_set_back() -> None:
    simulation = create(units=(1, 2))
    hands = Hands(simulation)

    async def work() -> list[list[bytes]]:
        heard: list[list[bytes]] = []

        def take(data: bytes) -> None:
            heard[-1].append(data)

        simulation.line.plugged(take)
        for act in (lambda: _restart(hands, 0), hands.switch_off, lambda: _restart(hands, 1)):
            act()
            heard.append([])
            await asyncio.sleep(6)
        simulation.line.unplugged()
        return heard

    leading, off, back = jumping(work)
    assert pressing(STATUS_FRAME, 1) in leading
    assert {data[301] for data in leading if len(data) == 310} == {2}
    assert off == back == []
    assert _answers(simulation, 1)


def test_an_address_outlives_the_process_with_what_the_app_changed(tmp_path: Path) -> None:
    path = tmp_path / "board.json"
    first = create()
    first.keep(path)
    hands = Hands(first)
    hands.change_passwords("2468", "mine")
    _restart(hands, 4)
    second = create()
    second.keep(path)
    assert (_answers(second, 1), _answers(second, 4)) == (False, True)
    plate = second.board.nameplate
    assert (plate.password, plate.setting_password) == ("2468", "mine")


def test_the_lamp_burns_only_while_the_board_is_on() -> None:
    talk, hands = _set()
    assert hands.output_voltage() == hands.pack_voltage() - DROP
    hands.switch_off()
    assert hands.output_voltage() == LEAK
    hands.switch_on()
    assert hands.output_voltage() == hands.pack_voltage() - DROP
    talk.ask(writing("charge_switch", "0"))
    assert hands.output_voltage() == hands.pack_voltage() - DIODE
    talk.ask(writing("discharge_switch", "0"))
    assert hands.output_voltage() == LEAK


def test_source_and_load_flow_until_they_are_taken_off() -> None:
    talk, hands = _set()
    hands.charge(Decimal(30))
    assert (hands.current(), talk.number(0x1298, 4)) == (30, 30_000)
    hands.load(Decimal(20))
    assert hands.current() == -20
    hands.rest()
    assert hands.current() == 0
    assert hands.cell(1) == Decimal("3.300")


def test_an_inverter_charges_once_joined_while_the_board_is_on() -> None:
    _, hands = _set()
    assert not hands.inverter_joined
    hands.join_inverter()
    assert (hands.inverter_joined, hands.current()) == (True, 30)
    hands.switch_off()
    assert hands.current() == 0
    hands.switch_on()
    hands.part_inverter()
    assert (hands.inverter_joined, hands.current()) == (False, 0)


@pytest.mark.parametrize("address", [0x1298, STATUS_FRAME])
def test_a_pulsing_source_reads_otherwise_at_each_look_and_the_clamp_shows_its_mean(
    address: int,
) -> None:
    talk, hands = _set()
    hands.pulse(Decimal(30), Decimal(2))

    def look() -> Decimal:
        seen = talk.board.current
        talk.ask(reading(address, 2) if address == 0x1298 else pressing(address))
        return seen

    seen = [look() for _ in range(5)]
    assert [early != late for early, late in pairwise(seen)] == [True] * 4
    assert (min(seen), max(seen), sum(seen) / 5) == (28, 32, 30)
    assert hands.current() == 30


@pytest.mark.parametrize("pieces", [1, 2, 3, 4])
def test_a_status_read_in_pieces_meets_every_swing(pieces: int) -> None:
    talk, hands = _set()
    hands.pulse(Decimal(30), Decimal(2))
    seen: set[int] = set()
    for _ in range(5):
        seen.add(talk.number(0x1298, 4))
        for _ in range(pieces - 1):
            talk.ask(reading(0x1298, 2))
    assert {28_000, 32_000} < seen


def test_what_swings_does_not_go_on_by_reading_something_else() -> None:
    talk, hands = _set()
    hands.pulse(Decimal(30), Decimal(2))
    before = talk.board.current
    talk.ask(reading(0x1200, 16))
    talk.ask(reading(0x1400, 16))
    assert talk.board.current == before


def test_cells_are_topped_up_to_their_real_limit_where_the_charge_ends() -> None:
    talk, hands = _set()
    hands.set_cells(3640)
    assert hands.cell(4) == Decimal("3.640")
    hands.charge(Decimal(4))
    now = 0.0
    while talk.mos(now)[0]:
        assert hands.top_up(5)
        now += 2.0
    assert talk.alarms(now) == {4, FACTORY_PASSWORD}
    assert Decimal("3.65") < hands.cell(4) < Decimal("3.66")
    stopped = hands.cell(4)
    assert not hands.top_up(5)
    assert (hands.current(), hands.cell(4)) == (0, stopped)


def test_cells_are_drawn_down_by_a_load_only() -> None:
    _, hands = _set()
    assert not hands.draw_down(10)
    hands.load(Decimal(4))
    assert not hands.top_up(10)
    assert hands.draw_down(10)
    hands.rest()
    assert hands.cell(1) == Decimal("3.290")


def test_a_source_raises_the_cells_until_the_mos_opens_however_long_nobody_looks() -> None:
    talk, hands = _set()
    hands.set_cells(3640)
    talk.board.advance(0.0)
    hands.charge(Decimal(4), rise=Decimal("0.5"))
    assert talk.mos(1000.0) == (0, 1)
    assert Decimal("3.648") < hands.cell(4) < Decimal("3.652")
    hands.load(Decimal(4), fall=Decimal(1))
    assert talk.mos(1200.0) == (1, 1)
    assert hands.cell(4) < Decimal("3.50")


def test_a_load_empties_the_cells_until_the_mos_opens_and_the_board_stays_on() -> None:
    talk, hands = _set()
    hands.set_cells(2600)
    talk.board.advance(0.0)
    hands.load(Decimal(10), fall=Decimal("0.5"))
    assert talk.mos(600.0) == (1, 0)
    assert talk.alarms(600.0) == {11, FACTORY_PASSWORD}
    assert hands.output_voltage() == LEAK
    assert talk.board.awake


def test_passwords_change_in_the_native_frame_and_take_the_alarm_along() -> None:
    talk, hands = _set()
    hands.change_passwords(connection="2468")
    assert talk.alarms() == {FACTORY_PASSWORD}
    hands.change_passwords(settings="mine")
    assert talk.alarms() == set()
    (exchange,) = talk.face.hear(pressing(INFO_FRAME), 0.0)
    frame = exchange.wire[:300]
    assert frame[62:78].rstrip(b"\0") == b"2468"
    assert frame[118:134].rstrip(b"\0") == b"mine"


@pytest.mark.parametrize("word", ["", "seventeen letters", "größer"])
def test_a_password_that_no_board_holds_is_an_error(word: str) -> None:
    with pytest.raises(ValueError, match="1 to 16"):
        Hands(create()).change_passwords(settings=word)
