"""A lock file: one process holds it at a time, and the next one learns who that is.

The lock is the kernel's (`flock`) and ends with its process, however that ends: a file
that was left behind is no lock. What stands in it is for people; nothing is decided by it.
"""

import fcntl
import os
import sys
from pathlib import Path

import msgspec
from msgspec import Struct

from wizard.clock import SystemClock
from wizard.errors import CommissionError
from wizard.text import Text, text

MOST_TOLD = 4096  # bytes of a lock file that are looked at
LONGEST_COMMAND = 200
RELEASED = -1


class Holder(Struct, frozen=True):
    """Who holds a lock: process, local time, what it was started with."""

    pid: int
    since: str
    command: str


class Lock:
    """A lock that is held, until `release` or the end of the process."""

    def __init__(self, descriptor: int) -> None:
        self._fd = descriptor

    def release(self) -> None:
        """Let others have it; a released lock stays so."""
        if self._fd != RELEASED:
            os.close(self._fd)
        self._fd = RELEASED


def take(file: Path, what: str, error: type[CommissionError]) -> Lock:
    """Take the lock on `what`. Raises `error`, saying who has it or why it cannot be taken."""
    try:
        descriptor = _opened(file)
    except OSError as trouble:
        raise error(_impossible(file, what, trouble)) from trouble
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _tell(descriptor)
    except BlockingIOError as trouble:
        reason = _in_use(what, _holder(descriptor))
        os.close(descriptor)
        raise error(reason) from trouble
    except OSError as trouble:
        os.close(descriptor)
        raise error(_impossible(file, what, trouble)) from trouble
    return Lock(descriptor)


def _opened(file: Path) -> int:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return os.open(file, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)


def _tell(descriptor: int) -> None:
    since = SystemClock().utc().astimezone().isoformat(" ", "seconds")
    holder = Holder(os.getpid(), since, _command())
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, msgspec.json.encode(holder), 0)


def _command() -> str:
    """Return what this process was started with, as far as it is text."""
    words = " ".join((Path(sys.argv[0]).name, *sys.argv[1:]))
    return words[:LONGEST_COMMAND].encode("utf-8", "replace").decode()


def _holder(descriptor: int) -> Holder | None:
    try:
        return msgspec.json.decode(os.pread(descriptor, MOST_TOLD, 0), type=Holder)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None  # not written yet, or by something else: then nobody can be named


def _in_use(what: str, holder: Holder | None) -> Text:
    if holder is None:
        return text("{what} is in use by another run of this program. Close it.", what=what)
    return text(
        "{what} is in use by process {pid} since {since}: {command}. Let it end, or close it.",
        what=what,
        pid=holder.pid,
        since=holder.since,
        command=holder.command,
    )


def _impossible(file: Path, what: str, error: OSError) -> Text:
    return text(
        "{what} cannot be kept for this program alone: {file}: {why}. Nothing was opened.",
        what=what,
        file=str(file),
        why=error.strerror or str(error),
    )
