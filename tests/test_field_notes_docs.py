"""The page on what goes wrong on site: every row, step, command, test and word is really there."""

import ast
import re
from functools import cache
from pathlib import Path

import msgspec
import pytest

from wizard import library
from wizard.cli import parser
from wizard.procedure.step import Step

TESTS = Path(__file__).parent
ROOT = TESTS.parent
PAGE = (ROOT / "docs" / "field-notes.md").read_text("utf-8")
BASE = "inverter-bms"
COMMAND = "jk-commission "
NOT_COVERED = "not covered: "


def _rows() -> list[list[str]]:
    _, table = PAGE.split("\n## The table\n")
    lines = [line for line in table.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


ROWS = _rows()
each_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])


def test_the_64_rows_stand_there_each_once_in_order() -> None:
    assert [row[0] for row in ROWS] == [str(number) for number in range(1, 65)]
    assert {len(row) for row in ROWS} == {4}


@each_row
def test_a_row_names_tests_that_exist_or_says_why_there_is_none(row: list[str]) -> None:
    if row[3].startswith(NOT_COVERED):
        assert len(row[3]) > len(NOT_COVERED)
        return
    for test in row[3].split(", "):
        file, _, name = test.partition("::")
        assert name.startswith("test_"), test
        assert name in functions(file), test


@cache
def functions(file: str) -> frozenset[str]:
    tree = ast.parse((TESTS / file).read_text("utf-8"))
    return frozenset(
        node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


@each_row
def test_every_step_command_and_part_of_a_row_is_there(row: list[str]) -> None:
    assert named(row)
    for name in named(row):
        if "/" in name:
            assert (ROOT / name).is_file(), name
        elif name.startswith(COMMAND):
            assert f"\n    {name.removeprefix(COMMAND)} " in parser().format_help(), name
        else:
            assert step_of(name), name


@each_row
def test_what_is_quoted_is_said_there(row: list[str]) -> None:
    said = "\n".join(words_of(name) for name in named(row) if not name.startswith(COMMAND))
    for words in re.findall(r'"([^"]+)"', row[2]):
        assert words in said, words


def named(row: list[str]) -> list[str]:
    """Return the steps, commands and parts that a row names."""
    return re.findall(r"`([^`]+)`", row[2])


def words_of(name: str) -> str:
    """Return what a step or a part of the program may say."""
    if "/" in name:
        return (ROOT / name).read_text("utf-8")
    step = step_of(name)
    assert step is not None, name
    return msgspec.json.encode(step).decode()


def step_of(name: str) -> Step | None:
    """Return the step called `step` or `checklist:step`."""
    checklist, _, step = name.rpartition(":")
    return steps(checklist or BASE).get(step)


@cache
def steps(checklist: str) -> dict[str, Step]:
    return {step.id: step for step in library.load(checklist).checklist.step}
