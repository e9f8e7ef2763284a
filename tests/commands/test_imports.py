"""Each command loads what it needs and nothing else: a small computer starts it at once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCREENS = {"textual", "rich", "screens"}
RADIO = {"bleak", "dbus_fast"}
BOARDS = {"wizard.boards", "wizard.simulator", "wizard.assembly", "wizard.report.rendering"}
TOLD = "import sys; sys.stderr.write('\\n' + ' '.join(sys.modules))"


def loaded(home: Path, *arguments: str) -> set[str]:
    """The modules that are loaded when a command has ended."""
    code = (
        f"import atexit, sys; atexit.register(lambda: exec({TOLD!r}))\n"
        f"sys.argv[1:] = {list(arguments)!r}\n"
        "from wizard.__main__ import entry; entry()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        cwd=ROOT,
        env={**os.environ, "XDG_DATA_HOME": str(home), "XDG_CONFIG_HOME": str(home)},
        timeout=60,
    )
    return set(done.stderr.splitlines()[-1].split())


def test_the_version_loads_nothing(home: Path) -> None:
    found = loaded(home, "--version")
    assert "wizard" in found
    assert not found & {"argparse", "msgspec", "asyncio", "wizard.cli", "wizard.text"}


@pytest.mark.parametrize(
    ("arguments", "without"),
    [
        (("--help",), SCREENS | RADIO | BOARDS | {"asyncio", "serial", "platformdirs"}),
        (("report", "verify", "--help"), SCREENS | RADIO | BOARDS | {"asyncio", "serial"}),
        (("preflight",), SCREENS | RADIO | BOARDS | {"serial"}),
        (("manual",), SCREENS | RADIO | {"serial", "wizard.assembly"}),
        (("decode", "/dev/null"), SCREENS | RADIO | {"serial", "asyncio", "wizard.assembly"}),
        (("reports", "list"), SCREENS | RADIO | {"serial"}),
        (("scan", "--link", "serial:/dev/none"), SCREENS | RADIO),
        (("status", "--link", "demo:"), SCREENS | RADIO | {"serial", "typst", "PIL"}),
        (("--plain", "--demo"), SCREENS | RADIO | {"serial"}),
    ],
)
def test_a_command_loads_only_what_it_needs(
    home: Path, arguments: tuple[str, ...], without: set[str]
) -> None:
    found = loaded(home, *arguments)
    assert "wizard.cli" in found
    assert found & without == set()


def test_the_first_page_stands_before_boards_and_reports_are_loaded() -> None:
    pages = "import wizard.commands.start, wizard.commands.first_page, screens.app"
    done = subprocess.run(
        [sys.executable, "-c", f"{pages}; {TOLD}"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        timeout=60,
    )
    found = set(done.stderr.splitlines()[-1].split())
    assert "textual.app" in found
    assert found & (BOARDS | RADIO | {"wizard.library", "rich.traceback", "segno"}) == set()
