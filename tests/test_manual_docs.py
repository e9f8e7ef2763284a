"""The page on the manual: every point, every step, every figure, every test is really there."""

import ast
import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, cast

import pytest

from tests.procedure.support import RAW, SHIPPED
from wizard.procedure.families import families

TESTS = Path(__file__).parent
PAGE = (TESTS.parent / "docs" / "manual.md").read_text("utf-8")
POINTS = range(1, 31)
STEPS = {step.id: step for step in SHIPPED.step}
RAW_STEPS: dict[str, dict[str, Any]] = {
    step["id"]: step for step in tomllib.loads(RAW.decode(), parse_float=Decimal)["step"]
}


def section(title: str) -> list[list[str]]:
    """Return the rows of the table under a heading, without its head."""
    (text,) = (part for part in PAGE.split("\n## ") if part.startswith(f"{title}\n"))
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def named(cell: str) -> list[str]:
    return re.findall(r"`([\w-]+)`", cell)


TABLE = section("The thirty points")
FIGURES = section("Figures")


def test_the_thirty_points_stand_there_each_once_in_order() -> None:
    assert [int(row[0]) for row in TABLE] == list(POINTS)


def test_every_step_of_the_checklist_stands_in_the_table_and_no_other() -> None:
    assert {step for row in TABLE for step in named(row[2])} == set(STEPS)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0])
def test_every_point_names_its_source_and_tests_that_exist(row: list[str]) -> None:
    assert re.search(r"\((INV|PB|B2A)[ \d]", row[1])
    shown = [test.strip() for test in row[3].split(",")]
    assert shown
    for test in shown:
        file, _, name = test.partition("::")
        assert name in functions(file), test


@cache
def functions(file: str) -> set[str]:
    tree = ast.parse((TESTS / "procedure" / file).read_text("utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


# ---- figures


HELD = {
    ("0.1 V", "cells-alike"): ("limit.high",),
    ("2.5-3.6 V", "harness-steps"): ("limits.lifepo4.low", "limits.lifepo4.high"),
    ("3.5-4.2 V", "harness-steps"): ("limits.li_ion.low", "limits.li_ion.high"),
    ("1.8-2.7 V", "harness-steps"): ("limits.lto.low", "limits.lto.high"),
    ("40 cm", "battery-cables"): ("fields.0.limit.high",),
    ("1234", "passwords"): ("connection_factory.0",),
    ("123456", "passwords"): ("settings_factory.0",),
    ("0.005 V", "balance"): ("bands.0.band.1.value",),
    ("0.1 C", "balance"): ("caps.0.share",),
    ("15 A", "current-calibration"): ("least.low",),
    ("4.20 V", "chemistry-preset"): ("proof.li_ion.0",),
    ("3.60 V", "chemistry-preset"): ("proof.lifepo4.1",),
    ("2.70 V", "chemistry-preset"): ("proof.lto.0",),
    ("2 °C", "cold-charge"): ("set.charge_utp",),
}


@pytest.mark.parametrize(("figure", "step"), HELD, ids=lambda each: each)
def test_a_figure_of_the_page_is_the_one_that_the_step_holds(figure: str, step: str) -> None:
    (row,) = (row for row in FIGURES if row[0] == figure and named(row[2]) == [step])
    numbers = [Decimal(number) for number in re.findall(r"[\d.]+", row[0])]
    held = [Decimal(str(at(RAW_STEPS[step], path))) for path in HELD[figure, step]]
    assert numbers == held


def at(node: object, path: str) -> object:
    """Return what stands at a path of keys and places, joined by points."""
    for key in path.split("."):
        if isinstance(node, list):
            node = cast("list[object]", node)[int(key)]
        else:
            node = cast("dict[str, object]", node)[key]
    return node


def test_the_other_figures_are_those_of_the_board_family() -> None:
    board = families()["pb"]
    held = {row[0] for row in FIGURES}
    assert board.supply is not None
    assert f"{board.supply.low}-{board.supply.high} V" in held
    assert str(max(cells.high for cells in board.cells.values())) in held
    least = {key: cells.low for key, cells in board.cells.items()}
    assert least == {"li_ion": 7, "lifepo4": 8, "lto": 14}
    can, rs485 = board.ports["can"].pins, board.ports["rs485"].pins
    assert (can.index("CANL"), can.index("CANH"), can.index("GND")) == (3, 4, 6)
    assert [n for n, pin in enumerate(rs485, 1) if pin == "A1"] == [2, 7]
    assert [n for n, pin in enumerate(rs485, 1) if pin == "B1"] == [1, 8]
    assert [n for n, pin in enumerate(rs485, 1) if pin == "GND"] == [3, 6]
    told = {(figure, step) for figure, step in HELD}
    rest = [row[0] for row in FIGURES if (row[0], (named(row[2]) or [""])[0]) not in told]
    assert rest == [
        "20-70 V", "16", "0", "CANH 5, CANL 4, GND 7", "A1 2 and 7, B1 1 and 8, GND 3 and 6",
    ]  # fmt: skip


# ---- every number of the checklist has a source

PLAIN = {"decimals", "number", "cells", "fewer_cells_than"}
"""No figures that are judged by: digits to type, plugs and their cells, a condition."""

BY_THE_STEP = {
    ("supply", "empty"), ("supply", "full"), ("probes", "fitted"), ("chemistry-preset", "proof"),
    ("cold-charge", "set"), ("controls", "set"),
}  # fmt: skip
"""What the `source` of the step itself covers."""


Place = tuple[str, ...]


def bare(node: object, path: Place = (), *, sourced: bool = False) -> Iterator[Place]:
    """Yield where numbers stand that have neither `source` nor `derived` beside or above them."""
    if isinstance(node, dict):
        table = cast("dict[str, object]", node)
        known = sourced or bool(path and (table.get("source") or table.get("derived")))
        for key, value in table.items():
            yield from bare(value, (*path, key), sourced=known)
    elif isinstance(node, list):
        for value in cast("list[object]", node):
            yield from bare(value, path, sourced=sourced)
    elif isinstance(node, int | Decimal) and not isinstance(node, bool) and not sourced:
        yield path


@pytest.mark.parametrize("step", STEPS)
def test_every_number_of_a_step_names_its_source_or_how_it_was_derived(step: str) -> None:
    raw = RAW_STEPS[step]
    unsaid = {(step, path[0]) for path in bare(raw) if path[-1] not in PLAIN}
    assert unsaid <= BY_THE_STEP
    assert raw["source"]


def test_nothing_is_excused_that_is_not_there() -> None:
    found = {(step, path[0]) for step, raw in RAW_STEPS.items() for path in bare(raw)}
    assert found >= BY_THE_STEP


# ---- contradictions


def test_each_contradiction_is_told_where_it_matters() -> None:
    rows = section("Where the manuals contradict each other")
    assert {step for row in rows for step in named(row[3])} <= set(STEPS)
    assert "3.0-4.1" in RAW_STEPS["harness-steps"]["limits"]["li_ion"]["note"]
    assert "orange; the Polish edition says red" in RAW_STEPS["power-cables"]["statements"][1]
    assert set(RAW_STEPS["passwords"]["settings_factory"]) == {"123456", "666666"}
    assert RAW_STEPS["chemistry-preset"]["proof"]["lifepo4"] == [Decimal("3.65"), Decimal("3.60")]
    inverters = resources.files("checklists").joinpath("inverters.toml").read_text("utf-8")
    assert "L01 for RS485, L51 for CAN" in inverters
    assert "1 for CAN and 51 for RS485" in inverters
