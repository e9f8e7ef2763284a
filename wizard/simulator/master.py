"""A board whose DIP switches stand at 0: it never answers, it polls and reports itself.

Sources: two recordings of such a bus and two drivers. It asks 1 to 15 for status, those
that answered for settings, then sends its own status and settings, each with a trailer.
Switched off it says nothing.
The cycle is 4.4 s on newer firmware, about 15 s on older.
"""

from collections.abc import Callable, Iterator

from wizard.protocol.layout import Table
from wizard.simulator.disturbances import Chunk
from wizard.simulator.faces import Exchange
from wizard.simulator.firmware import Board
from wizard.simulator.framing import WRITE, frame
from wizard.simulator.native import MASTER, SETTINGS_FRAME, STATUS_FRAME, framed

CYCLE = 4.4  # s
SLAVES = range(1, 16)
GAP = 0.06  # s from one answer to the next poll
TURNAROUND = 0.04  # s
PATIENCE = 0.16  # s more that it waits where nobody answers

Answer = Callable[[bytes, float], Exchange]
Clock = Callable[[], float]


class Master:
    """The master of one line; `answer` is what the line's boards bring to a request."""

    def __init__(self, board: Board, answer: Answer, cycle: float = CYCLE) -> None:
        self.board = board
        self._answer = answer
        self._cycle = cycle

    def talk(self, clock: Clock) -> Iterator[Chunk]:
        """Give all that is heard on the bus for ever, each delayed from the one before."""
        while True:
            spent = 0.0
            for chunk in self._round(clock):
                if not self.board.awake:
                    break
                spent += chunk.delay
                yield chunk
            yield Chunk(max(0.0, self._cycle - spent), b"")

    def _round(self, clock: Clock) -> Iterator[Chunk]:
        there: set[int] = set()
        for unit in SLAVES:
            yield from self._poll(unit, STATUS_FRAME, clock, there)
        for unit in sorted(there):
            yield from self._poll(unit, SETTINGS_FRAME, clock, there)
        yield self._own(Table.STATUS, STATUS_FRAME, clock)
        yield self._own(Table.SETTINGS, SETTINGS_FRAME, clock)

    def _poll(self, unit: int, trigger: int, clock: Clock, there: set[int]) -> Iterator[Chunk]:
        request = frame(bytes([unit, WRITE]), trigger.to_bytes(2), bytes.fromhex("0001020000"))
        yield Chunk(GAP, request)
        found = self._answer(request, clock())
        if found.reply:
            there.add(unit)
        yield Chunk(TURNAROUND if found.reply else PATIENCE, found.wire)

    def _own(self, which: Table, trigger: int, clock: Clock) -> Chunk:
        self.board.advance(clock())
        trailer = frame(bytes([0, WRITE]), trigger.to_bytes(2), bytes.fromhex("0001"))
        return Chunk(GAP, framed(self.board, which, MASTER) + trailer)
