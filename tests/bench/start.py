"""Starting: how long until something is seen, and how much memory that takes."""

import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from fcntl import ioctl
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.bench.row import Row
from tests.bench.stopwatch import middle

ROOT = Path(__file__).parents[2]
PYTHON = sys.executable
WIZARD = (PYTHON, "-m", "wizard")
BARE_APP = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static('first frame')
Bare().run(mouse=False)
"""
BARE = (PYTHON, "-c", BARE_APP)
TIMES = 7
PATIENCE_S = 30.0
ROWS, COLUMNS = 24, 80
SETTLED_S = 0.5  # a screen that is silent for so long stands


@dataclass(frozen=True)
class Seen:
    """What came of a start: seconds until words stood on the screen, kB that are resident."""

    seconds: float
    resident_kb: float


def measure() -> list[Row]:
    """Start everything several times, by turns with its yardstick."""
    with TemporaryDirectory() as home:
        env = _environment(home)
        version = _ratio_rows(env)
        pairs = [
            (_seen(WIZARD, b"Practise", env), _seen(BARE, b"first frame", env))
            for _ in range(TIMES)
        ]
    wizard, bare = zip(*pairs, strict=True)
    return [
        *version,
        Row(
            "first frame",
            1000 * median(each.seconds for each in wizard),
            1000 * median(each.seconds for each in bare),
            "ms",
            1.5,
            "the start page against a bare Textual app, 80x24 on a pseudo-terminal",
        ),
        Row(
            "resident memory of the start page",
            median(each.resident_kb for each in wizard) / 1000,
            median(each.resident_kb for each in bare) / 1000,
            "MB",
            1.5,
            "against the same bare app, when the page stands",
        ),
    ]


def _ratio_rows(env: dict[str, str]) -> list[Row]:
    empty = 1000 * middle((PYTHON, "-c", "pass"), env, 15).seconds
    rows = (("--version", 3.0), ("--help", None))
    return [
        Row(
            option,
            1000 * middle((*WIZARD, option), env, 15).seconds,
            empty,
            "ms",
            reach,
            "against python -c pass",
        )
        for option, reach in rows
    ]


def _environment(home: str) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "PYTHONPATH": str(ROOT),
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "HOME": home,
        "XDG_DATA_HOME": home,
        "XDG_CONFIG_HOME": home,
    }


def _seen(command: Sequence[str], wanted: bytes, env: dict[str, str]) -> Seen:
    """Start a program on a terminal of its own; end it when it was seen."""
    master, slave = pty.openpty()
    ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    began = time.perf_counter()
    with subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=env) as process:
        os.close(slave)
        try:
            _read(master, wanted)
            took = time.perf_counter() - began
            _settle(master)
            return Seen(took, _resident_kb(process.pid))
        finally:
            process.kill()
            os.close(master)


def _read(master: int, wanted: bytes) -> None:
    written, end = b"", time.monotonic() + PATIENCE_S
    while wanted not in written:
        if time.monotonic() > end:
            raise TimeoutError(written[-2000:])
        written += _some(master, 0.1)


def _settle(master: int) -> None:
    while _some(master, SETTLED_S):
        pass


def _some(master: int, seconds: float) -> bytes:
    ready, _, _ = select.select([master], [], [], seconds)
    with suppress(OSError):  # the other end is closed
        return os.read(master, 65536) if ready else b""
    return b""


def _resident_kb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith("VmRSS:"))
