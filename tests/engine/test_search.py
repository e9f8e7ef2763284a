"""A search on its own thread: it tells once how it ended, or nothing after it was stopped."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from wizard.engine.search import Ended, Found, Search, Searching
from wizard.errors import LinkUnavailable
from wizard.procedure.questions import Option
from wizard.text import text

BOARD = Found(Option("ble:1", text("A board")), ("A board",))
Work = Callable[[], Coroutine[Any, Any, tuple[Found, ...]]]


async def found() -> tuple[Found, ...]:
    return (BOARD,)


def searching(work: Work, told: Callable[[Ended], None]) -> Searching:
    look = text("Look")
    return Searching(Search("look", look, look, 1, look, work), told)


def ended() -> None:
    for thread in threading.enumerate():
        if thread.name == "search":
            thread.join(10)
            assert not thread.is_alive()


def test_what_was_found_is_told_once_and_the_thread_ends() -> None:
    told = list[Ended]()
    search = searching(found, told.append)
    search.start()
    ended()
    assert told == [Ended((BOARD,))]
    search.stop()  # it has ended already
    assert len(told) == 1


@pytest.mark.parametrize(
    "failure", [LinkUnavailable(text("Bluetooth is off.")), ZeroDivisionError("a fault")]
)
def test_what_it_raised_is_told(failure: Exception) -> None:
    async def work() -> tuple[Found, ...]:
        raise failure

    told = list[Ended]()
    searching(work, told.append).start()
    ended()
    assert told == [Ended(failure=failure)]


def test_a_search_that_is_stopped_lets_go_and_tells_nothing() -> None:
    begun, let_go = threading.Event(), threading.Event()

    async def work() -> tuple[Found, ...]:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            let_go.set()
        return ()

    told = list[Ended]()
    search = searching(work, told.append)
    search.start()
    assert begun.wait(10)
    search.stop()
    ended()
    assert let_go.is_set()
    assert told == []


def test_a_search_that_ends_as_it_is_stopped_tells_nothing() -> None:
    begun, go = threading.Event(), threading.Event()

    async def work() -> tuple[Found, ...]:
        begun.set()
        go.wait(10)
        return (BOARD,)

    told = list[Ended]()
    search = searching(work, told.append)
    search.start()
    assert begun.wait(10)
    search.stop()
    go.set()
    ended()
    assert told == []
