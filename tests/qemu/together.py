"""Commission in several processes at once: `python -m tests.qemu.together LINE…`.

Each line is what comes after `jk-commission`, and has a voice of its own, the first voice
the first line. It begins when it is told to. What `--answers` names is not opened: the
technician is outside, and is asked through the voice. The end is said there too.
"""

import multiprocessing
import os
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec

from tests.qemu.lines import run
from tests.qemu.voices import PORTS, Asked, Ended, Voice, Waiting
from wizard import paths
from wizard.commands import commission
from wizard.operators.script import Answers
from wizard.procedure.questions import Question


class Port:
    """Our end of a voice."""

    def __init__(self, number: int) -> None:
        (path,) = Path("/dev").glob(PORTS.format(number=number))
        self._device = os.open(path, os.O_RDWR)

    def instead_of(self, _file: Path) -> Answers:
        """Return answers that come from outside."""
        return self.answer

    def answer(self, step: str, question: Question[Any]) -> str | None:
        """Ask, and wait for what is typed."""
        self.say(Asked.of(step, question))
        return msgspec.json.decode(self._line(), type=str | None)

    def say(self, what: Voice) -> None:
        """Say one line, whole."""
        left = msgspec.json.encode(what) + b"\n"
        while left:
            left = left[os.write(self._device, left) :]

    def wait(self) -> None:
        """Say that all is ready, and wait for the word."""
        self.say(Waiting())
        self._line()

    def _line(self) -> bytes:
        line = b""
        while not line.endswith(b"\n"):
            line += os.read(self._device, 4096)
        return line


def commissioned(number: int, line: str) -> None:
    """Run one line in a home of its own."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["XDG_DATA_HOME"] = home
        port = Port(number)
        commission.from_file = port.instead_of
        port.wait()
        said = run(line)
        port.say(Ended(said.code, said.output, said.errors, files()))


def files() -> dict[str, str]:
    """Return what the only session is known by: its journal and its checklist."""
    return {
        path.name: path.read_text("utf-8")
        for name in (paths.JOURNAL, paths.CHECKLIST)
        for path in paths.sessions().glob(f"*/{name}")
    }


if __name__ == "__main__":
    import_module("wizard.links.bluetooth_connect")  # once, before the processes part
    fork = multiprocessing.get_context("fork")
    processes = [
        fork.Process(target=commissioned, args=each) for each in enumerate(sys.argv[1:], 1)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    sys.exit(max(process.exitcode or 0 for process in processes))
