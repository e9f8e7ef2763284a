"""What the first page offers: things to begin, and pages behind it."""

from collections.abc import Callable
from dataclasses import dataclass

from wizard.look import Look
from wizard.procedure.questions import Option
from wizard.text import Text, text

NOTHING_HERE = text("There is nothing here.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer(Option):
    """An option that says more about itself; one that is `urgent` is marked first."""

    says: Text
    urgent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Options under a title; `says` is told below them, `empty` where there are none."""

    title: Text
    options: tuple[Option, ...]
    says: tuple[Text, ...] = ()
    empty: Text = NOTHING_HERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Opens(Offer):
    """Opens a page, which is made when it is opened and may raise CommissionError."""

    page: Callable[[], Page]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reads(Offer):
    """Opens lines to read, given the code of a language; may raise CommissionError."""

    lines: Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Idle(Offer):
    """Can be done, but not now: `says` is why."""


def _forget(_look: Look) -> None:
    return


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstPage:
    """What stands around the options of the first page.

    `program` is name and version, `adapters` what is plugged in. `foot` is the state of
    this machine; `help` is read on F1, `how` on F2 where there is something to mend.
    `remember` keeps a look that was chosen; it never raises.
    """

    program: str = "jk-commission"
    adapters: Text | None = None
    foot: tuple[Text, ...] = ()
    help: Reads | None = None
    how: Reads | None = None
    remember: Callable[[Look], None] = _forget
