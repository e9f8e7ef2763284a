"""Numbers have the language's mark where people read them, and any mark where they type."""

from decimal import Decimal

import pytest

from wizard.language import LANGUAGES, voice
from wizard.procedure.questions import Number
from wizard.quantity import volts
from wizard.text import text, words

CELL = Number(
    key="cell", prompt=text("Cell"), unit="V", decimals=3, low=Decimal(0), high=Decimal(5)
)
SEEN = text("{value}", value=volts("3.312"))


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_is_shown_can_be_typed_and_so_can_the_other_mark(code: str) -> None:
    shown = words(SEEN, voice(code))
    assert shown == ("3.312 V" if code == "en" else "3,312 V")
    for typed in (shown, "3,312", "3.312"):
        assert (CELL.parse(typed), CELL.recorded(typed)) == (Decimal("3.312"), "3.312")


@pytest.mark.parametrize("code", LANGUAGES)
def test_files_have_a_point_in_every_language(code: str) -> None:
    assert words(SEEN, voice(code, files=True)) == "3.312 V"
