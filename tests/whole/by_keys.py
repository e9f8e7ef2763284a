"""The real screens on the real session and a simulated pack, driven by keys."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot

from screens.app import WizardApp
from screens.run import RunScreen
from tests.screens.support import seen, until
from wizard import assembly
from wizard.clock import JumpClock
from wizard.engine.mailbox import Asked, Mailbox
from wizard.engine.run import Run
from wizard.links.spec import parse
from wizard.operators.script import Proposing
from wizard.procedure.questions import Choice, Day, Line, Number, TypedWord

PROPOSED = (Line, Day, Number, Choice)
SIZE = (80, 24)


class Walk:
    """A commissioning on a simulated pack, answered by keys alone."""

    def __init__(self, link: str = "demo:", checklist: str = "inverter-bms") -> None:
        self.clock = JumpClock()
        self.case = assembly.new_case(checklist, parse(link), self.clock)
        self.app = WizardApp((), lambda _key: self._run(), "here")
        self.outcomes: list[assembly.Outcome] = []

    def _run(self) -> Run:
        box = Mailbox()
        operator = Proposing(box, assembly.demo_answers(self.case.line), PROPOSED)
        engine = assembly.start(
            self.case, operator, self.clock, person=True, done=self.outcomes.append
        )
        return Run(engine, box)

    @asynccontextmanager
    async def on_screen(self) -> AsyncGenerator[Pilot[int | None]]:
        """Run the app at 80 by 24; an engine that is still at work is ended."""
        try:
            async with self.app.run_test(size=SIZE) as pilot:
                yield pilot
        finally:
            self.app.end_engine()

    @property
    def folder(self) -> Path:
        """The folder of the session."""
        return self.case.folder

    def asked(self) -> Asked | None:
        """Return the question on the screen."""
        screen = self.app.screen
        return screen.seen.asked if isinstance(screen, RunScreen) else None

    def finished(self) -> bool:
        """Whether the end is on the screen."""
        screen = self.app.screen
        return isinstance(screen, RunScreen) and screen.seen.finished

    async def to(self, pilot: Pilot[int | None], key: str) -> None:
        """Answer everything by keys until a question with this key, or the end."""
        last = 0
        while True:
            await until(pilot, lambda last=last: self._fresh(last))
            asked = self.asked()
            if asked is None or asked.question.key == key:
                return
            last = asked.ticket
            await self.answer(pilot, asked)

    def _fresh(self, last: int) -> bool:
        asked = self.asked()
        return self.finished() or (asked is not None and asked.ticket != last)

    async def answer(self, pilot: Pilot[int | None], asked: Asked) -> None:
        """Press what a technician would: the word where one is wanted, then Enter."""
        if isinstance(asked.question, TypedWord):
            await pilot.press(*asked.question.word)
        await pilot.press("enter")

    def picture(self) -> str:
        """Return what stands on the screen."""
        return seen(self.app)
