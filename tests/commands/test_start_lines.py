"""The first page in plain lines: what can be done, by numbers, typed into a pipe."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.support import Said, run, sessions
from tests.whole.program import events

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def pipe(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Standard input is a pipe; yields its other end."""
    reading, writing = os.pipe()
    with os.fdopen(reading, encoding="utf-8") as source:
        monkeypatch.setattr("sys.stdin", source)
        yield writing


def said(capsys: Capture, pipe: int, *lines: str) -> Said:
    """Return what came of lines that are typed before the pipe ends."""
    with os.fdopen(pipe, "w", encoding="utf-8") as typed:
        typed.writelines(f"{line}\n" for line in lines)
    return run(capsys, "--plain")


def test_a_digit_leads_to_practising_and_what_is_typed_behind_it_answers(
    capsys: Capture, home: Path, pipe: int
) -> None:
    ran = said(capsys, pipe, "5", "1", "1", "J. Novák")
    assert ran.code == 1  # the pipe ended in the middle
    shown = ran.out.splitlines()
    assert shown.index("5 Practise: on a simulated pack, with a fault if you like") > 0
    assert shown.index("1 nothing: Everything is in order.") > shown.index(
        "2 Resume: nothing is open"
    )
    answered = [each["answer"] for each in events(home) if each["type"] == "answered"]
    assert answered == ["J. Novák"]


def test_enter_alone_goes_back_and_then_leaves_with_nothing_begun(
    capsys: Capture, home: Path, pipe: int
) -> None:
    ran = said(capsys, pipe, "5", "", "")
    assert (ran.code, sessions(home)) == (0, [])
    assert ran.out.count("What shall be done?") == 2


def test_what_cannot_be_done_is_said_and_asked_again(
    capsys: Capture, home: Path, pipe: int
) -> None:
    ran = said(capsys, pipe, "2", "6", "")
    assert (ran.code, sessions(home)) == (0, [])
    assert ran.err.splitlines()[-2:] == ["nothing is open", "Type a number from 1 to 5."]


def test_where_nobody_types_a_link_has_to_be_named(capsys: Capture, home: Path, pipe: int) -> None:
    ran = said(capsys, pipe)
    assert (ran.code, sessions(home)) == (2, [])
    assert "Name a link: --link " in ran.err
