"""The steps before the board is asked: particulars, statements, cells and wires by meter."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.procedure.support import Ran, Site, only
from wizard.procedure.figures import Pin, Plugs, Staircase
from wizard.procedure.questions import Choice, Number
from wizard.procedure.views import StepView
from wizard.simulator.create import create
from wizard.simulator.pack import Chemistry
from wizard.text import words


def spread(folder: Path, highest: str, lowest: str) -> Ran:
    given = {"highest-cell": highest, "lowest-cell": lowest}
    return Site(folder, checklist=only("cells-alike")).run(given)


def test_options_may_be_chosen_by_number_and_values_typed_with_their_unit(tmp_path: Path) -> None:
    site = Site(tmp_path, create(cells=15), only("connect", "cells-visible"))
    ran = site.run({"family": "1", "chemistry": "2", "capacity": "280,5 Ah", "cells": " 15 "})
    assert ran.verdict("cells-visible") == "pass"
    answers = ran.step("particulars").answers
    assert answers["chemistry"] == "lifepo4"
    assert (answers["capacity"], answers["cells"]) == ("280.5", "15")


@pytest.mark.parametrize(
    ("chemistry", "low", "high"), [("li_ion", 7, 16), ("lifepo4", 8, 16), ("lto", 14, 16)]
)
def test_the_family_bounds_the_number_of_cells(
    tmp_path: Path, chemistry: Chemistry, low: int, high: int
) -> None:
    ran = Site(tmp_path, create(chemistry=chemistry), only()).run()
    cells = ran.person.question("cells")
    assert isinstance(cells, Number)
    assert (cells.low, cells.high) == (low, high)


@pytest.mark.parametrize(
    ("highest", "lowest", "verdict"),
    [
        ("3.310", "3.290", "pass"),
        ("3.380", "3.300", "pass"),
        ("3.381", "3.300", "marginal"),
        ("3.400", "3.300", "marginal"),
        ("3.401", "3.300", "fail"),
        ("3.300", "3.300", "pass"),
        ("3.299", "3.300", "not believable"),
    ],
)
def test_the_difference_of_the_cells_is_judged(
    tmp_path: Path, highest: str, lowest: str, verdict: str
) -> None:
    assert spread(tmp_path, highest, lowest).verdict("cells-alike") == verdict


def test_a_lowest_cell_above_the_highest_says_so(tmp_path: Path) -> None:
    ran = spread(tmp_path, "3.2", "3.3")
    assert "lowest cell is above the highest one: measure both" in ran.reason("cells-alike")


def test_a_spread_that_fails_names_value_and_limit(tmp_path: Path) -> None:
    reason = spread(tmp_path, "3.5", "3.3").reason("cells-alike")
    assert "0.200 V" in reason
    assert "at most 0.1 V" in reason
    assert "Charge the low cells" in reason


def stairs(
    folder: Path, fault: str | None = None, given: dict[str, str] | None = None, cells: int = 16,
    chemistry: Chemistry = "lifepo4",
) -> Ran:  # fmt: skip
    simulation = create(fault, cells=cells, chemistry=chemistry)
    return Site(folder, simulation, only("harness-steps")).run(given or {})


@pytest.mark.parametrize(
    ("fault", "cell", "symptom"),
    [
        ("swapped-wires", 5, "more than one cell. Wires are swapped or one is left out"),
        ("open-wire", 7, "no voltage. The wire is open"),
        ("doubled-wire", 8, "no rise. Wire 8 is on the cell of wire 7"),
        ("reversed", 1, "reversed"),
    ],
)
def test_a_wiring_fault_is_named_with_its_cell(
    tmp_path: Path, fault: str, cell: int, symptom: str
) -> None:
    ran = stairs(tmp_path, fault)
    asked = ran.person.question(f"wire-{cell}-bad-1")
    assert ran.verdict("harness-steps") == "fail"
    assert f"Cell {cell}: " in ran.reason("harness-steps")
    assert symptom in ran.reason("harness-steps")
    assert "Do NOT plug in" in words(asked.prompt)
    assert symptom in words(asked.prompt)
    assert f"wire-{cell + 1}" not in ran.person.keys


def test_a_voltage_that_falls_is_a_swapped_wire(tmp_path: Path) -> None:
    ran = stairs(tmp_path, given={"wire-3": "3.3"})
    assert "falls by 3.301 V" in ran.reason("harness-steps")


def test_a_bad_cell_is_outside_the_window(tmp_path: Path) -> None:
    ran = stairs(tmp_path, given={"wire-1": "2.0"})
    assert "outside the window of one cell" in ran.reason("harness-steps")


def test_a_mended_wire_is_measured_again_and_both_readings_are_kept(tmp_path: Path) -> None:
    site = Site(tmp_path, create("open-wire"), only("harness-steps"))
    site_meter = str(create().meter.wire(7))
    again = {"wire-7-bad-1": "again", "wire-7-try-2": "0.1", "wire-7-bad-2": "again"}
    healthy = create().meter
    later = {f"wire-{cell}": str(healthy.wire(cell)) for cell in range(8, 17)}
    ran = site.run({**again, "wire-7-try-3": site_meter, **later})
    assert ran.verdict("harness-steps") == "pass"
    readings = [taken for taken in ran.state.measurements if taken.id == "step-7"]
    assert [taken.verdict.value for taken in readings] == ["fail", "fail", "pass"]


@pytest.mark.parametrize(
    ("chemistry", "first", "verdict"),
    [
        ("lifepo4", "2.499", "fail"),
        ("lifepo4", "2.5", "marginal"),
        ("lifepo4", "3.6", "marginal"),
        ("lifepo4", "3.601", "fail"),
        ("li_ion", "3.499", "fail"),
        ("li_ion", "3.6", "pass"),
        ("li_ion", "4.201", "fail"),
        ("lto", "1.799", "fail"),
        ("lto", "2.3", "pass"),
        ("lto", "2.701", "fail"),
    ],
)
def test_each_chemistry_has_its_own_window(
    tmp_path: Path, chemistry: Chemistry, first: str, verdict: str
) -> None:
    ran = stairs(tmp_path, given={"wire-1": first}, chemistry=chemistry)
    assert ran.measured("harness-steps")["step-1"] == verdict


@pytest.mark.parametrize(
    ("chemistry", "cells"),
    [("li_ion", 7), ("lifepo4", 8), ("lifepo4", 15), ("lifepo4", 16), ("lto", 14)],
)
def test_all_wires_of_any_pack_are_asked_by_cell_wire_and_plug(
    tmp_path: Path, chemistry: Chemistry, cells: int
) -> None:
    ran = stairs(tmp_path, cells=cells, chemistry=chemistry)
    assert ran.verdict("harness-steps") == "pass"
    asked = [key for key in ran.person.keys if key.startswith("wire-")]
    assert asked == [f"wire-{cell}" for cell in range(1, cells + 1)]
    assert "Cell 7: red wire 3 of plug 2, " in words(ran.person.question("wire-7").prompt)
    hint = ran.person.question("wire-2").hint
    window = {"lifepo4": "2.5", "li_ion": "3.5", "lto": "1.8"}[chemistry]
    low = create(cells=cells, chemistry=chemistry).meter.wire(1) + Decimal(window)
    assert hint is not None
    assert f"{low} V" in words(hint)


def test_the_plugs_show_what_is_done_what_is_next_and_what_stays_free(tmp_path: Path) -> None:
    ran = stairs(tmp_path, "doubled-wire", cells=15)
    drawn = [view for view in ran.person.views if isinstance(view, StepView)][-1].figures
    plugs, staircase = drawn
    assert isinstance(plugs, Plugs)
    assert isinstance(staircase, Staircase)
    pins = [pin for plug in plugs.plugs for pin in plug.pins]
    black, wires = pins[0], pins[1:]
    assert black is Pin.GOOD
    assert wires == [Pin.GOOD] * 7 + [Pin.BAD] + [Pin.AWAITED] * 7 + [Pin.UNUSED]
    assert len(staircase.stairs) == 8


def test_a_bad_wire_offers_no_way_on(tmp_path: Path) -> None:
    asked = stairs(tmp_path, "reversed").person.question("wire-1-bad-1")
    assert isinstance(asked, Choice)
    assert [option.key for option in asked.options] == ["again", "stop"]
