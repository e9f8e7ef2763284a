"""What was put off or is close to a limit: as told, by whom, when; and what is not hidden."""

from pathlib import Path

import pytest

from tests.procedure.support import Site, only
from tests.report.page import page_of
from tests.report.support import judged, measured, passed, report
from tests.report.test_packs import site
from wizard.measurement import Verdict
from wizard.procedure.questions import Choice
from wizard.record import events, journal
from wizard.report.accepted import GO_ON
from wizard.report.build import build
from wizard.report.deviations import deviations
from wizard.report.document import Document
from wizard.report.html_form import to_html
from wizard.report.text_form import to_text
from wizard.text import text

WHY = text("No source of 15 A is at hand.")
TITLE = "Deviations and what was put off"


def put_off() -> Document:
    taken = [measured(verdict=Verdict.DEFERRED)]
    return report([*passed("stairs"), *judged("stairs", Verdict.DEFERRED, WHY, taken)])


def close() -> Document:
    taken = [measured(verdict=Verdict.MARGINAL, value="3.575")]
    return report([*passed("stairs"), *judged("stairs", Verdict.MARGINAL, None, taken)])


@pytest.mark.parametrize(
    ("document", "told"),
    [
        (put_off(), ("Voltage rises from cell to cell", "deferred", "No source of 15 A")),
        (close(), ("Step to cell 4", "marginal", "3.575 V; limit 2.5 to 3.6 V")),
    ],
)
def test_a_deviation_stands_with_what_was_told_who_let_it_be_and_when(
    document: Document, told: tuple[str, ...]
) -> None:
    page = page_of(to_html(document)).section("deviations")
    printed = to_text(document).split(f"-- {TITLE} -")[1].split("\n-- ")[0]
    flat = " ".join(printed.split())
    for part in (*told, "A. Nowak"):
        assert part in page
        assert part in flat
    assert "2026-11-21 11:01:00 UTC+01:00" in page
    assert "2026-11-21 10:01:00 UTC" in flat


def gone_on_from(*after: events.Event) -> Document:
    taken = [measured("who", verdict=Verdict.FAIL, value="0.003")]
    return report([*judged("who", Verdict.FAIL, WHY, taken), *after])


def test_who_went_on_from_a_step_that_failed_stands_there_with_the_answer() -> None:
    document = gone_on_from(events.StepStarted("stairs", 1))
    [found] = deviations(document)
    assert str(found.why) == f'"{GO_ON}" was answered to: {WHY}'
    assert found.at == document.log[-1].at
    assert TITLE in to_text(document)


@pytest.mark.parametrize(
    "after",
    [
        [],
        [events.Left("chosen")],
        [events.StepStarted("who", 2)],
        [*judged("who", attempt=2), events.StepStarted("stairs", 1)],
    ],
)
def test_who_left_or_took_it_again_has_accepted_nothing(after: list[events.Event]) -> None:
    assert list(deviations(gone_on_from(*after))) == []


def test_a_failed_gate_is_never_gone_on_from() -> None:
    failed = judged("stairs", Verdict.FAIL, WHY)
    assert list(deviations(report([*failed, events.StepStarted("audit", 1)]))) == []


def test_the_answer_is_that_of_the_question_after_a_step_that_did_not_pass(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=only("hand-over"))
    ran = site.run({"hand-over.statement-2": "n", "not-passed": ["on"]})
    history = journal.read(ran.journal)
    document = build(ran.state, site.checklist, history, "2026-11-21-003")
    [found] = deviations(document)
    question = ran.person.question("not-passed")
    assert isinstance(question, Choice)
    assert GO_ON in [option.label for option in question.options]
    assert "after a short circuit" in str(found.why)


def test_where_nothing_deviates_there_is_no_such_section() -> None:
    document = report(passed())
    assert TITLE not in to_html(document)
    assert TITLE not in to_text(document)


def test_a_pack_that_failed_is_among_what_is_not_in_order() -> None:
    page = page_of(to_html(site("FAIL"))).section("open")
    assert "Pack 2, Right rack: FAIL" in page
    assert "Nothing: every step passed" not in page
