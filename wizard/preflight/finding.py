"""What a check found, and what can be seen of a computer to check."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import IntEnum
from importlib.util import find_spec
from pathlib import Path

from wizard.text import Text

PATIENCE_S = 3.0  # for a program of the system that says how something stands


class Level(IntEnum):
    """How much a finding matters: the greater, the worse."""

    OK = 0
    MIND = 1
    STOPS = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found: one sentence, and the command that mends it, ready to copy."""

    check: str
    level: Level
    says: Text
    mend: str = ""


@dataclass(frozen=True, slots=True)
class Machine:
    """A computer as checks see it: files below `root`, its environment, programs on its PATH.

    `data` is where records go, `free` what is free there in bytes, `size` the columns and
    rows of the terminal, None where there is none. Nothing here changes anything.
    """

    data: Path
    free: int
    size: tuple[int, int] | None
    encoding: str
    now: datetime
    root: Path = Path("/")
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    system: str = sys.platform
    version: tuple[int, int, int] = sys.version_info[:3]
    has_module: Callable[[str], bool] = lambda name: find_spec(name) is not None

    def below(self, path: str) -> Path:
        """Return where an absolute path of this computer lies."""
        return self.root / path.lstrip("/")

    def shown(self, path: Path) -> str:
        """Return a path below the root as a person of this computer writes it."""
        return "/" + str(path.relative_to(self.root))

    def program(self, name: str) -> str | None:
        """Return where a program is, None where it is not."""
        return shutil.which(name, path=self.environment.get("PATH", os.defpath))

    def told(self, name: str, *arguments: str) -> str | None:
        """Return what a program prints, None where it cannot be run or does not end."""
        program = self.program(name)
        if program is None:
            return None
        try:
            done = subprocess.run(  # noqa: S603  our own table of programs and arguments
                [program, *arguments],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=PATIENCE_S,
                check=True,
                env={**self.environment, "LC_ALL": "C"},
            )
        except (OSError, subprocess.SubprocessError):
            return None
        return done.stdout.decode("utf-8", "replace").strip()


def here(data: Path) -> Machine:
    """Return this computer, with the terminal of this process."""
    return Machine(data, _free(data), _size(), _encoding(), datetime.now(UTC))


def standing(folder: Path) -> Path:
    """Return a folder, or the nearest above it that is there."""
    return next(each for each in (folder, *folder.parents) if each.exists())


def _free(data: Path) -> int:
    return shutil.disk_usage(standing(data)).free


def _size() -> tuple[int, int] | None:
    try:
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            return None
        size = os.get_terminal_size(sys.stdout.fileno())
    except (OSError, ValueError):
        return None
    return size.columns, size.lines


def _encoding() -> str:
    return sys.stdout.encoding or "ascii"
