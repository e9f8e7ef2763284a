import asyncio
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.boards.believe import CELL_JITTER, MOST_READS, same_picture, twice
from wizard.errors import NotBelievable
from wizard.protocol.views import Status
from wizard.text import text

RESTING = Status(
    cells=(Decimal("3.300"), Decimal("3.301")),
    pack_voltage=Decimal("6.601"),
    current=Decimal(0),
    soc=50,
    remaining=Decimal(140),
    cycles=1,
    alarms=frozenset({19}),
    charge_mos=True,
    discharge_mos=True,
    mos_temperature=Decimal(21),
    temperatures=(Decimal(20), Decimal(20)),
    uvpr_countdown=0,
    ovpr_countdown=0,
    emergency=False,
)


class _Board:
    """Says one thing after the other."""

    def __init__(self, said: list[int]) -> None:
        self.said = list(said)

    async def read(self) -> int:
        return self.said.pop(0)


def _twice(board: _Board, alike: Callable[[int, int], bool] = int.__eq__) -> int:
    return asyncio.run(twice(board.read, text("settings"), alike))


@given(st.lists(st.integers(0, 2), min_size=MOST_READS, max_size=MOST_READS))
def test_only_what_two_reads_in_a_row_agree_on_is_believed(said: list[int]) -> None:
    board = _Board(said)
    agreed = [n for n in range(1, MOST_READS) if said[n] == said[n - 1]]
    if not agreed:
        with pytest.raises(NotBelievable, match="settings: two reads never agreed"):
            _twice(board)
        assert board.said == []
    else:
        assert _twice(board) == said[agreed[0]]
        assert len(board.said) == MOST_READS - agreed[0] - 1


def test_a_wrong_read_between_two_good_ones_costs_a_read_more() -> None:
    board = _Board([1, 2, 1, 1])
    assert _twice(board) == 1


def test_alike_may_be_looser_than_equal_and_the_later_read_counts() -> None:
    assert _twice(_Board([10, 12]), lambda one, other: abs(one - other) <= 2) == 12


@given(st.integers(-20, 20))
def test_cells_may_move_by_the_jitter_of_a_resting_pack(millivolts: int) -> None:
    moved = Decimal("3.300") + Decimal(millivolts) / 1000
    other = replace(RESTING, cells=(moved, RESTING.cells[1]))
    assert same_picture(RESTING, other) == (abs(moved - Decimal("3.300")) <= CELL_JITTER)


@pytest.mark.parametrize(
    "other",
    [
        replace(RESTING, cells=(*RESTING.cells, Decimal("3.3"))),
        replace(RESTING, cells=RESTING.cells[:1]),
        replace(RESTING, alarms=frozenset[int]()),
        replace(RESTING, charge_mos=False),
        replace(RESTING, discharge_mos=False),
        replace(RESTING, emergency=True),
    ],
    ids=["cell more", "cell less", "alarm", "charge MOS", "discharge MOS", "emergency"],
)
def test_another_picture_is_not_the_same(other: Status) -> None:
    assert not same_picture(RESTING, other)
    assert not same_picture(other, RESTING)


def test_current_and_charge_may_move_between_two_reads() -> None:
    assert same_picture(RESTING, replace(RESTING, current=Decimal("0.1"), soc=51))
