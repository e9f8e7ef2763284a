"""What is at the far end of a link: a board, other addresses on its line, a master."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Protocol

from wizard.boards.board import Board
from wizard.boards.bus import Bus
from wizard.boards.either import AUTO, board_on
from wizard.boards.gap_memory import GapMemory
from wizard.boards.overheard import Listener, Overheard
from wizard.boards.survey import Survey, answered_once, ask_each
from wizard.boards.way import Way
from wizard.links.base import Link
from wizard.protocol import views
from wizard.protocol.framing import MASTER, BusEar, Heard
from wizard.protocol.layout import Table
from wizard.protocol.views import Settings

STEP_S = 1.0  # how long is listened before what came is looked at


class FarEnd(Protocol):
    """The far end of a link. Calls raise LinkUnavailable, LinkLost.

    `wired` says that it is a line: boards have addresses on it and share it, and the
    protocol of a port can cut it. Elsewhere `at`, `written`, `who` and `answers` raise
    NotAllowed, and nothing is overheard.
    """

    @property
    def way(self) -> Way:
        """By which way its boards are spoken to."""
        ...

    @property
    def wired(self) -> bool:
        """Whether it is a line of wires that boards share."""
        ...

    def board(self) -> Board:
        """Return the board that the link names; each call a new one."""
        ...

    def at(self, address: int) -> Board:
        """Return the board at another address (1 to 15) of the same line."""
        ...

    def written(self, address: int) -> str:
        """Return the link to another address, as a person writes it."""
        ...

    async def master(self, seconds: int) -> Settings | None:
        """Listen for a master (DIP 0); return the settings it tells of itself, None unheard."""
        ...

    async def overhear(self, seconds: float) -> Overheard:
        """Listen, send nothing; return what masters told and who answered them."""
        ...

    async def who(self, addresses: Sequence[int]) -> Survey:
        """Ask who is at some addresses, several times each, without listening first."""
        ...

    async def answers(self, address: int, way: str) -> bool:
        """Ask an address once for its serial number, by the `way` that `who` found.

        Return whether a believable answer came: of many such the loss is reckoned.
        """
        ...


class Rs485FarEnd:
    """The far end of an RS485 line; all its boards share one bus.

    `written` gives the link to an address as a person writes it, `memory` keeps the gap
    that the bus learns.
    """

    way: Way = "rs485"
    wired = True

    def __init__(
        self,
        link: Link,
        address: int,
        written: Callable[[int], str],
        read: str = AUTO,
        memory: GapMemory | None = None,
    ) -> None:
        self._bus = Bus(link, memory)
        self._listener = Listener()
        self._address = address
        self._read = read
        self._written = written

    def board(self) -> Board:
        """Return the board at the link's own address."""
        return self.at(self._address)

    def at(self, address: int) -> Board:
        """Return the board at an address."""
        return board_on(self._bus, address, self._read)

    def written(self, address: int) -> str:
        """Return the link to another address, as a person writes it."""
        return self._written(address)

    async def master(self, seconds: int) -> Settings | None:
        """Listen until a master has told its settings, or the seconds are over."""
        ear = BusEar()
        for _ in range(max(1, round(seconds / STEP_S))):
            for heard in ear.feed(await self._bus.listen(STEP_S)):
                found = _settings(heard)
                if found is not None:
                    return found
        return None

    async def overhear(self, seconds: float) -> Overheard:
        """Listen, send nothing; what is cut at the end is made out by the next call."""
        heard = Overheard()
        while seconds > 0:
            chunk = await self._bus.listen(min(seconds, STEP_S))
            now = asyncio.get_running_loop().time()
            heard = heard.joined(self._listener.feed(chunk, now))
            seconds -= STEP_S
        return heard

    async def who(self, addresses: Sequence[int]) -> Survey:
        """Ask who is at some addresses, several times each, without listening first."""
        return await ask_each(self._bus, addresses)

    async def answers(self, address: int, way: str) -> bool:
        """Ask an address once for its serial number; return whether it was answered."""
        return await answered_once(self._bus, address, way)


def _settings(heard: Heard) -> Settings | None:
    image = heard.frame.image() if heard.unit == MASTER else None
    return views.settings(image) if image is not None and image.table is Table.SETTINGS else None
