import pytest

from screens.app import WizardApp
from screens.start import StartScreen
from tests.screens import scenes
from tests.screens.support import (
    OPTIONS,
    SIZE,
    Desk,
    Procedure,
    app_of,
    asked,
    asking,
    run_of,
    seen,
    until,
)
from wizard.engine.engine import Engine
from wizard.engine.run import Run
from wizard.errors import LinkUnavailable
from wizard.look import Look
from wizard.procedure.interrupts import Interrupt
from wizard.text import text


async def the_end(desk: Desk) -> int:
    desk.show(scenes.top(), scenes.END)
    return 1


async def no_end(desk: Desk) -> int:
    await desk.until_interrupted()
    return 3


async def a_failure(_desk: Desk) -> int:
    msg = "a fault of the program"
    raise RuntimeError(msg)


@pytest.mark.parametrize("key", ["enter", "f10"])
async def test_the_end_stays_until_it_was_read(desk: Desk, key: str) -> None:
    app = app_of(the_end, desk)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "PASS WITH DEVIATIONS" in seen(app))
        await until(pilot, desk.runs[0].engine.done.is_set)
        assert "2026-11-21-003.html" in seen(app)
        assert "Enter leaves" in seen(app)
        assert app.return_value is None
        await pilot.press(key)
        await until(pilot, lambda: app.return_value is not None)
    assert app.return_value == 1


async def test_an_engine_that_was_told_to_end_takes_the_screen_with_it(desk: Desk) -> None:
    app = app_of(no_end, desk)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: desk.runs)
        desk.runs[0].engine.interrupt(Interrupt.QUIT)  # as a signal's handler does
        await until(pilot, lambda: app.return_value is not None)
    assert app.return_value == 3


async def test_a_fault_in_the_engine_ends_the_screen_and_is_raised(desk: Desk) -> None:
    app = app_of(a_failure, desk)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: not app.is_running)
    with pytest.raises(RuntimeError, match="a fault of the program"):
        app.outcome()


async def test_signals_are_set_before_the_engine_starts(desk: Desk) -> None:
    installed = list[tuple[Engine, bool]]()

    def install(engine: Engine) -> None:
        installed.append((engine, engine.done.is_set()))

    app = app_of(the_end, desk, install=install)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "PASS WITH" in seen(app))
    assert installed == [(desk.runs[0].engine, False)]


async def test_an_app_that_goes_away_takes_the_engine_with_it(desk: Desk) -> None:
    app = app_of(asking(scenes.CELL_8), desk)
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "cell-8")
    app.end_engine()
    assert desk.interrupts == [Interrupt.QUIT]
    assert app.outcome() == 1


def starting(desk: Desk, procedure: Procedure, begun: list[str]) -> WizardApp:
    def begin(key: str) -> Run:
        begun.append(key)
        return run_of(procedure, desk)

    return WizardApp(OPTIONS, begin, None)


@pytest.mark.parametrize(
    ("keys", "option"),
    [
        (["3"], "boards"),
        (["enter"], "new"),
        (["down", "enter"], "resume"),
        (["up", "enter"], "practise"),
    ],
)
async def test_the_start_screen_opens_what_is_chosen(
    desk: Desk, keys: list[str], option: str
) -> None:
    begun = list[str]()
    app = starting(desk, asking(scenes.CELL_8), begun)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "New commissioning" in seen(app))
        assert "never switches protections off" in seen(app)
        await pilot.press("9", *keys)
        await asked(pilot, "cell-8")
    assert begun == [option]


async def test_leaving_the_start_screen_begins_nothing(desk: Desk) -> None:
    begun = list[str]()
    app = starting(desk, asking(scenes.CELL_8), begun)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f10")
        await until(pilot, lambda: not app.is_running)
    app.end_engine()
    assert begun == []
    assert app.outcome() is None


async def test_what_cannot_be_opened_is_said_on_the_start_screen() -> None:
    def begin(_key: str) -> Run:
        raise LinkUnavailable(text("No adapter at {port}: plug it in.", port="ttyUSB0"))

    app = WizardApp(OPTIONS, begin, None)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("1")
        await until(pilot, lambda: "! No adapter at ttyUSB0" in seen(app))
        assert isinstance(app.screen, StartScreen)


async def test_a_small_terminal_is_told_and_stays_usable(desk: Desk) -> None:
    app = app_of(asking(scenes.CELL_8, scenes.steps(scenes.stairs())), desk)
    async with app.run_test(size=(60, 20)) as pilot:
        await asked(pilot, "cell-8")
        await until(pilot, lambda: "needs 80x24, has 60x20" in seen(app))
        assert "Cell 8: third red wire of plug 2." in seen(app)
        assert "F10 leave" in seen(app)
        await pilot.press("enter")
        await until(pilot, lambda: desk.answers)


async def test_resizing_draws_for_the_new_size(desk: Desk) -> None:
    app = app_of(asking(scenes.CELL_8, scenes.steps(scenes.many_stairs(20))), desk)
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "cell-8")
        assert "\n   1    3.300" not in seen(app)
        await pilot.resize_terminal(120, 40)
        await until(pilot, lambda: "\n   1    3.300" in seen(app))
        assert "needs" not in seen(app)


async def test_in_ascii_every_character_is_ascii(desk: Desk) -> None:
    procedure = asking(
        scenes.LAMP,
        scenes.top(),
        scenes.rail("Over-voltage"),
        scenes.OVER_VOLTAGE,
        scenes.SHIFTED,
        scenes.NEWS,
    )
    app = app_of(procedure, desk, look=Look("ascii", ascii_only=True))
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "lamp")
        assert seen(app).isascii()
