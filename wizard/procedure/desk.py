"""The engine's half of the border to the person: questions with tickets, views."""

import asyncio
import itertools
from contextlib import nullcontext
from typing import Any, TypeVar

from wizard.clock import Clock
from wizard.errors import BadInput
from wizard.procedure.questions import Question
from wizard.procedure.views import Operator, View

T = TypeVar("T")


class Desk:
    """Puts one question at a time to an operator; lives on the engine's loop.

    `person` says that a person answers: while a question is open, time does not jump.
    """

    def __init__(self, operator: Operator, clock: Clock, *, person: bool) -> None:
        self._operator = operator
        self._clock = clock
        self._person = person
        self._tickets = itertools.count(1)
        self._open: tuple[int, Question[Any], asyncio.Future[tuple[str, Any]]] | None = None

    async def ask(self, question: Question[T]) -> tuple[str, T]:
        """Ask and return what was typed and what it means."""
        ticket = next(self._tickets)
        answered: asyncio.Future[tuple[str, T]] = asyncio.get_running_loop().create_future()
        self._open = (ticket, question, answered)
        self._operator.put(ticket, question)
        try:
            with self._clock.held() if self._person else nullcontext():
                return await answered
        finally:
            self._open = None
            self._operator.withdraw(ticket)

    def answer(self, ticket: int, raw: str) -> None:
        """Take an answer; one that comes late, for another ticket, is dropped."""
        if self._open is None or self._open[0] != ticket or self._open[2].done():
            return
        _, question, answered = self._open
        try:
            answered.set_result((raw, question.parse(raw)))
        except BadInput as error:
            self._operator.refused(ticket, error.reason)

    def show(self, view: View) -> None:
        """Show a view."""
        self._operator.show(view)
