"""Files that outlive a power cut: waited for until the disk has them, and their names."""

import errno
import os
import tempfile
from contextlib import suppress
from pathlib import Path


def write_all(fd: int, data: bytes) -> None:
    """Write in one go and wait for the disk. Raises OSError, also for a part."""
    if os.write(fd, data) != len(data):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    os.fsync(fd)


def keep(path: Path, content: bytes) -> Path:
    """Write a file whole or not at all, readable by its owner only; then the disk has it.

    Raises OSError.
    """
    fd, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    fresh = Path(name)
    try:
        with os.fdopen(fd, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    keep_names(path.parent)
    return path


def keep_names(folder: Path) -> None:
    """Ask the disk to keep the names of the files in a folder through a power cut.

    Not every file system and not every folder lets us; the contents are safe in any.
    """
    with suppress(OSError):
        fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)
