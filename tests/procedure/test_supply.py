"""The pack, empty and full, against what the board is fed with."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.procedure.support import Ran, Site, altered, only
from wizard.procedure.figures import Facts
from wizard.procedure.views import StepView
from wizard.simulator.create import create
from wizard.simulator.pack import Chemistry

SUPPLY = only("supply")


def supplied(folder: Path, chemistry: Chemistry = "lifepo4", cells: int = 16) -> Ran:
    return Site(folder, create(cells=cells, chemistry=chemistry), SUPPLY).run()


@pytest.mark.parametrize(
    ("chemistry", "cells", "empty", "full", "verdict"),
    [
        ("lifepo4", 16, "41.6 V", "58.40 V", "pass"),
        ("lifepo4", 9, "23.4 V", "32.85 V", "pass"),
        ("lifepo4", 8, "20.8 V", "29.20 V", "pass"),
        ("li_ion", 7, "20.3 V", "29.4 V", "pass"),
        ("li_ion", 16, "46.4 V", "67.2 V", "pass"),
        ("lto", 14, "25.2 V", "37.8 V", "pass"),
        ("lto", 16, "28.8 V", "43.2 V", "pass"),
    ],
)
def test_a_pack_that_the_family_carries_is_fed_by_its_cells(  # noqa: PLR0913  a row of a table
    tmp_path: Path, chemistry: Chemistry, cells: int, empty: str, full: str, verdict: str
) -> None:
    ran = supplied(tmp_path, chemistry, cells)
    assert ran.verdict("supply") == verdict
    assert ran.observed("supply", "supply-empty") == empty
    assert ran.observed("supply", "supply-full") == full


@pytest.mark.parametrize(
    ("which", "cell", "verdict", "said"),
    [
        ("empty", "1.2", "fail", "Empty, the pack has 19.2 V, less than the 20 V that the board"),
        ("empty", "1.25", "marginal", "Empty, the pack has 20.00 V, hardly more than the 20 V"),
        ("full", "4.4", "fail", "Full, the pack has 70.4 V, more than the 70 V that the board"),
        ("full", "4.36", "marginal", "Full, the pack has 69.76 V, hardly less than the 70 V"),
    ],
)
def test_the_end_that_does_not_fit_is_named_with_what_to_do(
    tmp_path: Path, which: str, cell: str, verdict: str, said: str
) -> None:
    checklist = altered(SUPPLY, "supply", **{which: {"lifepo4": Decimal(cell)}})
    ran = Site(tmp_path, checklist=checklist).run()
    assert ran.verdict("supply") == verdict
    assert said in ran.reason("supply")
    todo = {"fail": "Take ", "marginal": "Do not" if which == "empty" else "Check that"}
    assert todo[verdict] in ran.reason("supply")


def test_both_ends_are_shown_with_their_verdicts_beside_the_boards_range(tmp_path: Path) -> None:
    ran = supplied(tmp_path, cells=8)
    view = [view for view in ran.person.views if isinstance(view, StepView)][-1]
    (facts,) = view.figures
    assert isinstance(facts, Facts)
    shown = {str(row.label): (str(row.value), row.verdict) for row in facts.rows}
    assert shown["It is fed with"] == ("20 to 70 V", None)
    assert shown["Empty"] == ("8 cells of 2.6 V: 20.8 V", "pass")
    assert shown["Full"] == ("8 cells of 3.65 V: 29.20 V", "pass")
