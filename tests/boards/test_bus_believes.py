"""However slow boards are and whoever gives up: no reply is believed that was another's."""

import asyncio
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.boards.peers import Peer, jumping, told
from wizard.boards.bus import QUIET_S, Bus
from wizard.boards.patience import SHORTEST_S
from wizard.errors import LinkError
from wizard.links.memory import MemoryLink
from wizard.protocol.modbus import Read, ReplyStream, encode, sealed

UNITS = st.sampled_from([1, 2])
DELAYS = st.none() | st.floats(0.005, QUIET_S + SHORTEST_S - 0.02) | st.just(0.04)
GIVEN_UP = st.none() | st.floats(0.0, 1.2)
BITS = st.booleans()
ASKED = st.lists(st.tuples(UNITS, BITS, BITS, DELAYS, GIVEN_UP), min_size=2, max_size=9)


class Numbered(Peer):
    """Answers each request with its number, after the seconds that a test says, or never."""

    def __init__(self, delays: list[float | None]) -> None:
        super().__init__()
        self._delays = delays

    def heard(self, data: bytes) -> None:
        number = len(self.requests)
        super().heard(data)
        delay = self._delays[number] if number < len(self._delays) else None
        if delay is not None:
            reply = sealed(bytes([data[0], 3, 4]) + number.to_bytes(4))
            asyncio.get_running_loop().call_later(delay, self.say, reply)


@settings(max_examples=150)
@given(ASKED)
def test_every_reply_that_is_believed_is_that_of_the_request(
    asked: list[tuple[int, bool, bool, float | None, float | None]],
) -> None:
    peer = Numbered([delay for *_, delay, _ in asked])
    believed: list[tuple[int, int]] = []

    async def ask(bus: Bus, unit: int, *, reads: bool) -> None:
        request = Read(unit, 0x1000, 2)
        reply = await bus.exchange(
            encode(request), ReplyStream(request), unit=unit if reads else None, trying=reads
        )
        believed.append((told(reply), len(peer.requests) - 1))

    async def work() -> None:
        link = MemoryLink("memory:bus", peer)
        bus = Bus(link)
        for unit, reads, reopens, _, given_up in asked:
            with suppress(LinkError, TimeoutError):
                async with asyncio.timeout(given_up):
                    await ask(bus, unit, reads=reads)
            if reopens:
                await bus.close()
                bus = Bus(link)
        await bus.close()

    jumping(work)
    assert [pair for pair in believed if pair[0] != pair[1]] == []
