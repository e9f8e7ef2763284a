import unicodedata
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.quantity import Quantity
from wizard.text import LONGEST_VALUE, Text, Voice, printable, text, words

STEERING = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
hostile = st.text(st.characters(codec=None), max_size=300)
braces = st.text("{}[]!:0a%s$", max_size=30)


def test_a_sentence_is_its_template_filled_with_its_values() -> None:
    sentence = text(
        "{label} = {value}, try {n}", label="Cell OVP", value=Quantity(Decimal("3.65"), "V"), n=2
    )
    assert str(sentence) == "Cell OVP = 3.65 V, try 2"


def test_a_sentence_in_a_sentence_is_put_into_words_too() -> None:
    inner = text("no answer from {link}", link="serial:x")
    assert str(text("Stopped: {why}", why=inner)) == "Stopped: no answer from serial:x"


def test_words_come_in_the_language_asked_for_inside_and_out() -> None:
    polish = {"Stopped: {why}": "Stop: {why}", "no answer": "brak odpowiedzi"}
    sentence = text("Stopped: {why}", why=text("no answer"))
    assert words(sentence, Voice(polish.__getitem__)) == "Stop: brak odpowiedzi"


@given(value=braces)
def test_braces_in_a_value_are_only_characters(value: str) -> None:
    assert words(text("<{value}>", value=value)) == f"<{value}>"
    assert words(text("<{outer}>", outer=text("{inner}", inner=value))) == f"<{value}>"


@given(braces)
def test_a_template_without_values_is_words_and_its_braces_stay(template: str) -> None:
    assert words(Text(template)) == template


@given(hostile)
def test_nothing_that_steers_a_terminal_or_a_reader_gets_through(foreign: str) -> None:
    for sentence in (
        printable(foreign),
        words(text("{value}", value=foreign)),
        words(Text(foreign)),
    ):
        assert not {unicodedata.category(char) for char in sentence} & STEERING


@pytest.mark.parametrize(
    "foreign",
    [
        "\x1b[2J",
        "a\nb",
        "a\rb",
        "\x07",
        "\x9b31m",
        "\N{RIGHT-TO-LEFT OVERRIDE}",
        "\N{LINE SEPARATOR}",
        "\N{PARAGRAPH SEPARATOR}",
        "\N{ZERO WIDTH SPACE}",
        "\ud800",
        "\ue000",
    ],
    ids=ascii,
)
def test_a_steering_character_becomes_a_question_mark(foreign: str) -> None:
    assert "?" in printable(foreign)
    assert len(printable(foreign)) == len(foreign)


def test_letters_of_all_languages_stay() -> None:
    for harmless in ("zażółć gęślą jaźń", "电池 16S", "3.300 V ± 5 µV, 21 °C", "[bold]x[/]"):
        assert printable(harmless) == harmless


@given(st.integers(0, 1000))
def test_a_long_string_is_cut_and_says_so(length: int) -> None:
    shown = printable("x" * length)
    assert shown == ("x" * length if length <= LONGEST_VALUE else "x" * LONGEST_VALUE + "…")


@given(msgid=st.text(max_size=20), value=st.text(max_size=20), number=st.integers(0, 2**60))
def test_a_sentence_survives_the_record(msgid: str, value: str, number: int) -> None:
    sentence = Text(msgid, {"value": value, "n": number, "inner": text("{v}", v=value)})
    assert msgspec.json.decode(msgspec.json.encode(sentence), type=Text) == sentence
