"""The line between a computer and the boards: turnaround, faults, time.

It is the far end of a cable (`wizard.links.memory.Peer`). Its clock is that of the loop
it was plugged in on, so a loop with a virtual clock carries the pack with it. Plugged in
again on a loop whose clock is behind, it goes on from where it was.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from random import Random

from wizard.simulator.disturbances import Chunk, Disturbance, undisturbed
from wizard.simulator.faces import BAUD, Clash, Exchange, ModbusFace, Port
from wizard.simulator.firmware import Board
from wizard.simulator.master import CYCLE, Master

TURNAROUND = 0.04  # s from a request to its reply, typical of PB boards
LEADING = 0  # the address of a master
UNDER_WAY = 64  # chunks that can still be called back, more than ever wait

Deliver = Callable[[bytes], None]


class SimulatedLine:
    """Boards by unit address on one line.

    `deaf` is the time in seconds after a reply in which no board hears a request. `baud`
    is the speed of whoever is at the far end and may be changed; boards at another speed
    stay silent. `rivals` share an address with a board, `clash` says how that sounds.
    `master` is a board at DIP 0 that talks by itself, every `cycle` seconds, at 115200.
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
        self._master = Master(master, self._face.answer, cycle) if master else None
        self._disturb = disturb
        self._turnaround = turnaround
        self._deaf = deaf
        self._chance = Random(seed)
        self._latest = self._offset = self._listens_at = 0.0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._deliver: Deliver | None = None
        self._pending: deque[asyncio.TimerHandle] = deque(maxlen=UNDER_WAY)
        self._speaking: asyncio.TimerHandle | None = None

    def plugged(self, deliver: Deliver) -> None:
        """Learn where replies go, on the loop that is running now."""
        self._loop = loop = asyncio.get_running_loop()
        self._deliver = deliver
        self._offset = max(0.0, self._latest - loop.time())
        self._begin_talk()

    @property
    def port(self) -> Port:
        """The jack of the boards that the computer's adapter is in."""
        return self._face.port

    def move_adapter(self, port: Port) -> None:
        """Put the computer's adapter into another jack."""
        self._face.port = port

    def seat(self, board: Board, address: int) -> None:
        """Move a board to an address, for requests from now on.

        At 0 it becomes the master: it answers nobody and speaks by itself. Where another
        board answers already, both do. Raises ValueError for a third one, or a second master.
        """
        self._unseat(board)
        if address == LEADING:
            self._lead(board)
            return
        place = self._rivals if address in self.boards else self.boards
        if address in place:
            raise ValueError(f"two boards stand at address {address} already")
        place[address] = board

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
        self._hush()
        self._loop = self._deliver = None

    def _unseat(self, board: Board) -> None:
        for place in (self.boards, self._rivals):
            for unit in [unit for unit, each in place.items() if each is board]:
                del place[unit]
        if self._master and self._master.board is board:
            self._master = None
            self._hush()

    def _lead(self, board: Board) -> None:
        if self._master:
            raise ValueError("the line has a master already")
        self._master = Master(board, self._face.answer, self._cycle)
        self._begin_talk()

    def _begin_talk(self) -> None:
        loop, deliver = self._loop, self._deliver
        if self._master and loop and deliver:
            self._go_on(loop, deliver, self._master.talk(lambda: self._now(loop)))

    def _hush(self) -> None:
        if self._speaking:
            self._speaking.cancel()
            self._speaking = None

    def _now(self, loop: asyncio.AbstractEventLoop) -> float:
        self._latest = loop.time() + self._offset
        return self._latest

    def _reply(self, loop: asyncio.AbstractEventLoop, deliver: Deliver, exchange: Exchange) -> None:
        quiet = [Chunk(self._turnaround, exchange.wire)] if exchange.reply else []
        for chunk in self._disturb(exchange, quiet, self._chance):
            self._pending.append(loop.call_later(chunk.delay, deliver, chunk.data))
        if self._deaf and quiet:
            self._listens_at = self._latest + self._turnaround + self._deaf

    def _go_on(
        self, loop: asyncio.AbstractEventLoop, deliver: Deliver, talk: Iterator[Chunk]
    ) -> None:
        chunk = next(talk)

        def say() -> None:
            if chunk.data and self.baud == BAUD:
                deliver(chunk.data)
            self._go_on(loop, deliver, talk)

        self._speaking = loop.call_later(chunk.delay, say)
