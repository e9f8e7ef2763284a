"""Whatever a board says of itself is words: on the screen, in every file, in every path."""

import json
from pathlib import Path

import pytest

from tests.commands.support import run
from tests.hostile.support import PLATES, formulae, hostile, readable, steering, written
from tests.report.page import page_of
from tests.whole.program import quick
from wizard import assembly
from wizard.links.spec import LinkSpec

Capture = pytest.CaptureFixture[str]
STEPS = ("particulars", "connect", "cells-visible", "passwords")


@pytest.fixture(autouse=True, params=PLATES, ids=["steering", "paths", "templates"])
def plate(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A board with hostile texts at the end of every simulated line."""

    def simulate(_spec: LinkSpec) -> assembly.Simulation:
        return hostile(request.param)

    monkeypatch.setattr(assembly, "simulate", simulate)
    return request.param


@pytest.mark.parametrize(
    "command", ["status", "settings", "scan", "status --json", "settings --json", "scan --json"]
)
def test_the_inspections_print_it_harmless(capsys: Capture, command: str) -> None:
    said = run(capsys, *command.split(), "--link", "demo:?address=1")
    assert said.code == 0
    assert steering(said.out + said.err) == set()
    if "--json" in command:
        json.loads(said.out)


def test_a_commissioning_keeps_it_harmless(
    capsys: Capture, home: Path, plate: dict[str, str]
) -> None:
    checklist = str(quick(home, steps=STEPS))
    said = run(capsys, "run", checklist, "--demo", "--record", str(home / "tape"))
    assert steering(said.out + said.err) == set()
    assert said.last in {"PASS", "FAIL", "INCOMPLETE", "PASS WITH DEVIATIONS"}, said.err
    files = written(home)
    assert {file.suffix for file in files} >= {".json", ".txt", ".html", ".csv", ".jsonl", ".toml"}
    for file, content in files.items():
        assert steering(readable(file, content)) == set(), file
        if file.suffix == ".csv":
            table = content.decode("utf-8-sig")
            assert formulae(table, ",") == formulae(table, ";") == [], file
        assert steering(str(file)) == set()
    (page,) = (content.decode() for file, content in files.items() if file.suffix == ".html")
    assert not {"script", "img"} & set(page_of(page).names)
    (report,) = home.rglob("reports/*.json")
    told = json.loads(report.read_bytes())["board"]["serial"]
    assert told == plate["serial"][:16].strip()  # the record is the truth, escaped
    shown = run(capsys, "reports", "show", report.stem)
    assert steering(shown.out) == set()


def test_what_is_set_by_hand_is_written_harmless(capsys: Capture, home: Path) -> None:
    steps = ("particulars", "pack-limits", "connect", "protection-over-voltage")
    settings = ("chemistry-preset", "pack-settings")
    run(capsys, "run", str(quick(home, steps=(*steps, *settings))), "--demo")
    (file,) = home.rglob("set-by-hand.txt")
    assert steering(file.read_text("utf-8")) == set()
