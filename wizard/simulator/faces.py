"""What boards on one line answer to requests, with framing of the simulator's own.

A board answers functions 3 and 16, and the frame triggers by a native frame around its
receipt. A frame with a wrong CRC, for an absent unit or at another speed gets no answer
at all, as on a real bus.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

from wizard.simulator import registers
from wizard.simulator.firmware import Board
from wizard.simulator.framing import READ, WRITE, WRITE_HEAD, Requests, frame
from wizard.simulator.native import around
from wizard.simulator.refusal import BAD_FUNCTION, BAD_VALUE, Refusal

BAUD = 115200
FLAG = 0x80
IDLE = 0xFF
LAG = 2  # bytes by which the second of two boards at one address speaks later

Clash = Literal["garbled", "alternating"]
Port = Literal["uart1", "uart2"]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request that was heard, and the Modbus reply to it; empty is silence.

    `before` and `after` are other bytes that the board sends around its reply.
    """

    request: bytes
    reply: bytes
    before: bytes = b""
    after: bytes = b""

    @property
    def wire(self) -> bytes:
        """All bytes that answer the request."""
        return self.before + self.reply + self.after


class ModbusFace:
    """Boards by unit address, listening to one stream of bytes.

    `rivals` are second boards at an address that is taken already; a `clash` either
    overlays both replies or lets them through in turn. `port` is the jack that the line
    ends in: RS485-1 is UART1, RS485-2 UART2, each with a protocol number of its own.
    """

    port: Port = "uart1"

    def __init__(
        self,
        boards: Mapping[int, Board],
        rivals: Mapping[int, Board] | None = None,
        clash: Clash = "garbled",
    ) -> None:
        self._boards = boards
        self._rivals: Mapping[int, Board] = {} if rivals is None else rivals
        self._clash = clash
        self._requests = Requests()
        self._reads = self._turn = 0
        self._warm = False

    def hear(self, data: bytes, now: float, baud: int = BAUD) -> list[Exchange]:
        """Take bytes cut anywhere, at a time in seconds; return what they completed."""
        return [self.answer(each, now, baud) for each in self._requests.feed(data)]

    def answer(self, request: bytes, now: float, baud: int = BAUD) -> Exchange:
        """Return what one whole request brings."""
        self._warm = self._warm or request[1] == WRITE
        self._reads += request[1] == READ
        places = (self._boards, self._rivals)
        there = [place[request[0]] for place in places if request[0] in place]
        found = [
            self._of(board, request, now) for board in there if board.store.baud(self.port) == baud
        ]
        return self._together(request, [each for each in found if each.reply])

    def _of(self, board: Board, request: bytes, now: float) -> Exchange:
        if board.quirks.silent:
            return Exchange(request, b"")
        board.advance(now)
        if not board.awake or self._unheard(board, request):
            return Exchange(request, b"")
        found = _reply(board, request)
        board.advance(now)
        return found

    def _unheard(self, board: Board, request: bytes) -> bool:
        cold = board.quirks.cold and not self._warm and self._reads % 2 == 1
        return request[1] == READ and (cold or board.quirks.answers == "frames")

    def _together(self, request: bytes, found: Sequence[Exchange]) -> Exchange:
        if not found:
            return Exchange(request, b"")
        if self._clash == "garbled" and found[1:]:
            return Exchange(request, overlaid(found[0].wire, found[1].wire))
        self._turn += 1
        return found[self._turn % len(found)]


def overlaid(first: bytes, second: bytes) -> bytes:
    """Return what a listener hears of two that speak at once: a 0 prevails."""
    pairs = zip_longest(first, bytes([IDLE] * LAG) + second, fillvalue=IDLE)
    return bytes(one & other for one, other in pairs)


def _reply(board: Board, request: bytes) -> Exchange:
    address = int.from_bytes(request[2:4])
    try:
        reply = _carry_out(board, request)
    except Refusal as refusal:
        return Exchange(request, frame(request[:1], bytes([request[1] | FLAG, refusal.code])))
    before, after = around(board, address) if request[1] == WRITE else (b"", b"")
    return Exchange(request, frame(request[:1], reply), before, after)


def _carry_out(board: Board, request: bytes) -> bytes:
    address, count = int.from_bytes(request[2:4]), int.from_bytes(request[4:6])
    if request[1] == READ:
        data = registers.read(board, address, count)
        return bytes([READ, len(data)]) + data
    if request[1] != WRITE:
        raise Refusal(BAD_FUNCTION)
    data = request[WRITE_HEAD:-2]
    if len(data) != 2 * count:
        raise Refusal(BAD_VALUE)
    registers.write(board, address, data)
    return request[1:6]
