"""The CSV: every figure in its column, a number a number, and no text a formula."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.hostile.support import FORMULAE, SIGNS, TAME, formulae
from tests.report.support import CELL, judged, measured, passed, report, whole_story
from tests.report.test_json_form import DOCUMENTS, NO_SHRINKING, SLOW
from wizard.measurement import Verdict
from wizard.report import csv_form
from wizard.report.csv_form import measurements_csv, settings_csv
from wizard.report.document import Document
from wizard.text import harmless, text

HOSTILE = (
    *FORMULAE, *TAME, "\t=1", "\r=1", "\n+1", " =1+1", '"=1', "x;=1+1", 'x; "@a', "'=1", "''", "'",
    "a,=1", "-5", "\uff1d1", "1;'x", "=1;=2;;+3", "\u202e=1", "x\r\n=1", "-Infinity",
)  # fmt: skip
STRANGE = st.text(st.sampled_from("=+-@'\";, x\t\r\n\uff1d\u202e") | st.characters(), max_size=12)


def rows(written: str) -> list[dict[str, str]]:
    """The rows of a table, each cell by its column."""
    return list(csv.DictReader(io.StringIO(written, newline="")))


def plain(cell: str) -> str:
    """What a text was, but for what steers: undone as the docstring of the form says."""
    return re.sub(rf"""((?:^|;)[\s"]*)'(?=[{SIGNS}])""", r"\1", cell)


def noted(words: str) -> Document:
    taken = [measured(note=text(words), observed=words)]
    return report([*passed("stairs"), *judged("stairs", taken=taken)])


def test_a_measurement_stands_with_limits_verdict_origin_and_time() -> None:
    first, *_ = rows(measurements_csv(report([*passed("stairs"), *judged("stairs", taken=[
        measured(note=text("wire 4 was mended"), value="-3.315"),
    ])])))  # fmt: skip
    assert first == {
        "step": "stairs", "step_title": "Voltage rises from cell to cell", "attempt": "1",
        "id": "step-4", "name": "Step to cell 4", "value": "-3.315", "unit": "V", "observed": "",
        "limit_low": "2.5", "limit_high": "3.6", "limit_source": CELL.source, "verdict": "pass",
        "counts": "yes", "origin": "meter", "source": "", "instrument": "Fluke 87V",
        "person": "A. Nowak", "note": "wire 4 was mended", "time": "2026-11-21T10:01:00Z",
    }  # fmt: skip


def test_earlier_readings_stand_before_the_one_that_counts() -> None:
    found = rows(measurements_csv(report(whole_story())))
    told = [(row["id"], row["attempt"], row["value"], row["counts"]) for row in found]
    assert told == [
        ("step-4", "1", "0.003", "no"),
        ("step-4", "2", "3.575", "yes"),
        ("lamp", "2", "", "yes"),
        ("step-5", "1", "3.301", "no"),
    ]
    assert found[0]["verdict"] == Verdict.FAIL.value
    assert (found[2]["observed"], found[2]["limit_low"]) == ("lit", "")


def test_a_setting_stands_by_jk_s_label_from_first_to_final() -> None:
    by_key = {row["key"]: row for row in rows(settings_csv(report(whole_story())))}
    ovp = by_key["cell_ovp"]
    assert (ovp["label"], ovp["unit"]) == ("Cell OVP (V)", "V")
    assert [ovp[name] for name in ("before", "after_preset", "wanted", "final")] == [
        "3.650", "", "3.600", "3.600",
    ]  # fmt: skip
    assert by_key["cell_uvp"]["wanted"] == ""


@settings(max_examples=40, deadline=None, phases=NO_SHRINKING, suppress_health_check=SLOW)
@given(DOCUMENTS)
def test_every_reading_and_every_setting_is_one_line(document: Document) -> None:
    readings = [
        one for step in document.steps for part in (step.measurements, step.superseded)
        for taken in part for one in (taken, *taken.earlier)
    ]  # fmt: skip
    for written, count in (
        (measurements_csv(document), len(readings)),
        (settings_csv(document), len(document.settings)),
    ):
        assert written.count("\r\n") == written.count("\n") == written.count("\r") == count + 1
        assert len(rows(written)) == count
        assert formulae(written, ",") == []


@pytest.mark.parametrize("words", HOSTILE, ids=ascii)
def test_no_text_is_a_formula_whatever_a_spreadsheet_takes_for_the_separator(words: str) -> None:
    written = measurements_csv(noted(words))
    assert formulae(written, ",") == []
    assert formulae(written, ";") == []


@given(STRANGE)
def test_a_text_is_what_it_was_but_for_what_steers(words: str) -> None:
    written = measurements_csv(noted(words))
    assert formulae(written, ",") == formulae(written, ";") == []
    (row,) = (row for row in rows(written) if row["id"] == "step-4")
    assert plain(row["observed"]) == harmless(words)


@pytest.mark.parametrize(
    ("value", "shown"),
    [("-0.001", "-0.001"), ("1e400000000", "1E+400000000"), ("100", "100"), ("NaN", "NaN")],
)
def test_a_number_is_a_number_with_a_point_and_no_more_digits_than_it_has(
    value: str, shown: str
) -> None:
    document = report([*passed("stairs"), *judged("stairs", taken=[measured(value="1")])])
    stairs = next(step for step in document.steps if step.id == "stairs")
    taken = replace(stairs.measurements[0], value=Decimal(value))
    document = replace(document, steps=(replace(stairs, measurements=(taken,)),))
    assert rows(measurements_csv(document))[0]["value"] == shown


@pytest.mark.parametrize("hours", [-14, 0, 14])
def test_any_time_of_a_record_is_written_with_its_distance_from_utc(hours: int) -> None:
    at = datetime(1, 1, 1, tzinfo=UTC if not hours else timezone(timedelta(hours=hours)))
    document = noted("x")
    stairs = next(step for step in document.steps if step.id == "stairs")
    taken = replace(stairs.measurements[0], at=at)
    document = replace(document, steps=(replace(stairs, measurements=(taken,)),))
    zone = "Z" if not hours else f"{hours:+03}:00"
    assert rows(measurements_csv(document))[0]["time"] == f"0001-01-01T00:00:00{zone}"


def test_a_spreadsheet_is_told_that_it_is_utf_8() -> None:
    raw = measurements_csv(noted("3,5 Ω, Łukasz")).encode(csv_form.ENCODING)
    assert raw.startswith(b"\xef\xbb\xbfstep,")
    assert "3,5 Ω, Łukasz" in raw.decode("utf-8")
