"""Getting reports out of the machine: a line for scp, a copy on a mounted stick."""

import getpass
import hashlib
import os
import shlex
import shutil
import socket
from collections.abc import Iterable, Mapping
from pathlib import Path

from wizard.errors import BadFile
from wizard.record.disk import keep_names
from wizard.text import text

USUAL_PORT = "22"
BLOCK = 1 << 20


def scp(file: Path, environment: Mapping[str, str]) -> str:
    """Return the line that fetches a file to where the user sits.

    The host is the one that the user's SSH connection came in at, else this machine's name.
    """
    _, _, address, port = (environment.get("SSH_CONNECTION", "").split() + [""] * 4)[:4]
    host = address or socket.gethostname()
    where = f"{_user()}@{f'[{host}]' if ':' in host else host}:{file}"
    other = [] if port in {"", USUAL_PORT} else ["-P", port]
    return shlex.join(["scp", *other, where, "."])


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a user id that nobody gave a name
        return str(os.getuid())


def copy(files: Iterable[Path], folder: Path) -> list[Path]:
    """Copy files into a folder, wait for its disk, and compare what is there then.

    What is there under the same name and is the same stays. Raises BadFile, also where
    another file of that name is there: nothing is overwritten.
    """
    if not folder.is_dir():
        raise BadFile(text("{folder} is no folder. Is the stick mounted?", folder=str(folder)))
    try:
        return [_copied(file, folder / file.name) for file in files]
    except OSError as error:
        why = error.strerror or str(error)
        raise BadFile(text("{file}: {why}", file=str(error.filename or folder), why=why)) from error


def _copied(file: Path, target: Path) -> Path:
    wanted = _digest(file)
    if not target.exists():
        _write(file, target)
    if _digest(target) != wanted:
        raise BadFile(
            text("{file} is another file than {own}: move it away first.",
                 file=str(target), own=str(file))
        )  # fmt: skip
    return target


def _write(file: Path, target: Path) -> None:
    """Write a copy and wait for the disk; a stick's file system may know no modes or locks."""
    with file.open("rb") as source, target.open("xb") as copied:
        try:
            shutil.copyfileobj(source, copied, BLOCK)
            copied.flush()
            os.fsync(copied.fileno())
        except OSError:
            target.unlink(missing_ok=True)
            raise
    keep_names(target.parent)


def _digest(file: Path) -> str:
    """Return the SHA-256 of a file's bytes, read past what the system still holds of it."""
    with file.open("rb") as content:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(content.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return hashlib.file_digest(content, "sha256").hexdigest()
