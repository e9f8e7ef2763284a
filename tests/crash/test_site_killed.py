"""A site whose program was killed goes on where it was, shifted limits first."""

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from tests.crash.site_life import KILLED, TESTED, remembered
from tests.procedure.support_site import BankSite
from wizard import paths
from wizard.record.journal import read

ROOT = Path(__file__).parents[2]
ORIGINAL = Decimal("3.650")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where everything of the user lies."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def killed(*how: str) -> None:
    """Commission a site in another process, until that one dies."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.crash.site_life", *how],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == KILLED, done.stderr


def test_limits_that_a_killed_program_left_shifted_are_back_before_anything_is_asked() -> None:
    killed("shifted")
    site = BankSite(remembered(), steps=TESTED)
    board = site.bank.stations[1].board
    assert board.setting("cell_ovp") < ORIGINAL
    ran = site.run()
    assert ran.asked("statement-1-") == []  # whether the pack is alone
    session = paths.session(ran.pack(1).session)
    kinds = [type(event).__name__ for event in read(session / paths.JOURNAL).events]
    since = kinds[kinds.index("Resumed") :]
    assert since.index("ShiftClosed") < since.index("StepStarted")
    assert board.setting("cell_ovp") == ORIGINAL
    assert ran.ended, site.told
    assert [pack.verdict for pack in ran.state.packs.values()] == ["PASS", "PASS"]


@pytest.mark.parametrize("before", ["PacksCounted", "PackOf", "PackBegun", "PackJudged"])
def test_a_site_goes_on_wherever_it_was_killed(before: str) -> None:
    killed("before", before)
    site = BankSite(remembered())
    ran = site.run()
    assert ran.ended, site.told
    assert [pack.verdict for pack in ran.state.packs.values()] == ["PASS", "PASS"]
    assert ran.document.verdict.value == "PASS"
