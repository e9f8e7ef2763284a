"""Conversations over plain lines with a real engine, a real mailbox and a real desk."""

import asyncio
import io
import os
import pty
import threading
from collections.abc import Callable, Coroutine, Generator
from contextlib import contextmanager
from typing import Any, TextIO

from wizard.clock import SystemClock
from wizard.engine.engine import Engine
from wizard.engine.mailbox import Mailbox
from wizard.engine.run import Run
from wizard.operators.plain import run_plain
from wizard.procedure.desk import Desk
from wizard.procedure.interrupts import Interrupt
from wizard.procedure.questions import Question

BOUND_S = 10.0  # far above any run, far below the suite's own time limit


class Procedure:
    """Asks through a desk; interrupts are kept, and QUIT ends the work, before it began too."""

    def __init__(self, script: "Script", mailbox: Mailbox) -> None:
        self.desk = Desk(mailbox, SystemClock(), person=True)
        self.interrupts: list[Interrupt] = []
        self.notes: list[str] = []
        self.nudged = asyncio.Event()
        self.loop: asyncio.AbstractEventLoop | None = None
        self.answers: list[Any] = []
        self._script = script
        self._task: asyncio.Task[int] | None = None

    async def work(self) -> int:
        if Interrupt.QUIT in self.interrupts:
            return 7
        self.loop = asyncio.get_running_loop()
        self._task = asyncio.ensure_future(self._script(self))
        try:
            return await self._task
        except asyncio.CancelledError:
            return 7

    async def ask(self, question: Question[Any]) -> None:
        self.answers.append((await self.desk.ask(question))[1])

    def nudge(self) -> None:
        """Let the script go on, from any thread."""
        assert self.loop is not None
        self.loop.call_soon_threadsafe(self.nudged.set)

    def answer(self, ticket: int, raw: str) -> None:
        self.desk.answer(ticket, raw)

    def interrupt(self, why: Interrupt) -> None:
        self.interrupts.append(why)
        self.nudged.set()
        if why is Interrupt.QUIT and self._task is not None:
            self._task.cancel()

    def note(self, typed: str) -> None:
        self.notes.append(typed)


Script = Callable[[Procedure], Coroutine[Any, Any, int]]


def asking(*questions: Question[Any]) -> Script:
    async def script(procedure: Procedure) -> int:
        for question in questions:
            await procedure.ask(question)
        return 0

    return script


def started(script: Script) -> tuple[Procedure, Run]:
    mailbox = Mailbox()
    procedure = Procedure(script, mailbox)
    return procedure, Run(Engine(procedure.work, procedure, SystemClock()), mailbox)


def talk(script: Script, typed: str) -> tuple[int, Procedure, str]:
    """A whole conversation: its exit code, the procedure, and what was printed."""
    procedure, run = started(script)
    out = io.StringIO()
    code = run_plain(run, io.StringIO(typed), out)
    return code, procedure, out.getvalue()


class Out(io.StringIO):
    """What was printed; others can wait until it holds something."""

    def __init__(self) -> None:
        super().__init__()
        self._changed = threading.Condition()

    def write(self, s: str) -> int:
        with self._changed:
            written = super().write(s)
            self._changed.notify_all()
        return written

    def wait_for(self, part: str) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: part in self.getvalue(), BOUND_S), part


@contextmanager
def conversation(script: Script, source: TextIO) -> Generator[tuple[Procedure, Out, list[int]]]:
    """A conversation in a thread of its own, whose end is within the bound."""
    procedure, run = started(script)
    out, codes = Out(), list[int]()
    thread = threading.Thread(target=lambda: codes.append(run_plain(run, source, out)))
    thread.start()
    yield procedure, out, codes
    thread.join(BOUND_S)
    assert not thread.is_alive()


@contextmanager
def pipe() -> Generator[tuple[TextIO, int]]:
    reading, writing = os.pipe()
    with os.fdopen(reading, encoding="utf-8") as source:
        yield source, writing
        os.close(writing)


@contextmanager
def terminal() -> Generator[tuple[TextIO, int]]:
    keyboard, line = pty.openpty()
    with os.fdopen(line, encoding="utf-8") as source:
        yield source, keyboard
        os.close(keyboard)
