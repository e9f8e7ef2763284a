"""Where things lie, and who may look at them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from wizard import paths
from wizard.errors import BadFile

LONG = "x" * 999
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    return tmp_path / "jk-commission"


def test_everything_lies_in_the_users_data_folder(data: Path) -> None:
    assert paths.sessions() == data / "sessions"
    assert paths.reports() == data / "reports"


def test_sessions_of_a_day_are_numbered() -> None:
    names = [paths.new_session(NOW).name for _ in range(3)]
    assert [name[-4:] for name in names] == ["-001", "-002", "-003"]
    assert all(name.startswith(NOW.astimezone().date().isoformat()) for name in names)


def test_a_day_has_999_sessions_at_most() -> None:
    day = paths.new_session(NOW).name[:-4]
    for number in range(2, 1000):
        (paths.sessions() / f"{day}-{number:03d}").mkdir()
    with pytest.raises(BadFile, match="999 sessions"):
        paths.new_session(NOW)


def test_a_session_has_a_folder_for_photographs() -> None:
    folder = paths.new_session(NOW)
    assert [file.name for file in folder.iterdir()] == ["attachments"]
    assert (folder / "attachments").stat().st_mode & 0o777 == 0o700


def test_folders_and_files_are_for_their_owner_only() -> None:
    folder = paths.new_session(NOW)
    file = paths.save(folder / "report.json", b"{}")
    assert folder.stat().st_mode & 0o777 == 0o700
    assert paths.sessions().stat().st_mode & 0o777 == 0o700
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_file_is_replaced_whole_and_leaves_nothing_beside_it() -> None:
    folder = paths.private(paths.reports())
    paths.save(folder / "report.json", b"first")
    paths.save(folder / "report.json", b"second")
    assert [(file.name, file.read_bytes()) for file in folder.iterdir()] == [
        ("report.json", b"second")
    ]


def test_a_file_that_cannot_take_its_place_leaves_nothing_behind() -> None:
    folder = paths.private(paths.reports())
    (folder / "report.json").mkdir()
    with pytest.raises(OSError, match="directory"):
        paths.save(folder / "report.json", b"late")
    assert [file.name for file in folder.iterdir()] == ["report.json"]


def test_a_session_is_known_by_its_name() -> None:
    folder = paths.new_session(NOW)
    (folder / paths.JOURNAL).touch()
    assert paths.session(folder.name) == folder


@pytest.mark.parametrize("name", ["", ".", "..", "../sessions/x", "/etc", "a/b", "a\0b", LONG])
def test_what_is_no_session_is_a_bad_file(name: str) -> None:
    paths.new_session(NOW)
    with pytest.raises(BadFile, match="There is no session"):
        paths.session(name)
