"""A terminal that nobody reads stops the screen, not what protects the pack."""

import signal
from pathlib import Path
from typing import Any

import pytest

from tests.whole.program import events, quick, remembered_ovp, sessions, types, until
from tests.whole.terminal import Terminal, terminal
from wizard import assembly
from wizard.clock import JumpClock
from wizard.links.spec import parse
from wizard.operators.script import Script
from wizard.procedure.questions import Question
from wizard.text import Text

DEADLINE_S = 8
TESTED = "protection-over-voltage"
REPAINTS = 40


def _prepared(home: Path) -> Path:
    """Bring a commissioning up to the protection test; return its board's memory."""
    checklist = quick(
        home,
        {"deadline = { s = 120,": f"deadline = {{ s = {DEADLINE_S},"},
        steps={"particulars", "pack-limits", "chemistry-preset", "pack-settings", TESTED},
    )
    clock = JumpClock()
    case = assembly.new_case(str(checklist), parse("demo:"), clock)
    demo = assembly.demo_answers(case.line)

    def answers(step: str, question: Question[Any]) -> str | None:
        return None if step == TESTED else demo(step, question)

    def quiet(_: Text) -> None:
        return

    script = Script(answers, quiet)
    engine = assembly.start(case, script, clock, person=False)
    script.controls = engine
    engine.start()
    assert engine.join(60)
    return case.folder / assembly.DEMO_MEMORY


def _shift(home: Path, screen: Terminal) -> None:
    """Confirm the gates by keys, without a test source, and wait for the trip."""
    screen.await_text(b"breaker")
    for number, keys in enumerate((b"\r", b"\r", b"\r", b"1\r")):
        answered = types(home).count("answered")
        screen.press(keys)
        until(lambda seen=answered: types(home).count("answered") > seen, f"answer {number}")
        screen.read()
    screen.await_text(b"SHIFTED")
    until(lambda: screen.read() and _measured(home, "trip"), "the trip")


def _measured(home: Path, name: str) -> bool:
    return any(
        event["type"] == "measured" and event["measurement"]["id"] == name for event in events(home)
    )


def _stall(screen: Terminal) -> None:
    """Have the screen repaint until nobody's reading has blocked it."""
    for number in range(REPAINTS):
        screen.resize(100 - number % 2, 30)
    until(lambda: screen.unread() >= 4000, "a full terminal")


def test_limits_come_back_by_the_deadline_while_nobody_reads_and_sighup_ends_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    memory = _prepared(tmp_path)
    with terminal(tmp_path, "resume") as screen:
        _shift(tmp_path, screen)
        assert remembered_ovp(memory) < 3650
        _stall(screen)

        until(lambda: "shift_closed" in types(tmp_path), "limits restored", DEADLINE_S + 20)

        closed = next(e for e in events(tmp_path) if e["type"] == "shift_closed")
        assert closed["why"] == "deadline"
        assert remembered_ovp(memory) == 3650
        assert screen.process.poll() is None
        screen.process.send_signal(signal.SIGHUP)
        until(lambda: screen.process.poll() is not None, "the end", 10)
    assert events(tmp_path)[-1] == {"type": "left", "why": "quit"}
    assert (sessions(tmp_path)[0] / "set-by-hand.txt").exists()
