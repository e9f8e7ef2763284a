"""Photographs and other files that were put into a session's folder."""

import hashlib
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from wizard.report.document import Attachment
from wizard.report.thumbnail import thumbnail

BAD = frozenset("/\\:")


def attached(folder: Path) -> Iterator[tuple[Attachment, bytes]]:
    """Yield what lies in a folder for attachments, by name, and its bytes.

    Hidden files and folders are left alone. Raises OSError where one cannot be read.
    """
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    names: dict[str, Path] = {}
    for file in found:
        if file.is_file() and not file.name.startswith("."):
            names[_free(plain(file.name), names)] = file
    for name, file in names.items():
        content = file.read_bytes()
        changed = datetime.fromtimestamp(file.stat().st_mtime, UTC).replace(microsecond=0)
        digest = hashlib.sha256(content).hexdigest()
        yield Attachment(name, len(content), changed, digest, thumbnail(content)), content


def plain(name: str) -> str:
    """Return a file's name with nothing in it that leads elsewhere or steers a terminal."""
    return "".join("_" if _steers(char) else char for char in name)


def _steers(char: str) -> bool:
    return char in BAD or (unicodedata.category(char)[0] in "CZ" and char != " ")


def _free(name: str, taken: Mapping[str, Path]) -> str:
    """Return a name that is not taken: two files may have become alike."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{number}-{name}"
    return free
