"""The closed set of questions a step can ask.

A question is a frozen value that can be handed across threads. Screens, plain lines and
the script each have one way to ask per kind of question, and none per kind of step.
"""

import re
from abc import abstractmethod
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

from wizard.errors import BadInput
from wizard.quantity import Quantity
from wizard.text import Text, printable, text
from wizard.units import Unit

T_co = TypeVar("T_co", covariant=True)

LONGEST_LINE = 120
LONGEST_NUMBER = 24  # characters; far more than any meter shows
LONGEST_SECRET = 64
UNSEEN = "••••"


@dataclass(frozen=True, kw_only=True)
class Question(Generic[T_co]):
    """A question: `key` names it within its step, `proposal` is what Enter takes.

    `prompt` is one sentence that says what goes in. `hint` says what is expected, before
    a mistake can be made.
    """

    key: str
    prompt: Text
    hint: Text | None = None
    proposal: str = ""

    @abstractmethod
    def parse(self, raw: str) -> T_co:
        """Return the answer that was typed. Raises BadInput with what to do instead."""

    def recorded(self, raw: str) -> str:
        """Return an answer that was taken as the record holds it."""
        return raw.strip()


@dataclass(frozen=True, kw_only=True)
class Acknowledge(Question[bool]):
    """A statement that is so (Enter) or is not so (`n`)."""

    def parse(self, raw: str) -> bool:
        """Return whether it is so."""
        match raw.strip().casefold():
            case "" | "y" | "yes" | "1":
                return True
            case "n" | "no" | "2":
                return False
            case _:
                raise BadInput(text("Press Enter if it is so, or type n if it is not."))


@dataclass(frozen=True, kw_only=True)
class Number(Question[Decimal]):
    """A number in a unit, with at most `decimals` digits behind the point or comma.

    `low` and `high` bound what the quantity can be at all, not what is good.
    """

    unit: Unit
    decimals: int
    low: Decimal
    high: Decimal

    def parse(self, raw: str) -> Decimal:
        """Return the number; comma and point both separate decimals."""
        typed = raw.strip().removesuffix(self.unit).strip()
        if len(typed) > LONGEST_NUMBER or not re.fullmatch(r"[+-]?[0-9]+([.,][0-9]+)?", typed):
            raise BadInput(text("Type a number in {unit}, such as {sample}.", **self._sample()))
        value = Decimal(typed.replace(",", "."))
        if -int(value.as_tuple().exponent) > self.decimals:
            raise BadInput(
                text("At most {n} digits behind the point.", n=self.decimals)
                if self.decimals
                else text("Type a whole number.")
            )
        if not self.low <= value <= self.high:
            raise BadInput(
                text(
                    "{value} cannot be: type {low} to {high}.",
                    value=Quantity(value, self.unit),
                    low=Quantity(self.low),
                    high=Quantity(self.high, self.unit),
                )
            )
        return value

    def recorded(self, raw: str) -> str:
        """Return the number with a point and without its unit."""
        return f"{self.parse(raw):f}"

    def _sample(self) -> dict[str, str | Quantity]:
        middle = (self.low + self.high) / 2
        sample = middle.quantize(Decimal(1).scaleb(-self.decimals))
        return {"unit": self.unit or "digits", "sample": Quantity(sample)}


@dataclass(frozen=True, slots=True)
class Option:
    """One way to answer a choice: the key that is recorded, and its label."""

    key: str
    label: Text


@dataclass(frozen=True, kw_only=True)
class Choice(Question[str]):
    """One of a few options, by its number or its key."""

    options: tuple[Option, ...]

    def parse(self, raw: str) -> str:
        """Return the key of the chosen option."""
        typed = raw.strip().casefold()
        for number, option in enumerate(self.options, 1):
            if typed in {str(number), option.key}:
                return option.key
        raise BadInput(text("Type a number from 1 to {n}.", n=len(self.options)))

    def recorded(self, raw: str) -> str:
        """Return the key of the chosen option."""
        return self.parse(raw)


@dataclass(frozen=True, kw_only=True)
class TypedWord(Question[bool]):
    """Consent to something that cannot be taken back: the word itself, nothing shorter.

    An empty answer declines.
    """

    word: str

    def parse(self, raw: str) -> bool:
        """Return whether the word was typed."""
        typed = raw.strip()
        if not typed:
            return False
        if typed.casefold() != self.word.casefold():
            raise BadInput(text("Type the word {word}, or just Enter to leave it.", word=self.word))
        return True


@dataclass(frozen=True, kw_only=True)
class Line(Question[str]):
    """A line of text; `optional` lets it be empty."""

    optional: bool = False

    def parse(self, raw: str) -> str:
        """Return the line without blanks at its ends."""
        typed = raw.strip()
        if not typed and not self.optional:
            raise BadInput(text("Type something: the report needs it."))
        if len(typed) > LONGEST_LINE:
            raise BadInput(text("At most {n} characters.", n=LONGEST_LINE))
        if printable(typed) != typed:
            raise BadInput(text("Letters, digits and signs only, no control characters."))
        return typed


@dataclass(frozen=True, kw_only=True)
class Day(Question[str]):
    """A date as YYYY-MM-DD; may be empty where it is not known."""

    def parse(self, raw: str) -> str:
        """Return the date in ISO form, or an empty string."""
        typed = raw.strip()
        if not typed:
            return ""
        try:
            return date.fromisoformat(typed).isoformat()
        except ValueError as error:
            raise BadInput(text("Type a date such as 2027-03-31, or just Enter.")) from error


@dataclass(frozen=True, kw_only=True)
class Review(Question[bool]):
    """What is about to be sent was shown (`Changes`); Enter sends, `n` does not."""

    def parse(self, raw: str) -> bool:
        """Return whether to send."""
        match raw.strip().casefold():
            case "" | "y" | "yes":
                return True
            case "n" | "no":
                return False
            case _:
                raise BadInput(text("Press Enter to send, or type n to send nothing."))


@dataclass(frozen=True, kw_only=True)
class Secret(Question[str]):
    """A password: what is typed is seen by nobody and recorded nowhere.

    `optional` lets it be empty, where it is not known. Blanks count. It has no proposal.
    """

    optional: bool = False

    def parse(self, raw: str) -> str:
        """Return the word as it was typed."""
        if not raw and not self.optional:
            raise BadInput(text("Type the password: without it this step cannot go on."))
        if len(raw) > LONGEST_SECRET:
            raise BadInput(text("A password has at most {n} characters.", n=LONGEST_SECRET))
        if not re.fullmatch("[ -~]*", raw):
            raise BadInput(text("Plain letters, digits and signs only, as on an English keyboard."))
        return raw

    def recorded(self, raw: str) -> str:
        """Return a mark that something was typed, the same for every word."""
        return UNSEEN if raw else ""
