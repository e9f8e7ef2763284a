"""Everything the program writes is for its owner only, whatever the owner's habits are."""

import subprocess
from pathlib import Path

import pytest

from tests.whole.program import PROGRAM, environment, quick

STEPS = ("particulars", "pack-limits", "connect", "chemistry-preset", "pack-settings")


def _modes(folder: Path) -> dict[str, int]:
    """What others may do with each file and folder below a folder."""
    return {
        str(each.relative_to(folder)): each.stat().st_mode & 0o077 for each in folder.rglob("*")
    }


@pytest.mark.parametrize("mask", ["000", "022"])
def test_files_and_folders_are_closed_to_all_others(home: Path, mask: str) -> None:
    own = home / "own"
    own.mkdir()
    checklist = quick(own, steps=(*STEPS, "protection-over-voltage"))
    written = home / "user"
    arguments = ["run", str(checklist), "--demo", "--record", str(written / "line.tape")]
    command = ["sh", "-c", f'umask {mask}; mkdir "$0"; exec "$@"', str(written)]
    done = subprocess.run(
        [*command, *PROGRAM, *arguments],
        env={**environment(written), "XDG_STATE_HOME": str(written / "state")},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.stdout.splitlines()[-1] == "PASS", done.stderr
    modes = _modes(written)
    assert {Path(name).name for name in modes} >= {
        "journal.jsonl", "journal.lock", "checklist.toml", "simulated-board.json",
        "set-by-hand.txt", "line.tape", "sessions", "reports",
    }  # fmt: skip
    assert {name: oct(mode) for name, mode in modes.items() if mode} == {}
