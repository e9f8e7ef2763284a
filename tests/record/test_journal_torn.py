"""A last line that the disk has only in part is set aside; the rest is used."""

import stat
from pathlib import Path

import pytest

from tests.record.support import HISTORY, Disk, folder, journalled, opened
from wizard.errors import RecordError
from wizard.record.journal import read


def _last_line_begins(raw: bytes) -> int:
    return raw.rstrip(b"\n").rfind(b"\n") + 1


def test_a_line_torn_anywhere_is_set_aside_and_the_journal_goes_on() -> None:
    with folder() as session:
        path = session / "journal.jsonl"
        raw = journalled(path)
        begins = _last_line_begins(raw)
        for cut in range(begins + 1, len(raw)):
            path.write_bytes(raw[:cut])
            journal = opened(path)
            assert journal.history.events == HISTORY[:-1], cut
            assert path.read_bytes() == raw[:begins]
            assert path.with_suffix(".torn").read_bytes() == raw[begins:cut] + b"\n"
            journal.append(HISTORY[-1])
            journal.close()
            assert read(path).events == HISTORY
            path.with_suffix(".torn").unlink()


def test_a_journal_of_a_torn_first_line_begins_anew(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    raw = journalled(path, HISTORY[:1])
    path.write_bytes(raw[:-1])
    journalled(path)
    assert read(path).events == HISTORY


def test_reading_alone_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    raw = journalled(path)[:-7]
    path.write_bytes(raw)
    history = read(path)
    assert (history.events, history.torn) == (HISTORY[:-1], raw[history.good_bytes :])
    assert path.read_bytes() == raw
    assert not path.with_suffix(".torn").exists()


def test_a_second_torn_line_does_not_replace_the_first(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    raw = journalled(path)
    for torn in (raw[:-3], raw[:-5]):
        path.write_bytes(torn)
        opened(path).close()
    begins = _last_line_begins(raw)
    kept = path.with_suffix(".torn").read_bytes()
    assert kept.split(b"\n") == [raw[begins:-3], raw[begins:-5], b""]


def test_nobody_else_may_read_what_was_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    path.write_bytes(journalled(path)[:-1])
    opened(path).close()
    assert stat.S_IMODE(path.with_suffix(".torn").stat().st_mode) == 0o600


def test_a_torn_line_on_a_full_disk_is_an_error_of_the_record(tmp_path: Path, disk: Disk) -> None:
    path = tmp_path / "journal.jsonl"
    raw = journalled(path)[:-1]
    path.write_bytes(raw)
    disk.room = 5
    with pytest.raises(RecordError):
        opened(path)
    assert path.read_bytes() == raw
    disk.room = None
    opened(path).close()
    assert read(path).events == HISTORY[:-1]
