import asyncio
import gc
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from wizard.clock import JumpClock
from wizard.finish import finish


def _run(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    with asyncio.Runner(loop_factory=JumpClock().new_loop) as runner:
        runner.run(work())


class _Write:
    """Work of one second that notes where it got to."""

    def __init__(self, ending: Exception | None = None) -> None:
        self.ended = False
        self._ending = ending

    async def work(self) -> str:
        for _ in range(10):
            await asyncio.sleep(0.1)
        self.ended = True
        if self._ending is not None:
            raise self._ending
        return "written"


async def _cancelled(task: "asyncio.Task[str]", times: int) -> None:
    for _ in range(times):
        await asyncio.sleep(0.01)
        task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


def test_the_result_of_the_work_comes_through() -> None:
    async def work() -> None:
        assert await finish(_Write().work()) == "written"

    _run(work)


def test_an_error_of_the_work_comes_through() -> None:
    async def work() -> None:
        with pytest.raises(OSError, match="gone"):
            await finish(_Write(OSError("gone")).work())

    _run(work)


@pytest.mark.parametrize("times", [1, 2, 20])
def test_cancelled_any_number_of_times_the_work_ends_first(times: int) -> None:
    async def work() -> None:
        write = _Write()
        await _cancelled(asyncio.create_task(finish(write.work())), times)
        assert write.ended

    _run(work)


def test_the_caller_goes_on_only_after_the_work_has_ended() -> None:
    """A plain shield fails here: it lets the caller go on while the work still runs."""

    async def work() -> None:
        write, seen = _Write(), list[bool]()

        async def step() -> str:
            try:
                return await finish(write.work())
            finally:
                seen.append(write.ended)

        await _cancelled(asyncio.create_task(step()), 2)
        assert seen == [True]

    _run(work)


def test_work_begins_though_its_caller_was_cancelled_just_before() -> None:
    async def work() -> None:
        write = _Write()

        async def step() -> str:
            task = asyncio.current_task()
            assert task is not None
            task.cancel()
            return await finish(write.work())

        with pytest.raises(asyncio.CancelledError):
            await asyncio.create_task(step())
        assert write.ended

    _run(work)


def test_cancelled_work_that_fails_ends_in_the_cancellation_alone() -> None:
    complaints: list[dict[str, Any]] = []

    async def work() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, what: complaints.append(what))
        await _cancelled(asyncio.create_task(finish(_Write(OSError("gone")).work())), 1)
        await asyncio.sleep(0)
        gc.collect()  # a task whose error nobody saw complains when it is forgotten

    _run(work)
    assert complaints == []


def test_a_deadline_around_it_is_late_and_not_lost() -> None:
    async def work() -> None:
        write = _Write()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await finish(write.work())
        assert write.ended

    _run(work)


def test_work_that_is_cancelled_itself_says_so() -> None:
    async def cancels_itself() -> None:
        raise asyncio.CancelledError

    async def work() -> None:
        with pytest.raises(asyncio.CancelledError):
            await finish(cancels_itself())

    _run(work)
