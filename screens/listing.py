"""A page of options, one of which is opened: by its digit, or by the mark and Enter."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Key
from textual.message import Message
from textual.screen import Screen

from screens import words
from screens.choices import Shown, lines_of
from screens.frame import rule, too_small
from screens.key_rows import key_rows, show
from screens.messages import WantsOut
from screens.paint import STRONG, paint, wrapped
from screens.sheet import Sheet
from screens.words import say
from wizard.look import Look
from wizard.procedure.pen import Pen
from wizard.procedure.questions import Option
from wizard.text import Text, text


class Listing(Screen[None]):
    """Offers options; says with `Chosen` which one was taken."""

    CSS_PATH = "listing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "turn(-1)", show=False),
        Binding("pagedown", "turn(1)", show=False),
        Binding("enter", "open", show=False),
        Binding("f10,ctrl+c,ctrl+q", "leave", show=False, priority=True),
    ]

    class Chosen(Message):
        """An option was chosen."""

        def __init__(self, option: Option) -> None:
            super().__init__()
            self.option = option

    def __init__(self, options: tuple[Option, ...] = (), *, look: Look) -> None:
        super().__init__()
        self._options = options
        self._shown = Shown(range(len(options)))
        self._at = 0
        self._trouble: Text | None = None
        self.look = look

    def compose(self) -> ComposeResult:
        """Place the sheets."""
        for name in ("top", "upper", "body", "lower", "keys"):
            yield Sheet(id=name)

    def on_resize(self) -> None:
        """Draw everything for the new size, once it is laid out."""
        self.call_after_refresh(self.draw)

    def on_key(self, event: Key) -> None:
        """Take what was typed."""
        self.take(event.character or "")

    def take(self, typed: str) -> None:
        """Choose by digit, among what is shown. `typed` is "" for a key that types nothing."""
        number = int(typed) if typed.isdecimal() else 0
        if 1 <= number <= len(self._shown.rows):
            self._at = self._shown.rows[number - 1]
            self.action_open()

    def action_move(self, by: int) -> None:
        """Move the mark to another option."""
        self._at = (self._at + by) % max(len(self._options), 1)
        self.draw()

    def action_turn(self, by: int) -> None:
        """Show the options before or behind those that are shown."""
        beyond = self._shown.rows.stop if by > 0 else self._shown.rows.start - 1
        if 0 <= beyond < len(self._options):
            self._at = beyond
            self.draw()

    def action_open(self) -> None:
        """Take the marked option."""
        if self._options:
            self.draw()
            self.post_message(self.Chosen(self._options[self._at]))

    def action_leave(self) -> None:
        """Leave; nothing was begun."""
        self.post_message(WantsOut())

    def tell(self, trouble: Text) -> None:
        """Say why the option could not be opened."""
        self._trouble = trouble
        self.draw()

    def draw(self) -> None:
        """Write every sheet; once more where the keys take another number of rows."""
        pen = words.pen(self.size.width, self.look.ascii_only)
        self._write("top", [self.top(pen)])
        self._write("upper", [rule(pen, "─", too_small(*self.size))])
        body = self.query_one("#body", Sheet).size
        self._write("body", self.body(words.pen(body.width, self.look.ascii_only), body.height))
        self._write("lower", [rule(pen, "─")])
        if show(key_rows(self.keys(), pen), self.query_one("#keys", Sheet)):
            self.call_after_refresh(self.draw)

    def top(self, pen: Pen) -> Content:
        """Return the top line."""
        return paint(pen.cut(" jk-commission"), STRONG)

    def body(self, pen: Pen, height: int) -> list[Content]:
        """Return the lines of the page, `height` of them at most."""
        return [Content(), *self.choices(pen, height - 1), *self.troubles(pen)]

    def choices(self, pen: Pen, room: int) -> list[Content]:
        """Return the options around the marked one in a number of rows, the marked one strong."""
        self._shown = lines_of(self._options, self._at, room, pen)
        return list(self._shown.lines)

    def troubles(self, pen: Pen) -> list[Content]:
        """Return why something could not be done, where something could not."""
        return wrapped(say(self._trouble), pen, "bold $error", "! ") if self._trouble else []

    def keys(self) -> Sequence[tuple[str, Text]]:
        """Return the keys that work now, and what they do."""
        count = len(self._shown.rows)
        digits = [("1" if count == 1 else f"1-{count}", text("choose"))] if count else []
        opens = [("Enter", text("open"))] if count else []
        more = [("PgUp PgDn", text("more"))] if count < len(self._options) else []
        return [*opens, *digits, *more, ("F10", text("leave"))]

    def _write(self, sheet: str, lines: list[Content]) -> None:
        self.query_one(f"#{sheet}", Sheet).write(lines)
