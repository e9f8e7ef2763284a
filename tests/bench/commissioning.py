"""A whole commissioning, headless, in virtual time: what it takes of the processor."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.row import Row
from tests.bench.stopwatch import cpu, middle
from tests.bench.walked import commissioned
from tests.whole.program import environment

MOST_S = 2.0


def measure() -> list[Row]:
    """In this process, and as the program that people start."""
    demo = (sys.executable, "-m", "wizard", "run", "inverter-bms", "--demo")
    with TemporaryDirectory() as home:
        inside = cpu(lambda: _once(Path(home)))
        whole = middle(demo, environment(Path(home)), times=3)
    return [
        Row("headless commissioning", inside, MOST_S, "s", 1,
            "the shipped checklist over a simulated pack, without start and report; CPU"),
        Row("run --demo, whole process", whole.cpu, MOST_S, "s", 1,
            "from its start to its reports, PDF too, the least of 3; CPU"),
    ]  # fmt: skip


def _once(home: Path) -> None:
    with TemporaryDirectory(dir=home) as folder:
        commissioned(Path(folder))
