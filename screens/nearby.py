"""The boards in radio range: they are looked for while the page is open, one is chosen."""

import time
from collections.abc import Sequence
from contextlib import suppress
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from screens.listing import Listing
from screens.paint import STRONG, wrapped
from screens.words import say
from wizard.engine.search import Ended, Found, Search, Searching
from wizard.errors import CommissionError
from wizard.look import Look
from wizard.procedure.pen import Pen
from wizard.text import Text, text

MOST = 9  # boards that a digit can choose among
LONGEST_END = 12  # characters of a name's end, as many as an address has


class NearbyScreen(Listing):
    """Looks for boards, lists them. Where there are too many, the end of a name narrows them.

    While an end is typed, no digit chooses: a second digit would open the wrong board.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5", "again", show=False),
        Binding("f3,slash", "narrow", show=False),
        Binding("backspace", "rub", show=False),
        Binding("escape,f7", "back", show=False),
    ]

    class Over(Message):
        """The search has ended."""

        def __init__(self, ended: Ended) -> None:
            super().__init__()
            self.ended = ended

    def __init__(self, search: Search, *, look: Look) -> None:
        super().__init__(look=look)
        self._search = search
        self._searching: Searching | None = None
        self._since = 0.0
        self._found: tuple[Found, ...] = ()
        self._end: str | None = None
        """What is typed of a name's end; None where nothing is being typed."""

    def on_mount(self) -> None:
        """Begin to look."""
        self.action_again()
        self.set_interval(1, self._tick)

    def on_unmount(self) -> None:
        """Look no longer."""
        if self._searching is not None:
            self._searching.stop()

    def action_again(self) -> None:
        """Look for boards, unless that is under way."""
        if self._searching is not None:
            return
        self._found, self._end, self._trouble = (), None, None
        self._since = time.monotonic()
        self._searching = Searching(self._search, self._post)
        self._searching.start()
        self._list()

    def action_narrow(self) -> None:
        """Let the end of a name be typed."""
        if len(self._found) > 1:
            self._end = ""
            self._list()

    def action_rub(self) -> None:
        """Take back a character of the end."""
        if self._end is not None:
            self._end = self._end[:-1]
            self._list()

    def action_back(self) -> None:
        """Go back to the start page."""
        self.dismiss()

    def action_open(self) -> None:
        """Take the marked board, or what was typed of its name."""
        if self._end is None:
            super().action_open()
        elif self._few:
            self._list(self._matching)

    def take(self, typed: str) -> None:
        """Choose by digit, or type the end of a name."""
        if self._end is None:
            super().take(typed)
        elif len(typed) == 1 and typed.isalnum() and len(self._end) < LONGEST_END:
            self._end += typed
            self.draw()

    @property
    def _matching(self) -> tuple[Found, ...]:
        return tuple(each for each in self._found if each.ends(self._end or ""))

    @property
    def _few(self) -> bool:
        return 0 < len(self._matching) <= MOST

    def _list(self, found: tuple[Found, ...] = ()) -> None:
        """Offer boards by digit; none while they are looked for or an end is typed."""
        self._end = None if found else self._end
        self._options = tuple(each.option for each in found)
        self._at = 0
        self.draw()

    def _post(self, ended: Ended) -> None:
        """Post how the search ended, from its thread; a page that is gone wants no news."""
        with suppress(RuntimeError):  # the loop of the screen is closed
            self.post_message(self.Over(ended))

    @on(Over)
    def see(self, event: Over) -> None:
        """List what was found, or say why nothing was."""
        self._searching = None
        ended = event.ended
        if ended.failure is not None and not isinstance(ended.failure, CommissionError):
            raise ended.failure
        if ended.failure is not None:
            self._trouble = ended.failure.reason
        elif not ended.found:
            self._trouble = self._search.nothing
        self._found = ended.found
        self._end = "" if len(ended.found) > MOST else None
        self._list(() if self._end is not None else ended.found)

    def _tick(self) -> None:
        if self._searching is not None:
            self.draw()

    def body(self, pen: Pen, height: int) -> list[Content]:
        """Return what went wrong, what is awaited, the boards, and what narrows them."""
        above = [
            Content(),
            *wrapped(say(self._search.title), pen, STRONG),
            Content(),
            *self.troubles(pen),
            *self._awaited(pen),
        ]
        below = [*self._narrowing(pen), *self._hidden(pen)]
        return [*above, *self.choices(pen, height - len(above) - len(below)), *below]

    def _awaited(self, pen: Pen) -> list[Content]:
        if self._searching is None:
            return []
        search, seconds = self._search, int(time.monotonic() - self._since)
        waits = text(
            "{what}… {s} s of at most {most} s", what=search.what, s=seconds, most=search.most_s
        )
        return wrapped(say(waits), pen)

    def _narrowing(self, pen: Pen) -> list[Content]:
        if self._end is None:
            return []
        asked = text("The last digits of its name or address: {typed}_", typed=self._end)
        count = text("{n} of {all} boards", n=len(self._matching), all=len(self._found))
        matching = [
            line
            for each in self._matching[:MOST]
            for line in wrapped(say(each.option.label), pen, mark="- ")
        ]
        counted = wrapped(say(count), pen)
        return [*wrapped(say(asked), pen, STRONG), *counted, Content(), *matching]

    def _hidden(self, pen: Pen) -> list[Content]:
        hidden = self._search.hidden
        return [Content(), *wrapped(say(hidden), pen)] if self._found and hidden else []

    def keys(self) -> Sequence[tuple[str, Text]]:
        """Return the keys that work now."""
        *chosen, leave = super().keys()
        typing = self._end is not None
        narrow = [("F3", text("narrow"))] if len(self._found) > 1 and not typing else []
        listed = [("Enter", text("list them"))] if typing and self._few else []
        again = [] if self._searching else [("F5", text("look again"))]
        return [*chosen, *listed, *narrow, *again, ("F7", text("back")), leave]
