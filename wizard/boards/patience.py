"""How long a reply is waited for, learnt of each unit of one bus. Pure."""

from collections.abc import Mapping
from types import MappingProxyType

REPLY_S = 0.35  # replies take 40 ms; a board under load took 300
SHORTEST_S = 0.22  # the vendor's own master waits as long for each slave
LONGEST_S = 1.0
TIMES = 2  # of the slowest reply so far


class Patience:
    """The seconds that units took to reply. A unit is `known` once it did, in time or late."""

    def __init__(self) -> None:
        self._slowest: dict[int, float] = {}

    @property
    def slowest(self) -> Mapping[int, float]:
        """The slowest reply of each unit, in s."""
        return MappingProxyType(self._slowest)

    def knows(self, unit: int | None) -> bool:
        """Whether a unit has replied."""
        return unit in self._slowest

    def replied(self, unit: int, seconds: float) -> None:
        """Learn how long a unit took."""
        self._slowest[unit] = max(seconds, self._slowest.get(unit, 0.0))

    def first_byte_s(self, unit: int | None, reply_s: float) -> float:
        """Return how long to wait for the first byte of a reply that is whole by `reply_s`.

        Who replied late before is waited for longer. A unit that never did is given less,
        and less still where others of the bus reply at once: a late reply is noticed.
        """
        if unit is None:
            return reply_s
        if unit in self._slowest:
            return max(reply_s, min(LONGEST_S, TIMES * self._slowest[unit]))
        others = max(self._slowest.values(), default=REPLY_S)
        return min(reply_s, REPLY_S, max(SHORTEST_S, TIMES * others))
