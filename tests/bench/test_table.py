"""The table of figures: its width, its words, and what counts as reached."""

from math import inf

import pytest

from tests.bench.row import Row
from tests.bench.table import lines

LONG = Row("a name that is far longer than its column is wide", 123456.7, 0.00123, "ns/B", 1, "")


@pytest.mark.parametrize(
    ("value", "yardstick", "reach", "ratio", "met"),
    [
        (3.0, 2.0, 1.5, 1.5, True),
        (3.1, 2.0, 1.5, 1.55, False),
        (9.0, 2.0, None, 4.5, True),
        (0.0, 0.0, 1, 0.0, True),
        (0.1, 0.0, 1, inf, False),
    ],
)
def test_a_figure_is_met_within_its_reach(
    value: float, yardstick: float, reach: float | None, ratio: float, *, met: bool
) -> None:
    row = Row("x", value, yardstick, "s", reach, "")
    assert (row.ratio, row.met) == (ratio, met)


def test_the_table_has_a_line_a_row_of_80_columns_at_most() -> None:
    table = lines([LONG, LONG])
    assert len(table) == 4
    assert max(map(len, table)) <= 80
