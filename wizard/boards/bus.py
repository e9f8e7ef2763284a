"""The line: one exchange at a time, a gap between them, silence after a time-out.

RTU replies carry no id. A reply that comes after its time-out would be taken for the
answer to the next request of the same length. So after every exchange that ended without
its reply (time-out, cancelled, link lost) the line must have been silent for longer than
the slowest reply before the same unit is asked again, or anybody is told anything.
Replies name their unit, so a silent unit does not keep others from being read meanwhile.
"""

import asyncio
from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import Protocol, TypeVar

from wizard.boards.gap_memory import GapMemory
from wizard.boards.owed import Debt, Owed
from wizard.boards.pace import Pace
from wizard.boards.patience import REPLY_S
from wizard.errors import LinkError, LinkLost, NoAnswer
from wizard.links.base import Link
from wizard.text import Text, text

R_co = TypeVar("R_co", covariant=True)

AHEAD_S = 0.15  # 100 to 150 ms were enough
QUIET_S = 1.0  # longer than the slowest reply seen
LONGEST_QUIET_S = 5.0  # a line that never falls silent is reported, not waited for
MOST_WAITING = 1 << 20  # bytes nobody took; a master talks while nobody asks
MOST_KEPT = 4096  # bytes of one exchange that are kept for whoever judges the line
NEVER, LATER = float("-inf"), float("inf")


class Stream(Protocol[R_co]):
    """Finds one reply in what the line brings."""

    def feed(self, chunk: bytes) -> R_co | None:
        """Take bytes; return the reply once it is there."""
        ...


class Bus:
    """A line on a link. It opens the link when it is needed, also after it was lost.

    `openings` counts how often: who cares which board is at the far end looks there.
    `exchanges` and `silences` count what was sent and what had no answer; `asked` is the
    last request, `came` the first bytes that came while its reply was waited for. The gap
    that is learnt is kept in `memory`, for each firmware that was `met`.
    """

    def __init__(self, link: Link, memory: GapMemory | None = None) -> None:
        self._link = link
        self._lock = asyncio.Lock()
        self._open = False
        self._received = bytearray()
        self._changed = asyncio.Event()
        self._lost: Text | None = None
        self._last = self._stray = NEVER  # when bytes came; when some came that nobody took
        self._pace, self._owed = Pace(memory), Owed()
        self._asking: Debt | None = None  # the request under way
        self._is_late = False  # another's reply came meanwhile
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
        """The proven gap between the last byte and the next request."""
        return self._pace.proven_s

    def met(self, firmware: str) -> None:
        """Learn which firmware answers here: the gap that was learnt with it counts."""
        self._pace.met(firmware)

    def careful(self) -> AbstractContextManager[None]:
        """Within, no gap is shorter than the one that is begun with: nothing is tried out."""
        return self._pace.careful()

    def received(self, chunk: bytes) -> None:
        """Take bytes from the link."""
        self._received += chunk
        del self._received[:-MOST_WAITING]
        self._last = asyncio.get_running_loop().time()
        if self._asking is None:
            self._stray = self._last
        for unit, seconds in self._owed.paid(chunk, self._asking, self._last).items():
            self._pace.late(unit, seconds)
            self._is_late = True
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

    async def exchange(  # noqa: PLR0913  each is one property of a request, most with defaults
        self,
        data: bytes,
        stream: Stream[R_co],
        reply_s: float = REPLY_S,
        opening: int | None = None,
        ahead: bytes = b"",
        *,
        unit: int | None = None,
        trying: bool = False,
    ) -> R_co:
        """Send a request and return its reply. Raises NoAnswer, LinkLost, LinkUnavailable.

        With an `opening` nothing is sent unless the link is still open since then: whoever
        knows which board is at the far end knows it of one opening only. What goes `ahead`
        is sent shortly before, whatever is said to it.

        `unit` is whom a read asks, whose reply names it: by that gap and patience are
        learnt. Where `trying`, the gap may be shorter than what is proven: for reads that
        are repeated where they are lost.
        """
        async with self._lock:
            await self._ready(opening, unit, self._pace.gap_s(unit, trying=trying))
            now = asyncio.get_running_loop().time()
            self._pace.asks(unit, now - self._last)
            debt = Debt(stream, now, LATER)
            self._owed.add(unit, debt)
            with self._under_way(debt, reply_s):
                if ahead:
                    await self._send(ahead)
                    await asyncio.sleep(AHEAD_S)
                await self._send(data)
                first_byte_s = self._pace.first_byte_s(unit, reply_s)
                reply = await self._reply(stream, first_byte_s, reply_s)
            if reply is None:
                await self._unanswered(debt, unit)
                raise NoAnswer(text("{link}: no answer", link=self.name))
            self._owed.settle(unit)
            self._pace.replied(unit, asyncio.get_running_loop().time() - debt.sent_at)
            return reply

    async def listen(self, seconds: float) -> bytes:
        """Return what the line brings by itself. Raises LinkUnavailable, LinkLost.

        What it still owes is waited for first: that is no word of anybody else.
        """
        async with self._lock:
            await self._connect()
            await self._paid_off()
            self._received.clear()
            await asyncio.sleep(seconds)
            if self._lost is not None:
                raise LinkLost(self._lost)
            return bytes(self._received)

    async def close(self) -> None:
        """Close the link, behind what it still owes: whoever opens it next knows of no debt."""
        async with self._lock:
            try:
                await self._paid_off()
            finally:
                self._open = False
                await self._link.close()
                self._pace.keep()

    async def _ready(self, opening: int | None, unit: int | None, gap_s: float) -> None:
        if opening is None:
            await self._connect()
        elif not self._open or opening != self.openings:
            raise LinkLost(text("{link} was lost in between: nothing was sent", link=self.name))
        await self._hush(unit)
        wait = self._last + gap_s - asyncio.get_running_loop().time()
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
        self.exchanges += 1
        self.asked, self.came, self._is_late = data, b"", False
        try:
            await self._link.send(data)
        except LinkLost as error:
            self.lost(error.reason)
            raise

    @contextmanager
    def _under_way(self, debt: Debt, reply_s: float) -> Generator[None]:
        """Mark the request under way; however that ends, its reply may still come.

        How soon it was given up does not matter for that.
        """
        self._asking = debt
        try:
            yield
        finally:
            self._asking = None
            usual = debt.sent_at + reply_s
            debt.until = max(usual, asyncio.get_running_loop().time()) + QUIET_S

    async def _reply(
        self, stream: Stream[R_co], first_byte_s: float, reply_s: float
    ) -> R_co | None:
        """Return the reply; None where nothing comes in time, or not all of it."""
        whole_at = asyncio.get_running_loop().time() + max(first_byte_s, reply_s)
        with suppress(TimeoutError):
            async with asyncio.timeout(first_byte_s) as limit:
                while True:
                    if self._lost is not None:
                        raise LinkLost(self._lost)
                    chunk = bytes(self._received)
                    self._received.clear()
                    self.came = (self.came + chunk)[:MOST_KEPT]
                    reply = stream.feed(chunk) if chunk else None
                    if reply is not None:
                        return reply
                    if chunk:
                        limit.reschedule(whole_at)
                    self._changed.clear()
                    await self._changed.wait()
        return None

    async def _unanswered(self, debt: Debt, unit: int | None) -> None:
        """Learn from a silence; where something came, wait until nothing does."""
        self.silences += 1
        now = asyncio.get_running_loop().time()
        if not (self._is_late or self._owed.any_but(debt, now)):
            self._pace.silent(unit)
        if self._is_late:
            self.came = b""
        if self.came:
            self._stray = self._last
            await self._hush(unit)

    async def _paid_off(self) -> None:
        """Wait until nothing is owed any more; a line that is lost brings nothing."""
        loop = asyncio.get_running_loop()
        while self._open and (left := self._owed.until(None) - loop.time()) > 0:
            await self._change(left)

    async def _change(self, seconds: float) -> None:
        """Wait until something comes, at most some seconds."""
        self._changed.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._changed.wait()

    async def _hush(self, unit: int | None) -> None:
        """Wait until no late reply can come any more that matters; what comes is dropped.

        Whoever is cancelled in here, or while a reply is due, leaves it to the next.
        """
        loop = asyncio.get_running_loop()
        end = loop.time() + LONGEST_QUIET_S
        while (due := self._owed.until(unit)) > NEVER:
            left = max(due, self._stray + QUIET_S) - loop.time()
            if left <= 0:
                self._owed.forgive(unit)
                return
            if loop.time() > end:
                raise LinkError(
                    text("{link} is never silent: another master or noise", link=self.name)
                )
            await self._change(left)
