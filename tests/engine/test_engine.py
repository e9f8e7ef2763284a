"""The engine: a thread with a loop of its own; calls from anywhere, an end that is kept."""

import asyncio
import threading
from collections.abc import Awaitable, Callable

import pytest

from wizard.clock import JumpClock, SystemClock
from wizard.engine.engine import Engine
from wizard.procedure.interrupts import Interrupt

BOUND_S = 10.0


class Heard:
    """Keeps what came from outside, and on which thread; `told` is set by the first."""

    def __init__(self) -> None:
        self.calls: list[tuple[object, ...]] = []
        self.threads: set[str] = set()
        self.told = asyncio.Event()

    def answer(self, ticket: int, raw: str) -> None:
        self._hear(ticket, raw)

    def interrupt(self, why: Interrupt) -> None:
        self._hear(why)

    def note(self, typed: str) -> None:
        self._hear("note", typed)

    def _hear(self, *call: object) -> None:
        self.calls.append(call)
        self.threads.add(threading.current_thread().name)
        self.told.set()


def engine_of(
    work: Callable[[Heard], Awaitable[int]], *, jump: bool = False
) -> tuple[Engine, Heard]:
    heard = Heard()

    async def doing() -> int:
        return await work(heard)

    return Engine(doing, heard, JumpClock() if jump else SystemClock()), heard


async def until_told(heard: Heard) -> int:
    await heard.told.wait()
    return 7


async def at_once(_heard: Heard) -> int:
    return 0


async def breaks(_heard: Heard) -> int:
    raise ValueError("torn")


def ended(engine: Engine) -> Engine:
    engine.start()
    assert engine.join(BOUND_S)
    return engine


def test_an_answer_from_another_thread_arrives_on_the_engines_loop() -> None:
    engine, heard = engine_of(until_told)
    engine.start()
    engine.answer(3, "3.3")
    assert engine.join(BOUND_S)
    assert (heard.calls, heard.threads) == ([(3, "3.3")], {"engine"})
    assert engine.exit_code == 7


def test_what_came_before_the_start_is_not_lost() -> None:
    engine, heard = engine_of(until_told)
    engine.interrupt(Interrupt.QUIT)
    ended(engine)
    assert heard.calls == [(Interrupt.QUIT,)]


def test_the_order_of_calls_is_kept() -> None:
    async def two(heard: Heard) -> int:
        while len(heard.calls) < 2:
            heard.told.clear()
            await heard.told.wait()
        return 0

    engine, heard = engine_of(two)
    engine.answer(1, "a")
    engine.interrupt(Interrupt.BACK)
    ended(engine)
    assert heard.calls == [(1, "a"), (Interrupt.BACK,)]


def test_a_failure_is_kept_and_the_end_is_still_told() -> None:
    engine, _ = engine_of(breaks)
    told: list[str] = []
    engine.call_at_end(lambda: told.append(threading.current_thread().name))
    ended(engine)
    assert isinstance(engine.failure, ValueError)
    assert engine.exit_code is None
    assert (engine.done.is_set(), told) == (True, ["engine"])


def test_everybody_who_wants_to_know_of_the_end_is_told_after_it() -> None:
    engine, _ = engine_of(at_once)
    told: list[tuple[int, bool]] = []
    for number in range(3):
        engine.call_at_end(lambda number=number: told.append((number, engine.done.is_set())))
    ended(engine)
    assert told == [(0, True), (1, True), (2, True)]


def test_calls_after_the_end_do_nothing() -> None:
    engine, heard = engine_of(at_once)
    ended(engine)
    engine.answer(1, "late")
    engine.interrupt(Interrupt.QUIT)
    assert heard.calls == []


def test_the_thread_is_no_daemon_and_its_end_can_be_waited_for() -> None:
    engine, _ = engine_of(until_told)
    engine.start()
    thread = next(each for each in threading.enumerate() if each.name == "engine")
    assert not thread.daemon
    assert not engine.join(0)
    engine.answer(1, "")
    assert engine.join(BOUND_S)


def test_virtual_time_jumps_over_minutes() -> None:
    async def waits(_heard: Heard) -> int:
        await asyncio.sleep(3600)
        return 1

    engine, _ = engine_of(waits, jump=True)
    assert ended(engine).exit_code == 1


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [
        (Interrupt.REPEAT, Interrupt.BACK),
        (Interrupt.BACK, Interrupt.RESTORE),
        (Interrupt.RESTORE, Interrupt.DEADLINE),
        (Interrupt.DEADLINE, Interrupt.QUIT),
    ],
)
def test_reasons_have_ranks(weaker: Interrupt, stronger: Interrupt) -> None:
    assert weaker < stronger
    assert weaker.word == weaker.name.lower()
