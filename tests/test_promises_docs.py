"""The page of promises names tests that exist."""

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
PAGE = (TESTS.parent / "docs" / "promises.md").read_text("utf-8")
NAMED = re.findall(r"`([\w/]+\.py)::(\w+)`", PAGE)
PROMISES = [line.split("|") for line in PAGE.splitlines() if line.startswith("| ") and "::" in line]


def _tests(file: str) -> set[str]:
    found = ast.walk(ast.parse((TESTS / file).read_text("utf-8")))
    return {each.name for each in found if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)}


@pytest.mark.parametrize(("file", "test"), sorted(set(NAMED)))
def test_a_named_test_exists(file: str, test: str) -> None:
    assert test.startswith("test_")
    assert test in _tests(file)


def test_each_of_the_seven_promises_names_several_tests() -> None:
    assert len(PROMISES) == 7
    assert [row[1] for row in PROMISES if row[3].count("::") < 3] == []


def test_whatever_looks_like_a_test_is_checked() -> None:
    assert PAGE.count("::test_") == len(NAMED)
