"""How the program looks and speaks: by options, else by the environment."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.support import run
from tests.commands.test_completion import commands
from tests.whole.program import environment
from wizard.commands.parser import parser
from wizard.errors import WrongUsage
from wizard.look import THEMES, Look, look
from wizard.text import Text, words

Capture = pytest.CaptureFixture[str]


@pytest.mark.parametrize(
    ("asked", "environment", "wanted"),
    [
        (None, {}, "auto"),
        (None, {"NO_COLOR": "1"}, "none"),
        (None, {"NO_COLOR": ""}, "auto"),
        ("sunlight", {"NO_COLOR": "1"}, "sunlight"),
    ],
)
def test_a_theme_that_was_asked_for_counts_more_than_no_color(
    asked: str | None, environment: dict[str, str], wanted: str
) -> None:
    assert look(theme=asked, environment=environment, encoding="utf-8").theme == wanted


def test_another_encoding_or_theme_ascii_shows_ascii_only() -> None:
    assert look(environment={}, encoding="utf-8") == Look()
    assert look(environment={}, encoding="latin-1").ascii_only
    assert look(theme="ascii", environment={}, encoding="utf-8").ascii_only


@pytest.mark.parametrize(
    ("asked", "environment", "wanted"),
    [
        (None, {}, "en"),
        (None, {"LANG": "pl_PL.UTF-8"}, "pl"),
        (None, {"LANG": "pl_PL.UTF-8", "LC_ALL": "cs_CZ.UTF-8"}, "cs"),
        (None, {"LANG": "fr_FR.UTF-8"}, "en"),
        ("hu", {"LANG": "pl_PL.UTF-8"}, "hu"),
    ],
)
def test_the_language_is_asked_for_or_the_environment_s(
    asked: str | None, environment: dict[str, str], wanted: str
) -> None:
    assert look(asked=asked, environment=environment, encoding="utf-8").language == wanted


def test_an_unknown_theme_or_language_is_refused_with_those_there_are(capsys: Capture) -> None:
    with pytest.raises(WrongUsage, match=r"no theme neon. Known are: auto, dark"):
        look(theme="neon", environment={})
    with pytest.raises(WrongUsage, match=r"no language tlh. Known are: en, de"):
        look(asked="tlh", environment={})
    for wrong in (("--theme", "neon", "manual"), ("manual", "--language", "tlh")):
        ran = run(capsys, *wrong)
        assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)


def test_help_names_every_theme(capsys: Capture) -> None:
    with pytest.raises(SystemExit):
        run(capsys, "--help")
    said = capsys.readouterr().out
    assert all(name in said for name in THEMES)


def test_without_a_terminal_plain_lines_begin_and_the_reason_is_told_once(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "wizard", "--demo"],
        env=environment(tmp_path),
        input="A. Nowak\n",
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    why = "Input or output is no terminal: there are plain lines instead of screens."
    assert done.stderr.count(why) == 1
    assert "Technician: A. Nowak" in done.stdout


def test_on_a_terminal_for_lines_they_begin_too(tmp_path: Path) -> None:
    master, slave = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "wizard", "--demo"],
        env={**environment(tmp_path), "TERM": "dumb"},
        stdin=slave,
        stdout=slave,
        stderr=slave,
    ) as process:
        os.close(slave)
        said = b""
        while b"Technician:" not in said:
            said += os.read(master, 4096)
        process.terminate()
        process.wait(60)
        os.close(master)
    assert b"takes plain lines only" in said
    assert b"\x1b" not in said


def test_plain_lines_that_were_asked_for_need_no_reason(capsys: Capture) -> None:
    assert "instead of screens" in run(capsys).err
    assert "instead of screens" not in run(capsys, "--plain").err


def test_help_is_put_into_words_of_the_language() -> None:
    def loud(sentence: Text) -> str:
        return words(sentence).upper()

    for path, command in commands(parser(loud)):
        shown = command.format_help()
        assert shown.startswith("USAGE: ")
        assert " ".join(command.about.split()) in " ".join(shown.split()), path
        helps = [action.help or "" for action in (*command.options, *command.values)]
        assert helps == [each.upper() for each in helps]
