"""Every kind of question: what it takes, what it refuses, and that it never breaks."""

from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.errors import BadInput
from wizard.procedure.questions import (
    Acknowledge,
    Choice,
    Day,
    Line,
    Number,
    Option,
    Question,
    Review,
    Secret,
    TypedWord,
)
from wizard.text import text, words

ASKED = text("What?")
VOLTS = Number(key="v", prompt=ASKED, unit="V", decimals=3, low=Decimal(-100), high=Decimal(100))
CELLS = Number(key="c", prompt=ASKED, unit="", decimals=0, low=Decimal(8), high=Decimal(16))
LAMP = Choice(
    key="lamp", prompt=ASKED, options=(Option("lit", text("lit")), Option("out", text("out")))
)
SO = Acknowledge(key="so", prompt=ASKED)
SEND = Review(key="send", prompt=ASKED)
WORD = TypedWord(key="word", prompt=ASKED, word="LIFEPO4")
NAME = Line(key="name", prompt=ASKED)
NOTE = Line(key="note", prompt=ASKED, optional=True)
DUE = Day(key="due", prompt=ASKED)
WORD_KNOWN = Secret(key="password", prompt=ASKED)
WORD_IF_KNOWN = Secret(key="password", prompt=ASKED, optional=True)
ALL: tuple[Question[Any], ...] = (
    VOLTS,
    CELLS,
    LAMP,
    SO,
    SEND,
    WORD,
    NAME,
    NOTE,
    DUE,
    WORD_KNOWN,
)
HUGE = 10_000_000

TAKEN: list[tuple[Question[Any], str, Any, str]] = [
    (VOLTS, "3.3", Decimal("3.3"), "3.3"),
    (VOLTS, "3,3", Decimal("3.3"), "3.3"),
    (VOLTS, " 3,300 V ", Decimal("3.300"), "3.300"),
    (VOLTS, "3.3V", Decimal("3.3"), "3.3"),
    (VOLTS, "-0.5", Decimal("-0.5"), "-0.5"),
    (VOLTS, "+52", Decimal(52), "52"),
    (VOLTS, "100", Decimal(100), "100"),
    (CELLS, "8", Decimal(8), "8"),
    (CELLS, "016", Decimal(16), "16"),
    (LAMP, "1", "lit", "lit"),
    (LAMP, " OUT ", "out", "out"),
    (SO, "", True, ""),
    (SO, "Y", True, "Y"),
    (SO, "n", False, "n"),
    (SEND, "", True, ""),
    (SEND, "no", False, "no"),
    (WORD, "", False, ""),
    (WORD, " lifepo4 ", True, "lifepo4"),
    (NAME, "  Łukasz Wójcik ", "Łukasz Wójcik", "Łukasz Wójcik"),
    (NAME, "x" * 120, "x" * 120, "x" * 120),
    (NOTE, "", "", ""),
    (DUE, "2027-03-31", "2027-03-31", "2027-03-31"),
    (DUE, "", "", ""),
]

REFUSED: list[tuple[Question[Any], str, str]] = [
    (VOLTS, "", "Type a number in V, such as 0.000."),
    (VOLTS, "about 3", "Type a number in V"),
    (VOLTS, "3.3.1", "Type a number in V"),
    (VOLTS, "1,000.5", "Type a number in V"),
    (VOLTS, "1 000", "Type a number in V"),
    (VOLTS, "1'000", "Type a number in V"),
    (VOLTS, "3.", "Type a number in V"),
    (VOLTS, ".5", "Type a number in V"),
    (VOLTS, "1e1", "Type a number in V"),
    (VOLTS, "nan", "Type a number in V"),
    (VOLTS, "\u0663.\u0663", "Type a number in V"),
    (VOLTS, "\uff13.\uff13", "Type a number in V"),
    (VOLTS, "3.3 mV", "Type a number in V"),
    (VOLTS, "3.3\x1b[2J", "Type a number in V"),
    (VOLTS, "0" * 24 + "3", "Type a number in V"),
    (VOLTS, "3.3001", "At most 3 digits behind the point."),
    (VOLTS, "100.001", "100.001 V cannot be: type -100 to 100 V."),
    (CELLS, "16.0", "Type a whole number."),
    (CELLS, "17", "17 cannot be: type 8 to 16."),
    (CELLS, "sixteen", "Type a number in digits, such as 12."),
    (LAMP, "", "Type a number from 1 to 2."),
    (LAMP, "0", "Type a number from 1 to 2."),
    (LAMP, "٢", "Type a number from 1 to 2."),
    (SO, "maybe", "Press Enter if it is so, or type n if it is not."),
    (SEND, "send", "Press Enter to send, or type n to send nothing."),
    (WORD, "y", "Type the word LIFEPO4, or just Enter to leave it."),
    (WORD, "LIFEPO", "Type the word LIFEPO4, or just Enter to leave it."),
    (NAME, "   ", "Type something: the report needs it."),
    (NAME, "x" * 121, "At most 120 characters."),
    (NAME, "A\x1b[31mB", "no control characters"),
    (NAME, "A\u202eB", "no control characters"),
    (DUE, "31.03.2027", "Type a date such as 2027-03-31, or just Enter."),
    (DUE, "2027-02-30", "Type a date such as 2027-03-31, or just Enter."),
    (WORD_KNOWN, "", "Type the password"),
    (WORD_KNOWN, "p" * 65, "A password has at most 64 characters."),
    (WORD_KNOWN, "passw\u00f6rd", "Plain letters, digits and signs only"),
    (WORD_KNOWN, "pass\x1b[2J", "Plain letters, digits and signs only"),
    (WORD_KNOWN, "\u2022\u2022\u2022\u2022", "Plain letters, digits and signs only"),
]


@pytest.mark.parametrize(("question", "typed", "meant", "recorded"), TAKEN)
def test_what_is_typed_is_understood_and_recorded_by_what_it_means(
    question: Question[Any], typed: str, meant: object, recorded: str
) -> None:
    assert question.parse(typed) == meant
    assert question.recorded(typed) == recorded
    assert question.parse(recorded) == meant


@pytest.mark.parametrize(("question", "typed", "sentence"), REFUSED)
def test_what_cannot_be_taken_is_answered_with_one_sentence(
    question: Question[Any], typed: str, sentence: str
) -> None:
    with pytest.raises(BadInput) as refused:
        question.parse(typed)
    said = words(refused.value.reason)
    assert sentence in said
    assert said.endswith(".")
    assert "\n" not in said


@pytest.mark.parametrize("question", ALL, ids=lambda question: type(question).__name__)
@pytest.mark.parametrize(
    "typed",
    ["9" * HUGE, "x" * HUGE, "\x1b]0;" * (HUGE // 4)],
    ids=["digits", "letters", "sequences"],
)
def test_ten_megabytes_are_refused_with_a_short_sentence(
    question: Question[Any], typed: str
) -> None:
    with pytest.raises(BadInput) as refused:
        question.parse(typed)
    assert len(words(refused.value.reason)) < 200


@pytest.mark.parametrize("question", ALL, ids=lambda question: type(question).__name__)
@given(typed=st.text() | st.from_regex(r"[ +-]?[0-9]{0,30}[.,]?[0-9]{0,9} ?[VA]?", fullmatch=True))
def test_no_input_raises_anything_but_bad_input(question: Question[Any], typed: str) -> None:
    with suppress(BadInput):
        question.parse(typed)
        question.parse(question.recorded(typed))


@given(st.decimals(min_value=-100, max_value=100, places=3))
def test_a_number_means_what_its_digits_say_with_point_or_comma(value: Decimal) -> None:
    assert VOLTS.parse(f"{value:f}") == VOLTS.parse(f"{value:f}".replace(".", ",")) == value


@given(st.dates())
def test_every_day_is_taken_as_it_is_written(day: date) -> None:
    assert DUE.parse(day.isoformat()) == day.isoformat()


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=64))
def test_a_password_is_taken_as_typed_and_recorded_as_no_more_than_typed(word: str) -> None:
    assert WORD_KNOWN.parse(word) == word
    assert WORD_KNOWN.recorded(word) == "\u2022" * 4


def test_a_password_that_is_not_known_is_recorded_as_empty() -> None:
    assert WORD_IF_KNOWN.parse("") == ""
    assert WORD_IF_KNOWN.recorded("") == ""


def test_what_was_recorded_for_a_password_is_no_password() -> None:
    with pytest.raises(BadInput):
        WORD_KNOWN.parse(WORD_KNOWN.recorded("1234"))
