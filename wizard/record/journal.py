"""The journal: append-only JSON lines, one write and one fsync each, chained by SHA-256.

A line holds its number, its time, the hash of the line before it and the event. The hash
of a line is that of its bytes without the newline; the first line's `prev` is 64 zeros.
"""

import errno
import fcntl
import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from wizard.clock import Clock
from wizard.errors import BadFile, RecordError
from wizard.record.events import Event
from wizard.text import text

GENESIS = "0" * 64


class Line(Struct, frozen=True):
    """One line: number from 1, UTC, the hash of the line before, the event."""

    n: int
    at: datetime
    prev: str
    event: Event


_ENCODER = msgspec.json.Encoder(decimal_format="number", order="deterministic")
_DECODER = msgspec.json.Decoder(Line)


@dataclass(frozen=True, slots=True)
class History:
    """What a journal holds: good lines, the chain's head, and a torn tail if any."""

    lines: tuple[Line, ...]
    head: str
    good_bytes: int
    torn: bytes

    @property
    def events(self) -> tuple[Event, ...]:
        """The events in order."""
        return tuple(line.event for line in self.lines)


def read(path: Path) -> History:
    """Read a journal. A torn last line is set aside.

    Raises BadFile naming the line where one does not decode or breaks the chain.
    """
    raw = path.read_bytes()
    lines: list[Line] = []
    head, good = GENESIS, 0
    for number, row in enumerate(raw.splitlines(keepends=True), 1):
        if not row.endswith(b"\n"):
            break
        lines.append(_decoded(path, number, head, row[:-1]))
        head, good = hashlib.sha256(row[:-1]).hexdigest(), good + len(row)
    return History(tuple(lines), head, good, raw[good:])


def _decoded(path: Path, number: int, head: str, row: bytes) -> Line:
    try:
        line = _DECODER.decode(row)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadFile(
            text(
                "{file}, line {n}: not a journal line ({why})",
                file=str(path),
                n=number,
                why=str(error),
            )
        ) from error
    if line.prev != head or line.n != number:
        raise BadFile(
            text(
                "{file}, line {n}: the chain is broken here; a line was altered",
                file=str(path),
                n=number,
            )
        )
    return line


class Journal:
    """An open journal that only this process may append to.

    Opening keeps the good prefix and moves a torn last line into `<name>.torn`. Raises
    RecordError where it is held by another process or cannot be written.
    """

    def __init__(self, path: Path, clock: Clock) -> None:
        self.path = path
        self._clock = clock
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        except OSError as error:
            raise _unwritable(path, error) from error
        self._lock()
        self.history = read(path)
        self._set_torn_aside()
        self._n, self.head = len(self.history.lines), self.history.head
        self._good_bytes = self.history.good_bytes

    def _lock(self) -> None:
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(self._fd)
            raise RecordError(
                text(
                    "{file} is in use: another jk-commission runs this session", file=str(self.path)
                )
            ) from error

    def _set_torn_aside(self) -> None:
        if self.history.torn:
            self.path.with_suffix(".torn").write_bytes(self.history.torn)
            os.ftruncate(self._fd, self.history.good_bytes)

    def append(self, event: Event) -> Line:
        """Write one event and wait until the disk has it. Raises RecordError."""
        line = Line(self._n + 1, self._clock.utc(), self.head, event)
        row = _ENCODER.encode(line)
        try:
            self._write(row + b"\n")
        except OSError as error:
            self._take_back()
            raise _unwritable(self.path, error) from error
        self._n, self.head = line.n, hashlib.sha256(row).hexdigest()
        self._good_bytes += len(row) + 1
        return line

    def _write(self, row: bytes) -> None:
        if os.write(self._fd, row) != len(row):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(self._fd)

    def _take_back(self) -> None:
        """Cut off a line that the disk took only in part; shrinking needs no room."""
        with suppress(OSError):
            os.ftruncate(self._fd, self._good_bytes)

    def close(self) -> None:
        """Release the file."""
        os.close(self._fd)


def _unwritable(path: Path, error: OSError) -> RecordError:
    return RecordError(
        text(
            "{file} cannot be written: {why}. Nothing more is sent to the board.",
            file=str(path),
            why=error.strerror or str(error),
        )
    )
