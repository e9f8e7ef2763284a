import asyncio
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.simulator.talk import converse, jumping, lifepo4, reading, writing
from tests.simulator.test_protections import OVP_SHIFT
from wizard.links.memory import MemoryLink
from wizard.simulator.create import create
from wizard.simulator.faces import ModbusFace
from wizard.simulator.framing import LONGEST, frame
from wizard.text import Text

ASKED = reading(0x1000, 2)
WROTE = writing("capacity", "280")
SILENT = (
    ASKED[:-1] + bytes([ASKED[-1] ^ 1]),
    reading(0x1000, 2, unit=5),
    frame(bytes.fromhex("01 2b 0e 01 00 00")),
)


class _Ear:
    def __init__(self) -> None:
        self.heard = asyncio.Event()
        self.bytes = b""

    def received(self, chunk: bytes) -> None:
        self.bytes += chunk
        self.heard.set()

    def lost(self, reason: Text) -> None:
        raise AssertionError(str(reason))


def test_a_reply_comes_after_the_turnaround() -> None:
    ((moment, data),) = converse(create().line, [(1.0, ASKED)])
    assert moment == 1.04
    assert data == frame(bytes.fromhex("01 03 04 00 00 10 36"))


@pytest.mark.parametrize("request_", SILENT, ids=["bad CRC", "absent unit", "unknown function"])
def test_a_real_bus_is_silent_where_nobody_is_meant(request_: bytes) -> None:
    arrived = converse(create().line, [(0.0, request_), (1.0, ASKED)])
    assert [moment for moment, _ in arrived] == [1.04]


@given(cuts=st.sets(st.integers(1, len(WROTE + ASKED) - 1)), junk=st.binary(max_size=20))
def test_requests_are_found_however_they_are_cut_and_led(cuts: set[int], junk: bytes) -> None:
    simulation = create()
    face, found = ModbusFace(simulation.line.boards), list[bytes]()
    stream = junk + WROTE + ASKED
    edges = [0, *sorted(cuts), len(stream)]
    for start, end in pairwise(edges):
        found += [exchange.request for exchange in face.hear(stream[start:end], 0.0)]
    assert found == [WROTE, ASKED]
    assert simulation.board.setting("capacity") == 280


def test_endless_noise_is_not_kept() -> None:
    face = ModbusFace(create().line.boards)
    for _ in range(20):
        assert face.hear(b"\x01\x10" * 100, 0.0) == []
    assert len(face._requests.heard) <= LONGEST  # pyright: ignore[reportPrivateUsage]  the bound is inside
    assert [exchange.request for exchange in face.hear(ASKED, 0.0)] == [ASKED]


def test_each_unit_answers_for_itself() -> None:
    simulation = create(units=(3, 7))
    converse(simulation.line, [(0.0, writing("capacity", "100", unit=7))])
    capacities = [unit.board.setting("capacity") for unit in simulation.stations.values()]
    assert capacities == [40, 100]


def test_the_loop_carries_the_pack_through_time_and_a_new_loop_goes_on() -> None:
    talk = lifepo4()
    line = talk.simulation.line
    converse(line, [(5.0 + n / 10, writing(*each)) for n, each in enumerate(OVP_SHIFT.items())])
    converse(line, [(2.0, ASKED)])
    assert not talk.board.charge_mos
    assert talk.board.run_time < 20


def test_it_is_the_far_end_of_a_memory_link() -> None:
    async def work() -> bytes:
        ear, link = _Ear(), MemoryLink("memory:1", create().line)
        await link.open(ear)
        await link.send(WROTE)
        async with asyncio.timeout(1):
            await ear.heard.wait()
        await link.close()
        return ear.bytes

    assert jumping(work) == frame(WROTE[:6])


def test_nothing_arrives_after_the_cable_is_out() -> None:
    async def work() -> bytes:
        ear, line = _Ear(), create().line
        link = MemoryLink("memory:1", line)
        await link.open(ear)
        await link.send(ASKED)
        await link.close()
        line.heard(WROTE)
        await link.open(ear)
        await asyncio.sleep(1)
        return ear.bytes

    assert jumping(work) == b""


def test_a_simulation_shows_its_first_station() -> None:
    simulation = create(units=(4, 1), capacity=Decimal(100))
    assert simulation.board is simulation.stations[4].board
    assert simulation.pack is simulation.board.pack
    assert simulation.pack.capacity == 100
    assert simulation.board.setting("device_address") == 4
