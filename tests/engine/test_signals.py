"""A signal tells the engine to end in order, and the process ends with it."""

import asyncio
import os
import queue
import signal
from collections.abc import Iterator

import pytest

from tests.engine.test_engine import BOUND_S, Heard, engine_of, until_told
from wizard.engine import signals
from wizard.engine.engine import Engine
from wizard.procedure.interrupts import Interrupt


@pytest.fixture
def left(monkeypatch: pytest.MonkeyPatch) -> Iterator["queue.Queue[int]"]:
    """What `leave` was called with; the handlers of the test run come back afterwards."""
    before = {number: signal.getsignal(number) for number in signals.signals()}
    monkeypatch.setattr(signals, "GRACE_S", 0.01)
    yield queue.Queue()
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_signal_quits_the_engine_then_the_process_leaves(
    left: "queue.Queue[int]", name: str
) -> None:
    engine, heard = engine_of(until_told)
    signals.install(engine, left.put)
    engine.start()
    number = signal.Signals[name]
    os.kill(os.getpid(), number)
    assert left.get(timeout=BOUND_S) == 128 + number
    assert heard.calls == [(Interrupt.QUIT,)]
    assert engine.done.is_set()


def test_the_process_waits_for_the_engines_orderly_end(left: "queue.Queue[int]") -> None:
    async def orderly(heard: Heard) -> int:
        await heard.told.wait()
        assert left.empty()
        await asyncio.sleep(0.05)
        assert left.empty()
        return 0

    engine, _ = engine_of(orderly)
    signals.install(engine, left.put)
    engine.start()
    os.kill(os.getpid(), signal.SIGTERM)
    left.get(timeout=BOUND_S)
    assert (engine.failure, engine.exit_code) == (None, 0)


def test_an_engine_that_never_ends_does_not_hold_the_process_for_ever(
    left: "queue.Queue[int]", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signals, "ORDERLY_S", 0.01)

    async def stubborn(heard: Heard) -> int:
        while ("stop",) not in [call[1:] for call in heard.calls]:
            heard.told.clear()
            await heard.told.wait()
        return 0

    engine, _ = engine_of(stubborn)
    signals.install(engine, left.put)
    engine.start()
    os.kill(os.getpid(), signal.SIGTERM)
    assert left.get(timeout=BOUND_S) == 128 + signal.SIGTERM
    _stop(engine)


def _stop(engine: Engine) -> None:
    engine.answer(1, "stop")
    assert engine.join(BOUND_S)


def test_the_ending_signals_are_those_of_a_terminal_and_a_service() -> None:
    assert {number.name for number in signals.signals()} == {"SIGHUP", "SIGTERM", "SIGINT"}
