"""The wheel: how large it is."""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.row import Row

ROOT = Path(__file__).parents[2]
MOST_KB = 500


def measure() -> list[Row]:
    """Build it and look."""
    with TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", folder, ROOT],
            check=True,
            capture_output=True,
        )
        (wheel,) = Path(folder).glob("*.whl")
        size = wheel.stat().st_size / 1000
    return [Row("wheel", size, MOST_KB, "kB", 1, "built as it is delivered")]
