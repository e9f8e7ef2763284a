"""The line between a computer and the boards: turnaround, faults, time.

It is the far end of a cable (`wizard.links.memory.Peer`). Its clock is that of the loop
it was plugged in on, so a loop with a virtual clock carries the pack with it. Plugged in
again on a loop whose clock is behind, it goes on from where it was.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from random import Random

from wizard.simulator.disturbances import Chunk, Disturbance, undisturbed
from wizard.simulator.faces import BAUD, Clash, Exchange, ModbusFace, Port, overlaid
from wizard.simulator.firmware import Board
from wizard.simulator.master import CYCLE, Master

TURNAROUND = 0.04  # s from a request to its reply, typical of PB boards
LEADING = 0  # the address of a master
UNDER_WAY = 64  # chunks that can still be called back, more than ever wait
BYTE = 10 / BAUD  # s that a byte takes on the line
STAGGER = 1.31  # s by which each further master began later than the one before
SLOWER = 0.037  # s by which its cycle is longer: no two clocks run alike

Deliver = Callable[[bytes], None]


class SimulatedLine:
    """Boards by unit address on one line.

    `deaf` is the time in seconds after a reply in which no board hears a request. `baud`
    is the speed of whoever is at the far end and may be changed; boards at another speed
    stay silent. `rivals` share an address with a board, `clash` says how that sounds.
    `master` is a board at DIP 0 that talks by itself, every `cycle` seconds, at 115200.
    Of two masters what meets on the line is overlaid. `disturb` may be changed.
    """

    def __init__(  # noqa: PLR0913  each is one property of the line, all with defaults
        self,
        boards: Mapping[int, Board],
        disturb: Disturbance = undisturbed,
        *,
        turnaround: float = TURNAROUND,
        deaf: float = 0.0,
        seed: int = 0,
        baud: int = BAUD,
        rivals: Mapping[int, Board] | None = None,
        clash: Clash = "garbled",
        master: Board | None = None,
        cycle: float = CYCLE,
    ) -> None:
        self.boards, self._rivals = dict(boards), dict(rivals or {})
        self.baud, self._cycle = baud, cycle
        self._face = ModbusFace(self.boards, self._rivals, clash)
        self._masters = [Master(master, self._face.answer, cycle)] if master else []
        self.disturb = disturb
        self._turnaround = turnaround
        self._deaf = deaf
        self._chance = Random(seed)
        self._latest = self._offset = self._listens_at = 0.0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._deliver: Deliver | None = None
        self._pending: deque[asyncio.TimerHandle] = deque(maxlen=UNDER_WAY)
        self._speaking: dict[int, asyncio.TimerHandle] = {}  # of each master, by `id`
        self._said, self._said_until = b"", 0.0

    def plugged(self, deliver: Deliver) -> None:
        """Learn where replies go, on the loop that is running now."""
        self._loop = loop = asyncio.get_running_loop()
        self._deliver = deliver
        self._offset = max(0.0, self._latest - loop.time())
        self._said_until = 0.0
        for master in self._masters:
            self._begin_talk(master)

    @property
    def port(self) -> Port:
        """The jack of the boards that the computer's adapter is in."""
        return self._face.port

    def move_adapter(self, port: Port) -> None:
        """Put the computer's adapter into another jack."""
        self._face.port = port

    def seat(self, board: Board, address: int) -> None:
        """Move a board to an address, for requests from now on.

        At 0 it becomes a master: it answers nobody and speaks by itself. Where another
        board answers already, both do. Raises ValueError for a third one.
        """
        self._unseat(board)
        if address == LEADING:
            self._lead(board)
            return
        place = self._rivals if address in self.boards else self.boards
        if address in place:
            raise ValueError(f"two boards stand at address {address} already")
        place[address] = board

    def carry(self, boards: Iterable[Board]) -> None:
        """Let these boards be on the line and no others, each at the address that it keeps.

        Raises ValueError as `seat` does.
        """
        masters = [master.board for master in self._masters]
        for board in (*self.boards.values(), *self._rivals.values(), *masters):
            self._unseat(board)
        for board in boards:
            self.seat(board, int(board.setting("device_address")))

    def heard(self, data: bytes) -> None:
        """Take bytes from the computer; replies come later, on the loop."""
        if self._loop is None or self._deliver is None:
            return
        now = self._now(self._loop)
        if now >= self._listens_at:
            for exchange in self._face.hear(data, now, self.baud):
                self._reply(self._loop, self._deliver, exchange)

    def unplugged(self) -> None:
        """Forget who listened; what was under way is lost."""
        for handle in self._pending:
            handle.cancel()
        self._pending.clear()
        for master in self._masters:
            self._hush(master)
        self._loop = self._deliver = None

    def _unseat(self, board: Board) -> None:
        for place in (self.boards, self._rivals):
            for unit in [unit for unit, each in place.items() if each is board]:
                del place[unit]
        for master in [each for each in self._masters if each.board is board]:
            self._masters.remove(master)
            self._hush(master)

    def _lead(self, board: Board) -> None:
        cycle = self._cycle + SLOWER * len(self._masters)
        master = Master(board, self._face.answer, cycle)
        self._masters.append(master)
        self._begin_talk(master)

    def _begin_talk(self, master: Master) -> None:
        loop, deliver = self._loop, self._deliver
        if loop and deliver:
            later = Chunk(STAGGER * self._masters.index(master), b"")
            talk = chain((later,), master.talk(lambda: self._now(loop)))
            self._go_on(loop, deliver, master, talk)

    def _hush(self, master: Master) -> None:
        speaking = self._speaking.pop(id(master), None)
        if speaking:
            speaking.cancel()

    def _now(self, loop: asyncio.AbstractEventLoop) -> float:
        self._latest = loop.time() + self._offset
        return self._latest

    def _reply(self, loop: asyncio.AbstractEventLoop, deliver: Deliver, exchange: Exchange) -> None:
        quiet = [Chunk(self._turnaround, exchange.wire)] if exchange.reply else []
        for chunk in self.disturb(exchange, quiet, self._chance):
            self._pending.append(loop.call_later(chunk.delay, deliver, chunk.data))
        if self._deaf and quiet:
            self._listens_at = self._latest + self._turnaround + self._deaf

    def _go_on(
        self,
        loop: asyncio.AbstractEventLoop,
        deliver: Deliver,
        master: Master,
        talk: Iterator[Chunk],
    ) -> None:
        chunk = next(talk)

        def say() -> None:
            if chunk.data and self.baud == BAUD:
                deliver(self._meeting(chunk.data, loop.time()))
            self._go_on(loop, deliver, master, talk)

        self._speaking[id(master)] = loop.call_later(chunk.delay, say)

    def _meeting(self, data: bytes, now: float) -> bytes:
        """Return what is heard of a master's bytes: overlaid where another still speaks."""
        if now < self._said_until:
            return overlaid(self._said, data)
        self._said, self._said_until = data, now + len(data) * BYTE
        return data
