"""Lines that harm a share of all exchanges in one way."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from wizard.simulator.create import Simulation, create
from wizard.simulator.disturbances import Chunk, Disturbance, undisturbed
from wizard.simulator.faces import Exchange
from wizard.simulator.line import SimulatedLine

LATE_S = 0.6  # longer than a reply is waited for
AGAIN_S = 0.03  # a doubled reply comes while the next request is made

Harm = Callable[[list[Chunk], Random], list[Chunk]]


def _lost(_chunks: list[Chunk], _chance: Random) -> list[Chunk]:
    return []


def _flipped(chunks: list[Chunk], chance: Random) -> list[Chunk]:
    return [replace(each, data=_with_a_bit_flipped(each.data, chance)) for each in chunks]


def _doubled(chunks: list[Chunk], _chance: Random) -> list[Chunk]:
    return [*chunks, *(replace(each, delay=each.delay + AGAIN_S) for each in chunks)]


def _delayed(chunks: list[Chunk], _chance: Random) -> list[Chunk]:
    return [replace(each, delay=LATE_S) for each in chunks]


def _cut(chunks: list[Chunk], chance: Random) -> list[Chunk]:
    return [replace(each, data=each.data[: chance.randrange(1, len(each.data))]) for each in chunks]


REPLIES: dict[str, Harm] = {
    "lost": _lost,
    "flipped": _flipped,
    "doubled": _doubled,
    "delayed": _delayed,
    "cut": _cut,
}
UNHEARD = "unheard"
KINDS = (*REPLIES, UNHEARD)
"""What happens to a reply, and requests that the board never hears."""


def on_a_line(kind: str, percent: int, seed: int) -> Simulation:
    """Return a pack in order on a line that harms some percent of all exchanges."""
    quiet, share = create(), percent / 100
    if kind == UNHEARD:
        line = _Unhearing(quiet, share, seed)
    else:
        line = SimulatedLine(quiet.line.boards, harming(REPLIES[kind], share), seed=seed)
    return replace(quiet, line=line)


def harming(harm: Harm, share: float) -> Disturbance:
    """Return a disturbance of a share of all replies."""

    def disturb(_exchange: Exchange, chunks: list[Chunk], chance: Random) -> list[Chunk]:
        return harm(chunks, chance) if chunks and chance.random() < share else chunks

    return disturb


class _Unhearing(SimulatedLine):
    """A line that loses a share of the requests before any board hears them."""

    def __init__(self, quiet: Simulation, share: float, seed: int) -> None:
        super().__init__(quiet.line.boards, undisturbed, seed=seed)
        self._share = share
        self._lot = Random(seed)  # noqa: S311  noise of a line

    def heard(self, data: bytes) -> None:
        """Take bytes from the computer, or lose them."""
        if self._lot.random() >= self._share:
            super().heard(data)


def _with_a_bit_flipped(data: bytes, chance: Random) -> bytes:
    place, bit = chance.randrange(len(data)), chance.randrange(8)
    return data[:place] + bytes([data[place] ^ 1 << bit]) + data[place + 1 :]
