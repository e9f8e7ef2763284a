from decimal import Decimal

import pytest

from wizard.measurement import Verdict
from wizard.procedure.pen import Pen
from wizard.text import Voice, text

LONG = " ".join(["Measure from cell to cell before the plug goes in."] * 9)
COMMA = Voice(decimal=",")


def test_a_sentence_is_never_cut_however_long_it_is() -> None:
    assert Pen(80).say(text(LONG)) == LONG


def test_a_string_from_outside_is_cut_where_it_is_longer_than_anybody_reads() -> None:
    assert Pen(80).say("x" * 300).endswith("x…")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Größe prüfen", "Grosse prufen"),
        ("odłącz żółty przewód", "odlacz zolty przewod"),
        ("Přesvědčte se, že", "Presvedcte se, ze"),
        ("Rød ledning på æsken", "Rod ledning pa aesken"),
        ("fűtőszál „ki“", 'futoszal "ki"'),
        ("\N{MINUS SIGN}5 °C … 3 Ω", "-5 deg C ~ 3 Ohm"),
    ],
)
def test_on_a_terminal_of_ascii_letters_lose_accents_and_signs_are_written_out(
    said: str, shown: str
) -> None:
    assert Pen(80, ascii_only=True).say(text(said)) == shown


def test_numbers_have_the_mark_of_the_language() -> None:
    assert Pen(80, voice=COMMA).number(Decimal("3.3"), 3, 7) == "  3,300"


def test_the_column_of_verdicts_is_as_wide_as_the_widest_word_of_the_language() -> None:
    german = {"DOUBTFUL": "UNGLAUBWÜRDIG"}
    pen = Pen(80, voice=Voice(lambda msgid: german.get(msgid, msgid)))
    assert pen.verdict_width() == len(pen.verdict(Verdict.NOT_BELIEVABLE)) == 13
