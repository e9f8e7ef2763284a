"""Several boards on one line: speeds, two at one address, a master that talks by itself."""

from itertools import pairwise

import pytest

from tests.simulator.talk import Arrived, converse, pressing, reading, writing
from wizard.simulator.create import Simulation, create
from wizard.simulator.faces import Clash
from wizard.simulator.framing import crc

SERIAL = reading(0x1450, 8)
HEAD = bytes.fromhex("55aaeb90")


def _heard(simulation: Simulation, *requests: bytes) -> list[bytes]:
    sent = [(float(n), request) for n, request in enumerate(requests)]
    return [data for _, data in converse(simulation.line, sent)]


def _whole(reply: bytes) -> bool:
    return crc(reply[:-2]) == reply[-2:]


def test_a_board_at_another_speed_is_not_heard() -> None:
    simulation = create("slow-baud", units=(1, 2))
    other = reading(0x1450, 8, unit=2)
    assert len(_heard(simulation, SERIAL, other)) == 1
    simulation.line.baud = 9600
    (reply,) = _heard(simulation, SERIAL, other)
    assert reply[0] == 1
    assert _whole(reply)


def test_units_have_firmwares_and_serial_numbers_of_their_own() -> None:
    simulation = create(units=(1, 2, 3), firmwares={2: "15.30", 3: "19.27"})
    asked = [reading(0x1418, 4, unit) for unit in (1, 2, 3)]
    found = [reply[3:-2].rstrip(b"\0").decode() for reply in _heard(simulation, *asked)]
    assert found == ["15.41", "15.30", "19.27"]
    assert len({station.board.nameplate.serial for station in simulation.stations.values()}) == 3


def test_two_boards_at_one_address_garble_each_other_and_nobody_else() -> None:
    simulation = create(units=(1, 2), rivals=(1,))
    first, second = _heard(simulation, SERIAL, reading(0x1450, 8, unit=2))
    assert not _whole(first)
    assert _whole(second)


def test_two_boards_at_one_address_may_be_heard_in_turn() -> None:
    simulation = create(rivals=(1,), clash="alternating")
    replies = _heard(simulation, *[SERIAL] * 4)
    assert all(_whole(reply) for reply in replies)
    assert replies[0] == replies[2]
    assert replies[1] == replies[3] != replies[0]


@pytest.mark.parametrize(
    ("fault", "clash"), [("duplicate", "garbled"), ("duplicate-in-turn", "alternating")]
)
def test_a_duplicate_stands_at_the_first_address(fault: str, clash: Clash) -> None:
    simulation = create(fault, units=(4, 5))
    assert set(simulation.rivals) == {4}
    assert simulation.fault.clash == clash
    _heard(simulation, writing("capacity", "100", unit=4))
    stations = (simulation.stations[4], simulation.rivals[4])
    assert [station.board.setting("capacity") for station in stations] == [100, 100]


def test_one_of_two_that_is_dark_disturbs_nobody() -> None:
    simulation = create("duplicate")
    simulation.rivals[1].board.put_out()
    (reply,) = _heard(simulation, SERIAL)
    assert _whole(reply)


def _overheard(simulation: Simulation, seconds: float) -> Arrived:
    return converse(simulation.line, [(seconds - 2, b"")])


def test_a_master_polls_everybody_and_then_reports_itself() -> None:
    heard = [data for _, data in _overheard(create("master", units=(1, 3)), 4.0)]
    polls = [data for data in heard if len(data) == 11]
    status = [data[0] for data in polls if data[2:4] == b"\x16\x20"]
    settings = [data[0] for data in polls if data[2:4] == b"\x16\x1e"]
    assert status == list(range(1, 16))
    assert settings == [1, 3]
    answers = [data for data in heard if len(data) == 310]
    assert [(data[4], data[5], data[301]) for data in answers] == [
        (2, 5, 1),
        (2, 5, 3),
        (1, 5, 1),
        (1, 5, 3),
    ]
    own = [data for data in heard if len(data) == 308]
    assert [(data[:6], data[300:].hex()) for data in own] == [
        (HEAD + b"\2\0", "001016200001059a"),
        (HEAD + b"\1\0", "0010161e00016456"),
    ]


@pytest.mark.parametrize("cycle", [4.4, 15.0])
def test_a_master_begins_anew_every_cycle(cycle: float) -> None:
    simulation = create(master=True, cycle=cycle)
    heard = _overheard(simulation, 5 * cycle)
    begins = [moment for moment, data in heard if data == pressing(0x1620)]
    assert len(begins) == 5
    assert all(abs(late - early - cycle) < 0.001 for early, late in pairwise(begins))


def test_a_master_answers_no_question() -> None:
    asked = [reading(0x1450, 8, unit=0), pressing(0x161C, unit=0)]
    heard = converse(create("master", units=(1,)).line, [(0.01, asked[0]), (0.02, asked[1])])
    assert not [data for _, data in heard if data[:2] in {b"\0\x03", b"\0\x10"}]


def test_a_master_between_polls_leaves_the_others_answering() -> None:
    heard = converse(create("master").line, [(4.0, SERIAL)])
    assert [data[:3] for _, data in heard if data[:2] == b"\1\3"] == [b"\1\3\x10"]


def test_a_master_is_silent_when_the_cable_is_out_and_at_another_speed() -> None:
    simulation = create("master")
    first = _overheard(simulation, 3.0)
    simulation.line.baud = 9600
    assert first
    assert _overheard(simulation, 6.0) == []


def test_a_whole_bus_can_be_built() -> None:
    simulation = create(units=(1, 2, 3, 4, 5), rivals=(3,), master=True)
    assert set(simulation.stations) == {1, 2, 3, 4, 5}
    assert set(simulation.rivals) == {3}
    assert simulation.master is not None
    assert simulation.master.board.setting("device_address") == 0


def test_a_second_master_speaks_as_well() -> None:
    simulation = create("master")
    alone = [data for _, data in _overheard(simulation, 9.0) if data[5:6] == b"\0"]
    simulation.line.seat(simulation.board, 0)
    both = [data for _, data in _overheard(simulation, 9.0) if data[5:6] == b"\0"]
    assert len(both) > len(alone)
