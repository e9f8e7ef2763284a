"""Wrong usage is one sentence on standard error and exit code 2; no link is 3."""

from pathlib import Path

import pytest

from tests.commands.support import answers, run, sessions
from wizard import __version__
from wizard.cli import main

Capture = pytest.CaptureFixture[str]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--nonsense",), "unrecognized arguments: --nonsense"),
        (("commision",), "invalid choice: 'commision'"),
        (("run",), "required: checklist"),
        (("run", "inverter-bms"), "run needs --link LINK or --demo"),
        (("run", "inverter-bms", "--link", "serial:/dev/x"), "run needs --answers FILE"),
        (("run", "invertr", "--demo"), "no checklist `invertr`. Known are: b2a8s20p"),
        (("run", "inverter-bms", "--demo", "--link", "demo:"), "leave out --link"),
        (("run", "inverter-bms", "--fault", "echo"), "--fault goes with --demo"),
        (("run", "inverter-bms", "--demo", "--fault", "x"), "no fault `x`. Known are: swapped"),
        (("run", "inverter-bms", "--demo", "--answers", "none.toml"), "none.toml: "),
        (("run", "inverter-bms", "--link", "tcp:host"), "`tcp:host` is no link"),
        (("run", "inverter-bms", "--link", "demo:?color=red"), "no option `color`; known are"),
        (("run", "inverter-bms", "--link", "demo:?cells=many"), "cells=many: must be a number"),
        (("run", "inverter-bms", "--link", "demo:?cells=99"), "2 to 32 cells, not 99"),
        (("run", "inverter-bms", "--link", "demo:?chemistry=nimh"), "must be one of lifepo4"),
        (("run", "inverter-bms", "--link", "demo:?capacity=full"), "cannot be simulated"),
        (("--answers", "x.toml", "--demo"), "--answers goes with run or resume"),
        (("resume",), "no open commissioning to take up"),
        (("resume", "2020-01-01-001"), "no session 2020-01-01-001"),
        (("resume", "../sessions"), "no session ../sessions"),
        (("checklists",), "required: action"),
        (("checklists", "show"), "show needs a name"),
        (("checklists", "check"), "check needs a name"),
        (("checklists", "check", "mine"), "no checklist `mine`"),
        (("reports", "show"), "show needs a name"),
        (("reports", "show", "2020"), "no report 2020"),
        (("reports", "show", "../../etc/passwd"), "no report ../../etc/passwd"),
        (("simulate", "--address", "0"), "--address must be 1 to 15, each once"),
        (("simulate", "--address", "2", "--address", "2"), "each once"),
        (("simulate", "--cells", "1"), "2 to 32 cells, not 1"),
        (("simulate", "--fault", "x"), "no fault `x`"),
        (("simulate", "--fault", "cell-missing", "--cells", "8"), "needs at least 9 cells"),
    ],
)
def test_wrong_usage_is_said_in_one_sentence(
    capsys: Capture, home: Path, arguments: tuple[str, ...], said: str
) -> None:
    ran = run(capsys, *arguments)
    assert ran.code == 2
    assert said in ran.err
    assert ran.err.startswith("jk-commission: ")
    assert ran.err.count("\n") == 1
    assert ran.out == ""
    assert sessions(home) == []


def test_the_version_is_named(capsys: Capture) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--version"])
    assert left.value.code == 0
    assert capsys.readouterr().out == f"jk-commission {__version__}\n"


def test_help_names_the_exit_codes(capsys: Capture) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "0 PASS, 1 any other verdict, 2 wrong usage, 3 no link" in capsys.readouterr().out


def test_a_link_that_is_not_there_is_said_before_anything_is_begun(
    capsys: Capture, home: Path
) -> None:
    file = answers(home)
    link = f"serial:{home}/ttyUSB9"
    ran = run(capsys, "run", "inverter-bms", "--link", link, "--answers", str(file))
    assert ran.code == 3
    assert "ttyUSB9 is not there. Plug in the adapter" in ran.err
    assert sessions(home) == []


@pytest.mark.parametrize("before", [True, False])
def test_an_option_counts_before_and_behind_the_command(
    capsys: Capture, home: Path, *, before: bool
) -> None:
    options = ("--demo", "--fault", "uneven-cells")
    command = ("run", "inverter-bms")
    ran = run(capsys, *(options + command if before else command + options))
    assert (ran.code, ran.last) == (1, "FAIL")
    assert len(sessions(home)) == 1


def test_a_screen_is_not_tried_where_there_is_no_terminal(capsys: Capture) -> None:
    ran = run(capsys)
    assert ran.code == 2
    assert "Name a link" in ran.err
