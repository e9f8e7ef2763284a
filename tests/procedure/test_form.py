"""Forms: choices and figures are facts, some stop the step, some leave a point open."""

from pathlib import Path

import msgspec
import pytest

from tests.procedure.support import Ran, Site, only
from wizard.measurement import Origin
from wizard.procedure.checklist import Checklist, Form
from wizard.procedure.interrupts import Interrupt
from wizard.procedure.questions import Choice, Number
from wizard.procedure.session import Session
from wizard.procedure.views import StepView, View

LIMITS = only("pack-limits")
HARNESS = only("harness-3")


def cable(folder: Path, length: str, checklist: Checklist | None = None) -> Ran:
    site = Site(folder, checklist=checklist or only("battery-cables"))
    return site.run({"cable_cm": length})


def lines(ran: Ran) -> list[str]:
    views = [view for view in ran.person.views if isinstance(view, StepView)]
    return [str(line) for view in views for line in view.lines]


def test_every_form_of_the_checklist_passes_on_a_usual_pack(tmp_path: Path) -> None:
    forms = ("pack-limits", "harness-3", "display", "battery-cables", "adapter")
    ran = Site(tmp_path, checklist=only(*forms)).run()
    assert {ran.verdict(form) for form in ("particulars", *forms)} == {"pass"}


@pytest.mark.parametrize("typed", ["2", "five"])
def test_a_choice_is_recorded_by_its_key_and_shown_by_its_label(tmp_path: Path, typed: str) -> None:
    ran = Site(tmp_path, checklist=HARNESS).run({"harness_3": typed})
    assert ran.step("harness-3").answers == {"harness_3": "five"}
    assert ran.observed("harness-3", "harness_3") == "Five, all places taken"
    assert any("Five, all places taken" in line for line in lines(ran))
    asked = ran.person.question("harness_3")
    assert isinstance(asked, Choice)
    assert [option.key for option in asked.options] == ["four", "five"]


@pytest.mark.parametrize(
    ("step", "key", "answer", "said"),
    [
        ("display", "display", "lcd-small", "2.3-inch display does not work with this board"),
        ("adapter", "adapter_isolated", "grounded", "current can flow past P-: take an isolated"),
    ],
)
def test_an_answer_that_stops_says_why(
    tmp_path: Path, step: str, key: str, answer: str, said: str
) -> None:
    ran = Site(tmp_path, checklist=only(step)).run({key: answer})
    assert ran.verdict(step) == "fail"
    assert said in ran.reason(step)


def test_after_an_answer_that_stops_nothing_more_is_asked(tmp_path: Path) -> None:
    checklist = only("adapter")
    form = next(step for step in checklist.step if step.id == "adapter")
    assert isinstance(form, Form)
    turned = msgspec.structs.replace(form, fields=form.fields[::-1])
    checklist = msgspec.structs.replace(checklist, step=(checklist.step[0], turned))
    ran = Site(tmp_path, checklist=checklist).run({"adapter_isolated": "grounded"})
    assert ran.verdict("adapter") == "fail"
    assert "adapter_port" not in ran.person.keys


def test_an_answer_leaves_its_point_open_once_however_often_it_is_given(tmp_path: Path) -> None:
    sessions: list[Session] = []
    later = [lambda: sessions[0].interrupt(Interrupt.BACK)]

    def go_back(view: View) -> None:
        if isinstance(view, StepView) and view.step == "condition" and later:
            later.pop()()

    site = Site(tmp_path, checklist=only("pack-limits", "condition"))
    ran = site.run({"computer": "pack"}, go_back, sessions.append)
    assert ran.step("pack-limits").attempts == 2
    assert ran.verdict("pack-limits") == "pass"
    (point,) = ran.state.open_points
    assert "under-voltage test is still to be done" in str(point.what)


def test_an_answer_without_a_point_leaves_none_open(tmp_path: Path) -> None:
    assert Site(tmp_path, checklist=LIMITS).run().state.open_points == []


def test_a_figure_is_asked_in_its_unit_and_range_and_recorded_as_said_by_a_person(
    tmp_path: Path,
) -> None:
    ran = Site(tmp_path, checklist=LIMITS).run({"charge_most": "140,5 A"})
    asked = ran.person.question("charge_most")
    assert isinstance(asked, Number)
    assert (asked.unit, asked.decimals, asked.low, asked.high) == ("A", 1, 1, 2000)
    assert ran.step("pack-limits").answers["charge_most"] == "140.5"
    assert ran.observed("pack-limits", "charge_most") == "140.5 A"
    taken = next(each for each in ran.state.measurements if each.id == "charge_most")
    assert taken.origin is Origin.PERSON
    assert any("140.5 A" in line for line in lines(ran))


def test_a_figure_that_cannot_be_is_refused(tmp_path: Path) -> None:
    ran = Site(tmp_path, checklist=LIMITS).run({"charge_most": "5000"})
    assert ran.verdict("pack-limits") == "open"
    assert "1 to 2000 A" in str(ran.person.refusals[0])


@pytest.mark.parametrize(("length", "verdict"), [("40", "pass"), ("41", "fail")])
def test_a_figure_with_a_limit_is_judged(tmp_path: Path, length: str, verdict: str) -> None:
    ran = cable(tmp_path, length)
    assert ran.measured("battery-cables") == {"cable_cm": verdict}
    assert ran.verdict("battery-cables") == verdict


def test_a_figure_beyond_its_limit_says_what_to_do(tmp_path: Path) -> None:
    assert "longer than 40 cm: shorten it" in cable(tmp_path, "41").reason("battery-cables")


def test_a_figure_beyond_its_limit_is_named_with_it_where_nothing_else_is_said(
    tmp_path: Path,
) -> None:
    checklist = only("battery-cables")
    form = checklist.step[-1]
    assert isinstance(form, Form)
    bare = msgspec.structs.replace(form.fields[0], beyond="")
    form = msgspec.structs.replace(form, fields=(bare,))
    ran = cable(tmp_path, "41", msgspec.structs.replace(checklist, step=(checklist.step[0], form)))
    assert "41 cm, limit at most 40 cm" in ran.reason("battery-cables")
