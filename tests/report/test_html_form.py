"""The page for the customer: says what is wrong first, fetches nothing, loses nothing."""

import re
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from tests.report.page import Page, page_of
from tests.report.support import (
    CELL,
    CHECKLIST,
    answered,
    identified,
    intended,
    judged,
    measured,
    passed,
    report,
    settled,
    shift,
    whole_story,
)
from wizard.measurement import Limit, Origin, Verdict
from wizard.record import events
from wizard.report.document import Document
from wizard.report.html_form import to_html
from wizard.report.html_marks import MEANING, REPORT_SIGN, SIGN, local
from wizard.report.json_form import from_json, to_json
from wizard.report.parts import ReportVerdict
from wizard.text import text


def _page(document: Document) -> Page:
    return page_of(to_html(document))


def _stairs(*taken: events.Measured, verdict: Verdict = Verdict.PASS) -> Document:
    return report([*passed("stairs"), *judged("stairs", verdict, taken=taken)])


def test_the_page_fetches_nothing_and_runs_nothing() -> None:
    printed = to_html(report(whole_story()))
    page = page_of(printed)
    assert printed.startswith("<!DOCTYPE html>\n<html lang=")
    assert {"script", "link", "img", "iframe", "object", "base", "form"}.isdisjoint(page.names)
    assert not re.search(r"@import|url\(|https?:", printed)
    assert all(value.startswith("#") for name, value in page.attributes if name in {"href", "src"})
    assert not [name for name, _ in page.attributes if name.startswith("on") or name == "style"]
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    assert ("content", policy) in page.attributes


def test_links_within_the_page_arrive() -> None:
    page = _page(report(whole_story()))
    targets = [value.removeprefix("#") for name, value in page.attributes if name == "href"]
    assert targets
    assert sorted(targets) == sorted(value for name, value in page.attributes if name == "id")


def test_the_same_document_gives_the_same_page() -> None:
    assert to_html(report(whole_story())) == to_html(report(whole_story()))


def test_an_old_report_is_printed_from_its_json() -> None:
    document = report(whole_story())
    assert to_html(from_json(to_json(document))) == to_html(document)


def test_the_cover_names_who_where_what_and_the_record() -> None:
    cover = _page(report(whole_story())).text.split("What is not in order")[0]
    for part in ("Verdict: ✗ FAIL", MEANING[ReportVerdict.FAIL], "2026-11-21-003",
                 "Kowalski, cellar", "1 of 4", "Łukasz Wójcik", "JK_PB2A16S20P", "15.41", "JK42",
                 "2026-11-21 11:00:01 UTC+01:00", "SOC is false", "7f3a91c2" * 8,
                 "test limits were left in board JK42"):  # fmt: skip
        assert str(part) in cover


def test_what_is_not_in_order_comes_before_all_steps_gravest_first() -> None:
    document = report([
        *judged("who", Verdict.DEFERRED, text("the customer was away")),
        *judged("stairs", Verdict.FAIL, text("wire 4 is loose"), [
            measured(name="step-3", verdict=Verdict.MARGINAL, value="3.580",
                     title=text("Step to cell {n}", n=3)),
            measured(verdict=Verdict.FAIL, value="0.003", note=text("cable was bent")),
            measured(name="step-5", value="3.311", title=text("Step to cell {n}", n=5)),
        ]),
    ])  # fmt: skip
    page = _page(document)
    found = page.section("open")
    for part in ("wire 4 is loose", "0.003 V", "3.580 V", "2.5 to 3.6 V", "INV 398-409",
                 "Note: cable was bent", "never started", "the customer was away"):  # fmt: skip
        assert part in found
    assert "3.311 V" not in found
    order = ["wire 4 is loose", "0.003 V", "3.580 V", "never started", "the customer was away"]
    assert sorted(order, key=found.index) == order
    assert page.order("open") < page.order("particulars") < page.order("steps")


def test_a_report_in_order_says_that_nothing_is_wrong() -> None:
    assert "Nothing: every step passed" in _page(report(passed())).section("open")


def test_a_report_without_a_checklist_is_not_called_in_order() -> None:
    empty = report([], replace(CHECKLIST, step=()))
    assert "Nothing was checked." in _page(empty).section("open")
    assert "Verdict: ○ INCOMPLETE" in _page(empty).text


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_measurement_stands_with_all_that_is_known_of_it(verdict: Verdict) -> None:
    one = measured(verdict=verdict, title=text("Rise"), origin=Origin.COMPUTED)
    [row] = _page(_stairs(one)).rows("steps", "Rise")
    for part in ("3.315 V", "2.5 to 3.6 V", "marginal: last 0.05 V", "INV 398-409", "computed",
                 CELL.note, "A. Nowak", "Fluke 87V", "2026-11-21 11:01:00 UTC+01:00"):  # fmt: skip
        assert part in row
    assert f"{SIGN[verdict]} {verdict}" in row.replace(verdict.upper(), verdict)


@pytest.mark.parametrize("verdict", list(ReportVerdict))
def test_the_verdict_is_a_word_with_a_sign_and_what_it_means(verdict: ReportVerdict) -> None:
    means = {
        ReportVerdict.PASS: Verdict.PASS,
        ReportVerdict.DEVIATIONS: Verdict.DEFERRED,
        ReportVerdict.INCOMPLETE: Verdict.NOT_TAKEN,
        ReportVerdict.FAIL: Verdict.NOT_BELIEVABLE,
    }
    page = _page(report([*passed("audit"), *judged("audit", means[verdict], text("so"))]))
    assert f"Verdict: {REPORT_SIGN[verdict]} {verdict}\n" in page.text
    assert str(MEANING[verdict]) in page.text
    assert f"verdict {verdict}." in page.section("signatures")


def test_what_cannot_be_true_stands_beside_what_can_be() -> None:
    limit = Limit("V", high=CELL.high, derived="preset window")
    one = measured(verdict=Verdict.NOT_BELIEVABLE, limit=limit)
    one = events.Measured(replace(one.measurement, possible=CELL))
    found = _page(_stairs(one)).section("steps")
    assert "derived: preset window" in found
    assert "What it can be at all: 2.5 to 3.6 V" in found


def test_earlier_attempts_stand_behind_the_last_and_count_for_nothing() -> None:
    page = _page(report(whole_story()))
    last, earlier = page.rows("steps", "Step to cell 4")
    assert "3.575 V" in last
    assert "attempt 2" in last
    for part in ("earlier, attempt 1", "0.003 V", "does not count", "FAIL", "11:01:00 UTC+01:00"):
        assert part in earlier
    assert "not taken again, counting for nothing" in page.section("steps")
    assert page.rows("steps", "Step to cell 5")


def test_settings_stand_under_jks_own_names() -> None:
    [row] = _page(report(whole_story())).rows("settings", "Cell OVP (V)")
    assert row.split() == ["Cell", "OVP", "(V)", "V", "3.650", "-", "3.600", "3.600", "✓", "pass"]


def test_an_unproved_write_is_out_of_order_a_proved_one_is_not() -> None:
    lost = [intended(1), settled(1, events.Outcome.UNKNOWN)]
    [row] = _page(report([*passed(), *lost])).rows("open", "1. Cell OVP")
    assert "✗ NOT PROVED" in row
    assert "2026-11-21" in row
    done = _page(report([*passed(), intended(1), settled(1, events.Outcome.VERIFIED)]))
    assert "Cell OVP" not in done.section("open").split("Settings that")[0]
    assert "read back" in done.section("writes")


def test_limits_left_shifted_come_first_with_what_to_set_by_hand() -> None:
    left = [shift(), events.ShiftLeftOpen(1, text("the board did not answer"))]
    found = _page(report([*left, *passed()])).section("open")
    for part in ("Shift 1 of board JK42", "LEFT OPEN", "the board did not answer",
                 "☐ Cell OVP (V) = 3.600 V", "3.252 V"):  # fmt: skip
        assert part in found
    restored = _page(report([shift(), events.ShiftClosed(1, "test over"), *passed()]))
    assert "Shift 1" not in restored.section("open")
    assert "✓ restored" in restored.section("shifts")


def test_an_interrupted_session_is_a_report_all_the_same() -> None:
    happened = [*judged("who"), events.StepStarted("stairs", 1), measured(),
                events.Left("hang-up")]  # fmt: skip
    page = _page(report(happened))
    assert "Verdict: ○ INCOMPLETE" in page.text
    assert "attempt 1 was started and never judged" in page.section("open")
    assert "3.315 V" in page.section("steps")
    assert "not read" in page.text


def test_a_simulated_pack_is_said_above_every_part_and_on_every_page() -> None:
    printed = to_html(report(passed(), simulated=True))
    page = page_of(printed)
    for name in page.sections:
        assert "SIMULATED PACK" in page.section(name)
    assert page.text.index("SIMULATED PACK") < page.text.index("Verdict")
    assert '@top-right { content: "SIMULATED PACK"' in printed
    assert "SIMULATED" not in to_html(report(passed()))


def test_nothing_is_claimed_and_there_are_lines_to_sign() -> None:
    page = _page(report([*judged("who", taken=[answered("who", "technician", "A. Nowak")])]))
    assert "Arranged in line with common practice" in page.text
    assert "complies" not in page.text.casefold()
    for part in ("Technician", "Customer", "Name: A. Nowak", "Place, date", "Signature"):
        assert part in page.section("signatures")


def test_pages_of_paper_carry_the_reports_id_and_nothing_foreign() -> None:
    document = report(passed())
    assert 'content: "Report 2026-11-21-003: PASS"' in to_html(document)
    odd = from_json(to_json(document).replace(b'"2026-11-21-003"', b'"a\\"; } body { x: y"'))
    assert 'content: "Report: PASS"' in to_html(odd)
    assert "body { x: y" not in to_html(odd).split("</style>")[0].split("<style>")[1]


@pytest.mark.parametrize("minutes", [10**6, -1440, 1440])
def test_a_clock_that_cannot_be_is_not_believed(minutes: int) -> None:
    assert local(datetime(2026, 11, 21, 10, tzinfo=UTC), minutes) == "2026-11-21 10:00:00 UTC"


def test_a_time_at_the_edge_of_all_time_is_printed_in_utc() -> None:
    assert local(datetime.max.replace(tzinfo=UTC), 60).endswith(" UTC")


def test_a_long_value_loses_nothing() -> None:
    value = "1234567890" * 12
    happened = [
        *judged("who", taken=[answered("who", "site", value)]),
        *judged("stairs", taken=[measured(observed=value), identified()]),
    ]
    page = _page(report(happened))
    assert page.text.count(value) >= 3
    assert not re.search("overflow: hidden|ellipsis|nowrap", to_html(report(happened)))
