"""Plain lines in a process of their own: answers come through a pipe, and words go into one."""

import subprocess
from pathlib import Path

import pytest

from tests.whole.program import BOUND_S, PROGRAM, environment, events, quick
from wizard.language import voice
from wizard.text import text, words

TO_THE_FIRST_ANSWER_OF_THE_BOARD = (
    "particulars", "pack-limits", "supply", "condition", "cells-alike", "probes-placed",
    "harness-3", "fifth-wire", "unused-wires", "harness-steps", "interface-board", "display",
    "battery-cables", "power-cables", "plugs-in", "p-minus-off", "wake", "p-minus-on", "connect",
)  # fmt: skip
MORE_THAN_ENOUGH = 200
WHO = "Łukasz Wójcik"


@pytest.mark.parametrize("code", ["en", "pl"])
def test_the_pack_is_measured_joined_and_reached_by_lines_through_a_pipe(
    tmp_path: Path, code: str
) -> None:
    checklist = quick(tmp_path, steps=TO_THE_FIRST_ANSWER_OF_THE_BOARD)
    wizard = ("--plain", "--demo", "--checklist", str(checklist), "--language", code)
    done = subprocess.run(
        [*PROGRAM, *wizard],
        env=environment(tmp_path),
        input=f"{WHO}\n" + "\n" * MORE_THAN_ENOUGH,
        capture_output=True,
        encoding="utf-8",
        timeout=BOUND_S * 2,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    happened = events(tmp_path)
    judged = [each for each in happened if each["type"] == "step_judged"]
    assert [each["step"] for each in judged] == list(TO_THE_FIRST_ANSWER_OF_THE_BOARD)
    assert {each["verdict"] for each in judged} <= {"pass", "not applicable"}
    assert WHO in [each["answer"] for each in happened if each["type"] == "answered"]
    said = words(text("Technician:"), voice(code))
    assert said in done.stdout
    assert "\x1b" not in done.stdout
    assert len(list((tmp_path / "data/jk-commission/reports").glob(_page(code)))) == 1


def _page(code: str) -> str:
    return "*-r1.html" if code == "en" else f"*-r1-{code}.html"
