"""Talking to a simulated board's UART by bytes of our own."""

import asyncio
from collections.abc import Iterable
from decimal import Decimal

from wizard.clock import JumpClock
from wizard.simulator.create import create
from wizard.simulator.legacy import DELAY, LegacyFace

READ_EVERYTHING = bytes.fromhex("4E5700130000000006030000000000006800000129")
PASSWORD = bytes.fromhex("4E5700140000000005030000000000000068") + b"\0\0\1\x29"


def request(command: int, content: bytes) -> bytes:
    """Return a request of a computer."""
    body = b"NW" + (18 + len(content)).to_bytes(2) + bytes([0, 0, 0, 0, command, 3, 0])
    body += content + bytes(4) + b"h"
    return body + sum(body).to_bytes(4)


def turn(code: int, value: int) -> bytes:
    """Return the write of one byte."""
    return request(2, bytes([code, value]))


def face(*, delay: float = DELAY, mute: bool = False) -> LegacyFace:
    """Return the face of a fresh board with 8 cells, set for them."""
    board = create(cells=8).board
    board.set("cell_count", Decimal(8))
    return LegacyFace(board, delay=delay, mute=mute)


def talk(at: LegacyFace, *lines: bytes, pause: float = 0.5, behind: float = 6.0) -> list[bytes]:
    """Send lines with a pause behind each; return what came."""
    came: list[bytes] = []

    async def work() -> None:
        at.plugged(came.append)
        for line in lines:
            at.heard(line)
            await asyncio.sleep(pause)
        await asyncio.sleep(behind)
        at.unplugged()

    with asyncio.Runner(loop_factory=JumpClock().new_loop) as runner:
        runner.run(work())
    return came


def ids(answer: bytes) -> dict[int, bytes]:
    """Cut the ids of an answer apart by the lengths that were recorded."""
    content, found = answer[11:-9], dict[int, bytes]()
    while content:
        code = content[0]
        size = 1 + content[1] if code == CELLS else SIZES[code]
        found[code], content = content[1 : 1 + size], content[1 + size :]
    return found


def number(data: bytes) -> int:
    return int.from_bytes(data)


CELLS = 0x79


def _sized(size: int, codes: Iterable[int]) -> dict[int, int]:
    return dict.fromkeys(codes, size)


SIZES = (
    _sized(2, (*range(0x80, 0x85), 0x87, 0x8A, 0x8B, 0x8C, *range(0x8E, 0x9D), *range(0x9E, 0xA9)))
    | _sized(1, (0x85, 0x86, 0x9D, 0xA9, 0xAB, 0xAC, 0xAE, 0xAF, 0xB1, 0xB3, 0xB8, 0xC0))
    | _sized(4, (0x89, 0xAA, 0xB5, 0xB6, 0xB9))
    | {0xAD: 2, 0xB0: 2, 0xB2: 10, 0xB4: 8, 0xB7: 15, 0xBA: 24}
)
