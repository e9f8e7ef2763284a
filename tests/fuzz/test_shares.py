"""The table of examples is that of the tests there are, and they come to a million."""

import ast
from collections.abc import Iterator
from pathlib import Path

from hypothesis import settings

from tests.fuzz.shares import ALL, EXAMPLES


def _shared() -> Iterator[str]:
    for file in Path(__file__).parent.glob("test_*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                names = {each.id for each in node.decorator_list if isinstance(each, ast.Name)}
                calls = {ast.unparse(each) for each in node.decorator_list}
                if "shared" in names or any(call.startswith("given(") for call in calls):
                    yield node.name


def test_every_test_that_makes_examples_has_its_share_and_no_other() -> None:
    assert sorted(_shared()) == sorted(EXAMPLES)


def test_the_profile_of_a_million_makes_a_million() -> None:
    assert settings.get_profile("million").max_examples == ALL
    assert sum(EXAMPLES.values()) >= 1_000_000
