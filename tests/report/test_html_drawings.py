"""Drawings show what was measured, with words for who cannot see them."""

from xml.etree import ElementTree as ET

import pytest

from tests.report.page import page_of
from tests.report.support import CELL, judged, measured, passed, report
from wizard.measurement import Limit, Origin, Verdict
from wizard.record.events import Measured
from wizard.report.html_form import to_html
from wizard.text import text


def _wire(cell: int, total: str) -> Measured:
    return measured(name=f"wire-{cell}", value=total, limit=None, title=text("Wire"))


def _rise(cell: int, rise: str, verdict: Verdict = Verdict.PASS) -> Measured:
    return measured(name=f"step-{cell}", value=rise, verdict=verdict, origin=Origin.COMPUTED)


def _cell(cell: int, value: str, verdict: Verdict = Verdict.PASS, limit: Limit = CELL) -> Measured:
    return measured(name=f"cell-{cell}", value=value, verdict=verdict, limit=limit)


def _drawn(*taken: Measured) -> list[ET.Element]:
    printed = to_html(report([*passed("stairs"), *judged("stairs", taken=taken)]))
    page_of(printed)
    pieces = [piece.split("</svg>")[0] for piece in printed.split("<svg")[1:]]
    return [ET.fromstring(f"<svg{piece}</svg>") for piece in pieces]  # noqa: S314  our own page


def _words(drawing: ET.Element) -> list[str]:
    return [one.text or "" for one in drawing.iter("text")]


STAIRS = (_wire(1, "3.300"), _rise(1, "3.300"), _wire(2, "6.601"), _rise(2, "3.301"),
          _wire(3, "13.200"), _rise(3, "6.599", Verdict.FAIL))  # fmt: skip


def test_the_staircase_rises_from_wire_to_wire_within_the_window_of_each() -> None:
    [drawing] = _drawn(*STAIRS)
    for label in ("1", "2", "3", "3.300", "6.601", "13.200", "3.301", "6.599"):
        assert label in _words(drawing)
    levels = [line for line in drawing.iter("line") if line.get("stroke-width") == "1.8"]
    heights = [float(line.get("y1", "")) for line in levels]
    assert heights == sorted(heights, reverse=True)
    assert len(set(heights)) == 3
    fields = [
        (float(one.get("y", "")), float(one.get("height", ""))) for one in drawing.iter("rect")
    ]
    inside = [top <= y <= top + height for y, (top, height) in zip(heights, fields, strict=True)]
    assert inside == [True, True, False]
    assert len(list(drawing.iter("path"))) == 1  # the cross on the bad one


def test_a_drawing_says_in_words_what_it_shows() -> None:
    [drawing] = _drawn(*STAIRS)
    assert drawing.get("role") == "img"
    assert (drawing[0].tag, drawing[1].tag) == ("title", "desc")
    assert "Staircase" in (drawing[0].text or "")
    described = drawing[1].text or ""
    assert "3: 13.200 V" in described
    assert "Not in order: 3 fail" in described


def test_cells_stand_between_their_limits_with_lowest_and_highest_named() -> None:
    taken = (_cell(1, "3.300"), _cell(2, "3.580", Verdict.MARGINAL), _cell(3, "2.1", Verdict.FAIL))
    [drawing] = _drawn(*taken)
    dashed = [line for line in drawing.iter("line") if line.get("stroke-dasharray")]
    low, high = (float(line.get("y1", "")) for line in dashed)
    dot = float(next(drawing.iter("circle")).get("cy", ""))
    assert high < dot < low
    assert {"low 2.5", "high 3.6", "3.580", "2.1"} <= set(_words(drawing))
    printed = to_html(report([*passed("stairs"), *judged("stairs", taken=taken)]))
    assert "Lowest: cell 3, 2.1 V. Highest: cell 2, 3.580 V. Apart: 1.480 V." in printed


def test_each_sign_has_a_shape_of_its_own() -> None:
    taken = (_cell(1, "3.3"), _cell(2, "3.58", Verdict.MARGINAL), _cell(3, "2.1", Verdict.FAIL))
    [drawing] = _drawn(*taken)
    shapes = [one.get("d", "").count("l") for one in drawing.iter("path")]
    assert len(list(drawing.iter("circle"))) == 1
    assert shapes == [1, 2]


def test_limits_that_differ_are_in_the_table_only() -> None:
    other = Limit("V", CELL.low, CELL.low, source="x")
    [drawing] = _drawn(_cell(1, "3.300"), _cell(2, "3.300", limit=other))
    assert not [line for line in drawing.iter("line") if line.get("stroke-dasharray")]


def test_all_of_a_large_pack_fits_on_the_paper() -> None:
    [drawing] = _drawn(*(_cell(cell, f"3.3{cell:02}") for cell in range(1, 33)))
    turned = [one.text for one in drawing.iter("text") if one.get("transform")]
    assert turned == [f"3.3{cell:02}" for cell in range(1, 33)]
    for element in drawing.iter():
        for place, most in (("x", 720), ("x1", 720), ("x2", 720), ("y", 290), ("y1", 290)):
            assert 0 <= float(element.get(place, "0")) <= most


@pytest.mark.parametrize("value", ["1E+9999", "-1E+9999", "100000"])
def test_what_cannot_be_drawn_is_in_the_table_only(value: str) -> None:
    assert _drawn(_cell(1, value)) == []


@pytest.mark.parametrize(
    "name", ["cell-0", "cell-65", "cell-x", "cell-", "cell-\u0661", "a-cell-1"]
)
def test_what_is_no_cell_is_not_drawn(name: str) -> None:
    assert _drawn(measured(name=name)) == []


def test_a_step_without_cells_has_no_drawing() -> None:
    assert "<svg" not in to_html(report(passed()))
