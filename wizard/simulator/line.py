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
from wizard.simulator.faces import BAUD, Clash, Exchange, ModbusFace
from wizard.simulator.firmware import Board
from wizard.simulator.master import CYCLE, Master

TURNAROUND = 0.04  # s from a request to its reply, typical of PB boards
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
        self.boards = boards
        self.baud = baud
        self._face = ModbusFace(boards, rivals, clash)
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
        if self._master:
            self._go_on(loop, deliver, self._master.talk(lambda: self._now(loop)))

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
        if self._speaking:
            self._speaking.cancel()
        self._loop = self._deliver = None

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
