"""Killed anywhere, a commissioning is taken up again and ends as if nothing had been.

Each case is one process that is gone at one place: before or after a line of the journal,
before or after a request, or with the last line cut at some byte. The next life has the
disk and the pack as they are then.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
LONG_S = 3 * 3600


@dataclass(frozen=True)
class Walked:
    """The cases of a walk, each with what is wrong, and how many places there were."""

    cases: list[dict[str, Any]]
    places: int

    @property
    def wrong(self) -> dict[str, list[str]]:
        return {case["place"]: case["findings"] for case in self.cases if case["findings"]}

    @property
    def open(self) -> int:
        """In how many cases a write had no outcome when the program was killed."""
        return sum(1 for case in self.cases if case.get("open"))


def walk(folder: Path, *arguments: object) -> Walked:
    """Walk in a process of its own, which forks."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.crash.walk", str(folder), *(str(a) for a in arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
        timeout=LONG_S,
    )
    *cases, last = [json.loads(line) for line in done.stdout.splitlines()]
    assert last["ended"]
    return Walked(cases, last["places"])


def calibrating(quantity: str) -> tuple[object, ...]:
    return ("--fault", f"{quantity}-off", "--step", f"{quantity}-calibration")


def test_killed_anywhere_it_ends_as_if_nothing_had_been(tmp_path: Path) -> None:
    sample = (
        "--fresh",
        0.006,
        "--open",
        0.05,
        "--share",
        0.001,
        "--torn",
        0.01,
        "--again",
        0.3,
        "--seed",
        1,
    )
    walked = walk(tmp_path, *sample)
    assert walked.wrong == {}
    assert walked.places > 2500
    assert len(walked.cases) >= 15
    assert walked.open >= 4


@pytest.mark.parametrize("quantity", ["voltage", "current"])
def test_killed_while_calibrating_it_tells_the_board_nothing_twice(
    tmp_path: Path, quantity: str
) -> None:
    walked = walk(tmp_path, *calibrating(quantity), "--fresh", 0.1, "--seed", 5)
    assert walked.wrong == {}
    assert len(walked.cases) >= 3


@pytest.mark.exhaustive
@pytest.mark.timeout(LONG_S)
@pytest.mark.parametrize("part", [0, 1])
def test_killed_at_every_place_it_ends_as_if_nothing_had_been(tmp_path: Path, part: int) -> None:
    every = ("--fresh", 1, "--open", 1, "--share", 0.05, "--torn", 0.5, "--again", 0.2)
    walked = walk(tmp_path, *every, "--seed", 7, "--part", part, "--of", 2)
    assert walked.wrong == {}
    assert len(walked.cases) > 500
    assert walked.open > 60


@pytest.mark.exhaustive
@pytest.mark.timeout(LONG_S)
@pytest.mark.parametrize("quantity", ["voltage", "current"])
def test_killed_at_every_place_of_a_calibration_it_tells_nothing_twice(
    tmp_path: Path, quantity: str
) -> None:
    walked = walk(tmp_path, *calibrating(quantity), "--fresh", 1, "--torn", 1, "--again", 0.3)
    assert walked.wrong == {}
    assert len(walked.cases) > 40
