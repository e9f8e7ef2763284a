"""The pages behind the first one: options to choose among, lines to read."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from screens.choices import MOST
from screens.listing import Listing
from screens.paint import STRONG, wrapped
from screens.words import say
from wizard.engine.offers import Offer, Page
from wizard.look import Look
from wizard.procedure.pen import Pen
from wizard.procedure.questions import Option
from wizard.text import Text, text

LONGEST_TYPED = 20
NOTHING_FITS = text("Nothing here has these words in it.")


class PageScreen(Listing):
    """A page of offers. Of more than digits can choose, words that are typed leave a few.

    While words are typed, no digit chooses: it may be one of a date.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3", "find", show=False),
        Binding("backspace", "rub", show=False),
        Binding("f7,escape", "back", show=False),
    ]

    def __init__(self, page: Page, *, look: Look) -> None:
        super().__init__(page.options, look=look)
        self._page = page
        self._typed: str | None = None
        """What is typed of the words looked for; None where nothing is being typed."""
        self._sought = ""

    def action_back(self) -> None:
        """Go back to the page before; nothing was begun."""
        self.dismiss()

    def action_find(self) -> None:
        """Let words be typed; again: show all once more."""
        if len(self._page.options) > MOST:
            self._seek("", typing=self._typed is None and not self._sought)

    def action_rub(self) -> None:
        """Take back a character."""
        if self._typed is not None:
            self._seek(self._typed[:-1], typing=True)

    def action_open(self) -> None:
        """End the typing, or take the marked option."""
        if self._typed is None:
            super().action_open()
        else:
            self._seek(self._typed, typing=False)

    def take(self, typed: str) -> None:
        """Choose by digit, or type words."""
        if self._typed is None:
            super().take(typed)
        elif typed.isprintable() and typed:
            self._seek((self._typed + typed)[:LONGEST_TYPED], typing=True)

    def _seek(self, sought: str, *, typing: bool) -> None:
        self._sought, self._typed = sought, sought if typing else None
        self._options = tuple(each for each in self._page.options if _has(each, sought))
        self._at, self._trouble = 0, None
        self.draw()

    def body(self, pen: Pen, height: int) -> list[Content]:
        """Return the title, what could not be opened, the options, and what they are."""
        above = [Content(), *wrapped(say(self._page.title), pen, STRONG), *self._finding(pen)]
        above += [*self.troubles(pen), Content()]
        below = self._told(pen)
        room = height - len(above) - len(below)
        return [*above, *self.choices(pen, room), *self._empty(pen), *below]

    def _finding(self, pen: Pen) -> list[Content]:
        if self._typed is None and not self._sought:
            return []
        sought = text(
            "With the words: {typed} ({n} of {all})",
            typed=f"{self._sought}{'' if self._typed is None else '_'}",
            n=len(self._options),
            all=len(self._page.options),
        )
        return wrapped(say(sought), pen)

    def _empty(self, pen: Pen) -> list[Content]:
        if self._options:
            return []
        return wrapped(say(NOTHING_FITS if self._page.options else self._page.empty), pen)

    def _told(self, pen: Pen) -> list[Content]:
        return [line for said in self._page.says for line in (Content(), *wrapped(say(said), pen))]

    def keys(self) -> Sequence[tuple[str, Text]]:
        """Return the keys that work now, and what they do."""
        *chosen, leave = super().keys()
        back = ("F7", text("back"))
        if self._typed is not None:
            return [("Enter", text("list them")), ("F3", text("show all")), back, leave]
        if len(self._page.options) <= MOST:
            return [*chosen, back, leave]
        return [*chosen, ("F3", text("show all") if self._sought else text("find")), back, leave]


def _has(option: Option, sought: str) -> bool:
    """Whether an option has words in it, in the language of the screens."""
    told = [option.label, *([option.says] if isinstance(option, Offer) else [])]
    return sought.casefold() in " ".join(map(say, told)).casefold()
