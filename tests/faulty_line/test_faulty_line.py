"""A bad line ends in a PASS with the right settings, or in a plain failure; never in between.

The seeds are the first ones, so a case that ever fails is run again by its name.
"""

from pathlib import Path

import pytest

from tests.faulty_line.lines import KINDS
from tests.faulty_line.outcome import PERCENTS, outcome


@pytest.mark.parametrize("kind", KINDS)
def test_a_line_that_harms_one_exchange_in_ten_never_gives_a_wrong_end(
    tmp_path: Path, kind: str
) -> None:
    assert outcome(tmp_path, kind, 10, seed=0).wrong == ()


@pytest.mark.parametrize("seed", range(3))
def test_a_line_that_loses_one_reply_in_a_hundred_is_no_hindrance(
    tmp_path: Path, seed: int
) -> None:
    """But for the current, which may not be watched without a gap for long enough."""
    found = outcome(tmp_path, "lost", 1, seed)
    assert found.wrong == ()
    assert set(found.short) <= {"current-calibration"}


@pytest.mark.exhaustive
@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("percent", PERCENTS)
@pytest.mark.parametrize("kind", KINDS)
def test_no_line_gives_a_wrong_end(tmp_path: Path, kind: str, percent: int, seed: int) -> None:
    assert outcome(tmp_path, kind, percent, seed).wrong == ()
