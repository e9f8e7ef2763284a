"""What was read during a test is in the report, and drawn where it can be."""

import re
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from tests.report.support import judged, passed, report
from wizard.record import events
from wizard.report.document import Document
from wizard.report.html_form import to_html
from wizard.text import text
from wizard.units import Unit

CURVE = ((0, "3.300"), ("0.5", "3.301"), ("1.0", "3.299"))


def traced(
    points: tuple[tuple[object, object], ...] = CURVE,
    *,
    unit: Unit = "V",
    limit: str = "3.252",
    attempt: int = 1,
    at: str = "0.5",
) -> events.Traced:
    return events.Traced(
        "audit", attempt, "cell", text("Over-voltage: {cell}", cell=text("highest cell")), unit,
        tuple((Decimal(str(seconds)), Decimal(str(value))) for seconds, value in points),
        (events.TraceLine(text("Cell OVP"), Decimal(limit)),),
        (events.TraceMark(Decimal(at), text("trip")),),
    )  # fmt: skip


def told(*happened: events.Event) -> Document:
    return report([*passed("audit"), *judged("audit", taken=happened)])


def drawn(*happened: events.Event) -> list[ET.Element]:
    page = to_html(told(*happened))
    return [ET.fromstring(found) for found in re.findall(r"<svg.*?</svg>", page, re.DOTALL)]  # noqa: S314  of our own


def test_a_trace_is_in_the_report_with_its_limits_and_what_happened() -> None:
    [trace] = told(traced()).traces
    assert (trace.step, trace.attempt, trace.unit) == ("audit", 1, "V")
    assert trace.title.words == "Over-voltage: highest cell"
    assert trace.points[1] == (Decimal("0.5"), Decimal("3.301"))
    assert [(line.label.words, line.value) for line in trace.lines] == [
        ("Cell OVP", Decimal("3.252"))
    ]
    assert [(mark.at_s, mark.what.words) for mark in trace.marks] == [(Decimal("0.5"), "trip")]


def test_a_curve_is_drawn_and_said_in_words() -> None:
    [picture] = drawn(traced())
    [curve] = picture.iter("polyline")
    assert len(curve.attrib["points"].split()) == 3
    words = picture.findtext("desc")
    assert words == (
        "From 3.300 to 3.299 V; lowest 3.299, highest 3.301; Cell OVP 3.252 V; trip at 0.5 s."
    )
    assert {"Cell OVP 3.252 V", "trip 0.5 s"} <= {one.text for one in picture.iter("text")}


def test_all_of_a_curve_is_on_the_paper() -> None:
    [picture] = drawn(traced(((0, "-20"), (90, "300"), (5000, "1000")), unit="A", limit="500"))
    width, height = map(float, picture.attrib["viewBox"].split()[2:])
    for one in picture.iter():
        for name, value in one.attrib.items():
            if name in {"x", "x1", "x2"}:
                assert 0 <= float(value) <= width
            if name in {"y", "y1", "y2"}:
                assert 0 <= float(value) <= height


@pytest.mark.parametrize(
    "trace",
    [
        traced(()), traced(((0, 1),)), traced(unit="%"), traced(((0, 1), (1, "1E+9999"))),
        traced(((0, 1), (1, 100000))), traced(((-1, 1), (1, 1))), traced(((0, 1), ("1E+30", 1))),
        traced(limit="1E+9999"), traced(at="1E+9999"), traced(((0, 0), (0, 0)), at="-1"),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_in_the_json_only(trace: events.Traced) -> None:
    assert drawn(trace) == []
    assert len(told(trace).traces) == 1


def test_a_curve_without_a_rise_in_no_time_is_drawn() -> None:
    assert len(drawn(traced(((0, 0), (0, 0)), limit="0", at="0"))) == 1


def test_only_the_curve_of_the_last_attempt_is_drawn() -> None:
    happened = [*judged("audit", taken=[traced()]), *judged("audit", taken=[], attempt=2)]
    document = report([*passed("audit"), *happened])
    assert len(document.traces) == 1
    assert "<polyline" not in to_html(document)
