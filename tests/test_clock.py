import asyncio
import socket
import threading
import time
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import pytest

from wizard.clock import Clock, JumpClock, SystemClock, utc_offset_minutes

T = TypeVar("T")
HOUR = 3600.0
REAL = 5.0  # s: far less than the hours that are jumped over
START = datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC)


def _run(clock: Clock, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    with asyncio.Runner(loop_factory=clock.new_loop) as runner:
        return runner.run(work())


def test_hours_of_waiting_take_no_time_and_are_counted() -> None:
    clock = JumpClock(START)
    before = time.monotonic()

    async def work() -> float:
        loop = asyncio.get_running_loop()
        start = loop.time()
        await asyncio.sleep(5 * HOUR)
        return loop.time() - start

    assert 5 * HOUR <= _run(clock, work) < 5 * HOUR + REAL
    assert time.monotonic() - before < REAL
    assert abs(clock.utc() - START - timedelta(hours=5)) < timedelta(seconds=REAL)


def test_timers_go_off_in_their_order_at_their_time() -> None:
    async def work() -> list[tuple[int, int]]:
        loop, went_off = asyncio.get_running_loop(), list[tuple[int, int]]()
        start = loop.time()
        for hours in (3, 1, 2):
            loop.call_later(
                hours * HOUR,
                lambda hours=hours: went_off.append((hours, round((loop.time() - start) / HOUR))),
            )
        await asyncio.sleep(4 * HOUR)
        return went_off

    assert _run(JumpClock(), work) == [(1, 1), (2, 2), (3, 3)]


def test_what_is_ready_comes_before_a_jump() -> None:
    async def work() -> float:
        loop = asyncio.get_running_loop()
        start = loop.time()
        loop.call_later(HOUR, lambda: None)
        for _ in range(100):
            await asyncio.sleep(0)
        return loop.time() - start

    assert _run(JumpClock(), work) < REAL


def test_bytes_that_have_arrived_come_before_a_time_out() -> None:
    async def work() -> list[bytes]:
        ours, theirs = socket.socketpair()
        with ours, theirs:
            ours.setblocking(False)
            theirs.setblocking(False)
            loop, got = asyncio.get_running_loop(), list[bytes]()
            for n in range(20):
                loop.call_soon(theirs.send, bytes([n]))
                async with asyncio.timeout(HOUR):
                    got.append(await loop.sock_recv(ours, 1))
            return got

    assert _run(JumpClock(), work) == [bytes([n]) for n in range(20)]


def test_without_a_timer_it_waits_for_the_world() -> None:
    async def work() -> bytes:
        ours, theirs = socket.socketpair()
        with ours, theirs:
            ours.setblocking(False)
            waiting = threading.Event()
            asyncio.get_running_loop().call_soon(waiting.set)

            def answer() -> None:
                waiting.wait(REAL)
                theirs.send(b"x")

            thread = threading.Thread(target=answer)
            thread.start()
            got = await asyncio.get_running_loop().sock_recv(ours, 1)
            thread.join()
            return got

    assert _run(JumpClock(), work) == b"x"


def test_another_thread_can_wake_it() -> None:
    async def work() -> str:
        loop = asyncio.get_running_loop()
        answered: asyncio.Future[str] = loop.create_future()
        thread = threading.Thread(
            target=loop.call_soon_threadsafe, args=(answered.set_result, "answer")
        )
        thread.start()
        found = await answered
        thread.join()
        return found

    assert _run(JumpClock(), work) == "answer"


def test_while_it_is_held_no_time_is_jumped_over() -> None:
    clock = JumpClock()

    async def work() -> None:
        with clock.held(), clock.held():
            await asyncio.sleep(0.05)

    before = time.monotonic()
    _run(clock, work)
    assert time.monotonic() - before >= 0.05


def test_an_answer_given_while_it_is_held_comes_before_a_deadline() -> None:
    clock = JumpClock()

    async def work() -> str:
        loop = asyncio.get_running_loop()
        answered: asyncio.Future[str] = loop.create_future()
        with clock.held():
            timer = threading.Timer(0.05, loop.call_soon_threadsafe, (answered.set_result, "yes"))
            timer.start()
            async with asyncio.timeout(HOUR):
                found = await answered
        timer.join()
        return found

    assert _run(clock, work) == "yes"


def test_after_the_last_hold_it_jumps_again() -> None:
    clock = JumpClock()

    async def work() -> None:
        with clock.held():
            with clock.held():
                pass
            assert not clock.jump(HOUR)
        await asyncio.sleep(HOUR)

    before = clock.monotonic()
    _run(clock, work)
    assert HOUR <= clock.monotonic() - before < HOUR + REAL


def test_the_loops_of_one_clock_share_its_time() -> None:
    clock = JumpClock()
    first, second = clock.new_loop(), clock.new_loop()
    first.run_until_complete(asyncio.sleep(HOUR))
    assert abs(second.time() - first.time()) < REAL
    first.close()
    second.close()


def test_the_systems_clock_is_the_computers_own() -> None:
    clock = SystemClock()
    loop = clock.new_loop()
    assert abs(loop.time() - time.monotonic()) < REAL
    loop.close()
    with clock.held():
        assert abs(clock.utc() - datetime.now(UTC)) < timedelta(seconds=REAL)
    assert clock.utc().utcoffset() == timedelta()


@pytest.mark.parametrize(
    ("zone", "minutes"), [("UTC0", 0), ("CET-1", 60), ("NST3:30", -210), ("NPT-5:45", 345)]
)
def test_the_local_offset_is_in_minutes_east(
    monkeypatch: pytest.MonkeyPatch, zone: str, minutes: int
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert utc_offset_minutes(START) == minutes
    finally:
        monkeypatch.undo()
        time.tzset()
