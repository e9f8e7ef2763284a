"""The figures as a table of 80 columns, and as JSON."""

import json
import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from tests.bench.row import Row

NAME, NUMBER = 33, 10
HEAD = f"{'what':{NAME}} {'value':>{NUMBER}} {'yardstick':>{NUMBER}} {'ratio':>7} {'reach':>6}  met"


def lines(rows: Iterable[Row]) -> list[str]:
    """Return the table, a line each."""
    return [HEAD, "-" * len(HEAD), *(_line(row) for row in rows)]


def _line(row: Row) -> str:
    reach = "-" if row.reach is None else f"{row.reach:g}"
    met = "-" if row.reach is None else "yes" if row.met else "NO"
    value, yardstick = (_number(each, row.unit) for each in (row.value, row.yardstick))
    return (
        f"{row.name[:NAME]:{NAME}} {value:>{NUMBER}} {yardstick:>{NUMBER}} "
        f"{row.ratio:>7.3g} {reach:>6}  {met}"
    )


def _number(value: float, unit: str) -> str:
    return f"{value:.3g} {unit}" if value < 1000 else f"{value:.0f} {unit}"


def as_json(rows: Sequence[Row], missing: Sequence[str]) -> str:
    """Return all there is to a run: the machine, the rows, what was not measured."""
    machine = {
        "python": platform.python_version(),
        "system": platform.platform(),
        "processor": _processor(),
        "processors": os.cpu_count(),
    }
    measured = [{**asdict(row), "ratio": row.ratio, "met": row.met} for row in rows]
    return json.dumps(
        {"machine": machine, "rows": measured, "not_measured": list(missing)}, indent=2
    )


def _processor() -> str:
    known = Path("/proc/cpuinfo")
    lines = known.read_text("utf-8").splitlines() if known.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()
