import asyncio
from collections.abc import Callable

import pytest

from tests.links.ptys import Ear
from wizard.errors import LinkLost, LinkUnavailable
from wizard.links.memory import MemoryLink


class _Parrot:
    """Says at once what it hears, and counts how often it was plugged."""

    def __init__(self) -> None:
        self.plugs = self.unplugs = 0
        self._deliver: Callable[[bytes], None] = lambda _: None

    def plugged(self, deliver: Callable[[bytes], None]) -> None:
        self.plugs += 1
        self._deliver = deliver

    def heard(self, data: bytes) -> None:
        self._deliver(data)

    def unplugged(self) -> None:
        self.unplugs += 1


async def test_what_is_sent_reaches_the_peer_and_comes_back() -> None:
    ear, link = Ear(), MemoryLink("memory:1", _Parrot())
    await link.open(ear)
    await link.send(b"abc")
    assert await ear.hear(3) == b"abc"


async def test_a_cable_has_one_listener() -> None:
    link = MemoryLink("memory:1", _Parrot())
    await link.open(Ear())
    with pytest.raises(LinkUnavailable, match="memory:1 is in use"):
        await link.open(Ear())


async def test_a_pulled_cable_is_told_once_and_carries_nothing() -> None:
    ear, parrot = Ear(), _Parrot()
    link = MemoryLink("memory:1", parrot)
    await link.open(ear)
    link.pull()
    link.pull()
    assert ear.reasons == ["memory:1: the cable was pulled"]
    assert parrot.unplugs == 1
    with pytest.raises(LinkLost, match="not open"):
        await link.send(b"x")


async def test_a_pulled_cable_may_be_plugged_in_again() -> None:
    ear, parrot = Ear(), _Parrot()
    link = MemoryLink("memory:1", parrot)
    await link.open(ear)
    link.pull()
    await link.open(ear)
    await link.send(b"x")
    assert ear.bytes == b"x"
    assert parrot.plugs == 2


async def test_closing_tells_the_peer_once_and_the_listener_nothing() -> None:
    ear, parrot = Ear(), _Parrot()
    link = MemoryLink("memory:1", parrot)
    await link.close()
    await link.open(ear)
    await link.close()
    await link.close()
    assert parrot.unplugs == 1
    assert ear.reasons == []


def test_nothing_can_be_sent_before_it_is_open() -> None:
    with pytest.raises(LinkLost):
        asyncio.run(MemoryLink("memory:1", _Parrot()).send(b"x"))
