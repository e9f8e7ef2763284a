"""Looking for boards from the start page, by keys; the search is a coroutine of the test's."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from textual.pilot import Pilot

from screens.app import WizardApp
from screens.nearby import NearbyScreen
from screens.sheet import Sheet
from screens.start import StartScreen
from tests.screens import scenes
from tests.screens.support import OPTIONS, SIZE, Desk, asked, asking, run_of, seen, until
from wizard.engine.run import Run
from wizard.engine.search import Found, Search
from wizard.errors import LinkUnavailable
from wizard.procedure.questions import Option
from wizard.text import text

HIDDEN = text("A board that a phone holds is hidden.")
Work = Callable[[], Coroutine[Any, Any, tuple[Found, ...]]]
NOTHING = text("No board shows itself. Force-stop the JK app on every phone.")


def board(number: int, signal: str = "-55 dBm, good") -> Found:
    name, address = f"JK-B2A16S-{number:02}", f"C8:47:80:00:00:{number + 0x50:02X}"
    told = text("{name}  {address}  {signal}", name=name, address=address, signal=signal)
    return Found(Option(f"ble:{address}", told), (name, address))


FEW = (board(1), board(2, "-88 dBm, poor: go within 2 m, or use a USB Bluetooth stick"))
MANY = tuple(map(board, range(1, 31)))


def finding(*found: Found) -> Work:
    async def work() -> tuple[Found, ...]:
        return found

    return work


def search(work: Work) -> Search:
    label = text("Look for boards over Bluetooth")
    return Search("look", label, text("Looking for boards"), 18, NOTHING, work, hidden=HIDDEN)


@dataclass
class Page:
    """The start page with one search, and what was begun from it."""

    work: Work
    desk: Desk
    begun: list[str] = field(default_factory=list[str])

    def __post_init__(self) -> None:
        self.app = WizardApp((search(self._work), *OPTIONS), self._begin, None)

    async def _work(self) -> tuple[Found, ...]:
        return await self.work()

    def _begin(self, key: str) -> Run:
        self.begun.append(key)
        return run_of(asking(scenes.CELL_8), self.desk)

    @asynccontextmanager
    async def looked(self) -> AsyncGenerator[Pilot[Any]]:
        """Choose the search, and wait until it has ended."""
        async with self.app.run_test(size=SIZE) as pilot:
            await pilot.press("1")
            await until(pilot, lambda: "F5 look again" in seen(self.app))
            yield pilot


async def test_a_found_board_is_begun_by_its_digit(desk: Desk) -> None:
    page = Page(finding(*FEW), desk)
    async with page.looked() as pilot:
        assert "1  JK-B2A16S-01  C8:47:80:00:00:51  -55 dBm, good" in seen(page.app)
        assert "A board that a phone holds is hidden" in seen(page.app)
        await pilot.press("2")
        await asked(pilot, "cell-8")
    assert page.begun == ["ble:C8:47:80:00:00:52"]


async def test_the_search_runs_beside_the_terminal_and_says_how_long(desk: Desk) -> None:
    threads, go = list[threading.Thread](), threading.Event()

    async def work() -> tuple[Found, ...]:
        threads.append(threading.current_thread())
        go.wait(20)  # as bad as work can be: it blocks its whole loop
        return FEW

    page = Page(work, desk)
    async with page.app.run_test(size=SIZE) as pilot:
        await pilot.press("1")
        await until(pilot, lambda: threads)
        assert "Looking for boards… 0 s of at most 18 s" in seen(page.app)
        await pilot.press("1")  # nothing is offered yet
        go.set()
        await until(pilot, lambda: "JK-B2A16S-02" in seen(page.app))
    assert threads[0] is not threading.main_thread()
    assert page.begun == []


async def test_nothing_found_says_what_hides_a_board_and_can_be_looked_for_again(
    desk: Desk,
) -> None:
    page = Page(finding(), desk)
    async with page.looked() as pilot:
        assert "! No board shows itself. Force-stop the JK app" in seen(page.app)
        page.work = finding(*FEW)
        await pilot.press("f5")
        await until(pilot, lambda: "JK-B2A16S-02" in seen(page.app))
        assert "Force-stop" not in seen(page.app)


async def test_why_nothing_can_be_looked_for_is_said_and_the_page_stays_usable(
    desk: Desk,
) -> None:
    async def work() -> tuple[Found, ...]:
        raise LinkUnavailable(text("Bluetooth is switched off. Switch it on."))

    page = Page(work, desk)
    async with page.looked() as pilot:
        assert "! Bluetooth is switched off. Switch it on." in seen(page.app)
        await pilot.press("f7")
        await until(pilot, lambda: isinstance(page.app.screen, StartScreen))
        await pilot.press("2")
        await asked(pilot, "cell-8")
    assert page.begun == ["new"]


async def test_of_more_boards_than_digits_the_end_of_the_name_is_typed(desk: Desk) -> None:
    page = Page(finding(*MANY), desk)
    async with page.looked() as pilot:
        assert "30 of 30 boards" in seen(page.app)
        await pilot.press("enter")
        assert "F5" in seen(page.app)
        await pilot.press("1", "4", "backspace", "2")
        await until(pilot, lambda: "1 of 30 boards" in seen(page.app))
        assert page.begun == []  # digits that are typed choose nothing
        await pilot.press("enter", "1")
        await asked(pilot, "cell-8")
    assert page.begun == ["ble:C8:47:80:00:00:5C"]


@pytest.mark.parametrize("typed", ["00:52", "0052", "s02", "S-02"])
def test_a_board_is_called_by_the_end_of_its_name_or_address(typed: str) -> None:
    assert [each for each in FEW if each.ends(typed)] == [FEW[1]]


async def test_few_boards_can_be_narrowed_too(desk: Desk) -> None:
    page = Page(finding(*FEW), desk)
    async with page.looked() as pilot:
        await pilot.press("f3", "0", "2", "enter")
        await until(pilot, lambda: "1  JK-B2A16S-02" in seen(page.app))
        assert "JK-B2A16S-01" not in seen(page.app)


async def test_why_a_found_board_cannot_be_begun_is_seen_above_the_longest_list() -> None:
    def begin(_key: str) -> Run:
        raise LinkUnavailable(text("The record cannot be kept."))

    poor = "-88 dBm, poor: go within 2 m, or use a USB Bluetooth stick"
    boards = (board(number, poor) for number in range(1, 10))
    app = WizardApp((search(finding(*boards)),), begin, None)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("1")
        await until(pilot, lambda: "7  JK-B2A16S-07" in seen(app))
        await pilot.press("7")
        await until(pilot, lambda: "! The record cannot be kept." in _visible(app))


def _visible(app: WizardApp) -> str:
    body = app.screen.query_one("#body", Sheet)
    return "\n".join(body.text.splitlines()[: body.size.height])


async def test_who_goes_back_ends_the_search(desk: Desk) -> None:
    begun, ended = threading.Event(), threading.Event()

    async def work() -> tuple[Found, ...]:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()
        return ()

    page = Page(work, desk)
    async with page.app.run_test(size=SIZE) as pilot:
        await pilot.press("1")
        await until(pilot, begun.is_set)
        assert isinstance(page.app.screen, NearbyScreen)
        await pilot.press("f7")
        await until(pilot, ended.is_set)
        assert isinstance(page.app.screen, StartScreen)


async def test_a_fault_in_the_search_is_not_hidden(desk: Desk) -> None:
    async def work() -> tuple[Found, ...]:
        msg = "a fault of the program"
        raise ZeroDivisionError(msg)

    async def look(page: Page) -> None:
        async with page.app.run_test(size=SIZE) as pilot:
            await pilot.press("1")
            await until(pilot, lambda: not page.app.is_running)

    with pytest.raises(ZeroDivisionError, match="a fault of the program"):
        await look(Page(work, desk))
