"""What a run of the command line came to."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.whole.program import quick
from wizard.cli import main
from wizard.simulator.create import create

STEPS = (
    "particulars", "pack-limits", "cells-alike", "harness-3", "harness-steps", "plugs-in",
    "connect", "cells-visible", "chemistry-preset", "pack-settings", "cold-charge", "controls",
    "protection-over-voltage", "final-audit",
)  # fmt: skip
ANSWERS_HEAD = """
technician = "A. Nowak"
site = "Cellar"
pack = "pack 1"
meter = "Fluke 87V"
meter_serial = "SN-1"
meter_due = ""
meter_percent = 0.05
clamp_due = ""
family = "pb"
chemistry = "lifepo4"
cells = 16
capacity = 280
charge_most = 140
discharge_most = 200
cold_rated = "no"
computer = "own"
method = "shifted"
harness_3 = "four"
pack-voltage = 52.8
highest-cell = 3.302
lowest-cell = 3.298
preset-word = "LIFEPO4"
review = ""
test-source = "none"
hand-check = "nothing"
display_always_on = "on"
"""


@dataclass(frozen=True)
class Said:
    """The exit code, standard output and standard error."""

    code: int
    out: str
    err: str

    @property
    def last(self) -> str:
        return self.out.splitlines()[-1]


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> Said:
    capsys.readouterr()
    code = main(arguments)
    said = capsys.readouterr()
    return Said(code, said.out, said.err)


def short(folder: Path) -> Path:
    """A checklist of the steps that a file can answer alone: nothing is done by hand there."""
    return quick(folder, steps=STEPS)


def answers(folder: Path, *, without: str = "", **changed: str) -> Path:
    """A file with all answers for the pack of the demonstration."""
    meter = create().meter
    lines = ANSWERS_HEAD.strip().splitlines()
    lines += [f'wire-{cell} = "{meter.wire(cell)}"' for cell in range(1, 17)]
    lines += [f"statement-{n} = true" for n in range(1, 5)]
    kept = [line for line in lines if line.split(" = ")[0] not in {without, *changed}]
    kept += [f'{key} = "{value}"' for key, value in changed.items()]
    path = folder / "answers.toml"
    path.write_text("\n".join(kept) + "\n", "utf-8")
    return path


def sessions(home: Path) -> list[Path]:
    return sorted((home / "data/jk-commission/sessions").glob("*"))
