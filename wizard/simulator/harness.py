"""The sense harness: which junction of the pack each wire is really joined to.

Wire 0 is the black one (B-); wire n is the red one of cell n. Plug 1 carries wires 0 to
4, plugs 2 to 4 four red wires each (manual of the inverter BMS, harness drawing).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from wizard.simulator.pack import Pack

WIRES_A_PLUG = 4
LATELY = 64  # packs at rest are asked again and again: the last answers are kept
GHOST = 4  # mV that a meter shows on a wire joined to nothing


def cells_of_plug(plug: int) -> frozenset[int]:
    """Return the cells whose red wires a plug (1 to 4) carries."""
    first = (plug - 1) * WIRES_A_PLUG + 1
    return frozenset(range(first, first + WIRES_A_PLUG))


@dataclass(frozen=True, slots=True)
class Harness:
    """`joined[n]` is the junction that wire n is joined to; None where it hangs free.

    Junction 0 is pack minus, junction n the plus of cell n.
    """

    joined: tuple[int | None, ...]

    @classmethod
    def straight(cls, cells: int) -> "Harness":
        """Build a harness without a fault."""
        return cls(tuple(range(cells + 1)))

    def rejoined(self, changes: Mapping[int, int | None]) -> "Harness":
        """Return a harness with some wires joined elsewhere, or to nothing."""
        return Harness(tuple(changes.get(n, at) for n, at in enumerate(self.joined)))

    def swapped(self, first: int, second: int) -> "Harness":
        """Return a harness with two wires in each other's place."""
        return self.rejoined({first: self.joined[second], second: self.joined[first]})

    def reversed(self) -> "Harness":
        """Return a harness that was wired from the wrong end of the pack."""
        return Harness(self.joined[::-1])

    def metered(self, pack: Pack, wire: int) -> int:
        """Return the millivolts that a meter shows from the black wire to a wire."""
        black, red = self.joined[0], self.joined[wire]
        if black is None or red is None:
            return GHOST
        return pack.junctions()[red] - pack.junctions()[black]

    def inputs(self, pack: Pack) -> tuple[int, ...]:
        """Return the millivolts that the board's input of each cell sees.

        A free wire takes the potential of the wire below it; a negative input reads 0.
        """
        return _inputs(self.joined, pack.junctions())


@lru_cache(maxsize=LATELY)
def _inputs(joined: tuple[int | None, ...], junctions: tuple[int, ...]) -> tuple[int, ...]:
    at = _potentials(joined, junctions)
    return tuple(max(0, at[n] - at[n - 1]) for n in range(1, len(at)))


def _potentials(joined: tuple[int | None, ...], junctions: tuple[int, ...]) -> list[int]:
    found = [0]
    for place in joined:
        found.append(found[-1] if place is None else junctions[place])
    return found[1:]
