"""The run screen: rail, body, keys, and the one input that every question uses."""

from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input

from screens.answer import Answer
from screens.body import body_lines, hidden
from screens.frame import NARROW, beside, rule, too_small
from screens.keys import key_line, works
from screens.messages import WantsOut
from screens.rail import rail_lines
from screens.seen import Seen
from screens.sheet import Sheet
from screens.top import top_line
from wizard.engine.mailbox import Asked, Mail
from wizard.engine.run import Run
from wizard.errors import BadInput
from wizard.procedure.interrupts import Interrupt
from wizard.procedure.pen import Pen
from wizard.procedure.views import StepView

SHEETS = ("top", "upper", "rail", "beside", "body", "mark", "lower", "keys")
BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-narrow"), (NARROW, "-wide")]
PAGE = 5  # lines that PgUp and PgDn move


class RunScreen(Screen[None]):
    """Shows what is in a run's mailbox; answers and interrupts go to its engine.

    `wants_out` is true once the person has nothing more to do here: the end was read, or
    leaving was asked for twice.
    """

    CSS_PATH = "run.tcss"
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "why", show=False),
        Binding("f5", "repeat", show=False),
        Binding("f7", "back", show=False),
        Binding("f9", "restore", show=False),
        Binding("pageup", "turn(1)", show=False),
        Binding("pagedown", "turn(-1)", show=False),
        Binding("f10,ctrl+c,ctrl+q", "leave", show=False, priority=True),
    ]

    def __init__(self, run: Run, *, ascii_only: bool = False) -> None:
        super().__init__()
        self._run = run
        self._ascii_only = ascii_only
        self._sheets = {name: Sheet(id=name) for name in SHEETS}
        self._input = Answer()
        self.seen = Seen()
        self.wants_out = False

    def compose(self) -> ComposeResult:
        """Place the sheets and the input."""
        yield self._sheets["top"]
        yield self._sheets["upper"]
        with Horizontal(id="middle"):
            yield self._sheets["rail"]
            yield self._sheets["beside"]
            with Vertical(id="column"):
                yield self._sheets["body"]
                with Horizontal(id="entry"):
                    yield self._sheets["mark"]
                    yield self._input
        yield self._sheets["lower"]
        yield self._sheets["keys"]

    def on_mount(self) -> None:
        """Put the caret where answers go."""
        self._input.focus()

    def on_resize(self) -> None:
        """Draw everything for the new size, once it is laid out."""
        self.call_after_refresh(self.draw)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Take keys only while they mean something."""
        return works(action, self.seen) and super().check_action(action, parameters)

    def receive(self, mail: Mail) -> None:
        """Show what came from the engine."""
        before = self.seen
        self.seen = replace(before, mail=mail)
        if _step(self.seen) != _step(before):
            self.seen = replace(self.seen, why=False, back=0)
        if _ticket(mail.asked) != _ticket(before.asked):
            self.seen = replace(self.seen, refusal=None, back=0)
            self._input.ask(mail.asked.question if mail.asked else None)
        if self.seen.finished and not before.finished:
            self.add_class("-ended")
            self.call_after_refresh(self.draw)
        self.draw()

    def draw(self) -> None:
        """Write every sheet; lines that stand already cost nothing."""
        seen = self.seen
        upper, lower = "──" if seen.finished else "┬┴"
        more = hidden(seen, *self._area("body"))
        self._write("top", [top_line(seen, self._pen("top"))])
        self._write("upper", [rule(self._pen("upper"), upper, too_small(*self.size))])
        self._write("rail", rail_lines(seen, *self._area("rail")))
        self._write("beside", beside(*self._area("beside")))
        self._write("body", body_lines(seen, *self._area("body")))
        self._write("mark", [Content(self._pen("mark").chars("▸") if seen.asked else "")])
        self._write("lower", [rule(self._pen("lower"), lower)])
        self._write("keys", [key_line(seen, more, self._pen("keys"))])

    def _write(self, sheet: str, lines: list[Content]) -> None:
        self._sheets[sheet].write(lines)

    def _area(self, sheet: str) -> tuple[int, Pen]:
        """Return the height of a sheet, and the pen for its width."""
        size = self._sheets[sheet].size
        return size.height, Pen(size.width, self._ascii_only)

    def _pen(self, sheet: str) -> Pen:
        return self._area(sheet)[1]

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Close what is open, leave from the end, or answer the question."""
        event.stop()
        if self.seen.finished:
            self._go()
        elif self.seen.why or self.seen.leaving:
            self._see(replace(self.seen, why=False, leaving=False))
        elif self.seen.asked:
            self._answer(self.seen.asked, event.value)

    def action_why(self) -> None:
        """Open or close why the step is done, and what goes wrong in it."""
        self._see(replace(self.seen, why=not self.seen.why, leaving=False, back=0))

    def action_repeat(self) -> None:
        """Begin the step again."""
        self._interrupt(Interrupt.REPEAT)

    def action_back(self) -> None:
        """Go back to the step before."""
        self._interrupt(Interrupt.BACK)

    def action_restore(self) -> None:
        """Restore shifted limits now."""
        self._interrupt(Interrupt.RESTORE)

    def action_turn(self, pages: int) -> None:
        """Look at lines of the step that do not fit."""
        most = hidden(self.seen, *self._area("body"))
        self._see(replace(self.seen, back=min(max(self.seen.back + pages * PAGE, 0), most)))

    def action_leave(self) -> None:
        """Ask once more, then tell the engine to end."""
        if self.seen.finished:
            self._go()
        elif self.seen.leaving:
            self._see(replace(self.seen, left=True))
            self.wants_out = True
            self._run.engine.interrupt(Interrupt.QUIT)
        else:
            self._see(replace(self.seen, leaving=True))

    def _answer(self, asked: Asked, typed: str) -> None:
        """Send what was typed; what the question does not accept is explained instead."""
        try:
            asked.question.parse(typed)
        except BadInput as bad:
            self._see(replace(self.seen, refusal=bad.reason))
            return
        self._see(replace(self.seen, refusal=None))
        self._run.engine.answer(asked.ticket, typed)

    def _interrupt(self, why: Interrupt) -> None:
        self._see(replace(self.seen, leaving=False, why=False))
        self._run.engine.interrupt(why)

    def _go(self) -> None:
        self.wants_out = True
        self.post_message(WantsOut())

    def _see(self, seen: Seen) -> None:
        self.seen = seen
        self.draw()


def _step(seen: Seen) -> str:
    step = seen.view(StepView)
    return step.step if step else ""


def _ticket(asked: Asked | None) -> int | None:
    return asked.ticket if asked else None
