"""A terminal that nobody reads stops the screen, not what protects the pack."""

import signal
from pathlib import Path

import pytest

from tests.whole.program import events, remembered_ovp, sessions, types, until
from tests.whole.shifting import prepared, shift
from tests.whole.terminal import Terminal, terminal

DEADLINE_S = 8
ANEW = b"\x0c"  # Ctrl+L
NEARLY_FULL = 4000  # bytes that a terminal holds while nobody reads


def _stall(screen: Terminal) -> None:
    """Have the screen repaint until nobody's reading has blocked it."""

    def full() -> bool:
        screen.press(ANEW)
        return screen.unread() >= NEARLY_FULL

    until(full, "a full terminal")


def test_limits_come_back_by_the_deadline_while_nobody_reads_and_sighup_ends_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    memory = prepared(tmp_path, DEADLINE_S)
    with terminal(tmp_path, "resume") as screen:
        shift(tmp_path, screen)
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
