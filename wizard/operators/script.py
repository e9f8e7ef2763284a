"""The operator that answers by itself: tests, factories, the headless demonstration."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import msgspec

from wizard.errors import BadFile
from wizard.procedure.interrupts import Interrupt
from wizard.procedure.questions import Choice, Question
from wizard.procedure.recovery import LEAVE
from wizard.procedure.views import Operator, StepView, View
from wizard.text import Text, text

Answers = Callable[[str, Question[Any]], str | None]
"""From the id of a step and a question to what is typed; None where nothing is known."""

Tell = Callable[[Text], None]


class Controls(Protocol):
    """What a script hands its answers to, on the engine's loop."""

    def answer(self, ticket: int, raw: str) -> None:
        """Answer the question with this ticket."""
        ...

    def interrupt(self, why: Interrupt) -> None:
        """Interrupt the running step."""
        ...


class Script:
    """Answers each question once; what it cannot answer leaves the session.

    `tell` hears what was shown and why the session was left. `controls` is set before the
    session runs.
    """

    def __init__(self, answers: Answers, tell: Tell) -> None:
        self._answers = answers
        self._tell = tell
        self._step = ""
        self.controls: Controls | None = None

    def put(self, ticket: int, question: Question[Any]) -> None:
        """Answer on the engine's own loop, after the question was put."""
        asyncio.get_running_loop().call_soon(self._answer, ticket, question)

    def _answer(self, ticket: int, question: Question[Any]) -> None:
        if self.controls is None:
            return
        raw = self._answers(self._step, question)
        if raw is None and isinstance(question, Choice) and question.key in _LEAVING:
            raw = LEAVE
        if raw is None:
            self._tell(
                text(
                    "No answer for `{step}.{key}`: {prompt}",
                    step=self._step,
                    key=question.key,
                    prompt=question.prompt,
                )
            )
            self.controls.interrupt(Interrupt.QUIT)
            return
        self.controls.answer(ticket, raw)

    def refused(self, ticket: int, reason: Text) -> None:  # noqa: ARG002  the port's shape
        """Leave: the same answer would be refused again."""
        self._tell(text("Answer in step `{step}`: {reason}", step=self._step, reason=reason))
        if self.controls is not None:
            self.controls.interrupt(Interrupt.QUIT)

    def withdraw(self, ticket: int) -> None:
        """Do nothing: an answer on its way finds its ticket closed."""

    def show(self, view: View) -> None:
        """Remember which step runs."""
        if isinstance(view, StepView):
            if view.step != self._step:
                self._tell(view.title)
            self._step = view.step


_LEAVING = frozenset({"not-passed", "recovery", "unexplained", "take-again"})


class Proposing:
    """An operator that is offered answers: Enter takes what a simulated meter shows."""

    def __init__(self, operator: Operator, answers: Answers, kinds: tuple[type, ...]) -> None:
        self._operator = operator
        self._answers = answers
        self._kinds = kinds
        self._step = ""

    def put(self, ticket: int, question: Question[Any]) -> None:
        """Ask, with a proposal where there was none; what comes before it is done."""
        found = self._answers(self._step, question) or ""
        if not question.proposal and isinstance(question, self._kinds):
            question = replace(question, proposal=found)
        self._operator.put(ticket, question)

    def refused(self, ticket: int, reason: Text) -> None:
        """Pass it on."""
        self._operator.refused(ticket, reason)

    def withdraw(self, ticket: int) -> None:
        """Pass it on."""
        self._operator.withdraw(ticket)

    def show(self, view: View) -> None:
        """Pass it on, remembering which step runs."""
        if isinstance(view, StepView):
            self._step = view.step
        self._operator.show(view)


Scalar = str | int | float | bool
Given = Scalar | list[Scalar]


def from_file(path: Path) -> Answers:
    """Return the answers in a TOML file.

    A key at the top holds for every step, one in a table named like a step for that step;
    a list is used up answer by answer. Raises BadFile.
    """
    try:
        given = msgspec.toml.decode(path.read_bytes(), type=dict[str, Given | dict[str, Given]])
    except (OSError, ValueError, RecursionError) as error:
        raise BadFile(text("{file}: {why}", file=str(path), why=str(error))) from error
    return from_mapping(given)


def from_mapping(given: Mapping[str, Given | dict[str, Given]]) -> Answers:
    """Return the answers in a mapping of keys, or of steps to mappings of keys."""
    queues: dict[tuple[str, str], list[Scalar]] = {}

    def answer(step: str, question: Question[Any]) -> str | None:
        table = given.get(step)
        found = table.get(question.key) if isinstance(table, dict) else None
        found = given.get(question.key) if found is None else found
        if isinstance(found, list):
            queue = queues.setdefault((step, question.key), list(found))
            found = queue.pop(0) if queue else None
        return None if found is None or isinstance(found, dict) else _typed(found)

    return answer


def _typed(value: Scalar) -> str:
    if isinstance(value, bool):
        return "y" if value else "n"
    return str(value)
