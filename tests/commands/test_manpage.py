"""The manual page: everything the parser knows, in marks that man(1) takes."""

import re
import shutil
import subprocess

import pytest

from tests.commands.support import run
from tests.commands.test_completion import commands
from wizard.commands.manual import page
from wizard.commands.parser import parser
from wizard.text import Text, words

Capture = pytest.CaptureFixture[str]
MARKS = re.compile(r"\.(TH|SH|SS|TP|P)( |$)")


def test_every_command_and_option_stands_on_the_page(capsys: Capture) -> None:
    written = run(capsys, "manual").out.replace(r"\-", "-")
    for path, command in commands(parser()):
        if path and not command.below:
            assert f'.SS "{" ".join(path)}"' in written
        for action in command.options:
            for name in action.option_strings:
                assert rf"\fB{name}\fR" in written


def test_the_page_is_ascii_and_no_sentence_is_taken_for_a_mark() -> None:
    def odd(sentence: Text) -> str:
        return f".TH 'ž\\ {words(sentence)}"

    lines = list(page(parser(odd), odd))
    assert all(line.isascii() for line in lines)
    assert all(MARKS.match(line) for line in lines if line.startswith("."))
    assert sum(line.startswith(".TH") for line in lines) == 1
    assert not [line for line in lines if line.startswith("'")]


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed here")
def test_groff_sets_the_page_without_a_warning(capsys: Capture) -> None:
    done = subprocess.run(
        ["/usr/bin/env", "groff", "-man", "-ww", "-Tutf8", "-rLL=78n"],
        input=run(capsys, "manual").out,
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    assert done.stderr == ""
    shown = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout)
    assert "PASS, 1 any other verdict, 2 wrong usage, 3 no link." in " ".join(shown.split())
