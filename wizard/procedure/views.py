"""What is shown while a step runs, and the port to the person who looks and answers.

A view is a frozen value that can be handed across threads; it replaces the last one of
its kind.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from wizard.measurement import Verdict
from wizard.procedure.figures import Figure
from wizard.procedure.questions import Question
from wizard.protocol.views import Status
from wizard.quantity import Quantity
from wizard.text import Text


@dataclass(frozen=True, slots=True)
class RailEntry:
    """A step in the rail: its short title and its verdict."""

    id: str
    phase: Text
    title: Text
    verdict: Verdict | None = None
    running: bool = False


@dataclass(frozen=True, slots=True)
class Rail:
    """All steps in order."""

    entries: tuple[RailEntry, ...]


@dataclass(frozen=True, slots=True)
class TopLine:
    """Where am I, who am I talking to: always on the screen."""

    site: str
    board: Text
    link: Text
    simulated: bool


@dataclass(frozen=True, slots=True)
class StepView:
    """The running step: what it is, what was entered, what is seen. Grows as it goes on.

    `counted` is how far it is where it has parts, `7/16`.
    """

    step: str
    title: Text
    gate: bool
    why: Text
    source: str
    mistakes: tuple[Text, ...] = ()
    lines: tuple[Text, ...] = ()
    figures: tuple[Figure, ...] = ()
    counted: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """What the step waits for, how long it has taken and may take; None when it does not."""

    what: Text | None
    seconds: int = 0
    most_s: int = 0


@dataclass(frozen=True, slots=True)
class Shifted:
    """Whether limits are shifted now, and what they were."""

    open: bool
    originals: tuple[tuple[str, Quantity], ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """The newest thing that happened and was not asked for."""

    what: Text
    grave: bool = False


@dataclass(frozen=True, slots=True)
class Finished:
    """The end: the report's verdict in words, its reasons, its files, what to do with them."""

    verdict: str
    passed: bool
    reasons: tuple[Text, ...]
    files: tuple[str, ...]
    hints: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Live:
    """The pack as its board told it last, and when: the local time of day, 14:02:31.

    `low` and `high` are Cell UVP and Cell OVP, V, where they were read.
    """

    status: Status
    at: str
    low: Decimal | None = None
    high: Decimal | None = None


View = TopLine | Rail | StepView | Progress | Shifted | Notice | Live | Finished


class Operator(Protocol):
    """The person's half. Every call returns at once and never raises."""

    def put(self, ticket: int, question: Question[Any]) -> None:
        """Ask; the answer comes back with the ticket."""
        ...

    def refused(self, ticket: int, reason: Text) -> None:
        """Say that an answer could not be taken; the question is still open."""
        ...

    def withdraw(self, ticket: int) -> None:
        """Take the question back: it was answered or is no longer asked."""
        ...

    def show(self, view: View) -> None:
        """Show a view; it replaces the last one of its kind."""
        ...
