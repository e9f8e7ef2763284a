from dataclasses import replace

import pytest
from textual.widgets import Input

from tests.screens import scenes
from tests.screens.support import SIZE, Desk, app_of, asked, asking, seen, until
from wizard.procedure.figures import Dip
from wizard.procedure.interrupts import Interrupt
from wizard.procedure.views import Shifted, StepView
from wizard.quantity import volts
from wizard.text import text


@pytest.mark.parametrize(("key", "interrupt"), [("f5", Interrupt.REPEAT), ("f7", Interrupt.BACK)])
async def test_keys_reach_the_engine_as_interrupts(
    desk: Desk, key: str, interrupt: Interrupt
) -> None:
    app = app_of(asking(scenes.CELL_8), desk)
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "cell-8")
        await pilot.press(key)
        await until(pilot, lambda: desk.interrupts == [interrupt])


async def test_restore_is_offered_only_while_limits_are_shifted(desk: Desk) -> None:
    app = app_of(asking(scenes.LAMP, scenes.OVER_VOLTAGE), desk)
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "lamp")
        assert "F9" not in seen(app)
        await pilot.press("f9")
        desk.show(scenes.SHIFTED)
        await until(pilot, lambda: "F9 restore now" in seen(app))
        assert "LIMITS SHIFTED   were OVP 3.600 V, OVPR 3.550 V" in seen(app)
        assert desk.interrupts == []
        await pilot.press("f9")
        await until(pilot, lambda: desk.interrupts == [Interrupt.RESTORE])
        desk.show(Shifted(open=False))
        await until(pilot, lambda: "LIMITS SHIFTED" not in seen(app))


async def test_many_shifted_limits_take_two_rows_and_the_others_are_counted(desk: Desk) -> None:
    labels = ("Cell OVP (V)", "Cell RCV (V)", "SOC-100% Volt. (V)", "Cell OVPR (V)", "Cell RFV (V)")
    shifted = Shifted(open=True, originals=tuple((label, volts("3.600")) for label in labels))
    app = app_of(asking(scenes.LAMP, scenes.OVER_VOLTAGE, shifted), desk)
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "lamp")
        rows = [line.rstrip() for line in seen(app).splitlines()]
    at = next(n for n, row in enumerate(rows) if "LIMITS SHIFTED" in row)
    assert rows[at].endswith("Cell OVP (V) 3.600 V,")
    assert rows[at + 1].endswith("Cell RCV (V) 3.600 V, … 3 more")
    assert rows[at + 2].startswith("Tripped after")


async def test_a_title_that_is_too_long_goes_on_below_beside_its_gate(desk: Desk) -> None:
    long = replace(LONG, gate=True, title=text("{words} ends", words="words " * 9 + "that go on"))
    app = app_of(asking(scenes.CELL_8, long, scenes.SHIFTED), desk)
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "cell-8")
        rows = [" ".join(line.split()) for line in seen(app).splitlines()]
    at = next(n for n, row in enumerate(rows) if row.endswith("gate"))
    assert rows[at : at + 2] == ["words " * 8 + "gate", "words that go on ends"]


@pytest.mark.parametrize("key", ["f10", "ctrl+c", "ctrl+q"])
async def test_leaving_is_asked_once_more_and_then_told_to_the_engine(desk: Desk, key: str) -> None:
    app = app_of(asking(scenes.CELL_8), desk)
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "cell-8")
        await pilot.press(key)
        assert "F10 again leaves; the session can be resumed" in seen(app)
        assert desk.interrupts == []
        await pilot.press(key)
        await until(pilot, lambda: app.return_value is not None)
    assert desk.interrupts == [Interrupt.QUIT]
    assert app.return_value == 1


async def test_enter_stays_and_keeps_what_was_typed(desk: Desk) -> None:
    app = app_of(asking(scenes.CELL_8), desk)
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "cell-8")
        await pilot.press("2", "f10", "enter")
        assert "F10 again" not in seen(app)
        assert app.screen.query_one(Input).value == "2"
        await pilot.press("f10")
        assert "F10 again" in seen(app)
    assert desk.interrupts == []
    assert desk.answers == []


async def test_leaving_with_shifted_limits_says_that_they_are_restored(desk: Desk) -> None:
    app = app_of(asking(scenes.LAMP, scenes.OVER_VOLTAGE, scenes.SHIFTED), desk)
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "lamp")
        await pilot.press("f10")
        assert "F10 again restores the limits and leaves" in seen(app)


@pytest.mark.parametrize("key", ["f1", "enter"])
async def test_why_opens_and_closes_without_answering(desk: Desk, key: str) -> None:
    app = app_of(asking(scenes.CELL_8, scenes.steps(scenes.stairs())), desk)
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "cell-8")
        await pilot.press("f1")
        assert "A swapped or missing sense wire destroys the board" in seen(app)
        assert "Two wires on one cell" in seen(app)
        assert "Source: INV 398-409" in seen(app)
        assert "Cell 8: third red wire" in seen(app)
        await pilot.press(key)
        assert "destroys the board" not in seen(app)
    assert desk.answers == []


async def test_what_does_not_fit_is_reached_by_page_up(desk: Desk) -> None:
    many = scenes.many_stairs(40)
    app = app_of(asking(scenes.CELL_8, scenes.steps(many)), desk)
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "cell-8")
        assert "rows above not shown" in seen(app)
        assert "PgUp more" in seen(app)
        assert "\n   1    3.300" not in seen(app)
        await pilot.press(*["pageup"] * 9)
        assert "\n   1    3.300" in seen(app)
        assert "Cell 8: third red wire" in seen(app)
        await pilot.press(*["pagedown"] * 9)
        assert "\n  40  132.000" in seen(app)


LONG = StepView(
    "long",
    text("Particulars"),
    gate=False,
    why=text("w"),
    source="",
    lines=tuple(text(f"line {n} of what was found") for n in range(1, 19)),
)


async def test_the_newest_of_many_lines_stay_above_the_whole_question(desk: Desk) -> None:
    app = app_of(asking(scenes.CELL_8, LONG), desk)
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "cell-8")
        assert "4 earlier lines: PgUp\nline 5 of" in seen(app)
        assert "line 18 of what was found\n" in seen(app)
        assert "Cell 8: third red wire of plug 2.\nThe meter should show about 26.5 V" in seen(app)
        await pilot.press("pageup")
        assert "line 1 of what was found" in seen(app)
        assert "earlier lines" not in seen(app)
        assert "Cell 8: third red wire" in seen(app)


async def test_a_picture_stays_whole_and_old_lines_give_way(desk: Desk) -> None:
    app = app_of(asking(scenes.CELL_8, replace(LONG, figures=(Dip(5),))), desk)
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "cell-8")
        assert "switch      1   2   3   4" in seen(app)
        assert "levers up: 1 + 4 = address 5" in seen(app)
        assert "line 18 of what was found\n" in seen(app)
        assert "11 earlier lines: PgUp\n" in seen(app)


async def test_escape_does_nothing_anywhere(desk: Desk) -> None:
    app = app_of(asking(scenes.CELL_8, scenes.steps(scenes.stairs())), desk)
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "cell-8")
        for opened in ("2", "f1", "f2", "f4"):
            await pilot.press(opened)
            before = seen(app)
            await pilot.press("escape")
            assert seen(app) == before
    assert desk.answers == []
