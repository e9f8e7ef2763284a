"""Far ends of a cable for tests of the bus: they answer as a test tells them."""

import asyncio
from collections.abc import Callable, Coroutine
from itertools import pairwise
from typing import Any, TypeVar

import pytest

from wizard.boards.bus import Bus
from wizard.clock import JumpClock
from wizard.errors import NoAnswer
from wizard.links.memory import MemoryLink
from wizard.protocol.modbus import Data, Read, Reply, ReplyStream, encode, sealed

Result = TypeVar("Result")
Answer = tuple[float, bytes]  # seconds after the request, bytes

ASKED = Read(1, 0x1000, 2)
OTHER = Read(1, 0x1010, 2)  # same length: only its request tells it from ASKED
SLOW = 0.3  # s: a late reply that is still under way would come before this one
SLACK = 0.02  # s of real time that a jumping loop may spend on its way


def telling(value: int, registers: int = 2) -> bytes:
    """Return the reply of unit 1 that holds one number."""
    return sealed(bytes([1, 3, 2 * registers]) + value.to_bytes(2 * registers))


def told(reply: object) -> int:
    assert isinstance(reply, Data)
    return int.from_bytes(reply.data)


class Peer:
    """Answers the n-th request with the n-th list of answers, further ones not at all.

    `heard_at` holds the seconds at which requests came, `requests` their bytes.
    """

    def __init__(self, *answers: list[Answer]) -> None:
        self._answers = list(answers)
        self._deliver: Callable[[bytes], None] | None = None
        self.heard_at: list[float] = []
        self.requests: list[bytes] = []
        self.on_request: Callable[[], None] = lambda: None

    def plugged(self, deliver: Callable[[bytes], None]) -> None:
        self._deliver = deliver

    def unplugged(self) -> None:
        self._deliver = None

    def heard(self, data: bytes) -> None:
        loop = asyncio.get_running_loop()
        self.heard_at.append(loop.time())
        self.requests.append(data)
        for delay, reply in self._answers.pop(0) if self._answers else []:
            loop.call_later(delay, self.say, reply)
        self.on_request()

    def say(self, data: bytes) -> None:
        """Bring bytes to the near end now, if it still listens."""
        if self._deliver is not None:
            self._deliver(data)

    @property
    def pauses(self) -> list[float]:
        """The seconds between one request and the next."""
        return [after - before for before, after in pairwise(self.heard_at)]


def jumping(work: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
    """Run a coroutine on a loop whose time jumps over every wait."""
    with asyncio.Runner(loop_factory=JumpClock().new_loop) as runner:
        return runner.run(work())


def bus_on(peer: Peer) -> tuple[Bus, MemoryLink]:
    link = MemoryLink("memory:bus", peer)
    return Bus(link), link


async def ask(line: Bus, request: Read = ASKED, opening: int | None = None) -> Reply:
    stream = ReplyStream(request)
    return await line.exchange(encode(request), stream, opening=opening, unit=request.unit)


async def silence(line: Bus) -> None:
    with pytest.raises(NoAnswer):
        await ask(line)


def after(seconds: float, value: int) -> list[Answer]:
    """Return the answer to ASKED and OTHER that holds a number."""
    return [(seconds, telling(value))]
