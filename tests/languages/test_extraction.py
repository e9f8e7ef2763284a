import ast

import pytest

from tests.languages.extraction import literals, messages, needs_words
from wizard.procedure.inverters import inverters
from wizard.protocol.alarms import ALARMS

FOUND = {message.msgid: message for message in messages()}


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ('"one"', ["one"]),
        ('"one " "sentence"', ["one sentence"]),
        ('"one" if it else "other"', ["one", "other"]),
        ('("a" if x else "b") if y else "c"', ["a", "b", "c"]),
        ('named or "none"', ["none"]),
        ('f"{made} here"', []),
        ("step.title", []),
    ],
)
def test_of_an_expression_all_literals_are_taken_that_it_may_come_to(
    written: str, found: list[str]
) -> None:
    assert list(literals(ast.parse(written, mode="eval").body)) == found


@pytest.mark.parametrize(
    ("msgid", "needs"), [("{n} s", True), ("{a}: {b}", False), ("== {title}", False), ("°C", True)]
)
def test_what_has_no_letters_of_its_own_is_not_for_translators(msgid: str, needs: bool) -> None:  # noqa: FBT001  expected
    assert needs_words(msgid) is needs


@pytest.mark.parametrize(
    "msgid",
    [
        "F10 again leaves; the session can be resumed.",
        "A swapped or missing sense wire destroys the board when the plug goes in.",
        *ALARMS.values(),
    ],
)
def test_code_checklists_and_tables_are_read(msgid: str) -> None:
    assert msgid in FOUND


def test_a_name_is_no_sentence() -> None:
    labels = {brand.label for brand in inverters().values()}
    assert labels
    assert not labels & FOUND.keys()


def test_a_sentence_of_a_checklist_says_in_which_step_it_stands() -> None:
    found = FOUND["A swapped or missing sense wire destroys the board when the plug goes in."]
    assert found.file == "checklists/manuals/inverter-bms.toml"
    assert found.remark == "inverter-bms: harness-steps: why"
