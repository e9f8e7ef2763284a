"""Whatever ends the run while limits are shifted, they come back."""

import signal
import subprocess
from pathlib import Path

from tests.whole.program import (
    board,
    events,
    quick,
    remembered_ovp,
    report,
    run,
    sessions,
    start,
    types,
    until,
)

ORIGINAL_MV = 3650
PREPARED = {"particulars", "pack-limits", "chemistry-preset", "pack-settings"}
TESTED = "protection-over-voltage"


def _shifted(home: Path) -> bool:
    """Whether the last limit of the shift is verified."""
    found = types(home)
    if "shift_opened" not in found:
        return False
    opened, *since = events(home)[found.index("shift_opened") :]
    return sum(event["type"] == "write_settled" for event in since) >= len(opened["wanted"])


def _testing(home: Path) -> str:
    """A checklist that leads straight to a protection test with a short wait for the trip."""
    changes = {"trip_within = { s = 20,": "trip_within = { s = 4,"}
    return str(quick(home, changes, steps={*PREPARED, TESTED}))


def test_kill_9_in_mid_test_is_mended_at_the_next_start_before_anything_else(
    tmp_path: Path,
) -> None:
    memory = tmp_path / "board.json"
    with board(tmp_path, "--memory", str(memory), "--fault", "no-trip") as port:
        running = start(
            tmp_path,
            "run",
            _testing(tmp_path),
            "--link",
            f"serial:{port}",
            "--answers",
            "demo",
        )
        until(lambda: _shifted(tmp_path), "limits shifted")
        running.kill()
        running.wait()
        assert remembered_ovp(memory) < ORIGINAL_MV
        by_hand = (sessions(tmp_path)[0] / "set-by-hand.txt").read_text()
        assert "Cell OVP (V) = 3.650 V" in by_hand
        before = len(events(tmp_path))

        again = run(tmp_path, "resume", "--answers", "demo")

        assert again.returncode == 1, again.stderr
        assert remembered_ovp(memory) == ORIGINAL_MV
    after = [event["type"] for event in events(tmp_path)[before:]]
    assert after[0] == "resumed"
    assert after.index("shift_closed") < after.index("step_started")
    assert "write_settled" in after[: after.index("shift_closed")]
    assert report(tmp_path)["verdict"] == "FAIL"  # no-trip, found by the second attempt


def test_sigterm_while_shifted_restores_reads_back_and_ends_in_order(tmp_path: Path) -> None:
    memory = tmp_path / "board.json"
    with board(tmp_path, "--memory", str(memory), "--fault", "no-trip") as port:
        running = start(
            tmp_path,
            "run",
            _testing(tmp_path),
            "--link",
            f"serial:{port}",
            "--answers",
            "demo",
            stdout=subprocess.PIPE,
        )
        until(lambda: _shifted(tmp_path), "limits shifted")
        running.send_signal(signal.SIGTERM)
        out, _ = running.communicate(timeout=60)
        assert remembered_ovp(memory) == ORIGINAL_MV
    assert running.returncode == 1
    assert out.splitlines()[-1] == "INCOMPLETE"
    found = types(tmp_path)
    assert found.index("shift_closed") < found.index("left")
    assert events(tmp_path)[-1] == {"type": "left", "why": "quit"}


def test_a_signal_with_nothing_shifted_leads_to_an_orderly_end(tmp_path: Path) -> None:
    running = start(
        tmp_path,
        "--demo",
        "--plain",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    until(lambda: "step_started" in types(tmp_path), "first step")
    running.send_signal(signal.SIGHUP)
    running.communicate(timeout=10)
    assert running.returncode == 1
    assert events(tmp_path)[-1] == {"type": "left", "why": "quit"}
    assert report(tmp_path)["verdict"] == "INCOMPLETE"
