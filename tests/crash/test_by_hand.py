"""What must be set by hand outlives a power cut before the first limit is shifted."""

import os
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.procedure.support_protection import OVER, ready_site

NAME = "set-by-hand.txt"


@dataclass
class PowerCut:
    """What a disk still has after a power cut: what was waited for, and under which name.

    `contents` are those of each file when it was last waited for, `names` those of the
    files in a folder when that was.
    """

    contents: dict[int, bytes] = field(default_factory=dict[int, bytes])
    names: dict[Path, dict[str, int]] = field(default_factory=dict[Path, dict[str, int]])

    def under(self, monkeypatch: pytest.MonkeyPatch) -> "PowerCut":
        """Watch what is waited for until the test ends."""
        really = os.fsync

        def fsync(fd: int) -> None:
            really(fd)
            path = Path(f"/proc/self/fd/{fd}").readlink()
            if path.is_dir():
                self.names[path] = {file.name: file.stat().st_ino for file in path.iterdir()}
            else:
                self.contents[path.stat().st_ino] = path.read_bytes()

        monkeypatch.setattr(os, "fsync", fsync)
        return self

    def left(self, path: Path) -> bytes | None:
        """Return what a file holds if the power is cut now; None where it is not there."""
        number = self.names.get(path.parent, {}).get(path.name)
        return None if number is None else self.contents.get(number)


def test_the_file_and_its_name_are_on_disk_before_the_first_shifted_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut, site = PowerCut().under(monkeypatch), ready_site(tmp_path, OVER)
    board, left = site.simulation.board, list[bytes | None]()
    before = board.all_settings()

    def written() -> None:
        if board.all_settings() != before:
            left.append(cut.left(tmp_path / NAME))

    board.changed = written
    assert site.run().verdict(OVER) == "pass"
    assert left
    assert left[0] is not None
    assert b"Cell OVP (V) = 3.650 V" in left[0]
