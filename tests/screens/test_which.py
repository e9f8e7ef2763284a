"""Which checklist is asked once a link was chosen, before anything is begun."""

import pytest

from screens.app import WizardApp
from screens.pages import PageScreen
from tests.screens import scenes
from tests.screens.support import OPTIONS, SIZE, Desk, asked, asking, run_of, seen, until
from wizard.commands.which_page import which
from wizard.engine.offers import Page
from wizard.engine.run import Run
from wizard.errors import BadFile
from wizard.procedure.questions import Option
from wizard.text import text

LISTS = which("demo:")


def further(key: str) -> Page | None:
    return None if "\n" in key else which(key)


def offering(desk: Desk, begun: list[str]) -> WizardApp:
    def begin(key: str) -> Run:
        begun.append(key)
        return run_of(asking(scenes.CELL_8), desk)

    return WizardApp((Option("demo:", text("Practise")), *OPTIONS), begin, None, further=further)


async def test_every_checklist_is_on_one_page_of_80_by_24_with_what_it_is_for(desk: Desk) -> None:
    app = offering(desk, [])
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("1")
        await until(pilot, lambda: isinstance(app.screen, PageScreen))
        await until(pilot, lambda: "Which board or pack is it?" in seen(app))
        page = seen(app)
    for number, option in enumerate(LISTS.options, 1):
        assert f"{number}  {option.label}" in page
    assert "take the list for a JK board in any pack" in " ".join(page.split())


@pytest.mark.parametrize(
    ("keys", "name"),
    [
        (["enter"], "inverter-bms"),
        (["2"], "b2a8s20p"),
        (["down", "down", "enter"], "pack-16kwh"),
        (["up", "enter"], "generic"),
    ],
)
async def test_the_list_that_is_chosen_is_begun_with_the_link(
    desk: Desk, keys: list[str], name: str
) -> None:
    begun = list[str]()
    app = offering(desk, begun)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("1")
        await until(pilot, lambda: "Which board or pack is it?" in seen(app))
        await pilot.press(*keys)
        await asked(pilot, "cell-8")
    assert begun == [f"demo:\n{name}"]


async def test_f7_goes_back_and_nothing_is_begun(desk: Desk) -> None:
    begun = list[str]()
    app = offering(desk, begun)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("1")
        await until(pilot, lambda: "Which board or pack is it?" in seen(app))
        await pilot.press("f7")
        await until(pilot, lambda: "never switches protections off" in seen(app))
    assert begun == []


async def test_what_cannot_be_begun_is_said_on_this_page() -> None:
    def begin(_key: str) -> Run:
        raise BadFile(text("mine.toml: no such step"))

    app = WizardApp(OPTIONS, begin, None, further=further)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("1")
        await until(pilot, lambda: "Which board or pack is it?" in seen(app))
        await pilot.press("1")
        await until(pilot, lambda: "! mine.toml: no such step" in seen(app))


def test_the_usual_list_comes_first_and_that_for_any_board_last() -> None:
    names = [option.key.removeprefix("demo:\n") for option in LISTS.options]
    assert (names[0], names[-1]) == ("inverter-bms", "generic")
    assert set(names) >= {"b2a8s20p", "pack-16kwh", "pack-dy-n8s24280a"}
