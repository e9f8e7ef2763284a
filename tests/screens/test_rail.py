"""The rail of a whole manual on the rows of a small terminal."""

import pytest

from screens.rail import WIDTH, rail_lines
from screens.seen import Seen
from tests.screens import scenes
from wizard.engine.mailbox import Mail
from wizard.measurement import Verdict
from wizard.procedure.pen import Pen
from wizard.procedure.views import Rail

ROWS = 20  # of the rail on 80x24
STEPS = [entry.id for entry in scenes.manual("Preparation 1", {}).entries]


def lines(rail: Rail, rows: int = ROWS, *, ascii_only: bool = False) -> list[str]:
    seen = Seen(Mail(views={Rail: rail}))
    return [line.plain.rstrip() for line in rail_lines(seen, rows, Pen(WIDTH, ascii_only))]


def test_closed_phases_count_what_is_done_and_the_running_one_shows_its_steps() -> None:
    verdicts = {"Harness 2": Verdict.FAIL, "Configuration 4": Verdict.DEFERRED}
    assert lines(scenes.manual("Calibration 3", verdicts)) == [
        " Preparation      PASS",
        "XHarness           4/5",
        " Joining up       PASS",
        "○Configuration     6/7",
        " Calibration       2/4",
        "   Calibration 1  PASS",
        "   Calibration 2  PASS",
        " ▸ Calibration 3",
        "   Calibration 4",
        " Protection tests  0/7",
        " Inverter, address 0/5",
        " Hand-over         0/3",
    ]


@pytest.mark.parametrize("running", STEPS)
def test_every_phase_and_the_running_step_are_always_in_sight(running: str) -> None:
    shown = lines(scenes.manual(running, {}))
    assert len(shown) <= ROWS
    for phase, _ in scenes.PHASES:
        assert any(phase[:12] in line for line in shown), phase
    assert sum(line.startswith(" ▸ ") for line in shown) == 1


@pytest.mark.parametrize("running", STEPS)
@pytest.mark.parametrize("rows", [1, 4, 12])
def test_the_running_step_is_in_sight_on_however_few_rows(running: str, rows: int) -> None:
    shown = lines(scenes.manual(running, {}), rows)
    assert len(shown) <= rows
    assert sum(line.startswith(" ▸ ") for line in shown) == 1


def test_steps_of_the_running_phase_that_have_no_row_are_counted_with_their_trouble() -> None:
    verdicts = {"Protection 1": Verdict.FAIL}
    assert lines(scenes.manual("Protection 4", verdicts), 12)[5:10] == [
        " Protection tests  2/7",
        " X … 2 more",
        "   Protection 3   PASS",
        " ▸ Protection 4",
        "   … 3 more",
    ]


@pytest.mark.parametrize(
    ("verdict", "mark"),
    [
        (Verdict.FAIL, "X"),
        (Verdict.NOT_BELIEVABLE, "!"),
        (Verdict.NOT_TAKEN, "?"),
        (Verdict.STALE, "?"),
        (Verdict.DEFERRED, "o"),
        (Verdict.MARGINAL, "~"),
    ],
)
def test_trouble_of_a_closed_phase_is_a_mark_in_ascii_too(verdict: Verdict, mark: str) -> None:
    shown = lines(scenes.manual("Hand-over 1", {"Harness 3": verdict}), ascii_only=True)
    assert shown[1].startswith(f"{mark}Harness ")
    assert all(line.isascii() for line in shown)


def test_what_does_not_apply_is_no_trouble_and_counts_as_done() -> None:
    shown = lines(scenes.manual("Hand-over 1", {"Harness 3": Verdict.NOT_APPLICABLE}))
    assert shown[1] == " Harness          PASS"
