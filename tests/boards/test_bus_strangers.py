"""What one board taught a bus must cost neither another board nor the truth."""

import asyncio
import contextlib

import pytest

from tests.boards.peers import (
    ASKED,
    OTHER,
    SLACK,
    Peer,
    after,
    ask,
    bus_on,
    jumping,
    silence,
    told,
)
from tests.boards.test_bus_patience import ELSE, of_unit_2
from wizard.boards.bus import QUIET_S, REPLY_S, Bus
from wizard.boards.frame_reader import FrameReader
from wizard.boards.gap import CALM, FIRST_S, LONGEST_S
from wizard.boards.gap_memory import Forgetful
from wizard.boards.modbus import RegisterReader
from wizard.boards.reader import TRIES
from wizard.errors import NoAnswer
from wizard.links.memory import MemoryLink
from wizard.protocol.layout import Table
from wizard.protocol.modbus import ReplyStream, encode, sealed

TURNAROUND_S = 0.04
SHORT_S = 0.045  # a gap that was learnt with the keen board
KEEN, SLEEPY = 1, 2  # units
DEAF = {KEEN: 0.0, SLEEPY: 0.38}  # s behind any reply
AFTER_ALL_S = REPLY_S + QUIET_S - 0.05  # a reply that comes just before it may be forgotten


class Two(Peer):
    """Two boards that answer every read, each deaf for its own time behind a reply."""

    def __init__(self) -> None:
        super().__init__()
        self.lost = 0
        self._said_at = float("-inf")

    def heard(self, data: bytes) -> None:
        loop = asyncio.get_running_loop()
        super().heard(data)
        if loop.time() - self._said_at < DEAF[data[0]]:
            self.lost += 1
            return
        size = 2 * int.from_bytes(data[4:6])
        reply = sealed(bytes([data[0], 3, size]) + bytes(size))
        self._said_at = loop.time() + TURNAROUND_S
        loop.call_at(self._said_at, self.say, reply)


async def _read_until(bus: Bus, short: float) -> None:
    """Read the keen board until the gap is short."""
    for _ in range(2 * CALM):
        await bus.exchange(encode(ASKED), ReplyStream(ASKED), unit=KEEN, trying=True)
        if bus.gap_s <= short:
            return
    pytest.fail("the gap is not learnt")


def test_a_gap_learnt_with_one_board_keeps_no_other_from_being_read() -> None:
    peer = Two()

    async def work() -> None:
        bus, _ = bus_on(peer)
        await _read_until(bus, SHORT_S)
        await RegisterReader(bus, SLEEPY).table(Table.STATUS, await bus.opened())

    jumping(work)
    assert peer.lost < TRIES


def test_who_never_answered_is_asked_behind_a_gap_as_long_as_at_first() -> None:
    peer = Two()

    async def work() -> None:
        bus, _ = bus_on(peer)
        await _read_until(bus, SHORT_S)
        with contextlib.suppress(NoAnswer):
            await ask(bus, ELSE)

    jumping(work)
    assert peer.pauses[-1] >= TURNAROUND_S + FIRST_S


def test_who_is_waited_for_less_is_not_forgotten_sooner() -> None:
    peer = Peer([(0.04, of_unit_2(7))], after(AFTER_ALL_S, 111), after(0.3, 222))

    async def work() -> int:
        bus, _ = bus_on(peer)
        await ask(bus, ELSE)
        await silence(bus)
        return told(await ask(bus, OTHER))

    assert jumping(work) == 222


@pytest.mark.parametrize("moment", [0.01, 0.3])
def test_a_request_that_was_cancelled_early_is_not_forgotten_sooner(moment: float) -> None:
    peer = Peer(after(AFTER_ALL_S, 111), after(0.3, 222))

    async def work() -> int:
        bus, _ = bus_on(peer)
        task = asyncio.create_task(ask(bus))
        await asyncio.sleep(moment)
        task.cancel()
        await asyncio.wait({task})
        return told(await ask(bus, OTHER))

    assert jumping(work) == 222


def test_what_was_lost_while_another_answered_late_teaches_no_gap() -> None:
    peer = Peer([(0.04, of_unit_2(7))], after(0.6, 1), [(0.04, of_unit_2(7))], [])

    async def work() -> float:
        bus, _ = bus_on(peer)
        await ask(bus, ELSE)
        await silence(bus)
        await ask(bus, ELSE)
        with pytest.raises(NoAnswer):
            await ask(bus, ELSE)
        return bus.gap_s

    assert jumping(work) == FIRST_S


def test_a_late_frame_is_not_overheard_as_anothers() -> None:
    peer = Peer([(0.9, b"late")])

    async def work() -> bytes:
        bus, _ = bus_on(peer)
        with pytest.raises(NoAnswer):
            await FrameReader(bus, KEEN).table(Table.STATUS, await bus.opened(), 1)
        return await bus.listen(1.0)

    assert jumping(work) == b""


@pytest.mark.parametrize("late", [REPLY_S + 0.01, 0.6, AFTER_ALL_S])
def test_a_late_reply_is_never_the_answer_to_a_request_of_the_next_bus(late: float) -> None:
    peer = Peer(after(late, 111), after(0.3, 222))

    async def work() -> int:
        first, link = bus_on(peer)
        await silence(first)
        await first.close()
        return told(await ask(Bus(link), OTHER))

    assert jumping(work) == 222


def test_a_bus_is_closed_at_once_when_what_it_owed_has_come() -> None:
    peer = Peer(after(0.6, 111))

    async def work() -> float:
        bus, _ = bus_on(peer)
        begun = asyncio.get_running_loop().time()
        await silence(bus)
        await bus.close()
        return asyncio.get_running_loop().time() - begun

    assert 0.6 <= jumping(work) < 0.6 + SLACK


def test_a_bus_is_closed_also_where_nobody_waits_for_that() -> None:
    async def work() -> int:
        bus, link = bus_on(Peer())
        await silence(bus)
        task = asyncio.create_task(bus.close())
        await asyncio.sleep(0.1)
        task.cancel()
        await asyncio.wait({task})
        return await Bus(link).opened()

    assert jumping(work) == 1


class Long(Forgetful):
    """Remembers the longest gap that there is."""

    def recall(self, firmware: str) -> float:
        _ = firmware
        return LONGEST_S


def _long(peer: Peer) -> Bus:
    bus = Bus(MemoryLink("memory:bus", peer), Long())
    bus.met("15.41")
    return bus


def test_before_a_write_the_gap_is_never_longer_than_the_longest() -> None:
    peer = Peer(after(0.04, 1), after(0.04, 1))

    async def work() -> None:
        bus = _long(peer)
        await ask(bus)
        await bus.exchange(encode(ASKED), ReplyStream(ASKED))

    jumping(work)
    assert peer.pauses[0] < 0.04 + LONGEST_S + SLACK


def test_before_a_write_no_gap_is_shorter_than_at_first() -> None:
    peer = Two()

    async def work() -> None:
        bus, _ = bus_on(peer)
        await _read_until(bus, SHORT_S)
        await _again(bus, None)
        assert bus.gap_s <= SHORT_S

    jumping(work)
    assert min(peer.pauses[-3:]) >= TURNAROUND_S + FIRST_S


def test_a_long_gap_that_was_remembered_does_not_stay_for_ever() -> None:
    async def work() -> float:
        bus = _long(Two())
        await _read_until(bus, 1.2 * FIRST_S)
        return bus.gap_s

    assert jumping(work) <= 1.2 * FIRST_S


@pytest.mark.parametrize("unit", [KEEN, None], ids=["read", "write"])
def test_where_care_is_taken_no_gap_is_shorter_than_at_first(unit: int | None) -> None:
    peer = Two()

    async def work() -> None:
        bus, _ = bus_on(peer)
        await _read_until(bus, SHORT_S)
        with bus.careful():
            await _again(bus, unit)
        assert bus.gap_s <= SHORT_S

    jumping(work)
    assert min(peer.pauses[-3:]) >= TURNAROUND_S + FIRST_S


def test_behind_such_care_short_gaps_are_tried_again() -> None:
    peer = Two()

    async def work() -> None:
        bus, _ = bus_on(peer)
        with bus.careful(), bus.careful():
            pass
        await _read_until(bus, SHORT_S)

    jumping(work)
    assert min(peer.pauses) < TURNAROUND_S + FIRST_S


async def _again(bus: Bus, unit: int | None) -> None:
    for _ in range(3):
        await bus.exchange(encode(ASKED), ReplyStream(ASKED), unit=unit, trying=unit is not None)
