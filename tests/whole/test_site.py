"""A line that drops while limits of a site's pack are shifted: both sessions end in order."""

import json
import signal
import subprocess
from pathlib import Path
from typing import Any

from tests.commands.support import answers
from tests.whole.program import board, quick, remembered_ovp, sessions, start, until

ORIGINAL_MV = 3650
STEPS = {
    "particulars", "pack-limits", "connect", "chemistry-preset", "protection-over-voltage",
}  # fmt: skip
PLANNED = {
    "packs": "2",
    **{f"name-{n}": f"Pack {n}" for n in (1, 2)},
    **{f"checklist-{n}": "quick" for n in (1, 2)},
    **{f"address-{n}": str(n % 2) for n in (1, 2)},
    **{f"statement-1-{n}": "y" for n in (1, 2)},
}


def told(folder: Path) -> list[dict[str, Any]]:
    """The events of a session so far."""
    file = folder / "journal.jsonl"
    rows = file.read_bytes().split(b"\n")[:-1] if file.exists() else []
    return [json.loads(row)["event"] for row in rows]


def shifted(home: Path) -> bool:
    """Whether the last limit of pack 1 that is shifted was read back."""
    found = [event for folder in sessions(home)[1:] for event in told(folder)]
    types = [event["type"] for event in found]
    if "shift_opened" not in types:
        return False
    at = types.index("shift_opened")
    return types[at:].count("write_settled") >= len(found[at]["wanted"])


def test_a_dropped_line_restores_the_pack_s_limits_and_leaves_both_sessions_in_order(
    tmp_path: Path,
) -> None:
    own = tmp_path / "config/jk-commission/checklists"
    own.mkdir(parents=True)
    quick(own, {"trip_within = { s = 20,": "trip_within = { s = 4,"}, steps=STEPS)
    given = str(answers(tmp_path, **PLANNED))
    memory = tmp_path / "board.json"
    with board(tmp_path, "--memory", str(memory), "--fault", "no-trip") as port:
        running = start(
            tmp_path, "run", "site", "--link", f"serial:{port}", "--answers", given,
            stdout=subprocess.PIPE,
        )  # fmt: skip
        try:
            until(lambda: shifted(tmp_path), "limits of pack 1 shifted")
            assert remembered_ovp(memory) < ORIGINAL_MV
            running.send_signal(signal.SIGHUP)
            out, _ = running.communicate(timeout=60)
        finally:
            running.kill()
        assert remembered_ovp(memory) == ORIGINAL_MV
    assert running.returncode == 1
    assert out.splitlines()[-1] == "INCOMPLETE"
    site, pack = sessions(tmp_path)
    in_pack = [event["type"] for event in told(pack)]
    assert in_pack.index("shift_closed") < in_pack.index("left")
    assert told(pack)[-1] == told(site)[-1] == {"type": "left", "why": "quit"}
    judged = next(event for event in told(site) if event["type"] == "pack_judged")
    assert judged["verdict"] == "INCOMPLETE"
    reports = {file.name for file in (tmp_path / "data/jk-commission/reports").glob("*.json")}
    assert judged["report"] in reports
    assert any(name.startswith(site.name) for name in reports)
