"""The real screens on the real session and a simulated pack, driven by keys."""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from screens.app import WizardApp
from screens.run import RunScreen
from tests.screens.support import seen
from wizard import assembly
from wizard.clock import JumpClock
from wizard.engine.mailbox import Asked, Mailbox
from wizard.engine.run import Run
from wizard.links.spec import parse
from wizard.operators.script import Proposing
from wizard.procedure.questions import Choice, Day, Line, Number, Question
from wizard.record.journal import read
from wizard.record.state import State, fold

PROPOSED = (Line, Day, Number, Choice)
SIZE = (80, 24)
BOUND_S = 30.0
POLL_S = 0.001


class Walk:
    """A commissioning on a simulated pack, answered by keys alone."""

    def __init__(self, link: str = "demo:", checklist: str = "inverter-bms") -> None:
        self.clock = JumpClock()
        self.case = assembly.new_case(checklist, parse(link), self.clock)
        self.app = WizardApp((), lambda _key: self._run(), "here")
        self.outcomes: list[assembly.Outcome] = []
        self._answers = assembly.demo_answers(self.case.line)
        self._wanted = ""

    def _technician(self, step: str, question: Question[Any]) -> str | None:
        self._wanted = self._answers(step, question) or ""
        return self._wanted

    def _run(self) -> Run:
        box = Mailbox()
        operator = Proposing(box, self._technician, PROPOSED)
        engine = assembly.start(
            self.case, operator, self.clock, person=True, done=self.outcomes.append
        )
        return Run(engine, box)

    @asynccontextmanager
    async def on_screen(self) -> AsyncGenerator[Pilot[int | None]]:
        """Run the app at 80 by 24; an engine that is still at work is ended.

        The pilot looks often whether the app is idle: a walk waits for what it has to see.
        """
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("textual._wait.SLEEP_GRANULARITY", POLL_S)
            patch.setattr("textual._wait.SLEEP_IDLE", POLL_S / 2)
            try:
                async with self.app.run_test(size=SIZE) as pilot:
                    yield pilot
            finally:
                self.app.end_engine()

    @property
    def folder(self) -> Path:
        """The folder of the session."""
        return self.case.folder

    def state(self) -> State:
        """Return what the journal says so far."""
        return fold(read(self.folder / "journal.jsonl").events)

    def asked(self) -> Asked | None:
        """Return the question on the screen."""
        screen = self.app.screen
        return screen.seen.asked if isinstance(screen, RunScreen) else None

    def finished(self) -> bool:
        """Whether the end is on the screen."""
        screen = self.app.screen
        return isinstance(screen, RunScreen) and screen.seen.finished

    async def until(self, pilot: Pilot[int | None], condition: Callable[[], object]) -> None:
        """Wait until a condition is true."""
        end = time.monotonic() + BOUND_S
        while not condition():
            assert time.monotonic() < end, f"never; on the screen is:\n{self.picture()}"
            await asyncio.sleep(POLL_S)
        await pilot.pause()

    async def to(self, pilot: Pilot[int | None], key: str, step: str = "") -> None:
        """Answer everything by keys until a question with this key (of a step), or the end."""
        while True:
            await self.until(pilot, lambda: self.finished() or self.asked() is not None)
            asked = self.asked()
            if asked is None or (asked.question.key == key and self._running(step)):
                return
            await self.answer(pilot, asked.question)

    def _running(self, step: str) -> bool:
        return not step or self.state().step(step).running

    async def answer(self, pilot: Pilot[int | None], question: Question[Any]) -> None:
        """Press what a technician would: Enter, or what he reads where another value stands.

        What was read in an earlier attempt is proposed, also where it is no longer so.
        """
        typed = "" if self._wanted == question.proposal else self._wanted
        if typed and isinstance(question, Choice):
            typed = str([option.key for option in question.options].index(typed) + 1)
        await self.press(pilot, *typed, "enter")

    async def press(self, pilot: Pilot[int | None], *keys: str) -> None:
        """Press keys at the open question, and wait until it was taken or refused."""
        before = self.asked()
        await pilot.press(*keys)
        await self.until(pilot, lambda: self.finished() or self.asked() is not before)

    def picture(self) -> str:
        """Return what stands on the screen."""
        return seen(self.app)
