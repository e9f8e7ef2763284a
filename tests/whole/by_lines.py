"""The real plain operator on the real session and a simulated pack, typed into a pipe."""

import io
import os
from typing import Any

from wizard import assembly
from wizard.clock import JumpClock
from wizard.engine.mailbox import Mailbox
from wizard.engine.run import Run
from wizard.links.spec import parse
from wizard.operators.plain import run_plain
from wizard.operators.script import Answers
from wizard.procedure.questions import Question
from wizard.procedure.views import StepView, View
from wizard.record.journal import read
from wizard.record.state import State, fold
from wizard.text import ENGLISH, Text, Voice


class Typist:
    """Hands everything on to the lines, and types a line into the pipe at each question."""

    def __init__(self, lines: Mailbox, answers: Answers, pipe: int) -> None:
        self._lines = lines
        self._answers = answers
        self._pipe = pipe
        self._step = ""

    def put(self, ticket: int, question: Question[Any]) -> None:
        typed = self._answers(self._step, question)
        assert typed is not None, f"no answer for {self._step}.{question.key}"
        self._lines.put(ticket, question)
        os.write(self._pipe, f"{typed}\n".encode())

    def refused(self, ticket: int, reason: Text) -> None:
        self._lines.refused(ticket, reason)

    def withdraw(self, ticket: int) -> None:
        self._lines.withdraw(ticket)

    def show(self, view: View) -> None:
        if isinstance(view, StepView):
            self._step = view.step
        self._lines.show(view)


class Talk:
    """A whole commissioning over plain lines, in this process and in virtual time."""

    def __init__(self, link: str = "demo:", checklist: str = "inverter-bms") -> None:
        self.clock = JumpClock()
        self.case = assembly.new_case(checklist, parse(link), self.clock)
        self.outcomes: list[assembly.Outcome] = []
        self.printed = ""

    def hold(self, voice: Voice = ENGLISH) -> int:
        """Talk to the end, in a language; return the exit code."""
        reading, writing = os.pipe()
        out, lines = io.StringIO(), Mailbox()
        typist = Typist(lines, assembly.demo_answers(self.case.line), writing)
        engine = assembly.start(
            self.case, typist, self.clock, person=True, done=self.outcomes.append
        )
        with os.fdopen(writing, "wb"), os.fdopen(reading, encoding="utf-8") as source:
            code = run_plain(Run(engine, lines), source, out, voice=voice)
        self.printed = out.getvalue()
        return code

    def state(self) -> State:
        """Return what the journal says."""
        return fold(read(self.case.folder / "journal.jsonl").events)
