"""The program as other processes, for tests of whole commissionings."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Generator, Mapping
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any

BOUND_S = 60.0
POLL_S = 0.02
STEP = "\n[[step]]\n"
WAITS = re.compile(r"(?m)^(wait|steady|pause|proved_over|settle|average) = \{ s = \d+,")

PROGRAM = (sys.executable, "-m", "wizard")


def environment(home: Path) -> dict[str, str]:
    """Return an environment whose data and configuration lie under a folder.

    To the program, typst is not installed: no test of these looks at a PDF, and each takes long.
    """
    root = Path(__file__).parents[2]
    absent = Path(__file__).with_name("absent")
    return {
        **os.environ,
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "PYTHONPATH": f"{absent}{os.pathsep}{root}",
        "TERM": "xterm-256color",
    }


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the program to its end."""
    return subprocess.run(
        [*PROGRAM, *arguments],
        env=environment(home),
        capture_output=True,
        text=True,
        timeout=BOUND_S * 2,
        check=False,
    )


def start(
    home: Path, *arguments: str, stdin: int | None = None, stdout: int = subprocess.DEVNULL
) -> "subprocess.Popen[str]":
    """Start the program."""
    return subprocess.Popen(
        [*PROGRAM, *arguments],
        env=environment(home),
        text=True,
        start_new_session=True,
        stdin=stdin,
        stdout=stdout,
        stderr=subprocess.DEVNULL,
    )


def until(reached: Callable[[], object], what: str, bound_s: float = BOUND_S) -> None:
    """Wait for an event, with a bound."""
    end = time.monotonic() + bound_s
    while not reached():
        assert time.monotonic() < end, f"never: {what}"
        time.sleep(POLL_S)


@contextmanager
def board(home: Path, *arguments: str) -> Generator[str]:
    """Run a simulated board in a process of its own; yield the port it is served on."""
    process = start(home, "simulate", *arguments, stdout=subprocess.PIPE)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(BOUND_S)
        process.stdout.close()


def quick(
    folder: Path, changes: Mapping[str, str] | None = None, *, steps: Collection[str] = ()
) -> Path:
    """Write the shipped checklist with shorter waits, other changes, and only some steps."""
    shipped = resources.files("checklists").joinpath("manuals/inverter-bms.toml").read_text("utf-8")
    for old, new in (changes or {}).items():
        assert old in shipped
        shipped = shipped.replace(old, new)
    shipped = WAITS.sub(r"\1 = { s = 1,", shipped)
    path = folder / "quick.toml"
    path.write_text(_only(shipped, steps) if steps else shipped, "utf-8")
    return path


def _only(checklist: str, steps: Collection[str]) -> str:
    """Leave out all other steps, and what the rest says of them."""
    head, *blocks = checklist.split(STEP)
    kept = [block for block in blocks if block.split('"')[1] in steps]
    return STEP.join([head, *(re.sub(r"(?m)^(needs|until) = .*\n", "", each) for each in kept)])


def sessions(home: Path) -> list[Path]:
    """Return the folders of all sessions."""
    return sorted((home / "data/jk-commission/sessions").glob("*"))


def events(home: Path) -> list[dict[str, Any]]:
    """Return the whole events of the only session's journal so far."""
    found = sessions(home)
    if not found or not (found[0] / "journal.jsonl").exists():
        return []
    rows = (found[0] / "journal.jsonl").read_bytes().split(b"\n")[:-1]
    return [json.loads(row)["event"] for row in rows]


def types(home: Path) -> list[str]:
    """Return the types of all events so far."""
    return [event["type"] for event in events(home)]


def report_bytes(home: Path) -> bytes:
    """Return the newest revision of the only report, as its JSON file."""
    *_, path = sorted((home / "data/jk-commission/reports").glob("*.json"))
    return path.read_bytes()


def report(home: Path) -> dict[str, Any]:
    """Return the newest revision of the only report."""
    return json.loads(report_bytes(home))


def remembered_ovp(memory: Path) -> int:
    """Return Cell OVP in a simulated board's memory file, mV."""
    data = bytes.fromhex(json.loads(memory.read_text("ascii"))["settings"])
    return int.from_bytes(data[0x0C:0x10], "big")
