"""What the parser refuses is said in the language of the command line."""

import pytest

from tests.languages.pseudo import PSEUDO, pseudo
from wizard.commands.parser import parser
from wizard.errors import WrongUsage
from wizard.text import words


@pytest.mark.parametrize(
    ("arguments", "values", "said"),
    [
        (("--nonsense",), {"what": "--nonsense"}, "unrecognized arguments: {what}"),
        (("run",), {"what": "checklist"}, "the following arguments are required: {what}"),
        (("--checklist",), {"name": "--checklist"}, "argument {name}: expected one argument"),
        (
            ("simulate", "--cells", "many"),
            {"name": "--cells", "what": "'many'"},
            "argument {name}: not a whole number: {what}",
        ),
        (
            ("reports", "list", "--since", "May"),
            {"name": "--since", "what": "'May'"},
            "argument {name}: not a date such as 2027-03-31: {what}",
        ),
        (
            ("--demo=1",),
            {"name": "--demo", "what": "'1'"},
            "argument {name}: takes no value, but {what} was given",
        ),
    ],
)
def test_a_refusal_is_put_into_words_of_the_language(
    arguments: tuple[str, ...], values: dict[str, str], said: str
) -> None:
    with pytest.raises(WrongUsage) as refused:
        parser().parse_args(arguments)
    told = pseudo(said)
    for name, value in values.items():
        told = told.replace(f"{{{name}}}", value)
    assert told in words(refused.value.reason, PSEUDO)


def test_a_command_that_is_none_is_named_with_those_that_are() -> None:
    with pytest.raises(WrongUsage) as refused:
        parser().parse_args(["commision"])
    told = words(refused.value.reason, PSEUDO)
    assert pseudo("argument {name}: invalid choice: {what} (choose from {known})")[:9] in told
    assert "'commision'" in told
    assert "simulate" in told
