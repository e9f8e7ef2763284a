"""Journals for tests: a history, its bytes, and a disk that misbehaves."""

import os
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from wizard.clock import JumpClock
from wizard.quantity import Quantity
from wizard.record.events import (
    Answered,
    Event,
    Noted,
    Outcome,
    StepStarted,
    WriteIntended,
    WriteSettled,
)
from wizard.record.journal import Journal
from wizard.text import text

OVP = Quantity(Decimal("3.650"), "V")
HISTORY: tuple[Event, ...] = (
    StepStarted("limits", 1),
    Answered("limits", 1, "cells", "16 Zellen, 3,3 V: geprüft ✓"),
    WriteIntended(1, "50410000001", "cell_ovp", Quantity(Decimal("4.2"), "V"), OVP, "limits"),
    WriteSettled(1, Outcome.VERIFIED, OVP),
    Noted(text("The clock was set.")),
)


@contextmanager
def folder() -> Generator[Path]:
    """Give a folder of its own to each example of a property."""
    with TemporaryDirectory() as name:
        yield Path(name) / "session"


def opened(path: Path) -> Journal:
    return Journal(path, JumpClock(datetime(2026, 1, 2, tzinfo=UTC)))


def journalled(path: Path, events: Sequence[Event] = HISTORY) -> bytes:
    """Write events to a journal and return its bytes."""
    journal = opened(path)
    for event in events:
        journal.append(event)
    journal.close()
    return path.read_bytes()


class Disk:
    """Counts what reaches the disk; takes `room` bytes more, then is full.

    `stuck` makes it refuse to shrink a file as well; `broken` makes fsync fail.
    """

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.room: int | None = None
        self.stuck = self.broken = False
        self._write, self._fsync, self._ftruncate = os.write, os.fsync, os.ftruncate

    def put_under(self, monkeypatch: pytest.MonkeyPatch) -> "Disk":
        """Stand between this process and its files until the test ends."""
        for name in ("write", "fsync", "ftruncate"):
            monkeypatch.setattr(os, name, getattr(self, name))
        return self

    def write(self, fd: int, data: bytes) -> int:
        self.calls.append("write")
        if self.room == 0:
            raise OSError(28, "No space left on device")
        taken = len(data) if self.room is None else min(self.room, len(data))
        if self.room is not None:
            self.room -= taken
        return self._write(fd, data[:taken])

    def fsync(self, fd: int) -> None:
        self.calls.append("fsync")
        if self.broken:
            raise OSError(5, "Input/output error")
        self._fsync(fd)

    def ftruncate(self, fd: int, length: int) -> None:
        if self.stuck:
            raise OSError(5, "Input/output error")
        self._ftruncate(fd, length)
