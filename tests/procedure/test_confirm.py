"""Statements that a person must find true, and what stays open when all are."""

from pathlib import Path

from tests.procedure.support import SHIPPED, Site, only
from wizard.procedure.checklist import Confirm
from wizard.procedure.views import StepView

LONGEST = 160  # characters; two lines of a terminal of 80


def test_the_first_statement_that_is_not_so_ends_the_step_and_is_the_reason(
    tmp_path: Path,
) -> None:
    ran = Site(tmp_path, checklist=only("condition")).run({"statement-2": "n"})
    assert ran.verdict("condition") == "fail"
    assert "Nothing is soldered" in ran.reason("condition")
    assert "statement-3" not in ran.person.keys


def test_statements_that_are_all_so_pass_and_are_recorded(tmp_path: Path) -> None:
    ran = Site(tmp_path, checklist=only("condition")).run()
    assert ran.measured("condition") == {f"statement-{n}": "pass" for n in range(1, 5)}
    assert ran.verdict("condition") == "pass"
    assert ran.observed("condition", "statement-1") == "yes"


def test_open_points_are_noted_when_all_is_so(tmp_path: Path) -> None:
    ran = Site(tmp_path, checklist=only("hand-over")).run()
    assert ran.verdict("hand-over") == "pass"
    points = [str(point.what) for point in ran.state.open_points]
    assert len(points) == 3
    assert "SOC is right only after a full charge" in points[0]


def test_the_last_step_says_where_photographs_go_and_no_other_does(tmp_path: Path) -> None:
    ran = Site(tmp_path, checklist=only("condition", "hand-over")).run()
    steps = [view for view in ran.person.views if isinstance(view, StepView)]
    hint = f"Photographs for the report go into {tmp_path / 'attachments'}."
    told = {view.step for view in steps if hint in map(str, view.lines)}
    assert told == {"hand-over"}


def test_no_point_is_noted_where_a_statement_is_not_so(tmp_path: Path) -> None:
    ran = Site(tmp_path, checklist=only("hand-over")).run({"hand-over.statement-3": "n"})
    assert ran.verdict("hand-over") == "fail"
    assert ran.state.open_points == []


def test_a_step_that_is_taken_again_notes_its_points_once(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=only("hand-over"))
    first = site.run({"hand-over.statement-3": ["n", ""], "not-passed": ["again"]})
    assert first.step("hand-over").attempts == 2
    assert first.verdict("hand-over") == "pass"
    assert len(first.state.open_points) == 3


def test_every_statement_of_the_checklist_fits_a_small_terminal() -> None:
    for step in SHIPPED.step:
        for statement in step.statements if isinstance(step, Confirm) else ():
            assert len(statement) <= LONGEST, statement
