"""The program in a real tmux of 80 by 24."""

import os
import shutil
import subprocess
from collections.abc import Generator
from pathlib import Path

import pytest

from tests.whole.program import PROGRAM, environment, until

TMUX = shutil.which("tmux")


class Pane:
    """A tmux server of its own with one pane of 80 by 24."""

    def __init__(self, home: Path) -> None:
        self._base = ["tmux", "-S", str(home / "socket"), "-f", "/dev/null"]
        self._home = home

    def tmux(self, *arguments: str) -> str:
        """Give tmux a command; return what it prints."""
        done = subprocess.run(
            [*self._base, *arguments],
            env=environment(self._home),
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout

    def shows(self, words: str) -> bool:
        """Whether some words stand in the pane."""
        return words in self.tmux("capture-pane", "-p")


@pytest.fixture
def pane(tmp_path: Path) -> Generator[Pane]:
    if TMUX is None:
        assert not os.environ.get("CI"), "tmux is missing: see tests/system-packages.txt"
        pytest.skip("tmux is not installed")
    pane = Pane(tmp_path)
    yield pane
    pane.tmux("kill-server")


def test_the_demonstration_runs_in_tmux_and_leaves_by_f10(pane: Pane, tmp_path: Path) -> None:
    command = " ".join([*PROGRAM, "--demo", "; echo left with $?; sleep 60"])
    pane.tmux("new-session", "-d", "-x", "80", "-y", "24", f"cd {tmp_path}; {command}")
    until(lambda: pane.shows("Technician:"), "the first question")
    pane.tmux("send-keys", "A. Kowalski", "Enter")
    until(lambda: pane.shows("Site:"), "the second question")
    assert pane.shows("A. Kowalski")
    pane.tmux("send-keys", "F10")
    until(lambda: pane.shows("F10 again"), "the question whether to leave")
    pane.tmux("send-keys", "F10")
    until(lambda: pane.shows("left with 1") or pane.shows("INCOMPLETE"), "the end")
    pane.tmux("send-keys", "Enter")
    until(lambda: pane.shows("left with 1"), "the shell")
