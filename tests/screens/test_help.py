"""What is opened over a step: its reasons, JK's words, a note; none of it answers anything."""

from dataclasses import replace

import pytest

from screens.answer import Answer
from tests.screens import scenes
from tests.screens.support import SIZE, Desk, app_of, asked, asking, seen, until
from wizard.procedure.glossary import TERMS, found
from wizard.text import text

STEP = scenes.steps(scenes.stairs())


async def test_help_says_why_what_goes_wrong_what_to_do_and_where_it_is_said(desk: Desk) -> None:
    app = app_of(asking(scenes.CELL_8, STEP), desk)
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "cell-8")
        await pilot.press("f1")
        page = " ".join(seen(app).split())
        assert "A swapped or missing sense wire destroys the board" in page
        assert "What goes wrong here: - The black tip moved along" in page
        assert "What to do then: Mend it, then take the step again (F5)." in page
        assert "Source: INV 398-409 INV: manual of the JK Inverter BMS" in page
        assert "Cell 8: third red wire" in page


async def test_long_help_is_read_down_by_pages(desk: Desk) -> None:
    many = tuple(text("mistake {n}", n=n) for n in range(1, 31))
    app = app_of(asking(scenes.CELL_8, replace(STEP, mistakes=many)), desk)
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "cell-8")
        await pilot.press("f1")
        assert "PgDn more" in seen(app)
        assert "Source:" not in seen(app)
        await pilot.press(*["pagedown"] * 9)
        assert "Source: INV 398-409" in seen(app)
        await pilot.press(*["pageup"] * 9)
        assert "A swapped or missing sense wire" in seen(app)


async def test_words_of_jk_are_named_in_the_help_and_found_by_letters(desk: Desk) -> None:
    app = app_of(asking(scenes.CELL_8, STEP), desk)
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "cell-8")
        await pilot.press("2", "6")
        await pilot.press("f1")
        assert "F2 JK's words" in seen(app)
        await pilot.press("f2")
        assert "16 RCV" in seen(app)
        await pilot.press("r", "c", "v")
        assert "the board asks the inverter to charge to" in " ".join(seen(app).split())
        assert "16 RCV" not in seen(app)
        await pilot.press("enter")
        assert "Cell 8: third red wire" in seen(app)
        await pilot.press("enter")
        await until(pilot, lambda: desk.answers)
    assert [f"{each}" for each in desk.answers] == ["26"]


async def test_a_word_of_jk_is_found_by_its_number(desk: Desk) -> None:
    number = [term.label for term in TERMS].index("Emergency") + 1
    app = app_of(asking(scenes.CELL_8, STEP), desk)
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "cell-8")
        await pilot.press("f2", *str(number))
        assert "Switches every protection off" in seen(app)


@pytest.mark.parametrize("typed", ["ovp", "OVP", " ovp "])
def test_a_term_that_is_the_word_comes_before_those_that_hold_it(typed: str) -> None:
    assert [term.label for term in found(typed)][:1] == ["OVP"]
    assert "OVPR" in [term.label for term in found(typed)]


def test_nothing_is_found_for_a_number_or_letters_that_no_term_has() -> None:
    assert found("0") == found("99") == found("xyz") == ()


async def test_a_note_goes_to_the_record_and_answers_nothing(desk: Desk) -> None:
    app = app_of(asking(scenes.CELL_8, STEP), desk)
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "cell-8")
        await pilot.press("2", "f4")
        assert "It goes into the report" in seen(app)
        await pilot.press(*"lug loose", "enter")
        await until(pilot, lambda: desk.notes)
        assert "Cell 8: third red wire" in seen(app)
        await pilot.press("7", "enter")
        await until(pilot, lambda: desk.answers)
    assert desk.notes == ["lug loose"]
    assert [f"{each}" for each in desk.answers] == ["27"]


async def test_an_empty_note_is_none(desk: Desk) -> None:
    app = app_of(asking(scenes.CELL_8, STEP), desk)
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "cell-8")
        await pilot.press("f4", "enter")
        assert "Your note" not in seen(app)
    assert desk.notes == []


async def test_the_next_question_closes_what_is_open_and_takes_what_is_typed(desk: Desk) -> None:
    async def two(desk: Desk) -> int:
        desk.show(STEP)
        await desk.until_interrupted()
        await desk.ask(scenes.CELL_8)
        return 0

    app = app_of(two, desk)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "Voltage rises" in seen(app))
        await pilot.press("f2", "o")
        await pilot.press("f5")
        await asked(pilot, "cell-8")
        await pilot.press("3", "enter")
        await until(pilot, lambda: desk.answers)
    assert [f"{each}" for each in desk.answers] == ["3"]


async def test_a_password_is_not_seen_by_what_is_opened_over_it(desk: Desk) -> None:
    app = app_of(asking(scenes.PASSWORD, STEP), desk)
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "password")
        await pilot.press(*"hunter2", "f4")
        assert app.screen.query_one(Answer).value == ""
        await pilot.press("f4")
        assert app.screen.query_one(Answer).value == ""
        assert app.screen.query_one(Answer).password
