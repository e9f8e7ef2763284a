"""What starting the program loads, and what it leaves on the shelf."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def loaded(statements: str) -> set[str]:
    """The modules that are loaded after some statements in a fresh process."""
    done = subprocess.run(
        [sys.executable, "-c", f"{statements}\nimport sys\nprint(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        timeout=60,
    )
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize(
    "statements",
    [
        "import wizard.cli",
        "import wizard.cli; wizard.cli.parser()",
        "import wizard.cli; wizard.cli.main(['simulate', '--list-faults'])",
        "import wizard.assembly, wizard.operators.plain, wizard.commands.commission",
    ],
)
def test_the_command_line_loads_no_screen_and_no_radio(statements: str) -> None:
    assert not loaded(statements) & {"textual", "rich", "bleak", "serial", "screens"}


def test_naming_the_version_loads_no_more_than_it_needs() -> None:
    assert not loaded("import wizard.cli") & {"asyncio", "wizard.simulator", "wizard.boards"}


def test_screens_load_no_board_and_no_link() -> None:
    found = loaded("import screens.app")
    assert not found & {"serial", "bleak", "wizard.assembly", "wizard.links"}
