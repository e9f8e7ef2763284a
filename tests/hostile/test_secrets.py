"""No password of a board, and none that is typed, is in a byte that the program produces."""

import base64
import fcntl
import hashlib
import json
import os
import struct
import subprocess
import sys
import termios
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.commands.support import run
from tests.hostile.child import BROKEN, CONNECTION, SETTINGS, TYPED, simulate
from tests.hostile.support import written
from tests.whole.program import environment, quick, until
from tests.whole.terminal import Terminal
from wizard import assembly

WORDS = (CONNECTION, SETTINGS, TYPED)
MEMORY = "simulated-board.json"  # it stands for the board, which holds its passwords
ENTER, LEAVE = b"\r", b"\x1b[21~\x1b[21~"


def traces(word: str) -> list[bytes]:
    """What could be read back to a password, or tried against it."""
    raw = word.encode()
    digests = [hashlib.new(name, raw).hexdigest() for name in ("md5", "sha1", "sha256")]
    return [
        raw,
        raw[::-1],
        raw.lower(),
        word.encode("utf-16-le"),
        raw.hex().encode(),
        raw.hex(" ").encode(),
        base64.b64encode(raw).rstrip(b"="),
        *(digest.encode() for digest in digests),
    ]


def told(content: bytes) -> list[str]:
    """The passwords that can be found in some bytes."""
    return [word for word in WORDS if any(trace in content for trace in traces(word))]


def leaks(folder: Path) -> dict[str, list[str]]:
    """The files of a folder that hold a password, the memory of the simulated board apart."""
    files = {file.name: told(content) for file, content in written(folder).items()}
    return {name: words for name, words in files.items() if words and name != MEMORY}


@pytest.mark.parametrize("word", WORDS)
def test_a_trace_would_be_found(word: str) -> None:
    assert all(told(b"before" + trace + b"behind") == [word] for trace in traces(word))


@pytest.mark.parametrize("typed", [{}, {"connection": CONNECTION, "settings": SETTINGS}])
def test_a_headless_run_with_report_and_tape_holds_none(
    capsys: pytest.CaptureFixture[str],
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    typed: dict[str, str],
) -> None:
    monkeypatch.setattr(assembly, "simulate", simulate)
    answers = home / "answers.toml"
    lines = [
        f'{name}-password = "{typed.get(name, TYPED)}"\n{name}-password-next = "keep"\n'
        for name in ("connection", "settings")
    ]
    answers.write_text("".join(lines), "ascii")
    checklist, tape = quick(home, steps=("passwords",)), home / "data/line.tape"
    tape.parent.mkdir()
    said = run(
        capsys, "run", str(checklist), "--demo", "--answers", str(answers), "--record", str(tape)
    )  # fmt: skip
    assert said.last in {"PASS", "PASS WITH DEVIATIONS"}, said.err
    assert leaks(home / "data") == {}
    assert told((said.out + said.err).encode()) == []
    rows = [json.loads(row) for row in tape.read_text("ascii").splitlines()]
    assert told(b"".join(bytes.fromhex(row.get("hex", "")) for row in rows)) == []
    assert any(row.get("redacted") for row in rows)
    for form in (".txt", ".html", ".json"):
        (file,) = home.rglob(f"reports/*{form}")
        assert told(run(capsys, "reports", "show", file.name).out.encode()) == []


@pytest.mark.parametrize("command", ["status", "settings", "scan"])
@pytest.mark.parametrize("more", [(), ("--json",)])
def test_an_inspection_tells_none(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    more: tuple[str, ...],
) -> None:
    monkeypatch.setattr(assembly, "simulate", simulate)
    said = run(capsys, command, "--link", "demo:?address=1", *more)
    assert said.code == 0
    assert told((said.out + said.err).encode()) == []


@contextmanager
def on_a_terminal(home: Path, *arguments: str) -> Generator[Terminal]:
    """The program on a terminal of 80 by 24."""
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.hostile.child", *arguments],
        env=environment(home),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    try:
        yield Terminal(ours, process)
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def _end(terminal: Terminal) -> bytes:
    until(lambda: _read(terminal) and terminal.process.poll() is not None, "the end")
    _read(terminal)
    return terminal.output


def _read(terminal: Terminal) -> bool:
    with suppress(OSError):  # a terminal that the program has left
        terminal.read()
    return True


@pytest.mark.parametrize("how", ["works", "fail"])
@pytest.mark.parametrize("looks", ["screen", "plain"])
def test_a_typed_password_is_in_nothing_that_a_terminal_or_the_disk_gets(
    home: Path, how: str, looks: str
) -> None:
    plain = ("--plain",) if looks == "plain" else ()
    given = ("--demo", "--checklist", str(quick(home, steps=("passwords",))), *plain)
    with on_a_terminal(home, how, *given) as terminal:
        terminal.await_text(b"as you know it")
        terminal.await_text(b"either shown nor kept")
        terminal.press(TYPED.encode() + ENTER)
        if how == "works":
            terminal.await_text(b"once more")
            terminal.press(b":leave\r" if plain else LEAVE)
        shown = _end(terminal)
    assert (BROKEN.encode() in shown) is (how == "fail")
    assert told(shown) == []
    assert leaks(home / "data") == {}
    assert any(file.name == "journal.jsonl" for file in written(home / "data"))
