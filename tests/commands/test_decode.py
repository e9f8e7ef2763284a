"""`decode` over files of hex lines and lists of recordings."""

import argparse
import io
import json
from pathlib import Path
from typing import Any

import pytest

from wizard.commands.decode import decode
from wizard.errors import BadFile
from wizard.protocol.modbus import Read, encode, sealed

POLL = "01 10 16 20 00 01 02 00 00 d6 f1"
ANSWER = sealed(bytes.fromhex("01 03 04 00000e42")).hex()


def _run(capsys: pytest.CaptureFixture[str], file: str) -> tuple[int, list[dict[str, Any]]]:
    code = decode(argparse.Namespace(file=file))
    return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def _file(folder: Path, content: str | bytes) -> str:
    file = folder / "frames"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(file)


def test_each_line_of_hex_is_an_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = _file(tmp_path, f"# a poll\n\n{POLL}  # to the first\n{POLL.replace(' ', '').upper()}\n")
    code, (one, other) = _run(capsys, file)
    assert code == 0
    assert one == {
        "id": "line 3",
        "ok": True,
        "dialect": "rs485-modbus",
        "kind": "request",
        "values": {"address": 1, "function": 16, "register": 0x1620, "count": 1, "value": 0},
    }
    assert other == {**one, "id": "line 4"}


@pytest.mark.parametrize("bad", ["zz", "0", "01 1", "0x0110"])
def test_a_line_that_is_no_hex_says_so_and_the_others_are_decoded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], bad: str
) -> None:
    code, (first, second) = _run(capsys, _file(tmp_path, f"{bad}\n{POLL}\n"))
    assert code == 1
    assert (first["ok"], second["ok"]) == (False, True)
    assert "hex digits" in first["error"]
    assert first["values"] == {}


def test_a_frame_that_is_no_use_makes_the_exit_code_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, (found,) = _run(capsys, _file(tmp_path, "eb 90 01 02\n"))
    assert code == 1
    assert (found["ok"], found["dialect"]) == (False, "rs485-balancer")
    assert "balancer" in found["error"]


def test_a_list_of_recordings_keeps_its_ids(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed: list[dict[str, object]] = [
        {"id": "poll", "hex": POLL, "kind": "request"},
        {"id": "a session", "events": []},
        {"hex": POLL},
        {"id": 7, "hex": 8},
    ]
    code, found = _run(capsys, _file(tmp_path, "\n " + json.dumps(listed)))
    assert code == 1
    assert [each["id"] for each in found] == ["poll", "a session", "entry 3", "entry 4"]
    assert [each["ok"] for each in found] == [True, False, True, False]
    assert '"hex"' in found[1]["error"]


def test_an_answer_is_decoded_by_the_read_in_the_line_before_and_only_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    read = encode(Read(1, 0x100C, 2)).hex()
    code, found = _run(
        capsys, _file(tmp_path, f"{read}\n{ANSWER}\n{ANSWER}\n{read}\nzz\n{ANSWER}\n")
    )
    assert code == 1
    assert found[1]["values"]["cell_ovp"] == 3.65
    assert "cell_ovp" not in found[2]["values"]
    assert "cell_ovp" not in found[5]["values"]


def test_standard_input_is_read_as_well(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(POLL))
    code, found = _run(capsys, "-")
    assert (code, len(found)) == (0, 1)


def test_an_empty_file_holds_no_frame(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(capsys, _file(tmp_path, "# nothing\n")) == (0, [])


@pytest.mark.parametrize(
    "content",
    [b"\xff\xfe\x00", b"[1, 2", b"[1, 2]", b'[{"id": "\xc3"}]', b"[" * 100_000],
    ids=["binary", "cut", "no objects", "no text", "deep"],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes) -> None:
    file = _file(tmp_path, content)
    with pytest.raises(BadFile, match="frames: "):
        decode(argparse.Namespace(file=file))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"absent: .*No such file"):
        decode(argparse.Namespace(file=str(tmp_path / "absent")))
