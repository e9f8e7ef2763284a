"""Every screen that is kept as a picture: how its app is made, and the keys that lead to it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace
from textual.app import App
from textual.pilot import Pilot

from screens.app import WizardApp
from screens.sheet import Sheet
from tests.screens import scenes
from tests.screens.front import FIRST, OFFERS
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
from tests.screens.test_app import the_end
from tests.screens.test_nearby import FEW, MANY, finding, search
from wizard.engine.run import Run
from wizard.look import Look
from wizard.measurement import Verdict
from wizard.procedure.figures import Dip, Figure, TripPoint
from wizard.procedure.questions import Question
from wizard.procedure.views import View

BROAD, SMALL = (120, 40), (60, 20)
Walk = Callable[[Pilot[Any]], Awaitable[None]]


@dataclass(frozen=True)
class Picture:
    """A screen: the app for a desk and a language, what is pressed, and the terminal's size."""

    app: Callable[[Desk, str], WizardApp]
    walk: Walk
    size: tuple[int, int] = SIZE


def laid_out(app: App[Any]) -> bool:
    """Return whether what stands on each sheet is as wide and as high as the sheet."""
    return all(
        len(sheet.text.splitlines()) <= sheet.size.height
        and all(len(line) <= sheet.size.width for line in sheet.text.splitlines())
        for sheet in app.screen.query(Sheet)
        if sheet.size
    )


def keys(question: str, *pressed: str, then: str = "") -> Walk:
    """Press keys at a question, and wait for what they lead to."""

    async def press(pilot: Pilot[Any]) -> None:
        await asked(pilot, question)
        await pilot.press(*pressed)
        await until(pilot, lambda: then in seen(pilot.app) and laid_out(pilot.app))

    return press


def paged(*pressed: str) -> Walk:
    """Press keys on the first page and those behind it, each once the last one was seen."""

    async def press(pilot: Pilot[Any]) -> None:
        await until(pilot, lambda: "F10" in seen(pilot.app))
        for key in pressed:
            before = seen(pilot.app)
            await pilot.press(key)
            await until(pilot, lambda before=before: seen(pilot.app) not in {before, ""})
        await pilot.pause()
        await until(pilot, lambda: laid_out(pilot.app))

    return press


async def ended(pilot: Pilot[Any]) -> None:
    """Wait until the end stands there."""
    await until(pilot, lambda: "2026-11-21-003.html" in seen(pilot.app))
    await until(pilot, lambda: pilot.app.screen.has_class("-ended") and laid_out(pilot.app))
    await pilot.pause()


def looked(*pressed: str) -> Walk:
    """Look for boards to the end of the search, then press keys."""

    async def look(pilot: Pilot[Any]) -> None:
        await pilot.press("1")
        await until(pilot, lambda: "F5" in seen(pilot.app))
        await pilot.press(*pressed)
        await pilot.pause()
        await until(pilot, lambda: laid_out(pilot.app))

    return look


def shown(procedure: Procedure) -> Callable[[Desk, str], WizardApp]:
    """Return how the app of a procedure is made."""
    return lambda desk, language: app_of(procedure, desk, look=Look(language=language))


def step(question: Question[Any], *views: View, pressed: tuple[str, ...] = ()) -> Picture:
    """Return the picture of a question below what is shown, with keys pressed."""
    return Picture(shown(asking(question, *views)), keys(question.key, *pressed))


def page(theme: str, *pressed: str, size: tuple[int, int] = SIZE) -> Picture:
    """Return the picture of the first page, or of one behind it, in a theme."""

    def front(_desk: Desk, language: str) -> WizardApp:
        look = Look(theme, language=language, ascii_only=theme == "ascii")
        return WizardApp(OFFERS, never, None, look=look, first=FIRST)

    return Picture(front, paged(*pressed), size)


def near(*pressed: str, found: tuple[Any, ...] = ()) -> Picture:
    """Return the picture of a search that found boards."""

    def app(_desk: Desk, language: str) -> WizardApp:
        return WizardApp((search(finding(*found)),), never, None, look=Look(language=language))

    return Picture(app, looked(*pressed))


def begin(desk: Desk, language: str) -> WizardApp:
    """Return the app at its start, with options alone."""
    return WizardApp(
        OPTIONS, lambda _key: run_of(the_end, desk), None, look=Look(language=language)
    )


def never(key: str) -> Run:
    """Begin nothing."""
    raise AssertionError(key)


TOP, RAIL = scenes.top(), scenes.rail("Voltage steps")
UNPLUGGED = scenes.top("JK_PB2A16S20P", "not plugged in")
STAIRS = scenes.steps(scenes.stairs())
AT_STAIRS = (scenes.CELL_8, TOP, RAIL, STAIRS)
AT_SETTINGS = (TOP, scenes.rail("Settings"), scenes.SETTINGS)
TRIPPED = (TOP, scenes.rail("Over-voltage"))
WRONG = asking(scenes.CELL_8, UNPLUGGED, RAIL, scenes.steps(scenes.wrong_stairs()))
VERDICTS = {"Harness 2": Verdict.FAIL, "Configuration 4": Verdict.DEFERRED}
COURSE = tuple(TripPoint(n * scenes.HALF, scenes.trip().cell_voltage) for n in range(9))
FIGURES: dict[str, Figure] = {
    "plugs": scenes.NAMED_PLUGS,
    "switches": Dip(5),
    "cable": scenes.CABLE,
    "cells": scenes.BARS,
}

STEPS: dict[str, Picture] = {
    "staircase": step(scenes.CELL_8, UNPLUGGED, RAIL, STAIRS),
    "wrong-stair": Picture(shown(WRONG), keys("cell-8", *"26.5.", "enter", then="\n! ")),
    "review": step(scenes.SEND, *AT_SETTINGS),
    "trip": step(scenes.LAMP, *TRIPPED, scenes.OVER_VOLTAGE, scenes.SHIFTED, scenes.NEWS),
    "course": step(
        scenes.LAMP,
        *TRIPPED,
        scenes.step("over-voltage", replace(scenes.trip(), trace=COURSE)),
        scenes.SHIFTED,
    ),
    "current": step(
        scenes.CLAMP, TOP, scenes.manual("Calibration 3", VERDICTS), scenes.CALIBRATION
    ),
    "password": step(scenes.PASSWORD, *AT_SETTINGS, pressed=tuple("hunter2")),
    "end": Picture(shown(the_end), ended),
    "why": step(*AT_STAIRS, pressed=("f1",)),
    "terms": step(*AT_STAIRS, pressed=("f1", "f2")),
    "term-found": step(*AT_STAIRS, pressed=("f2", *"ovp")),
    "note": step(*AT_STAIRS, pressed=("f4", "a")),
    **{
        name: step(scenes.LAMP, TOP, RAIL, scenes.step(name, figure))
        for name, figure in FIGURES.items()
    },
}
PAGES: dict[str, Picture] = {
    "options": Picture(begin, paged()),
    "boards": near(found=FEW),
    "many-boards": near("1", found=MANY),
    "no-board": near(),
    "start": page("16"),
    "start-sunlight": page("sunlight"),
    "start-ascii": page("ascii"),
    "checklists": page("dark", "1"),
    "reports": page("light", "4"),
    "report": page("16", "4", "1", "pagedown"),
    "practise": page("16", "5", "pagedown"),
    "found": page("sunlight", "5", "f3", *"wire"),
    "languages": page("16", "f6"),
    "themes": page("16", "f8"),
}
PICTURES = STEPS | PAGES
OTHER_SIZES: dict[str, Picture] = {
    "120x40": Picture(shown(asking(*AT_STAIRS, scenes.LIVE)), keys("cell-8"), BROAD),
    "60x20": Picture(shown(asking(*AT_STAIRS, scenes.LIVE)), keys("cell-8"), SMALL),
    "start-60x20": page("16", size=SMALL),
}
