"""The gap that a bus learns by its reads, for boards that are deaf behind a reply."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from wizard.boards.gap import FIRST_S, LONGEST_S, SHORTEST_S, Gap

READS = 150
DEAF = st.floats(SHORTEST_S, 0.4)
JITTER = st.floats(0, 0.002)  # s that a computer is late


def _read(gap: Gap, heard: Callable[[float], bool], late: float = 0.0, times: int = READS) -> int:
    """Read again and again, as a bus does; return how many reads were lost."""
    lost = 0
    for _ in range(times):
        pause = gap.try_s + late
        if heard(pause):
            gap.heard(pause)
        else:
            lost += 1
            gap.lost(pause)
            gap.heard(1.0)  # the retry comes behind a long silence
    return lost


@given(DEAF, JITTER)
def test_the_gap_is_learnt_and_never_below_what_can_be_heard(deaf: float, late: float) -> None:
    gap, tried = Gap(), list[float]()

    def heard(pause: float) -> bool:
        tried.append(pause)
        return pause >= deaf

    lost = _read(gap, heard, late)
    assert deaf <= gap.good_s + late
    assert gap.good_s <= 1.2 * deaf + late
    assert min(tried) >= SHORTEST_S
    assert tried[0] == FIRST_S + late
    assert lost <= 10


@given(DEAF, st.lists(st.booleans(), max_size=60))
def test_whatever_is_lost_the_gap_comes_back_to_what_the_board_needs(
    deaf: float, noise: list[bool]
) -> None:
    gap, losses = Gap(), iter(noise)
    _read(gap, lambda pause: pause >= deaf and not next(losses, False), times=60)
    assert SHORTEST_S <= gap.good_s <= LONGEST_S
    _read(gap, lambda pause: pause >= deaf, times=3000)
    assert deaf <= gap.good_s <= 1.2 * deaf


@given(DEAF)
def test_a_gap_that_was_learnt_before_loses_nothing_at_first(deaf: float) -> None:
    gap = Gap()
    gap.begin(1.1 * deaf)
    assert _read(gap, lambda pause: pause >= deaf, times=100) == 0


@given(st.lists(st.booleans(), max_size=50))
def test_reads_behind_long_pauses_teach_nothing(answers: list[bool]) -> None:
    gap = Gap()
    for answered in answers:
        (gap.heard if answered else gap.lost)(2 * FIRST_S)
    assert (gap.good_s, gap.try_s, gap.is_learnt) == (FIRST_S, FIRST_S, False)
