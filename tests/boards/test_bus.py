import asyncio

from tests.boards.peers import (
    OTHER,
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
from wizard.boards.gap import FIRST_S


def test_a_reply_in_pieces_is_one_reply() -> None:
    pieces = [(0.04 + n / 1000, telling(7)[n : n + 1]) for n in range(9)]

    async def work() -> int:
        bus, _ = bus_on(Peer(pieces))
        return told(await ask(bus))

    assert jumping(work) == 7


def test_one_exchange_at_a_time_whoever_asks() -> None:
    peer = Peer(*[after(0.3, n) for n in range(5)])

    async def work() -> list[int]:
        bus, _ = bus_on(peer)
        return [told(reply) for reply in await asyncio.gather(*(ask(bus) for _ in range(5)))]

    assert jumping(work) == [0, 1, 2, 3, 4]
    assert all(pause >= 0.3 + FIRST_S for pause in peer.pauses)


def test_the_line_rests_for_a_gap_after_a_reply() -> None:
    peer = Peer(after(0.04, 1), after(0.04, 2))

    async def work() -> None:
        bus, _ = bus_on(peer)
        await ask(bus)
        await ask(bus)

    jumping(work)
    (pause,) = peer.pauses
    assert 0.04 + FIRST_S <= pause < 0.04 + FIRST_S + SLACK


def test_the_gap_grows_where_a_read_that_came_right_behind_a_reply_is_lost() -> None:
    peer = Peer(after(0.04, 1), [], after(0.04, 2), after(0.04, 3))

    async def work() -> list[float]:
        bus, _ = bus_on(peer)
        await ask(bus)
        await silence(bus)
        gaps = [bus.gap_s]
        await ask(bus)
        await ask(bus)
        return [*gaps, bus.gap_s]

    gap, still = jumping(work)
    assert 2 * FIRST_S <= gap < 2 * (FIRST_S + SLACK)
    assert still == gap
    assert peer.pauses[-1] >= 0.04 + gap


def test_who_never_answered_does_not_make_the_gap_grow() -> None:
    async def work() -> float:
        bus, _ = bus_on(Peer())
        for _ in range(3):
            await silence(bus)
        return bus.gap_s

    assert jumping(work) == FIRST_S


def test_noise_before_a_request_is_no_part_of_its_reply() -> None:
    async def work() -> int:
        peer = Peer(after(0.04, 1), after(0.04, 2))
        bus, _ = bus_on(peer)
        await ask(bus)
        peer.say(telling(111))
        return told(await ask(bus, OTHER))

    assert jumping(work) == 2


def test_a_bus_is_called_by_its_link() -> None:
    assert bus_on(Peer())[0].name == "memory:bus"
