import asyncio
import threading
from dataclasses import replace

from textual.message import Message

from screens.messages import Wake
from tests.screens import scenes
from tests.screens.support import SIZE, Desk, app_of, asked, asking, seen, until
from wizard.procedure.questions import Line
from wizard.procedure.views import Notice, Progress, StepView, TopLine
from wizard.text import text

FLOOD = 20_000


async def test_markup_and_escapes_from_outside_are_shown_and_not_obeyed(desk: Desk) -> None:
    foreign = "[red]x[/] [@click=app.exit]y[/] \x1b[31mz\x07"
    shown = "[red]x[/] [@click=app.exit]y[/] ?[31mz?"
    step = replace(scenes.SETTINGS, lines=(text("{name}", name=foreign),), figures=())
    app = app_of(
        asking(
            Line(key="q", prompt=text("Is {name} right?", name=foreign)),
            TopLine(foreign, text("b"), text("l"), simulated=True),
            Notice(text("{name}", name=foreign)),
            step,
        ),
        desk,
    )
    async with app.run_test(size=(120, 24)) as pilot:
        await asked(pilot, "q")
        assert seen(app).count(shown) == 4
        assert "\x1b" not in seen(app)


async def test_a_flood_of_views_costs_a_busy_screen_one_message(desk: Desk) -> None:
    messages = list[Message]()
    app = app_of(asking(scenes.CELL_8), desk)
    async with app.run_test(size=SIZE, message_hook=messages.append) as pilot:
        await asked(pilot, "cell-8")
        await pilot.pause()
        messages.clear()
        _flood(desk)  # the screen's loop is held meanwhile
        await until(pilot, lambda: f"reading… {FLOOD - 1} s" in seen(app))
    assert sum(isinstance(message, Wake) for message in messages) == 1


def _flood(desk: Desk) -> None:
    def show() -> None:
        for second in range(FLOOD):
            desk.show(Progress(text("reading"), second, FLOOD))

    thread = threading.Thread(target=show)
    thread.start()
    thread.join()


async def test_progress_is_one_line_that_goes_away(desk: Desk) -> None:
    app = app_of(asking(scenes.CELL_8), desk)
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "cell-8")
        desk.show(Progress(text("reading cells"), 3, 10))
        await until(pilot, lambda: "reading cells… 3 s of at most 10 s" in seen(app))
        desk.show(Progress(None))
        await until(pilot, lambda: "reading cells" not in seen(app))


async def test_a_grave_notice_is_marked_and_a_plain_one_is_not(desk: Desk) -> None:
    app = app_of(asking(scenes.CELL_8, scenes.NEWS), desk)
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "cell-8")
        assert "! Link lost at 14:02" in seen(app)
        desk.show(Notice(text("The link answers.")))
        await until(pilot, lambda: "- The link answers." in seen(app))


async def test_the_next_step_closes_what_was_opened_for_the_last_one(desk: Desk) -> None:
    app = app_of(asking(scenes.CELL_8, scenes.steps(scenes.stairs())), desk)
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "cell-8")
        await pilot.press("f1")
        desk.show(StepView("next", text("Joining up"), gate=False, why=text("-"), source=""))
        await until(pilot, lambda: "Joining up" in seen(app))
        assert "destroys the board" not in seen(app)


async def test_a_rail_longer_than_the_screen_keeps_the_running_step(desk: Desk) -> None:
    app = app_of(asking(scenes.CELL_8, scenes.long_rail(60, running=50)), desk)
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "cell-8")
        assert "▸ Step 50" in seen(app)


async def test_a_screen_at_rest_repaints_nothing(desk: Desk) -> None:
    messages = list[Message]()
    app = app_of(asking(scenes.CELL_8, scenes.steps(scenes.stairs())), desk)
    async with app.run_test(size=SIZE, message_hook=messages.append) as pilot:
        await asked(pilot, "cell-8")
        await pilot.pause()
        messages.clear()
        await asyncio.sleep(0.7)  # longer than a caret would take to blink
    names = {type(message).__name__ for message in messages}
    assert not names & {"Update", "Layout", "Timer", "UpdateScroll"}
