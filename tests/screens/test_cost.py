"""The promised cost on the line, held at twice the figure: a busy machine writes no more."""

import pytest

pytest.importorskip("termios", reason="needs a pseudo-terminal")

from tests.bench.screen_cost import measure

TWICE = 2


def test_no_figure_of_the_screen_costs_twice_what_it_may() -> None:
    rows = measure()
    assert {row.name for row in rows if row.value > TWICE * row.yardstick} == set()
