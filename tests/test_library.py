"""Which checklists there are: those shipped, then the user's own."""

from pathlib import Path

import pytest

from wizard import library
from wizard.errors import BadFile


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    folder = tmp_path / "jk-commission/checklists"
    folder.mkdir(parents=True)
    return folder


def test_every_shipped_checklist_loads_under_its_own_name() -> None:
    for name, _ in library.shipped():
        assert library.load(name).checklist.id == name


def test_a_users_file_is_known_by_its_name(own: Path) -> None:
    (own / "firm.toml").write_bytes(b"x")
    assert library.raw("firm") == b"x"


def test_a_users_file_never_stands_in_for_a_shipped_one(own: Path) -> None:
    (own / "inverter-bms.toml").write_bytes(b"x")
    assert library.raw("inverter-bms") != b"x"


def test_a_file_is_taken_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(b"mine")
    assert library.raw(str(path)) == b"mine"


@pytest.mark.parametrize("name", ["", "nothing", ".", "/etc/passwd", "inverter-bms/"])
def test_what_is_no_checklist_names_those_there_are(name: str) -> None:
    with pytest.raises(BadFile, match="Known are: inverter-bms"):
        library.raw(name)


@pytest.mark.parametrize("name", ["none.toml", "a\0b.toml", "x" * 999 + ".toml"], ids=len)
def test_a_path_that_leads_nowhere_is_named(name: str) -> None:
    with pytest.raises(BadFile, match=r"\.toml|…"):
        library.raw(name)


def test_a_file_that_cannot_be_read_is_a_bad_file(own: Path) -> None:
    (own / "dir.toml").mkdir()
    with pytest.raises(BadFile):
        library.raw("dir")
    with pytest.raises(BadFile, match=r"gone\.toml"):
        library.read(own / "gone.toml")


def test_no_folder_of_ones_own_is_no_error(own: Path) -> None:
    own.rmdir()
    assert set(library.everything()) == {"inverter-bms"}
