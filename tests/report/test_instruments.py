"""Instruments: until when they are calibrated, and that one that had run out is not hidden."""

from datetime import date

import pytest
from msgspec.structs import replace

from tests.report.page import page_of
from tests.report.support import CHECKLIST, answered, judged, measured, passed, report
from wizard.procedure.step import FormField
from wizard.report.document import Document
from wizard.report.html_form import to_html
from wizard.report.json_form import to_json
from wizard.report.parts import ReportVerdict
from wizard.report.seal import sealed
from wizard.report.text_form import to_text
from wizard.report.verify import verify_report

WHO = CHECKLIST.step[0]
ASKED = replace(
    WHO,
    fields=(
        *WHO.fields,  # type: ignore[union-attr]
        FormField("meter_serial", "line", "Its serial number"),
        FormField("meter_due", "day", "Its calibration is due on"),
        FormField("clamp_due", "day", "Calibration of the clamp or shunt is due on"),
    ),
)
FORM = replace(CHECKLIST, step=(ASKED, *CHECKLIST.step[1:]))
USED = "Fluke 87V"  # on 2026-11-21, as the measurements of these tests have it


def used(due: str, name: str = USED, serial: str = "") -> Document:
    answers = {"meter": name, "meter_serial": serial, "meter_due": due}
    happened = [
        *judged("who", taken=[answered("who", key, value) for key, value in answers.items()]),
        *passed("who", "stairs"),
        *judged("stairs", taken=[measured()]),
    ]
    return report(happened, FORM)


@pytest.mark.parametrize(
    ("due", "verdict"),
    [
        ("2026-11-20", ReportVerdict.DEVIATIONS),
        ("2026-11-21", ReportVerdict.PASS),
        ("2027-06-30", ReportVerdict.PASS),
        ("", ReportVerdict.PASS),
        ("next year", ReportVerdict.PASS),
    ],
)
def test_an_instrument_used_after_its_day_is_a_deviation(due: str, verdict: ReportVerdict) -> None:
    document = used(due)
    assert document.verdict is verdict
    named = [reason.words for reason in document.reasons]
    assert named == (
        [f"Instrument Fluke 87V: its calibration was due on {due}, before it was used."]
        if verdict is ReportVerdict.DEVIATIONS
        else []
    )


def test_a_clamp_that_no_form_names_is_the_one_whose_day_the_form_gives() -> None:
    answers = {"meter": "Fluke 17B", "meter_due": "2027-06-30", "clamp_due": "2026-11-20"}
    happened = [
        *judged("who", taken=[answered("who", key, value) for key, value in answers.items()]),
        *passed("who", "stairs"),
        *judged("stairs", taken=[measured()]),
    ]
    document = report(happened, FORM)
    [clamp] = document.instruments.used
    assert (clamp.name, clamp.due, clamp.expired) == (USED, date(2026, 11, 20), True)
    assert document.verdict is ReportVerdict.DEVIATIONS


def test_an_instrument_that_nothing_was_measured_with_is_none() -> None:
    assert used("2020-01-01", name="Fluke 17B").verdict is ReportVerdict.PASS


def test_until_when_it_is_calibrated_stands_beside_it_in_every_form() -> None:
    document = used("2026-11-20")
    [one] = document.instruments.used
    assert (one.name, one.measurements, one.due, one.expired) == (
        USED, 1, date(2026, 11, 20), True,
    )  # fmt: skip
    said = "1 measurements, calibrated until 2026-11-20: RUN OUT when it was used"
    assert said in page_of(to_html(document)).section("instruments")
    assert said in " ".join(to_text(document).split())


def test_a_deviation_that_was_left_out_is_found() -> None:
    quiet = replace(used("2026-11-20"), verdict=ReportVerdict.PASS, reasons=(), open_points=())
    done = verify_report(to_json(sealed(quiet)), "r.json")
    assert [problem.place for problem in done.problems] == ["verdict", "reasons"]
