"""The trap: a reply that comes when nobody waits for it any more."""

import asyncio
import contextlib

import pytest

from tests.boards.peers import (
    OTHER,
    SLOW,
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
from wizard.errors import LinkError, NoAnswer


@pytest.mark.parametrize("late", [REPLY_S + 0.01, 0.6, REPLY_S + QUIET_S - 0.05])
def test_a_late_reply_is_never_the_answer_to_the_next_request(late: float) -> None:
    async def work() -> int:
        bus, _ = bus_on(Peer(after(late, 111), after(SLOW, 222)))
        await silence(bus)
        return told(await ask(bus, OTHER))

    assert jumping(work) == 222


def test_silence_is_counted_from_the_last_byte_that_came() -> None:
    async def work() -> int:
        bus, _ = bus_on(Peer([(0.9, b"\x55"), *after(1.5, 111)], after(SLOW, 222)))
        await silence(bus)
        return told(await ask(bus, OTHER))

    assert jumping(work) == 222


def test_a_line_that_is_never_silent_is_named_and_not_waited_for() -> None:
    chatter = [(n / 10, b"\x55") for n in range(1, 200)]

    async def work() -> tuple[str, float]:
        bus, _ = bus_on(Peer(chatter))
        loop = asyncio.get_running_loop()
        start = loop.time()
        with pytest.raises(LinkError, match="never silent") as caught:
            await ask(bus)
        return str(caught.value), loop.time() - start

    sentence, seconds = jumping(work)
    assert sentence == "memory:bus is never silent: another master or noise"
    assert seconds < 8


def test_after_a_line_that_was_never_silent_silence_still_comes_first() -> None:
    chatter = [(n / 10, b"\x55") for n in range(1, 70)]
    peer = Peer([*chatter, (7.5, telling(111))], after(SLOW, 222))

    async def work() -> int:
        bus, _ = bus_on(peer)
        with pytest.raises(LinkError, match="never silent"):
            await ask(bus)
        return told(await ask(bus, OTHER))

    assert jumping(work) == 222


async def _cancelled(bus: Bus, moment: float) -> None:
    task = asyncio.create_task(ask(bus))
    await asyncio.sleep(moment)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError, NoAnswer):
        await task


@pytest.mark.parametrize("moment", [0.0, 0.02, 0.34, 0.5], ids=["at once", "soon", "late", "hush"])
@pytest.mark.parametrize("late", [0.3, 0.6, 0.95])
@pytest.mark.parametrize("echo", [b"", b"\x01\x03"], ids=["quiet", "echo"])
def test_the_reply_to_a_cancelled_exchange_is_never_believed(
    moment: float, late: float, echo: bytes
) -> None:
    first = [(0.001, echo), *after(late, 111)] if echo else after(late, 111)

    async def work() -> int:
        peer = Peer(first, after(SLOW, 222))
        bus, _ = bus_on(peer)
        await _cancelled(bus, moment)
        if not peer.requests:
            peer.heard(b"")  # cancelled before it was sent: its place in the row is used up
        return told(await ask(bus, OTHER))

    assert jumping(work) == 222


def test_a_cancelled_exchange_leaves_the_bus_usable_and_is_nosilence() -> None:
    async def work() -> tuple[int, int]:
        bus, _ = bus_on(Peer([], after(0.04, 2), after(0.04, 3)))
        await _cancelled(bus, 0.1)
        assert told(await ask(bus)) == 2
        return told(await ask(bus)), bus.silences

    assert jumping(work) == (3, 0)


def test_one_who_waits_for_the_line_may_be_cancelled() -> None:
    async def work() -> list[int]:
        bus, _ = bus_on(Peer(after(0.2, 1), after(0.04, 2)))
        first, second = asyncio.create_task(ask(bus)), asyncio.create_task(ask(bus))
        await asyncio.sleep(0.1)
        second.cancel()
        return [told(await first), told(await ask(bus))]

    assert jumping(work) == [1, 2]
