"""One event is one line, on the disk before anything else happens, for one process only."""

import os
import stat
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from tests.record.support import HISTORY, Disk, journalled, opened
from wizard.errors import BadFile, RecordError
from wizard.quantity import Quantity
from wizard.record.events import Answered, Event, SettingsRead
from wizard.record.journal import read

OPEN_AND_SAY = """
import sys
from pathlib import Path
from wizard.clock import SystemClock
from wizard.errors import RecordError
from wizard.record.journal import Journal
try:
    Journal(Path(sys.argv[1]), SystemClock())
except RecordError as error:
    print(error)
else:
    print("opened")
"""


def _second_process(path: Path) -> str:
    command = [sys.executable, "-c", OPEN_AND_SAY, str(path)]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout


def test_one_event_is_one_write_and_one_fsync(tmp_path: Path, disk: Disk) -> None:
    journal = opened(tmp_path / "journal.jsonl")
    for event in HISTORY:
        disk.calls.clear()
        journal.append(event)
        assert disk.calls == ["write", "fsync"]
    journal.close()


def test_an_event_is_readable_as_soon_as_append_returns(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    journal = opened(path)
    for count, event in enumerate(HISTORY, 1):
        journal.append(event)
        assert read(path).events == HISTORY[:count]
    journal.close()


def test_a_journal_goes_on_where_it_ended(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    for event in HISTORY:
        journalled(path, [event])
    assert read(path).events == HISTORY


def test_nobody_else_may_read_file_or_folder(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        journalled(tmp_path / "session" / "journal.jsonl")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "session").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "session" / "journal.jsonl").stat().st_mode) == 0o600


def test_a_second_process_is_refused_while_the_first_has_it(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    journal = opened(path)
    journal.append(HISTORY[0])
    assert f"{path} is in use by process {os.getpid()} since " in _second_process(path)
    journal.append(HISTORY[1])
    journal.close()
    assert read(path).events == HISTORY[:2]
    assert _second_process(path) == "opened\n"


def test_the_second_opener_in_one_process_is_refused_as_well(tmp_path: Path) -> None:
    journal = opened(tmp_path / "journal.jsonl")
    with pytest.raises(RecordError):
        opened(tmp_path / "journal.jsonl")
    journal.close()


def test_a_journal_that_could_not_be_opened_is_not_held(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    good = journalled(path)
    path.write_bytes(b"nonsense\n" + good)
    with pytest.raises(BadFile):
        opened(path)
    path.write_bytes(good)
    opened(path).close()


def test_a_folder_that_cannot_be_made_is_an_error_of_the_record(tmp_path: Path) -> None:
    (tmp_path / "session").write_text("a file is in the way")
    with pytest.raises(RecordError, match="session"):
        opened(tmp_path / "session" / "journal.jsonl")


def test_a_closed_journal_takes_nothing_even_if_its_number_is_used_again(tmp_path: Path) -> None:
    journal = opened(tmp_path / "journal.jsonl")
    journal.close()
    descriptor = os.open(tmp_path / "other", os.O_WRONLY | os.O_CREAT, 0o600)
    with pytest.raises(RecordError):
        journal.append(HISTORY[0])
    journal.close()
    os.close(descriptor)
    assert (tmp_path / "other").read_bytes() == b""


@pytest.mark.parametrize(
    "event",
    [
        SettingsRead("first", "1", {"cell_ovp": Quantity(Decimal("NaN"), "V")}),
        SettingsRead("first", "1", {"cell_ovp": Quantity(Decimal("Infinity"), "V")}),
        Answered("site", 1, "name", "\udcff"),
    ],
    ids=["no number", "endless", "no character"],
)
def test_what_could_not_be_read_again_is_refused_and_spoils_nothing(
    tmp_path: Path, event: Event
) -> None:
    path = tmp_path / "journal.jsonl"
    journal = opened(path)
    journal.append(HISTORY[0])
    with pytest.raises(RecordError):
        journal.append(event)
    journal.append(HISTORY[1])
    journal.close()
    assert read(path).events == HISTORY[:2]
