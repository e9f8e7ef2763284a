"""The packs of a site in its report: no site is better than any of its packs."""

import msgspec
import pytest

from tests.report.page import page_of
from tests.report.support import passed, report
from wizard.record import events
from wizard.record.events import Event, PackPlan
from wizard.report.document import Document
from wizard.report.html_form import to_html
from wizard.report.json_form import from_json, to_json
from wizard.report.rejudge import rejudged
from wizard.report.text_form import to_text

HEAD = "5d" * 32
SECOND = "2026-11-21-005"


def planned() -> list[Event]:
    plans = [PackPlan(1, "Left rack", "inverter-bms", 1), PackPlan(2, "Right rack", "own", 0)]
    return [*(events.PackPlanned(plan) for plan in plans), events.PacksCounted(2)]


def judged(number: int, verdict: str, address: int | None) -> list[Event]:
    session = f"2026-11-21-00{number + 3}"
    return [
        events.PackBegun(number, session),
        events.PackJudged(number, verdict, f"SN{number}", address, HEAD, f"{session}-r1.json"),
    ]


def site(second: str, address: int | None = 0) -> Document:
    return report([*passed(), *planned(), *judged(1, "PASS", 1), *judged(2, second, address)])


@pytest.mark.parametrize("verdict", ["PASS", "PASS WITH DEVIATIONS", "INCOMPLETE", "FAIL"])
def test_a_site_that_passed_itself_is_as_good_as_its_worst_pack(verdict: str) -> None:
    document = site(verdict)
    assert document.verdict.value == verdict
    named = [reason.words for reason in document.reasons if "Right rack" in reason.words]
    assert len(named) == (verdict != "PASS")


def test_a_failed_pack_is_taken_up_again_by_what_is_left_to_do() -> None:
    (todo,) = site("FAIL").open_points
    assert todo.words == (f"Find the cause, then take up pack 2 again: its session is {SECOND}.")


def test_a_pack_that_was_never_begun_leaves_the_site_incomplete() -> None:
    document = report([*passed(), *planned(), *judged(1, "PASS", 1)])
    assert document.verdict.value == "INCOMPLETE"
    assert "it was not begun" in document.reasons[0].words


def test_a_pack_whose_session_nobody_saw_end_counts_as_incomplete() -> None:
    happened = [*judged(1, "PASS", 1), *judged(2, "PASS", 0), events.PackBegun(2, SECOND)]
    document = report([*passed(), *planned(), *happened])
    assert [row.verdict.value for row in document.packs] == ["PASS", "INCOMPLETE"]


def test_a_verdict_that_no_version_of_this_program_gives_is_no_pass() -> None:
    assert site("perfect").verdict.value == "INCOMPLETE"


def test_packs_taken_out_of_the_plan_are_not_in_the_report() -> None:
    document = report([*passed(), *planned(), *judged(1, "PASS", 1), events.PacksCounted(1)])
    assert [row.number for row in document.packs] == [1]


def test_every_form_names_pack_serial_number_address_verdict_and_the_hash_of_its_record() -> None:
    document = site("PASS WITH DEVIATIONS", address=3)
    page = page_of(to_html(document)).section("packs")
    lines = " ".join(to_text(document).split())
    for form in (page, lines):
        for wanted in ("Left rack", "SN2", "PASS WITH DEVIATIONS", "3 (0)", HEAD):
            assert wanted in form
    assert from_json(to_json(document)).packs == document.packs


def test_a_report_of_one_pack_has_no_section_of_packs() -> None:
    document = report(passed())
    assert document.packs == ()
    assert "-- Packs" not in to_text(document)


def test_a_pack_s_report_names_the_session_of_its_site() -> None:
    of = events.PackOf("2026-11-21-001", PackPlan(1, "Left rack", "own", 1), {})
    assert report([of, *passed()]).pack_of == "2026-11-21-001"


def test_a_site_s_report_whose_verdict_hides_a_pack_does_not_fit() -> None:
    lying = msgspec.structs.replace(site("FAIL"), verdict=site("PASS").verdict, reasons=())
    assert {problem.place for problem in rejudged(lying)} == {"verdict", "reasons"}
