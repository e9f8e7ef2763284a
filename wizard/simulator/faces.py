"""The Modbus RTU face of the boards on one line, with a CRC and framing of its own.

A board answers functions 3 and 16. A frame with a wrong CRC or for an absent unit gets
no answer at all, as on a real bus.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from wizard.simulator import registers
from wizard.simulator.firmware import Board

READ, WRITE = 3, 16
BAD_FUNCTION = 1
FLAG = 0x80
PLAIN_FRAME = 8  # bytes of a request that is no write of several registers
WRITE_HEAD = 7  # bytes of a write before its data
PLAIN_FUNCTIONS = range(1, 7)
LONGEST = 264  # bytes that are kept while a request is not whole


def crc(data: bytes) -> bytes:
    """Return the two CRC bytes of a frame, low byte first."""
    register = 0xFFFF
    for byte in data:
        register ^= byte
        for _ in range(8):
            carry = register & 1
            register >>= 1
            register ^= 0xA001 * carry
    return register.to_bytes(2, "little")


def frame(*parts: bytes) -> bytes:
    """Return parts as one frame with its CRC."""
    body = b"".join(parts)
    return body + crc(body)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request that was heard, and the reply to it; empty is silence."""

    request: bytes
    reply: bytes


class ModbusFace:
    """Boards by unit address, listening to one stream of bytes."""

    def __init__(self, boards: Mapping[int, Board]) -> None:
        self._boards = boards
        self._heard = b""

    def hear(self, data: bytes, now: float) -> list[Exchange]:
        """Take bytes cut anywhere, at a time in seconds; return what they completed."""
        self._heard += data
        exchanges: list[Exchange] = []
        while request := self._next():
            exchanges.append(Exchange(request, self._answer(request, now)))
        self._heard = self._heard[-LONGEST:]
        return exchanges

    def _next(self) -> bytes:
        for start in range(len(self._heard)):
            request = _whole(self._heard[start:])
            if request:
                self._heard = self._heard[start + len(request) :]
                return request
        return b""

    def _answer(self, request: bytes, now: float) -> bytes:
        board = self._boards.get(request[0])
        if board is None or board.quirks.silent:
            return b""
        board.advance(now)
        try:
            reply = _carry_out(board, request)
        except registers.Refusal as refusal:
            reply = bytes([request[1] | FLAG, refusal.code])
        board.advance(now)
        return frame(request[:1], reply)


def _whole(data: bytes) -> bytes:
    if len(data) < PLAIN_FRAME:
        return b""
    size = PLAIN_FRAME if data[1] in PLAIN_FUNCTIONS else WRITE_HEAD + data[6] + 2
    known = data[1] in PLAIN_FUNCTIONS or data[1] == WRITE
    request = data[:size]
    good = known and len(request) == size and crc(request[:-2]) == request[-2:]
    return request if good else b""


def _carry_out(board: Board, request: bytes) -> bytes:
    address, count = int.from_bytes(request[2:4]), int.from_bytes(request[4:6])
    if request[1] == READ:
        data = registers.read(board, address, count)
        return bytes([READ, len(data)]) + data
    if request[1] != WRITE:
        raise registers.Refusal(BAD_FUNCTION)
    data = request[WRITE_HEAD:-2]
    if len(data) != 2 * count:
        raise registers.Refusal(registers.BAD_VALUE)
    registers.write(board, address, data)
    return request[1:6]
