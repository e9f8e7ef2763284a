"""Completion by the shells themselves: what is offered is what the parser takes."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.support import run
from wizard.commands.grammar import Parser
from wizard.commands.parser import parser

Capture = pytest.CaptureFixture[str]
BREAKS = " \t\n\"'><=;|&(:"  # bash's own COMP_WORDBREAKS, without @
ASK_BASH = """
. "$1"; shift
for COMP_LINE; do
    COMP_POINT=${#COMP_LINE} COMP_WORDBREAKS=$BREAKS
    _jk_commission
    echo "${COMPREPLY[@]}"
done
"""


def script(capsys: Capture, home: Path, shell: str) -> Path:
    """What the program prints for a shell, in a file."""
    path = home / shell
    path.write_text(run(capsys, "completion", shell).out, "utf-8")
    return path


@pytest.fixture
def bash(capsys: Capture, home: Path) -> Path:
    return script(capsys, home, "bash")


def offered(bash: Path, *lines: str, folder: Path | None = None) -> list[list[str]]:
    """What bash offers at the end of each line."""
    done = subprocess.run(
        ["/usr/bin/env", "bash", "--norc", "-c", ASK_BASH, "ask", bash, *lines],
        capture_output=True,
        text=True,
        check=True,
        cwd=folder or bash.parent,
        env={**os.environ, "BREAKS": BREAKS},
        timeout=20,
    )
    assert done.stderr == ""
    return [line.split() for line in done.stdout.splitlines()]


def commands(
    command: Parser, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Parser]]:
    yield path, command
    for name, below in command.below.items():
        yield from commands(below, (*path, name))


TYPED = {
    "re": ["resume", "reports", "report"],
    "report v": ["verify"],
    "--language de report verify --al": ["--allowed-signers"],
    "--theme s": ["sunlight"],
    "--theme=s": ["sunlight"],
    "--link d": ["demo:"],
    "run in": ["inverter-bms"],
    "checklists ": ["list", "show", "check"],
    "checklists show pack-1": ["pack-16kwh"],
    "run --demo --fault open": ["open-wire"],
    "reports list --verdict ": ["pass", "deviations", "incomplete", "fail"],
    "completion ": ["bash", "zsh", "fish"],
    "simulate --cells ": [],
}


def test_bash_offers_what_can_be_typed(bash: Path) -> None:
    lines = [f"jk-commission {line}" for line in TYPED]
    assert dict(zip(TYPED, offered(bash, *lines), strict=True)) == TYPED


def test_bash_offers_every_option_of_every_command(bash: Path) -> None:
    known = dict(commands(parser()))
    lines = [" ".join(("jk-commission", *path, "-")) for path in known]
    for names, command in zip(offered(bash, *lines), known.values(), strict=True):
        assert names == [name for action in command.options for name in action.option_strings]


def test_bash_offers_files_and_folders(bash: Path, home: Path) -> None:
    at = home / "places"
    (at / "stick").mkdir(parents=True)
    (at / "answers.toml").touch()
    lines = ("jk-commission run x --answers a", "jk-commission report copy x ")
    assert offered(bash, *lines, folder=at) == [["answers.toml"], ["stick"]]


def test_bash_offers_the_commissionings_and_reports_there_are(bash: Path, home: Path) -> None:
    data = home / "data/jk-commission"
    (data / "sessions/2026-11-21-001").mkdir(parents=True)
    (data / "reports").mkdir()
    (data / "reports/JK-7.json").touch()
    lines = ("jk-commission resume 2", "jk-commission reports show JK")
    assert offered(bash, *lines) == [["2026-11-21-001"], ["JK-7.json"]]


def test_bash_replaces_only_what_stands_behind_a_colon(bash: Path, home: Path) -> None:
    (home / "data/jk-commission/sessions/one:two").mkdir(parents=True)
    assert offered(bash, "jk-commission resume one:t") == [["two"]]


def test_a_session_s_name_is_never_run(bash: Path, home: Path) -> None:
    trap = home / "data/jk-commission/sessions" / "$(touch trapped)"
    trap.mkdir(parents=True)
    assert "trapped)" in offered(bash, "jk-commission resume ")[0]
    assert not (home / "trapped").exists()


@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not installed here")
def test_fish_offers_what_can_be_typed(capsys: Capture, home: Path) -> None:
    path = script(capsys, home, "fish")
    for line, wanted in (("re", "resume"), ("report v", "verify"), ("--theme s", "sunlight")):
        done = subprocess.run(
            ["/usr/bin/env", "fish", "-c", f"source {path}; complete -C 'jk-commission {line}'"],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "HOME": str(home)},
            timeout=20,
        )
        assert wanted in [row.split("\t")[0] for row in done.stdout.splitlines()]


@pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is not installed here")
def test_zsh_takes_the_script(capsys: Capture, home: Path) -> None:
    path = script(capsys, home, "zsh")
    done = subprocess.run(
        ["/usr/bin/env", "zsh", "-f", "-n", path], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_every_command_and_option_is_in_the_script(capsys: Capture, shell: str) -> None:
    written = run(capsys, "completion", shell).out
    for path, command in commands(parser()):
        assert all(name in written for name in path)
        for action in command.options:
            for name in action.option_strings:
                assert name.lstrip("-") in written
