"""The operator that answers by itself, from a mapping or a file."""

import asyncio
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from wizard.clock import JumpClock
from wizard.errors import BadFile
from wizard.operators.script import Answers, Proposing, Script, from_file, from_mapping
from wizard.procedure.desk import Desk
from wizard.procedure.interrupts import Interrupt
from wizard.procedure.questions import (
    Acknowledge,
    Choice,
    Line,
    Number,
    Option,
    Question,
    TypedWord,
)
from wizard.procedure.views import StepView
from wizard.text import text, words

CELL = Number(
    key="cell", prompt=text("Cell?"), unit="V", decimals=3, low=Decimal(0), high=Decimal(5)
)
SO = Acknowledge(key="so", prompt=text("Is it so?"))
WORD = TypedWord(key="word", prompt=text("Type it."), word="LTO")


def stuck(key: str) -> Choice:
    options = (Option("again", text("again")), Option("leave", text("leave")))
    return Choice(key=key, prompt=text("And now?"), options=options)


class Asking:
    """Asks questions of a script in a step, through a real desk."""

    def __init__(self, answers: Answers, step: str = "step-1") -> None:
        self.told: list[str] = []
        self.script = Script(answers, lambda sentence: self.told.append(words(sentence)))
        self.desk = Desk(self.script, JumpClock(), person=False)
        self.script.controls = self
        self.left = asyncio.Event()
        self.step = step

    def answer(self, ticket: int, raw: str) -> None:
        self.desk.answer(ticket, raw)

    def interrupt(self, why: Interrupt) -> None:
        assert why is Interrupt.QUIT
        self.left.set()

    async def ask(self, *questions: Question[Any]) -> list[Any]:
        view = StepView(self.step, text("Step one"), gate=True, why=text("why"), source="")
        self.desk.show(view)
        given: list[Any] = []
        for question in questions:
            if not await self._asked(question, given):
                break
        return given

    async def _asked(self, question: Question[Any], given: list[Any]) -> bool:
        asked = asyncio.ensure_future(self.desk.ask(question))
        left = asyncio.ensure_future(self.left.wait())
        await asyncio.wait({asked, left}, return_when=asyncio.FIRST_COMPLETED)
        if asked.done():
            given.append(asked.result()[1])
        for task in (asked, left):
            task.cancel()
        await asyncio.gather(asked, left, return_exceptions=True)
        return not self.left.is_set()


async def test_answers_are_found_by_step_before_those_for_every_step() -> None:
    asking = Asking(from_mapping({"cell": "3.1", "step-1": {"cell": "3.2"}}))
    assert await asking.ask(CELL) == [Decimal("3.2")]


async def test_numbers_and_booleans_may_be_written_as_such() -> None:
    asking = Asking(from_mapping({"cell": 3, "so": False, "word": "lto"}))
    assert await asking.ask(CELL, SO, WORD) == [Decimal(3), False, True]


async def test_a_list_is_used_up_answer_by_answer_then_nothing_is_known() -> None:
    asking = Asking(from_mapping({"cell": [3.1, 3.2]}))
    assert await asking.ask(CELL, CELL, CELL) == [Decimal("3.1"), Decimal("3.2")]
    assert asking.left.is_set()


async def test_a_missing_answer_leaves_and_names_step_and_key() -> None:
    asking = Asking(from_mapping({}))
    assert await asking.ask(CELL) == []
    assert asking.told[-1] == "No answer for `step-1.cell`: Cell?"
    assert asking.left.is_set()


async def test_an_answer_that_is_refused_leaves_instead_of_asking_for_ever() -> None:
    asking = Asking(from_mapping({"cell": "seven"}))
    assert await asking.ask(CELL) == []
    assert "Answer in step `step-1`: Type a number in V" in asking.told[-1]


@pytest.mark.parametrize("key", ["not-passed", "recovery", "unexplained"])
async def test_where_the_way_is_blocked_a_script_leaves(key: str) -> None:
    assert await Asking(from_mapping({})).ask(stuck(key)) == ["leave"]


async def test_another_choice_without_an_answer_is_not_guessed() -> None:
    asking = Asking(from_mapping({}))
    assert await asking.ask(stuck("hand-check")) == []
    assert asking.left.is_set()


async def test_the_title_of_a_step_is_told_once() -> None:
    asking = Asking(from_mapping({"cell": "3.3"}))
    await asking.ask(CELL)
    await asking.ask(CELL)
    assert asking.told == ["Step one"]


def test_a_file_is_read_as_a_mapping(tmp_path: Path) -> None:
    path = tmp_path / "answers.toml"
    path.write_text('site = "cellar"\n[step-1]\ncell = 3.3\n')
    answers = from_file(path)
    assert answers("step-1", CELL) == "3.3"
    assert answers("other", CELL) is None
    assert answers("other", Line(key="site", prompt=text("Site"))) == "cellar"


@pytest.mark.parametrize("content", ["site = ", "[[step]]\n", "site = {a = {b = 1}}", "\xff"])
def test_a_file_that_cannot_be_used_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "answers.toml"
    path.write_bytes(content.encode("latin-1"))
    with pytest.raises(BadFile, match=r"answers\.toml: "):
        from_file(path)
    with pytest.raises(BadFile, match=r"none\.toml: "):
        from_file(tmp_path / "none.toml")


class Shown:
    """An operator that keeps what it is asked."""

    def __init__(self) -> None:
        self.questions: list[Question[Any]] = []
        self.calls: list[str] = []

    def put(self, ticket: int, question: Question[Any]) -> None:  # noqa: ARG002  the port's shape
        self.questions.append(question)

    def refused(self, ticket: int, reason: object) -> None:
        self.calls.append(f"refused {ticket} {reason}")

    def withdraw(self, ticket: int) -> None:
        self.calls.append(f"withdraw {ticket}")

    def show(self, view: object) -> None:
        self.calls.append(type(view).__name__)


def test_what_a_meter_shows_is_proposed_but_consent_never_is() -> None:
    shown = Shown()
    proposing = Proposing(shown, from_mapping({"s": {"cell": "3.3"}, "word": "LTO"}), (Number,))
    proposing.show(StepView("s", text("t"), gate=False, why=text("w"), source=""))
    proposing.put(1, CELL)
    proposing.put(2, WORD)
    proposing.refused(2, text("no"))
    proposing.withdraw(2)
    assert [question.proposal for question in shown.questions] == ["3.3", ""]
    assert shown.calls == ["StepView", "refused 2 no", "withdraw 2"]


def test_an_earlier_answer_goes_before_the_meter() -> None:
    shown = Shown()
    proposing = Proposing(shown, from_mapping({"cell": "3.3"}), (Number,))
    earlier = Number(
        key="cell", prompt=text("Cell?"), proposal="3.1", unit="V", decimals=3,
        low=Decimal(0), high=Decimal(5),
    )  # fmt: skip
    proposing.put(1, earlier)
    assert shown.questions[0].proposal == "3.1"
