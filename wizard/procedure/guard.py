"""Work that can be interrupted: one task at a time, reasons with ranks."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from wizard.errors import CommissionError, LinkError, NotAllowed, NotBelievable, RecordError
from wizard.measurement import Verdict
from wizard.procedure.attempt import Judgement
from wizard.procedure.desk import Desk
from wizard.procedure.interrupts import Interrupt
from wizard.procedure.questions import Choice
from wizard.record.events import Noted
from wizard.record.recorder import Recorder


class Guard:
    """Runs one piece of work at a time and interrupts it."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._why: Interrupt | None = None
        self._task: asyncio.Task[Judgement] | None = None

    @property
    def quitting(self) -> bool:
        """Whether the operator or a signal wants the session left."""
        return self._why is Interrupt.QUIT

    @property
    def why(self) -> Interrupt | None:
        """The strongest reason so far."""
        return self._why

    def interrupt(self, why: Interrupt) -> None:
        """Interrupt the work; a stronger reason replaces a weaker one."""
        first = self._why is None
        if self._why is None or why > self._why:
            self._why = why
        if first and self._task is not None:
            self._task.cancel()

    def take(self) -> Interrupt | None:
        """Return the reason and forget it; QUIT is never forgotten."""
        why = self._why
        if why is not Interrupt.QUIT:
            self._why = None
        return why

    async def run(self, work: Coroutine[Any, Any, Judgement]) -> Judgement | None:
        """Run work; return None where it was interrupted.

        An error of the line or the board is a judgement like any other; RecordError is
        not caught, since nothing may go on without a record.
        """
        self._task = asyncio.ensure_future(work)
        if self._why is not None:
            self._task.cancel()
        try:
            return await self._task
        except asyncio.CancelledError:
            if self._why is None:
                raise
            return None
        except RecordError:
            raise
        except CommissionError as error:
            self._recorder.append(Noted(error.reason))
            return Judgement(_verdict_of(error), error.reason)
        finally:
            self._task = None

    async def ask(self, desk: Desk, question: Choice) -> str | None:
        """Ask outside of a step; return None where the operator interrupted instead."""
        answers: list[str] = []

        async def asking() -> Judgement:
            answers.append((await desk.ask(question))[1])
            return Judgement(Verdict.PASS)

        await self.run(asking())
        return answers[0] if answers else None


def _verdict_of(error: CommissionError) -> Verdict:
    match error:
        case NotBelievable():
            return Verdict.NOT_BELIEVABLE
        case LinkError() | NotAllowed():
            return Verdict.NOT_TAKEN
        case _:
            return Verdict.FAIL
