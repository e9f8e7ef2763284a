"""A small procedure on a real engine, the way a session asks: through tickets."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from textual.pilot import Pilot

from screens.app import WizardApp
from screens.run import RunScreen
from screens.sheet import Sheet
from wizard.clock import SystemClock
from wizard.engine.engine import Engine
from wizard.engine.mailbox import Mailbox
from wizard.engine.run import Run
from wizard.errors import BadInput
from wizard.procedure.interrupts import Interrupt
from wizard.procedure.questions import Option, Question
from wizard.procedure.views import View
from wizard.text import text

SIZE = (80, 24)
PATIENCE = 500  # pauses of a pilot before a condition counts as never coming true

T = TypeVar("T")
OPTIONS = (
    Option("new", text("New commissioning")),
    Option("resume", text("Resume  Kowalski, cellar · pack 1 · protection test")),
    Option("boards", text("Find boards        RS485 on this adapter")),
    Option("practise", text("Practise           a simulated pack, with a fault if you like")),
)


class Quit(Exception):
    """The procedure was told to end."""


@dataclass
class Desk:
    """Asks and shows as a session does; keeps what came from the keyboard."""

    box: Mailbox = field(default_factory=Mailbox)
    answers: list[Any] = field(default_factory=list[Any])
    interrupts: list[Interrupt] = field(default_factory=list[Interrupt])
    notes: list[str] = field(default_factory=list[str])
    runs: list[Run] = field(default_factory=list[Run])
    _interrupted: asyncio.Event = field(default_factory=asyncio.Event)
    _ticket: int = 0
    _open: "asyncio.Future[str] | None" = None

    def answer(self, ticket: int, raw: str) -> None:
        if self._open is not None and ticket == self._ticket and not self._open.done():
            self._open.set_result(raw)

    def interrupt(self, why: Interrupt) -> None:
        self.interrupts.append(why)
        self._interrupted.set()
        if why is Interrupt.QUIT and self._open is not None and not self._open.done():
            self._open.set_exception(Quit())

    def note(self, typed: str) -> None:
        self.notes.append(typed)

    async def ask(self, question: Question[T]) -> T:
        self._ticket += 1
        self.box.put(self._ticket, question)
        try:
            return await self._parsed(question)
        finally:
            self.box.withdraw(self._ticket)

    async def until_interrupted(self) -> None:
        """Ask nothing until a key interrupts."""
        await self._interrupted.wait()

    async def _parsed(self, question: Question[T]) -> T:
        while True:
            self._open = asyncio.get_running_loop().create_future()
            try:
                given = question.parse(await self._open)
            except BadInput as bad:
                self.box.refused(self._ticket, bad.reason)
                continue
            self.answers.append(given)
            return given

    def show(self, *views: View) -> None:
        for view in views:
            self.box.show(view)


Procedure = Callable[[Desk], Awaitable[int]]


def run_of(procedure: Procedure, desk: Desk) -> Run:
    async def work() -> int:
        try:
            return await procedure(desk)
        except Quit:
            return 1

    desk.runs.append(Run(Engine(work, desk, SystemClock()), desk.box))
    return desk.runs[-1]


def app_of(procedure: Procedure, desk: Desk, **more: Any) -> WizardApp:  # noqa: ANN401  keywords of the app
    return WizardApp(OPTIONS, lambda _key: run_of(procedure, desk), "new", **more)


def asking(question: Question[Any], *views: View) -> Procedure:
    """Return a procedure that shows views, asks one question, and ends with 0."""

    async def procedure(desk: Desk) -> int:
        desk.show(*views)
        await desk.ask(question)
        return 0

    return procedure


async def until(pilot: Pilot[Any], condition: Callable[[], object]) -> None:
    """Wait until a condition is true."""
    for _ in range(PATIENCE):
        await pilot.pause()
        if condition():
            return
        await asyncio.sleep(0.002)
    msg = "it never came true; on the screen is:\n" + seen(pilot.app)
    raise AssertionError(msg)


def seen(app: Any) -> str:  # noqa: ANN401  any app
    """Return all that stands on the sheets of the screen."""
    return "\n".join(sheet.text for sheet in app.screen.query(Sheet))


async def asked(pilot: Pilot[Any], key: str) -> None:
    """Wait until the question with a key is on the screen."""

    def there() -> bool:
        screen = pilot.app.screen
        question = screen.seen.asked if isinstance(screen, RunScreen) else None
        return question is not None and question.question.key == key

    await until(pilot, there)
