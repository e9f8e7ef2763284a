"""A board's Bluetooth: one command at a time, whole frames, receipts, statuses unasked.

Sources: recorded sessions of the vendor's app; `wizard.protocol.ble.stream`. Every command
has a receipt, which names nothing: the frame that was asked for comes before it. So after
every command that ended without its receipt (time-out, cancelled, link lost) nothing is
sent until a late answer can no longer come.
"""

import asyncio
from collections import deque
from collections.abc import Callable

from wizard.errors import LinkLost, NoAnswer
from wizard.links.base import Link
from wizard.protocol.ble import Ask, AskLog, BleStream, Command, Received, encode
from wizard.protocol.ble.commands import Telling
from wizard.protocol.ble.logbook import LOG_TYPE
from wizard.protocol.framing import Frame
from wizard.protocol.layout import Table
from wizard.text import Text, text

FRAME_S = 2.0  # 35 to 190 ms were recorded
RECEIPT_S = 1.0  # 62 to 450 ms were recorded
STATUS_S = 2.0  # every 0.43 to 0.55 s; one may be left out for the answer to a command
QUIET_S = 1.0  # without an answer, before the next command where one is still due
LONGEST_QUIET_S = 5.0
MOST_WAITING = 16  # frames and receipts that nobody took


class BluetoothLine:
    """A board on a link. It opens the link when it is needed, also after it was lost.

    `openings` counts how often: who cares which board is at the far end looks there.
    `silences` counts what had no answer. What is sent or heard belongs to one opening:
    LinkLost where the link is no longer open since then.
    """

    def __init__(self, link: Link) -> None:
        self._link = link
        self._lock = asyncio.Lock()
        self._open = False
        self._lost: Text | None = None
        self._stream = BleStream()
        self._came: deque[Frame | Received] = deque(maxlen=MOST_WAITING)
        self._changed = asyncio.Event()
        self._answered_at = float("-inf")
        self._owed = False  # a command was sent and its answer may still come
        self.openings = 0
        self.silences = 0

    @property
    def name(self) -> str:
        """The link's name."""
        return self._link.name

    def received(self, chunk: bytes) -> None:
        """Take bytes from the link."""
        for event in self._stream.feed(chunk):
            self._came.append(event)
            if isinstance(event, Received) or event.table is not Table.STATUS:
                self._answered_at = asyncio.get_running_loop().time()
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
            if not self._open:
                await self._link.close()
                self._lost = None
                await self._link.open(self)
                self._open, self._owed = True, False
                self.openings += 1
            return self.openings

    async def ask(self, table: Table, opening: int) -> Frame:
        """Ask for a table; return the frame that began after that. Raises NoAnswer, LinkLost."""
        async with self._lock:
            found = await self._answer(Ask(table), lambda frame: frame.table is table, opening)
            if found is None:
                raise self._silence()
            return found

    async def log(self, asking: AskLog, opening: int) -> Frame:
        """Ask for the log book. Raises NoAnswer, LinkLost.

        Its silence is not among the `silences`: firmware may not know the question.
        """
        async with self._lock:
            found = await self._answer(asking, lambda frame: frame.kind == LOG_TYPE, opening)
            if found is None:
                raise NoAnswer(text("{link}: no answer", link=self.name))
            return found

    async def tell(self, command: Telling, opening: int) -> None:
        """Send a command once and wait for its receipt. Raises NoAnswer, LinkLost."""
        async with self._lock:
            await self._send(command, opening)
            if not await self._receipt():
                raise self._silence()
            self._owed = False

    async def status(self, opening: int) -> Frame:
        """Return the next status, begun after this call. Raises NoAnswer, LinkLost."""
        async with self._lock:
            self._require(opening)
            self._begin()
            found = await self._next_of(lambda frame: frame.table is Table.STATUS, STATUS_S)
            if found is None:
                raise self._silence()
            return found

    async def close(self) -> None:
        """Close the link; it is opened again when it is needed."""
        async with self._lock:
            self._open = False
            await self._link.close()

    def _require(self, opening: int) -> None:
        if not self._open or opening != self.openings:
            raise LinkLost(text("{link} was lost in between: nothing was sent", link=self.name))

    def _begin(self) -> None:
        """Forget what came, also the beginning of a frame: what ends it is older than now."""
        self._stream = BleStream()
        self._came.clear()

    async def _send(self, command: Command, opening: int) -> None:
        if self._owed:
            await self._hush()
        self._require(opening)
        self._begin()
        self._owed = True
        try:
            await self._link.send(encode(command))
        except LinkLost as error:
            self.lost(error.reason)
            raise

    def _silence(self) -> NoAnswer:
        self.silences += 1
        return NoAnswer(text("{link}: no answer", link=self.name))

    async def _answer(
        self, asking: Ask | AskLog, wanted: Callable[[Frame], bool], opening: int
    ) -> Frame | None:
        """Ask, and return the frame that is wanted; None where none comes in time."""
        await self._send(asking, opening)
        found = await self._next_of(wanted, FRAME_S)
        if found is not None:
            # Firmware that sends no receipt after a frame is waited for, and believed.
            await self._receipt()
            self._owed = False
        return found

    async def _next_of(self, wanted: Callable[[Frame], bool], within_s: float) -> Frame | None:
        """Return the next frame that is wanted; None where none comes in time."""
        end = asyncio.get_running_loop().time() + within_s
        while (event := await self._next(end)) is not None:
            if isinstance(event, Frame) and wanted(event):
                return event
        return None

    async def _receipt(self) -> bool:
        """Wait for a receipt; return whether it came in time."""
        end = asyncio.get_running_loop().time() + RECEIPT_S
        while (event := await self._next(end)) is not None:
            if isinstance(event, Received):
                return True
        return False

    async def _next(self, end: float) -> Frame | Received | None:
        while not self._came:
            if self._lost is not None:
                raise LinkLost(self._lost)
            self._changed.clear()
            try:
                async with asyncio.timeout_at(end):
                    await self._changed.wait()
            except TimeoutError:
                return None
        return self._came.popleft()

    async def _hush(self) -> None:
        """Wait until a late answer can no longer come; statuses are none."""
        loop = asyncio.get_running_loop()
        end, quiet_from = loop.time() + LONGEST_QUIET_S, loop.time()
        while (left := min(end, quiet_from + QUIET_S) - loop.time()) > 0:
            await asyncio.sleep(left)
            quiet_from = max(quiet_from, self._answered_at)
        self._owed = False
