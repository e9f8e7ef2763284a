"""What a commissioning in the virtual machine asks the technician outside: one JSON line each."""

from collections.abc import Mapping
from typing import Any

import msgspec

from wizard.procedure.questions import Choice, Line, Option, Question, TypedWord
from wizard.text import Text, text

PORTS = "vport*p{number}"  # the device of a voice inside; numbers count from 1


class Waiting(msgspec.Struct, frozen=True, tag=True):
    """A line of the program can begin: it is told so by an empty line."""


class Asked(msgspec.Struct, frozen=True, tag=True):
    """A question of a step, as far as an answer depends on it."""

    step: str
    key: str
    prompt: Text
    word: str | None  # that has to be typed
    options: tuple[str, ...]  # the keys of what there is to choose from

    @classmethod
    def of(cls, step: str, question: Question[object]) -> "Asked":
        """Return what is said of a question."""
        word = question.word if isinstance(question, TypedWord) else None
        options = question.options if isinstance(question, Choice) else ()
        return cls(step, question.key, question.prompt, word, tuple(each.key for each in options))

    @property
    def question(self) -> Question[Any]:
        """A question that is answered like the one that was asked."""
        if self.word is not None:
            return TypedWord(key=self.key, prompt=self.prompt, word=self.word)
        if self.options:
            options = tuple(Option(key, text(key)) for key in self.options)
            return Choice(key=self.key, prompt=self.prompt, options=options)
        return Line(key=self.key, prompt=self.prompt)


class Ended(msgspec.Struct, frozen=True, tag=True):
    """How a line of the program ended, what it wrote, and its session's files by name."""

    code: int
    output: str
    errors: str
    files: Mapping[str, str]


Voice = Waiting | Asked | Ended
