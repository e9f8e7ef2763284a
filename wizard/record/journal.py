"""The journal: append-only JSON lines, one write and one fsync each, chained by SHA-256.

A line holds its number, its time, the hash of the line before it and the event, and
nothing that steers a terminal. The hash of a line is that of its bytes without the
newline; the first line's `prev` is 64 zeros.
"""

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from wizard.clock import Clock
from wizard.errors import BadFile, CommissionError, RecordError
from wizard.lock import take
from wizard.record.disk import keep_names, write_all
from wizard.record.events import Event
from wizard.text import escaped, text

GENESIS = "0" * 64
CLOSED = -1


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
    return decoded(path.read_bytes(), str(path))


def decoded(raw: bytes, name: str) -> History:
    """Return what the bytes of a journal hold, as `read` does; `name` is for the sentences."""
    *rows, torn = raw.split(b"\n")  # not splitlines: a line ends with this byte only
    lines: list[Line] = []
    head = GENESIS
    for number, row in enumerate(rows, 1):
        lines.append(_decoded(name, number, head, row))
        head = hashlib.sha256(row).hexdigest()
    return History(tuple(lines), head, len(raw) - len(torn), torn)


def _decoded(name: str, number: int, head: str, row: bytes) -> Line:
    try:
        line = _DECODER.decode(row)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadFile(
            text(
                "{file}, line {n}: not a journal line ({why})",
                file=name,
                n=number,
                why=str(error),
            )
        ) from error
    if line.prev != head or line.n != number:
        raise _broken(name, number)
    return line


def _broken(name: str, number: int) -> BadFile:
    if number == 1:
        what = text("{file}, line 1: the chain does not begin here", file=name)
    else:
        what = text(
            "{file}: the chain is broken between line {before} and line {n}; one of them was "
            "altered, or lines were added or taken out",
            file=name,
            before=number - 1,
            n=number,
        )
    return BadFile(what)


class Journal:
    """An open journal that only this process may append to.

    Opening keeps the good prefix and moves a torn last line into `<name>.torn`. Raises
    RecordError where it is held by another process or cannot be written, and BadFile.
    """

    def __init__(self, path: Path, clock: Clock) -> None:
        self.path = path
        self._clock = clock
        self._lock = take(path.with_suffix(".lock"), str(path), RecordError)
        self._fd = CLOSED
        try:
            self._fd = _opened(path)
            self.history = read(path)
            self._set_torn_aside()
            for folder in (path.parent, path.parent.parent):
                keep_names(folder)
        except OSError as error:
            self.close()
            raise _unwritable(path, error) from error
        except CommissionError:
            self.close()
            raise
        self._n, self.head = len(self.history.lines), self.history.head
        self._good_bytes = self.history.good_bytes
        self._half = False

    def _set_torn_aside(self) -> None:
        if self.history.torn:
            _add(self.path.with_suffix(".torn"), self.history.torn + b"\n")
            os.ftruncate(self._fd, self.history.good_bytes)

    def append(self, event: Event) -> Line:
        """Write one event and wait until the disk has it. Raises RecordError."""
        line = Line(self._n + 1, self._clock.utc(), self.head, event)
        row = _encoded(self.path, line)
        try:
            self._write(row + b"\n")
        except OSError as error:
            self._take_back()
            raise _unwritable(self.path, error) from error
        self._n, self.head = line.n, hashlib.sha256(row).hexdigest()
        self._good_bytes += len(row) + 1
        return line

    def _write(self, row: bytes) -> None:
        if self._half:
            os.ftruncate(self._fd, self._good_bytes)
        self._half = True
        write_all(self._fd, row)
        self._half = False

    def _take_back(self) -> None:
        """Cut off a line that the disk took only in part; shrinking needs no room.

        Where even that fails, it is tried again before the next line.
        """
        with suppress(OSError):
            os.ftruncate(self._fd, self._good_bytes)
            self._half = False

    def close(self) -> None:
        """Release the file; nothing can be appended any more."""
        if self._fd != CLOSED:
            os.close(self._fd)
        self._fd = CLOSED
        self._lock.release()


def _encoded(path: Path, line: Line) -> bytes:
    """Return a line's bytes, proved to be readable. Raises RecordError."""
    try:
        row = escaped(_ENCODER.encode(line).decode()).encode()
        _DECODER.decode(row)
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise RecordError(
            text(
                "{file}: what happened cannot be recorded ({why}).", file=str(path), why=str(error)
            )
        ) from error
    return row


def _opened(path: Path) -> int:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    except OSError as error:
        raise _unwritable(path, error) from error


def _add(path: Path, data: bytes) -> None:
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        write_all(fd, data)
    finally:
        os.close(fd)


def _unwritable(path: Path, error: OSError) -> RecordError:
    return RecordError(
        text(
            "{file} cannot be written: {why}. Nothing more is sent to the board.",
            file=str(path),
            why=error.strerror or str(error),
        )
    )
