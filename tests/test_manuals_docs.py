"""The pages on the other manuals: every step of a checklist, every test is really there."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from wizard import library
from wizard.procedure.checklist import CellSpread
from wizard.procedure.composing import composed
from wizard.procedure.loading import parse

TESTS = Path(__file__).parent
PAGES = sorted((TESTS.parent / "docs" / "manuals").glob("*.md"))
MANUALS = r"\b(B2A|P16|DY|DE|INV|PB)\b"


def rows(page: Path) -> list[list[str]]:
    """Return the rows of a page's table, without its head."""
    lines = [line for line in page.read_text("utf-8").splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


ROWS = [(page.stem, row) for page in PAGES for row in rows(page)]


def test_each_manual_has_its_page() -> None:
    assert [page.stem for page in PAGES] == ["b2a8s20p", "pack-16kwh", "pack-dy-n8s24280a"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_step_of_the_checklist_stands_in_its_table_and_no_other(page: Path) -> None:
    named = {step for row in rows(page) for step in re.findall(r"`([\w-]+)`", row[1])}
    assert named == {step.id for step in library.load(page.stem).checklist.step}


@pytest.mark.parametrize(("name", "row"), ROWS, ids=lambda each: str(each)[:40])
def test_every_point_names_tests_that_exist(name: str, row: list[str]) -> None:
    assert len(row) == 3, name
    shown = [test.strip() for test in row[2].split(",")]
    assert shown
    for test in shown:
        file, _, function = test.partition("::")
        assert function in functions(file), test


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_most_points_name_their_manual(page: Path) -> None:
    unnamed = [row[0] for row in rows(page) if not re.search(MANUALS, row[0])]
    assert len(unnamed) <= 2, unnamed


@cache
def functions(file: str) -> set[str]:
    tree = ast.parse((TESTS / "procedure" / file).read_text("utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


# ---- the page on checklists

CHECKLISTS = (TESTS.parent / "docs" / "checklists.md").read_text("utf-8")


def test_the_page_on_checklists_names_all_for_a_pack_with_their_families() -> None:
    table = [line for line in CHECKLISTS.splitlines() if line.startswith("| `")]
    told = dict[str, tuple[str, ...]]()
    for line in table:
        name, _, boards = (cell.strip() for cell in line.strip("|").split("|"))
        told[name.strip("`")] = tuple(re.findall(r"`(\w+)`", boards))
    assert told == {name: library.load(name).checklist.families for name in told}
    assert {page.stem for page in PAGES} | {"inverter-bms", "generic"} == set(told)


def test_the_firms_file_on_it_can_be_used_as_it_stands() -> None:
    *_, example = re.findall(r"```toml\n(.*?)```", CHECKLISTS, re.DOTALL)
    made = parse("ours", composed("ours", example.encode(), library.raw, own=True)).checklist
    (alike,) = (step for step in made.step if isinstance(step, CellSpread))
    assert (alike.gate, str(alike.limit)) == (True, "at most 0.05 V")
    assert made.based_on[0].startswith("inverter-bms, revision ")
