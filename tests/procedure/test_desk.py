"""The desk: one open question with a ticket; what a step's error comes to."""

import asyncio
from collections.abc import Generator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from wizard.clock import JumpClock
from wizard.engine.mailbox import Mailbox
from wizard.errors import (
    CommissionError,
    LinkLost,
    NoAnswer,
    NotAllowed,
    NotBelievable,
    OtherBoard,
    RecordError,
    Refused,
)
from wizard.measurement import Verdict
from wizard.procedure.attempt import Judgement
from wizard.procedure.desk import Desk
from wizard.procedure.guard import Guard
from wizard.procedure.questions import Number, Question
from wizard.record.events import Noted
from wizard.record.recorder import Recorder
from wizard.text import text, words

CELL = Number(
    key="cell", prompt=text("Cell?"), unit="V", decimals=3, low=Decimal(0), high=Decimal(5)
)
OOPS = text("Oops.")


async def put(desk: Desk, question: Question[Any] = CELL) -> "asyncio.Task[tuple[str, Any]]":
    asked = asyncio.ensure_future(desk.ask(question))
    await asyncio.sleep(0)
    return asked


async def test_a_question_stays_open_until_an_answer_can_be_taken() -> None:
    box = Mailbox()
    desk = Desk(box, JumpClock(), person=True)
    asked = await put(desk)
    desk.answer(1, "many")
    mail = box.take().asked
    assert mail is not None
    assert mail.refusal is not None
    desk.answer(1, " 3,3 V")
    assert await asked == (" 3,3 V", Decimal("3.3"))
    assert box.take().asked is None


async def test_only_the_open_ticket_is_answered_and_only_once() -> None:
    desk = Desk(Mailbox(), JumpClock(), person=True)
    desk.answer(1, "1.0")
    asked = await put(desk)
    desk.answer(2, "2.0")
    desk.answer(1, "3.0")
    desk.answer(1, "4.0")
    assert (await asked)[1] == Decimal("3.0")


async def test_a_question_that_is_no_longer_asked_is_withdrawn() -> None:
    box = Mailbox()
    asked = await put(Desk(box, JumpClock(), person=True))
    asked.cancel()
    await asyncio.gather(asked, return_exceptions=True)
    assert box.take().asked is None


@pytest.mark.parametrize("person", [True, False])
async def test_time_jumps_while_a_question_is_open_but_not_to_a_person(*, person: bool) -> None:
    clock = JumpClock()
    desk = Desk(Mailbox(), clock, person=person)
    asked = await put(desk)
    assert clock.jump(10) is not person
    desk.answer(1, "3.3")
    await asked
    assert clock.jump(10)


@pytest.fixture
def recorder(tmp_path: Path) -> Generator[Recorder]:
    kept = Recorder(tmp_path / "journal.jsonl", JumpClock())
    yield kept
    kept.close()


async def failing(error: Exception) -> Judgement:
    raise error


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (NoAnswer(OOPS), Verdict.NOT_TAKEN),
        (LinkLost(OOPS), Verdict.NOT_TAKEN),
        (NotAllowed(OOPS), Verdict.NOT_TAKEN),
        (NotBelievable(OOPS), Verdict.NOT_BELIEVABLE),
        (Refused(OOPS, 2), Verdict.FAIL),
        (OtherBoard(OOPS), Verdict.FAIL),
    ],
)
async def test_an_error_is_a_verdict_with_its_reason_and_a_note(
    recorder: Recorder, error: CommissionError, verdict: Verdict
) -> None:
    assert await Guard(recorder).run(failing(error)) == Judgement(verdict, OOPS)
    assert [words(note.note) for note in recorder.state.notes if isinstance(note, Noted)] == [
        "Oops."
    ]


@pytest.mark.parametrize("error", [RecordError(OOPS), ValueError("a bug")])
async def test_without_a_record_or_with_a_bug_nothing_goes_on(
    recorder: Recorder, error: Exception
) -> None:
    with pytest.raises(type(error)):
        await Guard(recorder).run(failing(error))


async def test_a_cancellation_from_outside_is_no_interrupt(recorder: Recorder) -> None:
    async def waiting() -> Judgement:
        await asyncio.sleep(3600)
        return Judgement(Verdict.PASS)

    running = asyncio.ensure_future(Guard(recorder).run(waiting()))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
