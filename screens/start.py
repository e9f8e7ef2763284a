"""The start screen: what can be done, and what the program will and will not do."""

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

PROMISES = (
    text(
        "This program leads through the manual of JK BMS packs, writes settings only after"
        " you have read them, reads each one back, and keeps a record."
    ),
    text("It never flashes firmware and never switches protections off."),
    text(
        "It has been proved on recordings and on a simulator, not yet on hardware: trust"
        " your meter first."
    ),
)


class StartScreen(Screen[None]):
    """Offers the options; says with `Chosen` which one was taken."""

    CSS_PATH = "start.tcss"
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

    def __init__(self, options: tuple[Option, ...], *, ascii_only: bool = False) -> None:
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
        """Choose by digit."""
        number = int(event.key) if event.key.isdecimal() else 0
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
        self._write("body", self._body(Pen(body.size.width, self._ascii_only)))
        self._write("lower", [rule(pen, "─")])
        self._write("keys", [_keys(len(self._options))])

    def _write(self, sheet: str, lines: list[Content]) -> None:
        self.query_one(f"#{sheet}", Sheet).write(lines)

    def _body(self, pen: Pen) -> list[Content]:
        promises = [
            line for promise in PROMISES for line in (*wrapped(say(promise), pen), Content())
        ]
        trouble = wrapped(say(self._trouble), pen, "bold $error", "! ") if self._trouble else []
        return [Content(), *self._choices(pen), Content(), *promises, *trouble]

    def _choices(self, pen: Pen) -> list[Content]:
        lines = list[Content]()
        for number, option in enumerate(self._options, 1):
            marked = number == self._at + 1
            mark = pen.chars("▸") if marked else " "
            line = pen.cut(f"{mark} {number}  {pen.say(option.label)}")
            lines.append(paint(line, STRONG if marked else ""))
        return lines


def _keys(options: int) -> Content:
    pairs = (
        ("Enter", say(text("open"))),
        (f"1-{options}" if options > 1 else "1", say(text("choose"))),
        ("F10", say(text("leave"))),
    )
    parts = [part for name, label in pairs for part in ((name, STRONG), f" {label}   ")]
    return Content.assemble(" ", *parts)
