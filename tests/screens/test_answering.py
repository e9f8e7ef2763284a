from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from textual.widgets import Input

from tests.screens import scenes
from tests.screens.support import SIZE, Desk, app_of, asked, asking, seen, until
from wizard.look import Look
from wizard.procedure.figures import ChangeRow, Changes
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
from wizard.text import text


async def test_enter_takes_the_proposal(desk: Desk) -> None:
    app = app_of(asking(scenes.CELL_8), desk)
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "cell-8")
        assert app.screen.query_one(Input).value == "26.5"
        await pilot.press("enter")
        await until(pilot, lambda: desk.answers)
    assert desk.answers == [Decimal("26.5")]


@pytest.mark.parametrize(("typed", "taken"), [("", "26.5"), ("26,4", "26.4"), ("26.4", "26.4")])
async def test_a_proposal_has_the_mark_of_the_language_and_both_marks_are_taken(
    desk: Desk, typed: str, taken: str
) -> None:
    app = app_of(asking(scenes.CELL_8), desk, look=Look(language="hu"))
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "cell-8")
        assert app.screen.query_one(Input).value == "26,5"
        await pilot.press(*typed, "enter")
        await until(pilot, lambda: desk.answers)
    assert desk.answers == [Decimal(taken)]


async def test_typing_replaces_the_proposal(desk: Desk) -> None:
    app = app_of(asking(scenes.CELL_8), desk)
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "cell-8")
        await pilot.press(*"26,531", "enter")
        await until(pilot, lambda: desk.answers)
    assert desk.answers == [Decimal("26.531")]


async def test_a_proposal_can_be_edited_from_its_end(desk: Desk) -> None:
    app = app_of(asking(scenes.CELL_8), desk)
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "cell-8")
        await pilot.press("right", "4", "enter")
        await until(pilot, lambda: desk.answers)
    assert desk.answers == [Decimal("26.54")]


async def test_bad_input_is_explained_in_place_and_nothing_is_lost(desk: Desk) -> None:
    app = app_of(asking(scenes.CELL_8), desk)
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "cell-8")
        await pilot.press(*"265", "enter")
        await until(pilot, lambda: "265 V cannot be" in seen(app))
        assert app.screen.query_one(Input).value == "265"
        assert "Cell 8: third red wire" in seen(app)
        assert desk.answers == []
        await pilot.press("left", ".", "enter")
        await until(pilot, lambda: desk.answers)
    assert desk.answers == [Decimal("26.5")]


async def test_a_refusal_by_the_engine_stands_at_the_same_place(desk: Desk) -> None:
    app = app_of(asking(scenes.CELL_8), desk)
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "cell-8")
        desk.box.refused(1, text("The meter is not the one of step 1."))
        await until(pilot, lambda: "! The meter is not the one of step 1." in seen(app))
        await pilot.press("enter")
        await until(pilot, lambda: desk.answers)


async def test_each_question_begins_with_its_own_proposal(desk: Desk) -> None:
    async def procedure(desk: Desk) -> int:
        await desk.ask(Line(key="one", prompt=text("Who?"), proposal="Anna"))
        await desk.ask(Line(key="two", prompt=text("With what?"), optional=True))
        return 0

    app = app_of(procedure, desk)
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "one")
        await pilot.press("B", "e", "n", "enter")
        await asked(pilot, "two")
        assert app.screen.query_one(Input).value == ""
        await pilot.press("enter")
        await until(pilot, lambda: len(desk.answers) == 2)
    assert desk.answers == ["Ben", ""]


async def test_what_is_typed_while_nothing_is_asked_answers_nothing(desk: Desk) -> None:
    async def procedure(desk: Desk) -> int:
        await desk.until_interrupted()
        await desk.ask(scenes.CELL_8)
        return 0

    app = app_of(procedure, desk)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(*"99", "enter")
        assert app.screen.query_one(Input).value == ""
        await pilot.press("f5")
        await asked(pilot, "cell-8")
        assert app.screen.query_one(Input).value == "26.5"
        assert desk.answers == []


YES_NO = (Option("yes", text("yes, it is")), Option("no", text("no, it is not")))
KINDS: list[tuple[Question[Any], str, object]] = [
    (Acknowledge(key="q", prompt=text("The plugs are out.")), "", True),
    (Acknowledge(key="q", prompt=text("The plugs are out.")), "n", False),
    (
        Number(
            key="q", prompt=text("Volts?"), unit="V", decimals=1, low=Decimal(0), high=Decimal(9)
        ),
        "3,3",
        Decimal("3.3"),
    ),
    (Choice(key="q", prompt=text("Is it lit?"), options=YES_NO), "2", "no"),
    (TypedWord(key="q", prompt=text("This erases."), word="ERASE"), "erase", True),
    (TypedWord(key="q", prompt=text("This erases."), word="ERASE"), "", False),
    (Line(key="q", prompt=text("Who?")), "Anna K.", "Anna K."),
    (Day(key="q", prompt=text("Until when?")), "2027-03-31", "2027-03-31"),
    (Review(key="q", prompt=text("Five changes.")), "", True),
    (Review(key="q", prompt=text("Five changes.")), "n", False),
    (Secret(key="q", prompt=text("Password?")), "a b.c-d", "a b.c-d"),
    (Secret(key="q", prompt=text("Password?"), optional=True), "", ""),
]


@pytest.mark.parametrize(("question", "typed", "expected"), KINDS)
async def test_every_kind_of_question_is_answered_by_keys(
    desk: Desk, question: Question[Any], typed: str, expected: object
) -> None:
    app = app_of(asking(question), desk)
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "q")
        await pilot.press(*(_key(char) for char in typed), "enter")
        await until(pilot, lambda: desk.answers)
    assert desk.answers == [expected]


def _key(char: str) -> str:
    return {" ": "space", ".": "full_stop", "-": "minus", ",": "comma"}.get(char, char)


async def test_a_typed_word_says_which_word(desk: Desk) -> None:
    app = app_of(asking(TypedWord(key="q", prompt=text("This erases."), word="ERASE")), desk)
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "q")
        assert "Type ERASE to agree" in seen(app)
        await pilot.press("y", "enter")
        await until(pilot, lambda: "Type the word ERASE" in seen(app))
    assert desk.answers == []


async def test_options_that_do_not_fit_in_a_line_stand_one_below_the_other(desk: Desk) -> None:
    options = tuple(Option(name, text(f"the {name} of a rather long row")) for name in "abc")
    app = app_of(asking(Choice(key="q", prompt=text("Which?"), options=options)), desk)
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "q")
        assert "\n2 the b of a rather long row\n" in seen(app)


async def test_a_password_is_nowhere_on_the_screen_and_gone_once_it_was_taken(desk: Desk) -> None:
    async def procedure(desk: Desk) -> int:
        await desk.ask(replace(scenes.PASSWORD, proposal="proposed"))
        await desk.until_interrupted()
        await desk.ask(Line(key="two", prompt=text("With what?"), optional=True))
        return 0

    app = app_of(procedure, desk)
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "password")
        answer = app.screen.query_one(Input)
        assert answer.value == ""
        await pilot.press(*"hunter2")
        assert painted(answer) == "\u2022" * 7
        await pilot.press("shift+home", "ctrl+c", "ctrl+x")
        assert app.clipboard == ""
        await pilot.press("enter", "end", "enter")
        await until(pilot, lambda: desk.answers)
        await until(pilot, lambda: answer.value == "")
        await pilot.press("f5")
        await asked(pilot, "two")
        await pilot.press("x")
        assert painted(answer) == "x"
        await pilot.press("enter")
        await until(pilot, lambda: len(desk.answers) == 2)
    assert desk.answers == ["hunter2", "x"]


async def test_a_password_that_cannot_be_is_refused_without_being_shown(desk: Desk) -> None:
    app = app_of(asking(scenes.PASSWORD), desk)
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "password")
        assert "Enter alone: not known." in seen(app)
        await pilot.press("\u00f6", "k", "enter")
        await until(pilot, lambda: "! Plain letters, digits and signs only" in seen(app))
        assert "\u00f6k" not in seen(app)
        assert painted(app.screen.query_one(Input)) == "\u2022" * 2
    assert desk.answers == []


def painted(answer: Input) -> str:
    """Return what the answer looks like."""
    return answer.render_line(0).text.strip()


async def test_many_options_stand_in_two_columns(desk: Desk) -> None:
    options = tuple(Option(str(n), text(f"protocol number {n}")) for n in range(1, 13))
    app = app_of(asking(Choice(key="q", prompt=text("Which?"), options=options)), desk)
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "q")
        assert "\n1 protocol number 1   7 protocol number 7\n" in seen(app)
        await pilot.press("1", "2", "enter")
        await until(pilot, lambda: desk.answers)
    assert desk.answers == ["12"]


async def test_a_screen_that_breaks_on_a_password_does_not_print_it(
    desk: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_of(asking(scenes.PASSWORD), desk)

    async def type_it() -> None:
        async with app.run_test(size=SIZE) as pilot:
            await asked(pilot, "password")
            await pilot.press(*"hunter2")
            monkeypatch.setattr("screens.run.body_lines", _broken)
            await pilot.press("enter")

    with pytest.raises(ZeroDivisionError):
        await type_it()
    printed = "".join(capsys.readouterr())
    assert "ZeroDivisionError" in printed
    assert "hunter2" not in printed


def _broken(*_: object) -> list[object]:
    return [1 // 0]


async def test_what_was_not_all_seen_is_not_sent(desk: Desk) -> None:
    many = tuple(
        ChangeRow(f"Setting {n}", text("1"), text("2"), text("preset")) for n in range(1, 31)
    )
    step = replace(scenes.SETTINGS, figures=(Changes(many),))
    app = app_of(asking(scenes.SEND, step), desk)
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "send")
        await pilot.press("enter")
        assert "Not all of it was on the screen" in seen(app)
        assert desk.answers == []
        await pilot.press(*["pageup"] * 9)
        assert "Setting 1 " in seen(app)
        await pilot.press("enter")
        await until(pilot, lambda: desk.answers)
    assert desk.answers == [True]


async def test_to_send_nothing_nothing_has_to_be_read(desk: Desk) -> None:
    many = tuple(
        ChangeRow(f"Setting {n}", text("1"), text("2"), text("preset")) for n in range(1, 31)
    )
    step = replace(scenes.SETTINGS, figures=(Changes(many),))
    app = app_of(asking(scenes.SEND, step), desk)
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "send")
        await pilot.press("n", "enter")
        await until(pilot, lambda: desk.answers)
    assert desk.answers == [False]
