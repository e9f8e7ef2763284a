"""Links that go away and come back."""

import asyncio

import pytest

from tests.boards.peers import (
    OTHER,
    SLACK,
    SLOW,
    Peer,
    after,
    ask,
    bus_on,
    jumping,
    told,
)
from wizard.boards.bus import Bus
from wizard.errors import LinkLost, LinkUnavailable
from wizard.links.base import Sink
from wizard.links.memory import MemoryLink
from wizard.text import text


class _Stuck(MemoryLink):
    """A cable whose near end another program holds."""

    stuck = True

    async def open(self, sink: Sink) -> None:
        if self.stuck:
            raise LinkUnavailable(text("{link} is in use", link=self.name))
        await super().open(sink)


def test_a_link_lost_in_mid_exchange_is_known_at_once_and_opened_by_the_next() -> None:
    async def work() -> tuple[float, int, int]:
        peer = Peer([], after(0.04, 5))
        bus, link = bus_on(peer)
        loop = asyncio.get_running_loop()
        loop.call_later(0.1, link.pull)
        start = loop.time()
        with pytest.raises(LinkLost, match="pulled"):
            await ask(bus)
        seconds = loop.time() - start
        return seconds, told(await ask(bus)), bus.openings

    seconds, value, openings = jumping(work)
    assert seconds < 0.1 + SLACK
    assert (value, openings) == (5, 2)


def test_a_link_lost_between_two_exchanges_is_opened_again() -> None:
    async def work() -> int:
        bus, link = bus_on(Peer(after(0.04, 1), after(0.04, 2)))
        await ask(bus)
        link.pull()
        assert told(await ask(bus)) == 2
        return bus.openings

    assert jumping(work) == 2


def test_a_link_found_gone_while_sending_is_opened_by_the_next() -> None:
    async def work() -> tuple[int, int]:
        bus, link = bus_on(Peer(after(0.04, 1), after(0.04, 2)))
        await ask(bus)
        await link.close()  # as a port does that fails to write: nobody tells the bus
        with pytest.raises(LinkLost):
            await ask(bus)
        return told(await ask(bus)), bus.openings

    assert jumping(work) == (2, 2)


def test_the_reply_to_a_lost_exchange_is_not_believed_after_the_link_is_back() -> None:
    async def work() -> int:
        peer = Peer(after(0.3, 111), after(SLOW, 222))
        bus, link = bus_on(peer)
        asyncio.get_running_loop().call_later(0.1, link.pull)
        with pytest.raises(LinkLost):
            await ask(bus)
        return told(await ask(bus, OTHER))

    assert jumping(work) == 222


def test_an_exchange_for_an_opening_that_is_over_sends_nothing() -> None:
    peer = Peer(after(0.04, 1), after(0.04, 2))

    async def work() -> None:
        bus, link = bus_on(peer)
        opening = await bus.opened()
        await ask(bus, opening=opening)
        link.pull()
        with pytest.raises(LinkLost):
            await ask(bus, opening=opening)
        assert await bus.opened() == opening + 1
        with pytest.raises(LinkLost):
            await ask(bus, opening=opening)

    jumping(work)
    assert len(peer.requests) == 1


def test_a_link_that_cannot_be_opened_says_so_and_may_be_tried_again() -> None:
    async def work() -> int:
        link = _Stuck("memory:bus", Peer(after(0.04, 9)))
        bus = Bus(link)
        for _ in range(2):
            with pytest.raises(LinkUnavailable, match="in use"):
                await ask(bus)
        link.stuck = False
        assert told(await ask(bus)) == 9
        return bus.openings

    assert jumping(work) == 1


def test_closing_waits_for_the_exchange_and_a_closed_bus_opens_again() -> None:
    async def work() -> tuple[int, int]:
        bus, _ = bus_on(Peer(after(0.2, 1), after(0.04, 2)))
        first = asyncio.create_task(ask(bus))
        await asyncio.sleep(0.1)
        await bus.close()
        assert told(first.result()) == 1
        return told(await ask(bus)), bus.openings

    assert jumping(work) == (2, 2)
