"""The voltage-step test as a whole: where each wire is, the fifth wire, the whole pack."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from tests.procedure.support import Ran, Site, only
from wizard.procedure.figures import Pin, Plugs, Tips
from wizard.procedure.views import StepView
from wizard.simulator.create import create
from wizard.simulator.pack import Chemistry
from wizard.text import words

STEPS = only("harness-3", "harness-steps")


def measured(
    folder: Path,
    given: Mapping[str, str] | None = None,
    *,
    five: bool = False,
    cells: int = 16,
    chemistry: Chemistry = "lifepo4",
) -> Ran:
    site = Site(folder, create(cells=cells, chemistry=chemistry), STEPS)
    return site.run({"harness_3": "five" if five else "four", **(given or {})})


def pictures(ran: Ran) -> list[tuple[object, ...]]:
    return [view.figures for view in ran.person.views if isinstance(view, StepView)]


def plugs(ran: Ran) -> list[Plugs]:
    return [figure for each in pictures(ran) for figure in each if isinstance(figure, Plugs)]


@pytest.mark.parametrize("harness", ["four", "five"])
@pytest.mark.parametrize(
    ("chemistry", "cells"),
    [("li_ion", 7), ("lifepo4", 8), ("lto", 14), ("lifepo4", 15), ("lifepo4", 16)],
)
def test_a_good_harness_passes_with_its_last_wire_at_the_whole_pack(
    tmp_path: Path, chemistry: Chemistry, cells: int, harness: str
) -> None:
    five = harness == "five"
    ran = measured(tmp_path, five=five, cells=cells, chemistry=chemistry)
    assert ran.verdict("harness-steps") == "pass"
    taken = ran.measured("harness-steps")
    assert [name for name in taken if name.startswith("step-")] == [
        f"step-{cell}" for cell in range(1, cells + 1)
    ]
    assert taken["total"] == "pass"
    assert ("fifth-wire" in taken) is five
    assert ran.observed("harness-steps", "pack-voltage") == ran.observed(
        "harness-steps", f"wire-{cells}"
    )


@pytest.mark.parametrize(
    ("cell", "where"),
    [
        (1, "Cell 1: red wire 1 of plug 1, counted as the drawing does (1, 2, 3, 4)."),
        (8, "Cell 8: red wire 4 of plug 2, counted as the drawing does (5, 6, 7, 8)."),
        (9, "Cell 9: red wire 4 of plug 3, counted as the drawing does (12, 11, 10, 9)."),
        (12, "Cell 12: red wire 1 of plug 3, counted as the drawing does (12, 11, 10, 9)."),
        (13, "Cell 13: red wire 1 of plug 4, counted as the drawing does (13, 14, 15, 16)."),
    ],
)
def test_cells_are_asked_in_their_order_and_plug_3_counts_down(
    tmp_path: Path, cell: int, where: str
) -> None:
    ran = measured(tmp_path)
    assert words(ran.person.question(f"wire-{cell}").prompt) == where
    keys = [key for key in ran.person.keys if key.startswith("wire-")]
    assert keys == [f"wire-{n}" for n in range(1, 17)]


def test_the_plugs_are_drawn_with_their_cells_as_printed(tmp_path: Path) -> None:
    drawn = plugs(measured(tmp_path, {"wire-10": "30.0"}))[-1].plugs
    assert [plug.number for plug in drawn] == [1, 2, 3, 4]
    assert drawn[2].cells == (12, 11, 10, 9)
    assert drawn[2].pins == (Pin.AWAITED, Pin.AWAITED, Pin.BAD, Pin.GOOD)


def test_a_fifth_wire_is_drawn_as_one_that_must_not_be_used_and_told_from_cell_9(
    tmp_path: Path,
) -> None:
    ran = measured(tmp_path, five=True, cells=8)
    for drawn in plugs(ran):
        assert drawn.plugs[2].cells == (12, 11, 10, 9, 0)
        assert drawn.plugs[2].pins == (*[Pin.UNUSED] * 4, Pin.FORBIDDEN)
        assert Pin.FORBIDDEN not in drawn.plugs[1].pins
    prompt = words(measured(tmp_path / "16", five=True).person.question("wire-9").prompt)
    assert "(12, 11, 10, 9, then the fifth beside the probe, which is no cell's)" in prompt


@pytest.mark.parametrize(
    ("voltage", "verdict"),
    [("0", "pass"), ("0.5", "pass"), ("-0.5", "pass"), ("0.501", "fail"), ("29.7", "fail")],
)
def test_the_fifth_wire_must_show_nothing(tmp_path: Path, voltage: str, verdict: str) -> None:
    ran = measured(tmp_path, {"fifth-wire": voltage}, five=True)
    assert ran.measured("harness-steps")["fifth-wire"] == verdict
    assert ran.verdict("harness-steps") == verdict


def test_a_fifth_wire_that_is_joined_is_cut_before_anything_is_plugged_in(tmp_path: Path) -> None:
    reason = measured(tmp_path, {"fifth-wire": "29.7"}, five=True).reason("harness-steps")
    assert reason.startswith("Do NOT plug in. The fifth wire of plug 3 shows 29.700 V")
    assert "joined to a cell. Cut it" in reason


@pytest.mark.parametrize(
    ("apart", "verdict"),
    [("0.05", "pass"), ("-0.05", "pass"), ("0.1", "marginal"), ("0.101", "fail"), ("-2", "fail")],
)
def test_the_last_wire_must_be_at_the_end_of_the_pack(
    tmp_path: Path, apart: str, verdict: str
) -> None:
    pack = str(Decimal("52.800") + Decimal(apart))
    assert measured(tmp_path, {"pack-voltage": pack}).verdict("harness-steps") == verdict


@pytest.mark.parametrize(
    ("pack", "said"),
    [
        ("56.1", "the pack has more than 16 cells, or its ends have no wire"),
        ("49.5", "the meter's tips were not at both ends of the pack"),
        ("-52.8", "the meter's tips were not at both ends of the pack"),
        ("53.0", "look for a poor contact of the black or the last red wire"),
        ("52.6", "look for a poor contact of the black or the last red wire"),
    ],
)
def test_a_pack_unlike_its_last_wire_is_not_plugged_in(
    tmp_path: Path, pack: str, said: str
) -> None:
    reason = measured(tmp_path, {"pack-voltage": pack}).reason("harness-steps")
    assert reason.startswith("Do NOT plug in. ")
    assert said in reason


def test_a_pack_of_more_cells_than_were_entered_is_found_before_it_is_plugged_in(
    tmp_path: Path,
) -> None:
    ran = measured(tmp_path, {"cells": "15"})
    assert ran.verdict("harness-steps") == "fail"
    assert "more than 15 cells" in ran.reason("harness-steps")


def test_the_tips_for_the_whole_pack_are_shown_then_the_whole_staircase(tmp_path: Path) -> None:
    drawn = pictures(measured(tmp_path))
    assert (Tips("B-", "B+"),) in drawn
    last = drawn[-1][0]
    assert isinstance(last, Plugs)
    assert {pin for plug in last.plugs for pin in plug.pins} == {Pin.GOOD}
