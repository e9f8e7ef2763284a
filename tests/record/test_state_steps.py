"""What a fold says of steps, so that a session goes on where it was left."""

from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.record.strategies import EVENTS
from wizard.measurement import Measurement, Origin, Verdict
from wizard.quantity import volts
from wizard.record.events import (
    Answered,
    Ended,
    Event,
    Left,
    Measured,
    Opened,
    Resumed,
    StepInterrupted,
    StepJudged,
    StepStarted,
    WentStale,
)
from wizard.record.state import apply, fold
from wizard.text import text

STARTED = StepStarted("form", 1)
CELLS = Answered("form", 1, "cells", "16")
OPENED = Opened("s1", "inverter", 3, "ab" * 32, "1.0", "sim:1", simulated=True)


def _taken(attempt: int, value: str, name: str = "cell-1") -> Measured:
    return Measured(
        Measurement(
            id=name,
            step="form",
            attempt=attempt,
            title=text("Cell 1"),
            verdict=Verdict.PASS,
            origin=Origin.METER,
            at=datetime(2026, 1, 2, tzinfo=UTC),
            quantity=volts(Decimal(value)),
        )
    )


@given(st.lists(EVENTS, max_size=8), st.integers(0, 8))
def test_a_fold_taken_up_in_the_middle_ends_alike(history: list[Event], cut: int) -> None:
    state = fold(history[:cut])
    for event in history[cut:]:
        apply(state, event)
    assert state == fold(history)


@given(st.lists(EVENTS, max_size=8))
def test_any_history_can_be_folded(history: list[Event]) -> None:
    fold(history)


def test_a_step_never_started_has_no_attempt_and_no_verdict() -> None:
    step = fold([OPENED]).step("form")
    assert (step.attempts, step.running, step.verdict) == (0, False, None)


def test_an_open_attempt_keeps_its_answers() -> None:
    step = fold([STARTED, CELLS, Answered("form", 1, "cells", "8")]).step("form")
    assert step.running
    assert step.answers == {"cells": "8"}


def test_a_new_attempt_offers_the_old_answers_and_holds_none() -> None:
    step = fold([STARTED, CELLS, StepStarted("form", 2)]).step("form")
    assert (step.attempts, step.answers, step.proposals) == (2, {}, {"cells": "16"})


def test_quitting_leaves_the_attempt_open_for_the_next_run() -> None:
    step = fold([STARTED, CELLS, StepInterrupted("form", 1, "quit")]).step("form")
    assert step.running
    assert step.answers == {"cells": "16"}


def test_every_other_interruption_ends_the_attempt() -> None:
    for why in ("repeat", "back", "deadline", "cancelled"):
        step = fold([STARTED, CELLS, StepInterrupted("form", 1, why)]).step("form")
        assert not step.running, why
        assert step.verdict is None
        assert step.proposals == {"cells": "16"}


def test_a_judged_attempt_is_over_with_its_verdict_and_reason() -> None:
    reason = text("too low")
    step = fold([STARTED, StepJudged("form", 1, Verdict.FAIL, reason)]).step("form")
    assert (step.running, step.verdict, step.reason) == (False, Verdict.FAIL, reason)


def test_starting_again_forgets_the_verdict_and_the_end() -> None:
    judged = StepJudged("form", 1, Verdict.FAIL, text("too low"))
    state = fold([OPENED, STARTED, judged, Ended(), StepStarted("form", 2)])
    step = state.step("form")
    assert (step.verdict, step.reason, state.ended) == (None, None, False)


def test_a_stale_step_counts_as_stale_until_it_is_taken_again() -> None:
    history = [STARTED, StepJudged("form", 1, Verdict.PASS), WentStale("form", "plugs")]
    assert fold(history).step("form").verdict is Verdict.STALE
    again = [*history, StepStarted("form", 2), StepJudged("form", 2, Verdict.PASS)]
    assert fold(again).step("form").verdict is Verdict.PASS


def test_only_the_last_attempts_last_values_are_current() -> None:
    history: list[Event] = [
        STARTED,
        _taken(1, "3.1"),
        _taken(1, "3.2", "cell-2"),
        StepStarted("form", 2),
        _taken(2, "3.3"),
        _taken(2, "3.4"),
    ]
    state = fold(history)
    assert [(taken.id, taken.quantity) for taken in state.current()] == [("cell-1", volts("3.4"))]
    assert len(state.measurements) == 4


def test_a_session_that_was_left_or_ended_goes_on_when_it_is_resumed() -> None:
    left = fold([OPENED, Left("quit")])
    assert left.left == "quit"
    assert fold([OPENED, Ended()]).ended
    for end in (Left("quit"), Ended()):
        state = fold([OPENED, end, Resumed("1.1", "serial:/dev/ttyUSB0")])
        assert (state.left, state.ended) == ("", False)
        assert state.programs == ["1.0", "1.1"]
        assert state.links == ["sim:1", "serial:/dev/ttyUSB0"]
