"""Where learnt gaps outlive the process: a small file, by adapter, speed and firmware.

It is a convenience. What is broken in it is left out, and what cannot be kept is learnt
again.
"""

import stat
from contextlib import suppress
from math import ceil
from pathlib import Path
from typing import Annotated, Protocol

import msgspec

from wizard.boards.gap import LONGEST_S, SHORTEST_S
from wizard.record.disk import keep
from wizard.text import Text, text

MS = 1000
STEP_MS = 0.5  # rounded up to it: never shorter than what was proven
MOST_BYTES = 1 << 20  # some 20 000 lines
ALIKE = 1.1  # a gap this near to the one on disk is not written again

Milliseconds = Annotated[float, msgspec.Meta(ge=MS * SHORTEST_S, le=MS * LONGEST_S)]
Lines = dict[str, dict[str, Milliseconds]]
"""What the file holds: the gap of each line, by the firmware of the boards on it."""


class GapMemory(Protocol):
    """Remembers the gaps of one line, in s, by the firmware of the boards on it.

    `trouble` says why what was kept is ignored, if it is.
    """

    @property
    def trouble(self) -> Text | None:
        """The sentence."""
        ...

    def recall(self, firmware: str) -> float | None:
        """Return the gap that was learnt with a firmware."""
        ...

    def keep(self, firmwares: frozenset[str], gap_s: float) -> None:
        """Remember the gap of a line for each firmware on it."""
        ...


class Forgetful:
    """Remembers nothing."""

    trouble: Text | None = None

    def recall(self, firmware: str) -> float | None:
        """Return None."""

    def keep(self, firmwares: frozenset[str], gap_s: float) -> None:
        """Do nothing."""


class GapFile:
    """The gaps of one line (`line` names adapter and speed) in a file of all lines."""

    def __init__(self, path: Path, line: str) -> None:
        self._path, self._line = path, line
        self.trouble: Text | None = None
        self._known = self._read().get(line, {})

    def recall(self, firmware: str) -> float | None:
        """Return the gap that was learnt with a firmware."""
        known = self._known.get(firmware)
        return None if known is None else known / MS

    def keep(self, firmwares: frozenset[str], gap_s: float) -> None:
        """Write the gap down, unless the file holds one like it; a full disk is no fault."""
        gap = ceil(MS * gap_s / STEP_MS) * STEP_MS
        if all(_is_like(self._known.get(each), gap) for each in firmwares):
            return
        self._known = {**self._known, **dict.fromkeys(firmwares, gap)}
        lines = {**self._read(), self._line: self._known}
        with suppress(OSError, UnicodeError):  # a port's name need not be text
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            keep(self._path, msgspec.json.format(msgspec.json.encode(lines)))

    def _read(self) -> Lines:
        try:
            return msgspec.json.decode(_content(self._path), type=Lines)
        except FileNotFoundError:
            return {}
        except (OSError, ValueError):
            self.trouble = text(
                "{file} cannot be read and is ignored: the pauses between requests are "
                "learnt anew.",
                file=str(self._path),
            )
            return {}


def _content(path: Path) -> bytes:
    """Read a plain file of a likely size. Raises OSError, and ValueError for any other."""
    found = path.stat()
    if not stat.S_ISREG(found.st_mode) or found.st_size > MOST_BYTES:
        raise ValueError(path)
    return path.read_bytes()


def _is_like(old: float | None, new: float) -> bool:
    return old is not None and max(old, new) <= ALIKE * min(old, new)
