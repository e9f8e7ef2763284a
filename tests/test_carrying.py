"""Out of the machine: a line for scp that is right, a copy that is the same."""

import getpass
import shlex
import socket
from pathlib import Path

import pytest

from wizard import carrying
from wizard.carrying import copy, scp
from wizard.errors import BadFile

FILE = Path("/home/pi/jk reports/2026-11-21-001-r1.zip")


@pytest.fixture(autouse=True)
def user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "pi")
    monkeypatch.setattr(socket, "gethostname", lambda: "bench")


@pytest.mark.parametrize(
    ("connection", "words"),
    [
        ("192.0.2.7 50022 192.0.2.20 22", ["scp", f"pi@192.0.2.20:{FILE}", "."]),
        ("192.0.2.7 50022 192.0.2.20 2222", ["scp", "-P", "2222", f"pi@192.0.2.20:{FILE}", "."]),
        ("2001:db8::7 50022 2001:db8::20 22", ["scp", f"pi@[2001:db8::20]:{FILE}", "."]),
        ("", ["scp", f"pi@bench:{FILE}", "."]),
        ("half", ["scp", f"pi@bench:{FILE}", "."]),
    ],
)
def test_the_line_names_user_host_and_file_as_a_shell_reads_them(
    connection: str, words: list[str]
) -> None:
    assert shlex.split(scp(FILE, {"SSH_CONNECTION": connection})) == words


def test_a_user_without_a_name_is_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError

    monkeypatch.setattr(getpass, "getuser", nobody)
    monkeypatch.setattr(carrying.os, "getuid", lambda: 4711)
    assert "4711@bench:" in scp(FILE, {})


def test_a_disk_that_is_full_leaves_no_part_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "stick").mkdir()
    (tmp_path / "r.json").write_bytes(b"report")

    def full(_fd: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(carrying.os, "fsync", full)
    with pytest.raises(BadFile, match="No space left"):
        copy([tmp_path / "r.json"], tmp_path / "stick")
    assert list((tmp_path / "stick").iterdir()) == []


def test_a_stick_that_gives_back_something_else_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "stick").mkdir()
    (tmp_path / "r.json").write_bytes(b"report")

    def worn_out(_file: Path, target: Path) -> None:
        target.write_bytes(b"something else")

    monkeypatch.setattr(carrying, "_write", worn_out)
    with pytest.raises(BadFile, match=r"r\.json is another file"):
        copy([tmp_path / "r.json"], tmp_path / "stick")
