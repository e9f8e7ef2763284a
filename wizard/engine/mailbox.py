"""What the screen has to know, and nothing older: the open question and the newest views.

The engine writes, another thread reads. The engine never waits for the reader: there is
at most one wake-up under way, however many views are shown, so that a terminal that
nobody reads costs no memory.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from wizard.procedure.questions import Question
from wizard.procedure.views import View
from wizard.text import Text


@dataclass(frozen=True, slots=True)
class Asked:
    """The open question, its ticket, and why its last answer could not be taken."""

    ticket: int
    question: Question[Any]
    refusal: Text | None = None


@dataclass(frozen=True, slots=True)
class Mail:
    """What was in the box: the open question, and the newest view of each kind."""

    asked: Asked | None = None
    views: dict[type[View], View] = field(default_factory=dict[type[View], View])


class Mailbox:
    """An `Operator` that keeps what another thread shows.

    `wake` is called from the engine's thread, at most once between two `take`s; it must
    return at once, for instance by posting one message to the screen's loop.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wake: Callable[[], None] | None = None
        self._under_way = False
        self._asked: Asked | None = None
        self._views: dict[type[View], View] = {}

    def listen(self, wake: Callable[[], None] | None) -> None:
        """Set who is woken; what waits in the box wakes it at once. None stops it."""
        with self._lock:
            self._wake = wake
            self._under_way = False
        self._call()

    def put(self, ticket: int, question: Question[Any]) -> None:
        """Keep the open question."""
        with self._lock:
            self._asked = Asked(ticket, question)
        self._call()

    def refused(self, ticket: int, reason: Text) -> None:
        """Keep why the last answer was not taken."""
        with self._lock:
            if self._asked is not None and self._asked.ticket == ticket:
                self._asked = Asked(ticket, self._asked.question, reason)
        self._call()

    def withdraw(self, ticket: int) -> None:
        """Forget the question, if it is still this one."""
        with self._lock:
            if self._asked is not None and self._asked.ticket == ticket:
                self._asked = None
        self._call()

    def show(self, view: View) -> None:
        """Keep a view; it replaces the last one of its kind."""
        with self._lock:
            self._views[type(view)] = view
        self._call()

    def take(self) -> Mail:
        """Return what there is; the next change wakes again."""
        with self._lock:
            self._under_way = False
            return Mail(self._asked, dict(self._views))

    def _call(self) -> None:
        with self._lock:
            wake = self._wake
            if wake is None or self._under_way:
                return
            self._under_way = True
        wake()
