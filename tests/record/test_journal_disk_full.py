"""A disk that takes no more: an error, no half line, and going on when there is room."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.record.support import HISTORY, Disk, folder, journalled, opened
from wizard.errors import RecordError
from wizard.record.journal import read

REALLY_FULL = """
import resource, sys
from pathlib import Path
from wizard.clock import SystemClock
from wizard.errors import RecordError
from wizard.record.events import Left
from wizard.record.journal import Journal

path = Path(sys.argv[1])
journal = Journal(path, SystemClock())
journal.append(Left("before"))
room = path.stat().st_size + 40
_, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
try:
    journal.append(Left("full"))
except RecordError as error:
    print(error)
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
journal.append(Left("after"))
"""


def test_no_room_for_part_of_a_line_leaves_no_part_of_it(
    disk: Disk,
) -> None:
    with folder() as session:
        path = session / "journal.jsonl"
        length = len(journalled(session / "other.jsonl", HISTORY[:1]))
        for room in range(length):
            journal = opened(path)
            disk.room = room
            with pytest.raises(RecordError, match="Nothing more is sent to the board"):
                journal.append(HISTORY[0])
            assert path.read_bytes() == b""
            disk.room = None
            journal.append(HISTORY[1])
            assert read(path).events == (HISTORY[1],)
            journal.close()
            path.unlink()


def test_a_line_that_never_reached_the_platter_does_not_count(tmp_path: Path, disk: Disk) -> None:
    path = tmp_path / "journal.jsonl"
    journal = opened(path)
    disk.broken = True
    with pytest.raises(RecordError):
        journal.append(HISTORY[0])
    disk.broken = False
    journal.append(HISTORY[1])
    journal.close()
    assert read(path).events == (HISTORY[1],)


def test_a_half_line_that_could_not_be_cut_off_is_cut_off_later(tmp_path: Path, disk: Disk) -> None:
    path = tmp_path / "journal.jsonl"
    journal = opened(path)
    journal.append(HISTORY[0])
    disk.room, disk.stuck = 20, True
    for _ in range(2):
        with pytest.raises(RecordError):
            journal.append(HISTORY[1])
    disk.room, disk.stuck = None, False
    journal.append(HISTORY[2])
    journal.close()
    assert read(path).events == (HISTORY[0], HISTORY[2])


def test_a_half_line_left_by_a_crash_is_cut_off_at_the_next_start(
    tmp_path: Path, disk: Disk
) -> None:
    path = tmp_path / "journal.jsonl"
    journal = opened(path)
    journal.append(HISTORY[0])
    disk.room, disk.stuck = 20, True
    with pytest.raises(RecordError):
        journal.append(HISTORY[1])
    journal.close()
    disk.room, disk.stuck = None, False
    again = opened(path)
    again.append(HISTORY[2])
    again.close()
    assert read(path).events == (HISTORY[0], HISTORY[2])


def test_a_system_that_really_gives_no_room_is_borne(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    command = [sys.executable, "-c", REALLY_FULL, str(path)]
    said = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout
    assert "cannot be written" in said
    assert [line.n for line in read(path).lines] == [1, 2]
    assert b"after" in path.read_bytes()
    assert b"full" not in path.read_bytes()
