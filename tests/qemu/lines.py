"""Run several lines of the program in one process: `python -m tests.qemu.lines LINE…`.

Starting Python costs seconds in the virtual machine. Each line is what comes after
`jk-commission`; what they said comes as one JSON line.
"""

import io
import shlex
import sys
from contextlib import redirect_stderr, redirect_stdout

import msgspec

from wizard.cli import main


class Said(msgspec.Struct, frozen=True):
    """How a line of the program ended, and what it wrote."""

    code: int
    output: str
    errors: str


def run(line: str, errors: io.StringIO | None = None) -> Said:
    """Run one line; `errors` takes what is said there."""
    output, errors = io.StringIO(), errors or io.StringIO()
    with redirect_stdout(output), redirect_stderr(errors):
        code = main(shlex.split(line))
    return Said(code, output.getvalue(), errors.getvalue())


if __name__ == "__main__":
    said = [run(line) for line in sys.argv[1:]]
    print(msgspec.json.encode(said).decode())  # noqa: T201 - what this program is for
