"""The journal: an event on disk, against the same bytes written and waited for."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.row import Row
from tests.bench.stopwatch import by_turns
from wizard.clock import SystemClock
from wizard.record.events import Answered
from wizard.record.journal import Journal

MICRO = 1e6
EVENT = Answered("harness-steps", 1, "wire-7", "23.114")
TURNS = 400


def measure() -> list[Row]:
    """Append by turns with a bare write and fsync, on the disk of temporary files."""
    with TemporaryDirectory() as name, _open(Path(name) / "bare") as bare:
        journal = Journal(Path(name) / "journal.jsonl", SystemClock())
        journal.append(EVENT)
        line = journal.path.read_bytes()

        def write() -> None:
            os.write(bare, line)
            os.fsync(bare)

        one, other = by_turns(lambda: journal.append(EVENT), write, TURNS)
        journal.close()
    how = f"{len(line)} bytes, the middle of {TURNS} by turns with one write and one fsync"
    return [Row("journal append", one * MICRO, other * MICRO, "us", 1.2, how)]


@contextmanager
def _open(path: Path) -> Generator[int]:
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        yield fd
    finally:
        os.close(fd)
