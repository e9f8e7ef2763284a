"""A page of options, one of which is opened: by its digit, or by the mark and Enter."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Key
from textual.message import Message
from textual.screen import Screen

from screens.frame import rule, too_small
from screens.messages import WantsOut
from screens.paint import STRONG, paint, wrapped
from screens.sheet import Sheet
from screens.words import say
from wizard.procedure.pen import Pen
from wizard.procedure.questions import Option
from wizard.text import Text, text


class Listing(Screen[None]):
    """Offers options; says with `Chosen` which one was taken."""

    CSS_PATH = "listing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("enter", "open", show=False),
        Binding("f10,ctrl+c,ctrl+q", "leave", show=False, priority=True),
    ]

    class Chosen(Message):
        """An option was chosen, by its key."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, options: tuple[Option, ...] = (), *, ascii_only: bool = False) -> None:
        super().__init__()
        self._options = options
        self._ascii_only = ascii_only
        self._at = 0
        self._trouble: Text | None = None

    def compose(self) -> ComposeResult:
        """Place the sheets."""
        for name in ("top", "upper", "body", "lower", "keys"):
            yield Sheet(id=name)

    def on_resize(self) -> None:
        """Draw everything for the new size, once it is laid out."""
        self.call_after_refresh(self.draw)

    def on_key(self, event: Key) -> None:
        """Take what was typed."""
        self.take(event.key)

    def take(self, typed: str) -> None:
        """Choose by digit."""
        number = int(typed) if typed.isdecimal() else 0
        if 1 <= number <= len(self._options):
            self._at = number - 1
            self.action_open()

    def action_move(self, by: int) -> None:
        """Move the mark to another option."""
        self._at = (self._at + by) % max(len(self._options), 1)
        self.draw()

    def action_open(self) -> None:
        """Take the marked option."""
        if self._options:
            self.draw()
            self.post_message(self.Chosen(self._options[self._at].key))

    def action_leave(self) -> None:
        """Leave; nothing was begun."""
        self.post_message(WantsOut())

    def tell(self, trouble: Text) -> None:
        """Say why the option could not be opened."""
        self._trouble = trouble
        self.draw()

    def draw(self) -> None:
        """Write every sheet."""
        body = self.query_one("#body", Sheet)
        pen = Pen(self.size.width, self._ascii_only)
        self._write("top", [paint(" jk-commission", STRONG)])
        self._write("upper", [rule(pen, "─", too_small(*self.size))])
        self._write("body", self.body(Pen(body.size.width, self._ascii_only)))
        self._write("lower", [rule(pen, "─")])
        self._write("keys", [_line_of(self.keys())])

    def body(self, pen: Pen) -> list[Content]:
        """Return the lines of the page."""
        return [Content(), *self.choices(pen), *self.troubles(pen)]

    def choices(self, pen: Pen) -> list[Content]:
        """Return the options, the marked one standing out; what is too long is folded."""
        lines = list[Content]()
        for number, option in enumerate(self._options, 1):
            marked = number == self._at + 1
            mark = f"{pen.chars('▸') if marked else ' '} {number}  "
            lines += wrapped(say(option.label), pen, STRONG if marked else "", mark)
        return lines

    def troubles(self, pen: Pen) -> list[Content]:
        """Return why something could not be done, where something could not."""
        return wrapped(say(self._trouble), pen, "bold $error", "! ") if self._trouble else []

    def keys(self) -> Sequence[tuple[str, Text]]:
        """Return the keys that work now, and what they do."""
        count = len(self._options)
        digits = [("1" if count == 1 else f"1-{count}", text("choose"))] if count else []
        opens = [("Enter", text("open"))] if count else []
        return [*opens, *digits, ("F10", text("leave"))]

    def _write(self, sheet: str, lines: list[Content]) -> None:
        self.query_one(f"#{sheet}", Sheet).write(lines)


def _line_of(keys: Sequence[tuple[str, Text]]) -> Content:
    parts = [part for name, label in keys for part in ((name, STRONG), f" {say(label)}   ")]
    return Content.assemble(" ", *parts)
