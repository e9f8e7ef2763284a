"""The one input of the run screen, used for every question."""

import re
from typing import Any

from textual.widgets import Input
from textual.widgets.input import Selection

from screens.words import voice
from wizard.procedure.questions import (
    LONGEST_LINE,
    Acknowledge,
    Choice,
    Day,
    Number,
    Question,
    Review,
    Secret,
    TypedWord,
)
from wizard.text import harmless

TYPEABLE: dict[type[Question[Any]], str] = {
    Acknowledge: "[A-Za-z0-9]{0,3}",
    Number: "[-+0-9., A-Za-z]{0,14}",
    Choice: "[0-9]{0,2}",
    Review: "[A-Za-z]{0,3}",
}
NOTHING = "^$"
SOUGHT = r"[-0-9A-Za-z%+., /]{0,20}"
NOTED = f"(?s).{{0,{LONGEST_LINE}}}"
ANYTHING = "(?s).{0,500}"


class Answer(Input):
    """Takes what is typed while something is asked, and nothing while not.

    What Enter would take stands in it, selected: typing replaces it. A secret shows as dots
    and cannot be copied out of it.
    """

    def __init__(self) -> None:
        super().__init__(id="answer", compact=True, select_on_focus=False, classes="-idle")
        self.cursor_blink = False
        self.restrict = NOTHING
        self._kept: str | None = None

    def ask(self, question: Question[Any] | None) -> None:
        """Make ready for a question, or for none."""
        self.set_class(question is None, "-idle")
        self.restrict = TYPEABLE.get(type(question), ANYTHING) if question else NOTHING
        self.placeholder = _sample(question)
        self.value = _proposal(question) if question else ""
        self.password = isinstance(question, Secret)  # after the last secret was taken out
        self.selection = Selection(0, len(self.value))

    def lend(self, typeable: str) -> None:
        """Take what is typed for something else, and keep what stands there."""
        if self._kept is None:
            self._kept = "" if self.password else self.value
        self.remove_class("-idle")
        self.value, self.placeholder, self.restrict = "", "", typeable
        self.password = False  # after the secret was taken out

    def come_back(self, question: Question[Any] | None) -> None:
        """Make ready for the question again, with what stood there."""
        kept, self._kept = self._kept, None
        self.ask(question)
        if kept is not None and question is not None and not isinstance(question, Secret):
            self.value = kept
            self.selection = Selection.cursor(len(kept))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Take no key that hands a secret to the clipboard."""
        copies = action in {"cut", "copy"}
        return not (copies and self.password) and super().check_action(action, parameters)


def _proposal(question: Question[Any]) -> str:
    """Return what Enter would take, as it would be typed: an option by its number."""
    if isinstance(question, Choice):
        keys = [option.key for option in question.options]
        known = question.proposal in keys
        return str(keys.index(question.proposal) + 1) if known else ""
    steers = harmless(question.proposal) != question.proposal  # of a record that is not ours
    if isinstance(question, Secret) or steers:
        return ""
    number = isinstance(question, Number)
    return voice().number(question.proposal) if number else question.proposal


def _sample(question: Question[Any] | None) -> str:
    """Return what shows in the empty input: the form of the answer."""
    match question:
        case Number(unit=unit):
            return unit
        case Day():
            return "YYYY-MM-DD"
        case TypedWord(word=word):
            return re.sub(r"\S", "_", word)
        case _:
            return ""
