"""What a line does to the bytes of one exchange.

A disturbance takes the exchange, the chunks that a quiet line would bring and a source
of chance, and returns the chunks that come instead.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from wizard.simulator.faces import Exchange
from wizard.simulator.framing import frame

NATIVE_HEAD = bytes.fromhex("55aaeb9002")
NATIVE_SIZE = 300


@dataclass(frozen=True, slots=True)
class Chunk:
    """Bytes that arrive some seconds after the request was heard."""

    delay: float
    data: bytes


Disturbance = Callable[[Exchange, list[Chunk], Random], list[Chunk]]


def undisturbed(_exchange: Exchange, chunks: list[Chunk], _chance: Random) -> list[Chunk]:
    """Change nothing."""
    return chunks


def echoing(exchange: Exchange, chunks: list[Chunk], _chance: Random) -> list[Chunk]:
    """Bring the request back first, as a half-duplex adapter does."""
    return [Chunk(0.001, exchange.request), *chunks]


def noisy(_exchange: Exchange, chunks: list[Chunk], chance: Random) -> list[Chunk]:
    """Put 1 to 12 random bytes before and behind each reply."""
    return [replace(each, data=_noise(chance) + each.data + _noise(chance)) for each in chunks]


def late(_exchange: Exchange, chunks: list[Chunk], chance: Random) -> list[Chunk]:
    """Bring one reply in five after 600 ms."""
    slow = chance.randrange(5) == 0
    return [replace(each, delay=0.6) if slow else each for each in chunks]


def losing_bytes(_exchange: Exchange, chunks: list[Chunk], chance: Random) -> list[Chunk]:
    """Leave one byte out of one reply in eight."""
    hit = chance.randrange(8) == 0
    return [_without_a_byte(each, chance) if hit else each for each in chunks]


def losing_replies(_exchange: Exchange, chunks: list[Chunk], chance: Random) -> list[Chunk]:
    """Lose one reply in six."""
    return [] if chance.randrange(6) == 0 else chunks


def garbling(_exchange: Exchange, chunks: list[Chunk], chance: Random) -> list[Chunk]:
    """Flip one bit of one reply in five."""
    hit = chance.randrange(5) == 0
    return [_with_a_bit_flipped(each, chance) if hit else each for each in chunks]


def foreign(exchange: Exchange, chunks: list[Chunk], chance: Random) -> list[Chunk]:
    """Bring another unit's reply and a native frame before the reply."""
    unit = exchange.request[0] % 15 + 1
    other = frame(bytes([unit]), exchange.reply[1:-2]) if exchange.reply else b""
    native = NATIVE_HEAD + chance.randbytes(NATIVE_SIZE - len(NATIVE_HEAD) - 1)
    native += bytes([sum(native) & 0xFF])
    return [Chunk(0.005, other), Chunk(0.010, native), *chunks]


def _noise(chance: Random) -> bytes:
    return chance.randbytes(chance.randint(1, 12))


def _without_a_byte(chunk: Chunk, chance: Random) -> Chunk:
    place = chance.randrange(len(chunk.data))
    return replace(chunk, data=chunk.data[:place] + chunk.data[place + 1 :])


def _with_a_bit_flipped(chunk: Chunk, chance: Random) -> Chunk:
    data = bytearray(chunk.data)
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return replace(chunk, data=bytes(data))
