"""The first page: what can be done, what the program will and will not do, this machine."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from screens.listing import Listing
from screens.paint import STRONG, paint, spread, wrapped
from screens.words import say
from wizard.engine.offers import FirstPage, Offer, Reads
from wizard.language import LANGUAGES
from wizard.look import Look
from wizard.procedure.pen import Pen
from wizard.procedure.questions import Option
from wizard.text import Text, text

PROMISES = (
    text(
        "This program leads through the manual of JK BMS packs, writes settings only after"
        " you have read them, reads each one back, and keeps a record."
    ),
    text("It never flashes firmware and never switches protections off."),
    text(
        "It has been proved on recordings, on a simulator and on the real Bluetooth stack, not"
        " yet on hardware: trust your meter first."
    ),
)
"""The later, the more it matters: where there is no room, the first ones are left out."""


class StartScreen(Listing):
    """Offers what can be begun; keys of its own open help, languages and themes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "want('help')", show=False),
        Binding("f2", "want('how')", show=False),
        Binding("f6", "want('language')", show=False),
        Binding("f8", "want('theme')", show=False),
    ]

    class Wanted(Message):
        """A page was asked for by its key: lines to read, `language` or `theme`."""

        def __init__(self, what: Reads | str) -> None:
            super().__init__()
            self.what = what

    def __init__(self, options: tuple[Option, ...], first: FirstPage, *, look: Look) -> None:
        super().__init__(options, look=look)
        self._first = first
        urgent = (at for at, each in enumerate(options) if isinstance(each, Offer) and each.urgent)
        self._at = next(urgent, 0)

    def action_want(self, what: str) -> None:
        """Ask for a page, where there is one."""
        pages: dict[str, Reads | str | None] = {"help": self._first.help, "how": self._first.how}
        wanted = pages.get(what, what)
        if wanted is not None:
            self.post_message(self.Wanted(wanted))

    def top(self, pen: Pen) -> Content:
        """Return name and version, and what is plugged in."""
        adapters = pen.say(self._first.adapters) if self._first.adapters else ""
        return paint(spread(f" {pen.chars(self._first.program)}", f"{adapters} ", pen), STRONG)

    def body(self, pen: Pen, height: int) -> list[Content]:
        """Return the options, what could not be opened, the promises, and this machine's state.

        Where there is not room for all, promises give way, then the state.
        """
        above = [Content(), *self.choices(pen, height - 1)]
        above += [Content(), *self.troubles(pen)] if self._trouble else []
        foot = [line for said in self._first.foot for line in wrapped(say(said), pen)]
        foot = foot if len(above) + len(foot) < height else []
        promises = _fitting(height - len(above) - len(foot) - 1, pen)
        between = height - len(above) - len(promises) - len(foot)
        return [*above, *promises, *[Content()] * max(between, 0), *foot]

    def keys(self) -> Sequence[tuple[str, Text]]:
        """Return the keys that work now, and what they do."""
        *chosen, leave = super().keys()
        tells = [("F1", text("help"))] if self._first.help else []
        how = [("F2", text("mend"))] if self._first.how else []
        spoken = text("language: {name}", name=LANGUAGES[self.look.language].name)
        return [*chosen, *tells, *how, ("F6", spoken), ("F8", text("theme")), leave]


def _fitting(room: int, pen: Pen) -> list[Content]:
    """Return a blank line and the last promises, as many as there is room for."""
    lines = list[Content]()
    for promise in reversed(PROMISES):
        more = wrapped(say(promise), pen)
        if len(lines) + len(more) + 1 > room:
            break
        lines = [*more, *lines]
    return [Content(), *lines] if lines else []
