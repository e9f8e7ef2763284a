"""The line: one exchange at a time, a gap between them, silence after a time-out.

RTU replies carry no id. A reply that comes after its time-out would be taken for the
answer to the next request of the same length. So after every exchange that ended without
its reply (time-out, cancelled, link lost) the line must have been silent for longer than
the slowest reply before anything is sent again.
"""

import asyncio
from typing import Protocol, TypeVar

from wizard.errors import LinkError, LinkLost, NoAnswer
from wizard.links.base import Link
from wizard.text import Text, text

R_co = TypeVar("R_co", covariant=True)

REPLY_S = 0.35  # replies take 40 ms; a board under load took 300
GAP_S = 0.1  # 2 ms is never heard on 15.41, 380 ms always
LONGEST_GAP_S = 0.8
AHEAD_S = 0.15  # 100 to 150 ms were enough
QUIET_S = 1.0  # longer than the slowest reply seen
LONGEST_QUIET_S = 5.0  # a line that never falls silent is reported, not waited for
MOST_WAITING = 1 << 20  # bytes nobody took; a master talks while nobody asks
MOST_KEPT = 4096  # bytes of one exchange that are kept for whoever judges the line


class Stream(Protocol[R_co]):
    """Finds one reply in what the line brings."""

    def feed(self, chunk: bytes) -> R_co | None:
        """Take bytes; return the reply once it is there."""
        ...


class Bus:
    """A line on a link. It opens the link when it is needed, also after it was lost.

    `openings` counts how often: who cares which board is at the far end looks there.
    `exchanges` and `silences` count what was sent and what had no answer; `asked` is the
    last request, `came` the first bytes that came while its reply was waited for.
    """

    def __init__(self, link: Link) -> None:
        self._link = link
        self._lock = asyncio.Lock()
        self._open = False
        self._received = bytearray()
        self._changed = asyncio.Event()
        self._lost: Text | None = None
        self._last = float("-inf")
        self._gap = GAP_S
        self._owed = False  # a request was sent and its reply may still come
        self.openings = 0
        self.exchanges = 0
        self.silences = 0
        self.asked = b""
        self.came = b""

    @property
    def name(self) -> str:
        """The link's name."""
        return self._link.name

    @property
    def gap_s(self) -> float:
        """The gap in force between the last byte and the next request."""
        return self._gap

    def received(self, chunk: bytes) -> None:
        """Take bytes from the link."""
        self._received += chunk
        del self._received[:-MOST_WAITING]
        self._last = asyncio.get_running_loop().time()
        self._changed.set()

    def lost(self, reason: Text) -> None:
        """Learn from the link that it is gone."""
        self._open = False
        self._lost = reason
        self._changed.set()

    async def opened(self) -> int:
        """Open the link unless it is open; return the number of this opening.

        Raises LinkUnavailable.
        """
        async with self._lock:
            await self._connect()
            return self.openings

    async def exchange(
        self,
        data: bytes,
        stream: Stream[R_co],
        reply_s: float = REPLY_S,
        opening: int | None = None,
        ahead: bytes = b"",
    ) -> R_co:
        """Send a request and return its reply. Raises NoAnswer, LinkLost, LinkUnavailable.

        With an `opening` nothing is sent unless the link is still open since then: whoever
        knows which board is at the far end knows it of one opening only. What goes `ahead`
        is sent shortly before, whatever is said to it.
        """
        async with self._lock:
            await self._ready(opening)
            if ahead:
                await self._send(ahead)
                await asyncio.sleep(AHEAD_S)
            await self._send(data)
            try:
                async with asyncio.timeout(reply_s):
                    reply = await self._reply(stream)
            except TimeoutError:
                self.silences += 1
                self._gap = min(LONGEST_GAP_S, self._gap * 2)
                await self._hush()
                raise NoAnswer(text("{link}: no answer", link=self.name)) from None
            self._owed = False
            self._gap = max(GAP_S, self._gap / 2)
            return reply

    async def listen(self, seconds: float) -> bytes:
        """Return what the line brings by itself. Raises LinkUnavailable, LinkLost."""
        async with self._lock:
            await self._connect()
            self._received.clear()
            await asyncio.sleep(seconds)
            if self._lost is not None:
                raise LinkLost(self._lost)
            return bytes(self._received)

    async def close(self) -> None:
        """Close the link."""
        async with self._lock:
            self._open = False
            await self._link.close()

    async def _ready(self, opening: int | None) -> None:
        if opening is None:
            await self._connect()
        elif not self._open or opening != self.openings:
            raise LinkLost(text("{link} was lost in between: nothing was sent", link=self.name))
        if self._owed:
            await self._hush()
        wait = self._last + self._gap - asyncio.get_running_loop().time()
        if wait > 0:
            await asyncio.sleep(wait)
        self._received.clear()

    async def _connect(self) -> None:
        if not self._open:
            await self._link.close()
            self._lost = None
            await self._link.open(self)
            self._open = True
            self.openings += 1

    async def _send(self, data: bytes) -> None:
        self._owed = True
        self.exchanges += 1
        self.asked, self.came = data, b""
        try:
            await self._link.send(data)
        except LinkLost as error:
            self.lost(error.reason)
            raise

    async def _reply(self, stream: Stream[R_co]) -> R_co:
        while True:
            if self._lost is not None:
                raise LinkLost(self._lost)
            chunk = bytes(self._received)
            self._received.clear()
            self.came = (self.came + chunk)[:MOST_KEPT]
            reply = stream.feed(chunk) if chunk else None
            if reply is not None:
                return reply
            self._changed.clear()
            await self._changed.wait()

    async def _hush(self) -> None:
        """Wait until a late reply can no longer come; what comes is dropped.

        Whoever is cancelled in here, or while a reply is due, leaves it to the next.
        """
        loop = asyncio.get_running_loop()
        end = loop.time() + LONGEST_QUIET_S
        quiet_from = loop.time()
        while (left := quiet_from + QUIET_S - loop.time()) > 0:
            if loop.time() > end:
                raise LinkError(
                    text("{link} is never silent: another master or noise", link=self.name)
                )
            await asyncio.sleep(left)
            quiet_from = max(quiet_from, self._last)
        self._owed = False
