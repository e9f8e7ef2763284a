"""A disk that takes no more stops a step before its write; what is shifted comes back."""

import resource
from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.crash.judged import findings, held, killed
from tests.crash.life import JOURNAL, Life, Point
from tests.procedure.support import Site, only
from wizard.errors import RecordError
from wizard.simulator.create import Simulation, create
from wizard.simulator.presets import PRESETS
from wizard.text import words

TESTED = only(
    "pack-limits", "connect", "cells-visible", "chemistry-preset", "pack-settings",
    "protection-over-voltage",
)  # fmt: skip

LIMITS = {
    key: PRESETS["lifepo4"][key] for key in ("cell_ovp", "cell_ovpr", "cell_uvp", "cell_uvpr")
}


@pytest.fixture
def room() -> Generator[None]:
    """Give the room back that a test took away."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@dataclass
class Filling:
    """Lets the disk be full from the first line of some kind on that follows another one."""

    folder: Path
    simulation: Simulation
    kind: str
    behind: str = "Opened"
    seen: set[str] = field(default_factory=set[str])
    written: int = -1

    def at(self, point: Point) -> None:
        """Fill the disk before the line."""
        self.seen.add(point.what)
        wanted = (point.when, point.what) == ("before append", self.kind)
        if wanted and self.written < 0 and self.behind in self.seen:
            size = (self.folder / JOURNAL).stat().st_size
            _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, most))
            self.written = len(self.simulation.board.writes)


def lived_until_full(filling: Filling) -> None:
    with pytest.raises(RecordError) as stopped:
        Life(filling.folder, filling.simulation, filling.at).live()
    assert "Nothing more is sent to the board" in words(stopped.value.reason)
    assert filling.written >= 0


@pytest.mark.usefixtures("room")
@pytest.mark.parametrize(
    ("kind", "fault"),
    [
        ("WriteIntended", None),
        ("ActionIntended", None),
        ("CalibrationIntended", "voltage-off"),
        ("ShiftOpened", None),
    ],
)
def test_a_full_disk_stops_the_step_before_anything_is_sent(
    tmp_path: Path, kind: str, fault: str | None
) -> None:
    filling = Filling(tmp_path, create(fault), kind)
    lived_until_full(filling)
    assert len(filling.simulation.board.writes) == filling.written


@pytest.mark.usefixtures("room")
def test_limits_come_back_while_the_disk_is_full_and_it_goes_on_when_there_is_room(
    tmp_path: Path,
) -> None:
    filling = Filling(tmp_path, create(), "WriteSettled", behind="ShiftOpened")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    lived_until_full(filling)
    board = filling.simulation.board
    assert {key: board.setting(key) for key in LIMITS} == LIMITS
    assert len(board.writes) > filling.written
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    undisturbed = Life(tmp_path / "undisturbed", create())
    undisturbed.live()
    left, second = killed(tmp_path), Life(tmp_path, filling.simulation)
    second.live()
    assert findings(left, second, held(undisturbed.simulation)) == []


def test_what_to_set_by_hand_is_on_disk_or_nothing_is_shifted(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=TESTED)
    (tmp_path / "set-by-hand.txt").mkdir()
    with pytest.raises(RecordError) as stopped:
        site.run()
    assert "set-by-hand.txt cannot be written" in words(stopped.value.reason)
    assert "shift_opened" not in (tmp_path / "journal.jsonl").read_text("utf-8")
    assert site.simulation.board.setting("cell_ovp") == LIMITS["cell_ovp"]
