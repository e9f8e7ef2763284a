"""What a link wants of the person while a step waits for the board: patience, a code."""

import asyncio
from typing import TypeVar

from wizard.clock import Clock
from wizard.procedure.desk import Desk
from wizard.procedure.questions import Question, Secret
from wizard.procedure.views import Operator, Progress, View
from wizard.text import Text, text

T = TypeVar("T")
KEY = "pairing-code"
HINT = text("Within half a minute. Enter alone gives none, and the board is not connected.")


class Caller:
    """Who a link asks. It is made before there is a desk; until then nobody answers."""

    def __init__(self) -> None:
        self.desk: SharedDesk | None = None

    async def ask(self, prompt: Text) -> str | None:
        """Return the code that was typed, None where there is none to be had."""
        return await self.desk.code(prompt) if self.desk is not None else None

    def tell(self, what: Text | None) -> None:
        """Show what the link is busy with, None where it is no longer."""
        if self.desk is not None:
            self.desk.busy(what)


class SharedDesk(Desk):
    """A desk at which a link asks too, never while a step's question is open.

    What a link is busy with stands in place of what the step waits for, for as long.
    """

    def __init__(self, operator: Operator, clock: Clock, *, person: bool) -> None:
        super().__init__(operator, clock, person=person)
        self._one_at_a_time = asyncio.Lock()
        self._waiting = Progress(None)

    def show(self, view: View) -> None:
        """Show a view."""
        if isinstance(view, Progress):
            self._waiting = view
        super().show(view)

    def busy(self, what: Text | None) -> None:
        """Show what a link is busy with; None shows again what the step waits for."""
        super().show(self._waiting if what is None else Progress(what))

    async def ask(self, question: Question[T]) -> tuple[str, T]:
        """Ask once nothing else is asked; return what was typed and what it means."""
        async with self._one_at_a_time:
            return await super().ask(question)

    async def code(self, prompt: Text) -> str | None:
        """Ask for a pairing code, which nothing records; None while something is asked."""
        if self._one_at_a_time.locked():
            return None
        _, typed = await self.ask(Secret(key=KEY, prompt=prompt, hint=HINT, optional=True))
        return typed.strip() or None
