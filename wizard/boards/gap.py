"""The gap between a reply and the next request: learnt per bus, by reads only. Pure.

A board that is busy with its reply does not hear the next request. How long that takes
nobody states: on 15.41 2 ms were never heard and 380 ms always; drivers in the field keep
35 to 100 ms. So the gap begins at 100 ms, is tried shorter while nothing is lost, and
grows where a read is lost. What counts is the pause that really was: a read after a long
pause says nothing about short ones.
"""

from math import sqrt

FIRST_S = 0.1
SHORTEST_S = 0.035  # the least that a driver reads with; a reply that comes twice is gone by then
LONGEST_S = 0.8
PROOF = 3  # reads heard in a row before a shorter gap is tried, or believed
NEAR = 1.15  # a gap this near to one that lost a read is short enough
LIKE = 1.25  # a pause longer than the gap by more says nothing about it
CALM = 128  # reads in a row without a loss before a gap that lost one is tried again
LONGEST_CALM = 1024


class Gap:
    """What is known of the gap that a bus needs, in s.

    `good_s` is proven: writes and whatever must not fail use it. `try_s` is what a read
    may try, as it is repeated where it is lost.
    """

    def __init__(self) -> None:
        self.good_s = FIRST_S
        self.is_learnt = False
        self._lost_s = 0.0  # the longest pause below `good_s` that lost a read
        self._calm = self._proofs = 0
        self._longest_try_s = 0.0
        self._patience = CALM
        self._is_again = False  # what is tried has lost a read before

    @property
    def try_s(self) -> float:
        """The gap for a read that can be repeated."""
        if self._calm < PROOF or self._is_near:
            return self.good_s
        middle = sqrt(self.good_s * self._lost_s) if self._lost_s else self.good_s / 2
        return max(SHORTEST_S, middle)

    def begin(self, gap_s: float) -> None:
        """Begin with a gap that was learnt before."""
        self.good_s = min(LONGEST_S, max(SHORTEST_S, gap_s))
        self._lost_s = self.good_s

    def heard(self, pause_s: float) -> None:
        """Learn that a read was answered after a pause."""
        if pause_s > self.good_s * LIKE:
            return
        self._calm += 1
        if pause_s < self.good_s:
            self._longest_try_s = max(self._longest_try_s, pause_s)
            self._proofs += 1
        if self._proofs == PROOF:
            self._take(self._longest_try_s)
        if self._calm >= self._patience and self._is_near:
            # What a bad day made long must not take a thousand reads to come down.
            self._lost_s = min(FIRST_S, self.good_s / NEAR**2)
            self._is_again = True

    def lost(self, pause_s: float) -> None:
        """Learn that a read had no answer after a pause, of a board that answers else.

        What was proven may be so of another board only: the gap that is begun with is the
        least then.
        """
        if pause_s > self.good_s * LIKE:
            return
        if self._is_again:
            self._patience = min(LONGEST_CALM, 2 * self._patience)
        self._lost_s = max(self._lost_s, pause_s)
        self._calm, self._is_again = PROOF, False
        self._forget_tries()
        if pause_s >= self.good_s:
            self._calm = 0
            self._take(min(LONGEST_S, max(FIRST_S, 2 * pause_s)))

    @property
    def _is_near(self) -> bool:
        return self.good_s <= NEAR * max(SHORTEST_S, self._lost_s)

    def _take(self, gap_s: float) -> None:
        self.good_s = max(SHORTEST_S, gap_s)
        self.is_learnt = True
        self._forget_tries()

    def _forget_tries(self) -> None:
        self._proofs, self._longest_try_s = 0, 0.0
