"""How long a bus waits: less for who never answered, more for who answered late."""

import asyncio

import pytest

from tests.boards.peers import (
    ASKED,
    SLACK,
    Peer,
    after,
    ask,
    bus_on,
    jumping,
    silence,
    telling,
    told,
)
from wizard.boards.bus import QUIET_S, REPLY_S, Bus
from wizard.boards.gap import FIRST_S
from wizard.boards.patience import SHORTEST_S
from wizard.errors import NoAnswer
from wizard.protocol.modbus import Read, Reply, ReplyStream, encode, sealed

LATE_S = 0.4  # slower than any usual reply
ELSE = Read(2, 0x1000, 2)


def of_unit_2(value: int) -> bytes:
    return sealed(b"\x02" + telling(value)[1:-2])


async def _written(bus: Bus) -> Reply:
    """Ask as a write does: whatever is due counts."""
    return await bus.exchange(encode(ASKED), ReplyStream(ASKED))


def test_who_never_answered_is_waited_for_less_once_others_answer() -> None:
    peer = Peer(after(0.04, 1))

    async def work() -> tuple[float, float]:
        bus, _ = bus_on(peer)
        loop = asyncio.get_running_loop()
        await ask(bus)
        begun = loop.time()
        with pytest.raises(NoAnswer):
            await ask(bus, ELSE)
        others = loop.time() - begun
        await silence(bus)
        return others, loop.time() - begun - others

    other, known = jumping(work)
    assert FIRST_S + SHORTEST_S <= other < FIRST_S + SHORTEST_S + SLACK
    assert REPLY_S <= known < REPLY_S + SLACK


def test_who_answered_late_is_waited_for_longer() -> None:
    peer = Peer(after(LATE_S, 1), after(LATE_S, 2))

    async def work() -> int:
        bus, _ = bus_on(peer)
        await silence(bus)
        return told(await ask(bus))

    assert jumping(work) == 2


def test_an_answer_that_came_late_is_waited_for_no_longer() -> None:
    peer = Peer(after(LATE_S, 1), after(0.04, 2))

    async def work() -> None:
        bus, _ = bus_on(peer)
        await silence(bus)
        await ask(bus)

    jumping(work)
    assert peer.pauses[0] < LATE_S + FIRST_S + SLACK


def test_a_silent_unit_does_not_keep_another_from_being_read() -> None:
    peer = Peer([], [(0.04, of_unit_2(7))], after(0.04, 1))

    async def work() -> tuple[int, int]:
        bus, _ = bus_on(peer)
        await silence(bus)
        other = told(await ask(bus, ELSE))
        return other, told(await ask(bus))

    assert jumping(work) == (7, 1)
    assert peer.pauses[0] < REPLY_S + SLACK
    assert sum(peer.pauses) >= REPLY_S + QUIET_S


def test_nothing_is_written_while_anybody_may_still_answer() -> None:
    peer = Peer([], after(0.04, 1))

    async def work() -> None:
        bus, _ = bus_on(peer)
        with pytest.raises(NoAnswer):
            await ask(bus, ELSE)
        await _written(bus)

    jumping(work)
    assert peer.pauses[0] >= REPLY_S + QUIET_S


def test_nobody_is_read_while_a_write_may_still_be_answered() -> None:
    peer = Peer([], [(0.04, of_unit_2(7))])

    async def work() -> None:
        bus, _ = bus_on(peer)
        with pytest.raises(NoAnswer):
            await _written(bus)
        await ask(bus, ELSE)

    jumping(work)
    assert peer.pauses[0] >= REPLY_S + QUIET_S


def test_a_late_answer_is_no_part_of_anothers() -> None:
    peer = Peer(after(LATE_S, 1), [(0.3, of_unit_2(7))])

    async def work() -> tuple[int, bytes]:
        bus, _ = bus_on(peer)
        await silence(bus)
        return told(await ask(bus, ELSE)), bus.came

    assert jumping(work) == (7, telling(1) + of_unit_2(7))


def test_behind_a_write_the_gap_is_never_shorter_than_at_first() -> None:
    peer = Peer(*[after(0.04, n) for n in range(12)])

    async def work() -> None:
        bus, _ = bus_on(peer)
        stream = ReplyStream(ASKED)
        for _ in range(10):
            await bus.exchange(encode(ASKED), stream, unit=ASKED.unit, trying=True)
        assert bus.gap_s < FIRST_S / 2
        await _written(bus)
        await ask(bus)

    jumping(work)
    assert min(peer.pauses) < 0.04 + FIRST_S / 2
    assert peer.pauses[-1] >= 0.04 + FIRST_S
