"""The pace of one bus: gap and patience, and what of them outlives the process."""

from collections.abc import Generator
from contextlib import contextmanager

from wizard.boards.gap import FIRST_S, LONGEST_S, Gap
from wizard.boards.gap_memory import Forgetful, GapMemory
from wizard.boards.patience import Patience

ENDLESS = float("inf")
SPARE = 1.5


class Pace:
    """How soon a bus may ask and how long it waits. Only reads, which have a `unit`, teach it.

    A lost read is repeated, a lost write stops a plan: before one there is something to
    spare. What a board needs about a write its reads do not tell: before and behind one the
    gap is never shorter than the one that is begun with.
    """

    def __init__(self, memory: GapMemory | None = None) -> None:
        self._memory = memory or Forgetful()
        self._gap, self._patience = Gap(), Patience()
        self._met: frozenset[str] = frozenset()
        self._is_behind_write = False
        self._careful = 0
        self._pause_s = ENDLESS  # before the request under way

    @property
    def proven_s(self) -> float:
        """The gap that reads have proven."""
        return self._gap.good_s

    def gap_s(self, unit: int | None, *, trying: bool) -> float:
        """Return the gap before the next request: of a read that is `trying`, not yet proven."""
        if self._is_behind_write or self._careful or self._is_stranger(unit):
            return max(FIRST_S, self.proven_s)
        if unit is None:
            return min(LONGEST_S, max(FIRST_S, SPARE * self.proven_s))
        return self._gap.try_s if trying else self.proven_s

    @contextmanager
    def careful(self) -> Generator[None]:
        """Within, no gap is shorter than the one that is begun with."""
        self._careful += 1
        try:
            yield
        finally:
            self._careful -= 1

    def first_byte_s(self, unit: int | None, reply_s: float) -> float:
        """Return how long to wait for the first byte of a reply that usually takes `reply_s`."""
        return self._patience.first_byte_s(unit, reply_s)

    def met(self, firmware: str) -> None:
        """Learn which firmware answers here: the gap that was learnt with it counts.

        Of several the longest does.
        """
        known = self._memory.recall(firmware)
        is_first = not (self._met or self._gap.is_learnt)
        if known is not None and (is_first or known > self._gap.good_s):
            self._gap.begin(known)
        self._met |= {firmware}

    def asks(self, unit: int | None, pause_s: float) -> None:
        """Learn that a request goes out, some seconds after the last byte came."""
        self._pause_s = ENDLESS if self._is_behind_write else pause_s
        self._is_behind_write = unit is None

    def replied(self, unit: int | None, seconds: float) -> None:
        """Learn that the reply came, some seconds after its request."""
        if unit is not None:
            self._patience.replied(unit, seconds)
            self._gap.heard(self._pause_s)

    def late(self, unit: int, seconds: float) -> None:
        """Learn that a reply came when it was waited for no longer."""
        self._patience.replied(unit, seconds)

    def silent(self, unit: int | None) -> None:
        """Learn that the request had no answer: of a unit that answers else, it is the gap."""
        if self._patience.knows(unit):
            self._gap.lost(self._pause_s)

    def _is_stranger(self, unit: int | None) -> bool:
        """Whether a unit has proven nothing: what others need says nothing of it."""
        return unit is not None and not self._patience.knows(unit)

    def keep(self) -> None:
        """Remember the gap, where one was learnt and it is known of whom."""
        if self._gap.is_learnt and self._met:
            self._memory.keep(self._met, self._gap.good_s)
