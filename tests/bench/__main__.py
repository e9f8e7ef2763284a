"""`python -m tests.bench [ROW...] [--json FILE]`: measures, prints a table, writes JSON.

A ROW is the name of a module, or what it begins with. Exit code 1 where a figure is not
within its reach, 0 otherwise.
"""

import argparse
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from tests.bench.row import Row
from tests.bench.table import as_json, lines

MODULES = (
    "wire_board",
    "wire_bank",
    "wire_sweep",
    "wire_plan",
    "wire_gap",
    "wire_bluetooth",
    "decoding",
    "streams",
    "journal",
    "resuming",
    "reports",
    "commissioning",
    "engine",
    "start",
    "screen_cost",
    "wheel",
)
"""Each has `measure() -> list[Row]`."""


def main() -> int:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("row", nargs="*", help=", ".join(MODULES))
    parser.add_argument("--json", type=Path, metavar="FILE")
    given = parser.parse_args()
    wanted = [name for name in MODULES if not given.row or name.startswith(tuple(given.row))]
    missing = [name for name in wanted if find_spec(f"tests.bench.{name}") is None]
    rows = [row for name in wanted if name not in missing for row in _measured(name)]
    say("\n".join(lines(rows)))
    for name in missing:
        say(f"{name}: not measured, there is no such module")
    if given.json:
        given.json.write_text(as_json(rows, missing) + "\n", "utf-8")
    return 0 if all(row.met for row in rows) else 1


def _measured(name: str) -> list[Row]:
    sys.stderr.write(f"{name} ...\n")
    return import_module(f"tests.bench.{name}").measure()


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
