"""Each screen once as a picture, with fixed values only."""

from collections.abc import Callable
from typing import Any

from textual.pilot import Pilot

from screens.app import WizardApp
from tests.screens import scenes
from tests.screens.support import OPTIONS, SIZE, Desk, app_of, asked, asking, run_of, seen, until
from tests.screens.test_app import the_end
from tests.screens.test_nearby import FEW, MANY, finding, search
from wizard.engine.run import Run
from wizard.measurement import Verdict

Compare = Callable[..., bool]

STAIRS = asking(
    scenes.CELL_8,
    scenes.top("JK_PB2A16S20P", "not plugged in"),
    scenes.rail("Voltage steps"),
    scenes.steps(scenes.stairs()),
)


def test_start(snap_compare: Compare, desk: Desk) -> None:
    app = WizardApp(OPTIONS, lambda _key: run_of(the_end, desk), None)
    assert snap_compare(app, terminal_size=SIZE)


def test_boards_in_radio_range(snap_compare: Compare) -> None:
    app = WizardApp((search(finding(*FEW)),), _never, None)
    assert snap_compare(app, terminal_size=SIZE, run_before=_looked)


def test_more_boards_than_digits(snap_compare: Compare) -> None:
    async def typed(pilot: Pilot[Any]) -> None:
        await _looked(pilot)
        await pilot.press("1")
        await pilot.pause()

    app = WizardApp((search(finding(*MANY)),), _never, None)
    assert snap_compare(app, terminal_size=SIZE, run_before=typed)


def test_no_board_in_radio_range(snap_compare: Compare) -> None:
    app = WizardApp((search(finding()),), _never, None)
    assert snap_compare(app, terminal_size=SIZE, run_before=_looked)


def test_number_with_staircase(snap_compare: Compare, desk: Desk) -> None:
    app = app_of(STAIRS, desk)
    assert snap_compare(app, terminal_size=SIZE, run_before=_until_asked("cell-8"))


def test_wrong_stair_and_refused_input(snap_compare: Compare, desk: Desk) -> None:
    async def refuse(pilot: Pilot[Any]) -> None:
        await asked(pilot, "cell-8")
        await pilot.press(*"26.5.", "enter")
        await until(pilot, lambda: "! Type a number" in seen(pilot.app))

    wrong = asking(
        scenes.CELL_8,
        scenes.top("JK_PB2A16S20P", "not plugged in"),
        scenes.rail("Voltage steps"),
        scenes.steps(scenes.wrong_stairs()),
    )
    assert snap_compare(app_of(wrong, desk), terminal_size=SIZE, run_before=refuse)


def test_review(snap_compare: Compare, desk: Desk) -> None:
    app = app_of(asking(scenes.SEND, scenes.top(), scenes.rail("Settings"), scenes.SETTINGS), desk)
    assert snap_compare(app, terminal_size=SIZE, run_before=_until_asked("send"))


def test_protection_test(snap_compare: Compare, desk: Desk) -> None:
    procedure = asking(
        scenes.LAMP,
        scenes.top(),
        scenes.rail("Over-voltage"),
        scenes.OVER_VOLTAGE,
        scenes.SHIFTED,
        scenes.NEWS,
    )
    app = app_of(procedure, desk)
    assert snap_compare(app, terminal_size=SIZE, run_before=_until_asked("lamp"))


def test_current_held_steady(snap_compare: Compare, desk: Desk) -> None:
    verdicts = {"Harness 2": Verdict.FAIL, "Configuration 4": Verdict.DEFERRED}
    rail = scenes.manual("Calibration 3", verdicts)
    procedure = asking(scenes.CLAMP, scenes.top(), rail, scenes.CALIBRATION)
    app = app_of(procedure, desk)
    assert snap_compare(app, terminal_size=SIZE, run_before=_until_asked("clamp"))


def test_password_as_dots(snap_compare: Compare, desk: Desk) -> None:
    async def typed(pilot: Pilot[Any]) -> None:
        await asked(pilot, "password")
        await pilot.press(*"hunter2")
        await pilot.pause()

    procedure = asking(scenes.PASSWORD, scenes.top(), scenes.rail("Settings"), scenes.SETTINGS)
    assert snap_compare(app_of(procedure, desk), terminal_size=SIZE, run_before=typed)


def test_end(snap_compare: Compare, desk: Desk) -> None:
    async def ended(pilot: Pilot[Any]) -> None:
        await until(pilot, lambda: "PASS WITH DEVIATIONS" in seen(pilot.app))
        await until(pilot, lambda: pilot.app.screen.has_class("-ended"))
        await pilot.pause()

    assert snap_compare(app_of(the_end, desk), terminal_size=SIZE, run_before=ended)


async def _looked(pilot: Pilot[Any]) -> None:
    await pilot.press("1")
    await until(pilot, lambda: "F5 look again" in seen(pilot.app))
    await pilot.pause()


def _never(key: str) -> Run:
    raise AssertionError(key)


def _until_asked(key: str) -> Callable[[Pilot[Any]], Any]:
    async def wait(pilot: Pilot[Any]) -> None:
        await asked(pilot, key)
        await pilot.pause()

    return wait
