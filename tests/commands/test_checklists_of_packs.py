"""Each shipped checklist is practised on a pack of its kind; what is kept of it stands alone."""

import tomllib
from pathlib import Path

import pytest

from tests.commands.support import run, sessions
from wizard.assembly import matching
from wizard.links.spec import parse
from wizard.procedure.checklist import Practice

Capture = pytest.CaptureFixture[str]
DY = Practice(board="dy", cells=8)
P16 = Practice(board="p16", capacity=320)


@pytest.mark.parametrize(
    "name",
    [
        "b2a8s20p",
        pytest.param("pack-16kwh", marks=pytest.mark.exhaustive),
        pytest.param("pack-dy-n8s24280a", marks=pytest.mark.exhaustive),
        pytest.param("generic", marks=pytest.mark.exhaustive),
    ],
)
def test_a_demonstration_passes_and_keeps_the_whole_checklist(
    capsys: Capture, home: Path, name: str
) -> None:
    ran = run(capsys, "run", name, "--demo")
    assert (ran.code, ran.last) == (0, "PASS"), ran.err
    kept = tomllib.loads((sessions(home)[0] / "checklist.toml").read_text("utf-8"))
    assert kept["id"] == name
    assert all("from" not in step for step in kept["step"])
    assert kept["based_on"]


@pytest.mark.parametrize(
    ("link", "practice", "taken"),
    [
        ("demo:", Practice(), "demo:"),
        ("demo:", DY, "demo:?board=dy"),
        ("demo:", P16, "demo:?board=p16&capacity=320"),
        ("demo:", Practice(board="b2a", cells=4), "demo:?board=b2a&cells=4"),
        ("demo:?cells=15", P16, "demo:?board=p16&capacity=320&cells=15"),
        ("demo:?capacity=314", P16, "demo:?board=p16&capacity=314"),
        ("demo:?board=b2a", Practice(), "demo:?board=b2a"),
        ("demo:?board=pb&fault=echo", DY, "demo:?board=pb&fault=echo"),
        ("serial:/dev/ttyUSB0", DY, "serial:/dev/ttyUSB0"),
    ],
)
def test_a_simulated_pack_is_the_one_that_the_checklist_is_practised_on(
    link: str, practice: Practice, taken: str
) -> None:
    assert str(matching(parse(link), practice)) == taken


def test_a_board_that_is_not_simulated_is_named_with_those_that_are(capsys: Capture) -> None:
    ran = run(capsys, "run", "generic", "--link", "demo:?board=ps5", "--answers", "demo")
    assert ran.code == 2
    assert "board must be one of pb, b2a" in ran.err


def test_a_pack_that_its_board_does_not_carry_leaves_nothing_behind(
    capsys: Capture, home: Path
) -> None:
    ran = run(capsys, "run", "b2a8s20p", "--link", "demo:?cells=9", "--answers", "demo")
    assert ran.code == 2
    assert "a board of this make has 8 cells" in ran.err
    assert not sessions(home)
