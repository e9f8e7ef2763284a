"""The run screen: rail, body, keys, and the one input that every question uses."""

from dataclasses import replace
from typing import ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.signal import Signal
from textual.timer import Timer
from textual.widgets import Input

from screens.answer import NOTED, SOUGHT, Answer
from screens.body import body_lines, hidden
from screens.frame import NARROW, beside, rule, too_small
from screens.key_rows import show
from screens.keys import READ_DOWN, key_lines, works
from screens.live import live_lines
from screens.messages import WantsOut
from screens.rail import rail_lines
from screens.seen import TYPED, Open, Seen, only_moves
from screens.sheet import Sheet
from screens.top import counted, top_line
from screens.words import pen
from wizard.engine.mailbox import Asked, Mail
from wizard.engine.run import Run
from wizard.errors import BadInput
from wizard.procedure.interrupts import Interrupt
from wizard.procedure.pen import Pen
from wizard.procedure.questions import Review
from wizard.procedure.views import StepView
from wizard.text import text

BROAD = 110  # from this width on the live pack has room beside the step
SHEETS = ("top", "upper", "rail", "beside", "body", "mark", "live", "lower", "keys")
BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-narrow"), (NARROW, "-wide"), (BROAD, "-broad")]
PAGE = 5  # lines that PgUp and PgDn move
SLOW_S = 3.0  # how long what only moves may be old over a slow link
UNREAD = text("Not all of it was on the screen: look at the rest with PgUp, then press Enter.")


class RunScreen(Screen[None]):
    """Shows what is in a run's mailbox; answers and interrupts go to its engine.

    `wants_out` is true once the person has nothing more to do here: the end was read, or
    leaving was asked for twice.
    """

    CSS_PATH = "run.tcss"
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "turn_to('why')", show=False),
        Binding("f2", "turn_to('terms')", show=False),
        Binding("f4", "turn_to('note')", show=False),
        Binding("f5", "repeat", show=False),
        Binding("f7", "back", show=False),
        Binding("f9", "restore", show=False),
        Binding("pageup", "turn(1)", show=False),
        Binding("pagedown", "turn(-1)", show=False),
        Binding("ctrl+l", "app.redraw", show=False, priority=True),
        Binding("f10,ctrl+c,ctrl+q", "leave", show=False, priority=True),
    ]

    def __init__(self, run: Run, *, ascii_only: bool = False, slow_link: bool = False) -> None:
        super().__init__()
        self._run = run
        self._ascii_only = ascii_only
        self._slow = slow_link
        self._later: Timer | None = None
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
            yield self._sheets["live"]
        yield self._sheets["lower"]
        yield self._sheets["keys"]

    def on_mount(self) -> None:
        """Put the caret where answers go; draw anew whenever sheets were laid out."""
        self._input.focus()
        signal = self.screen_layout_refresh_signal  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
        cast("Signal[RunScreen]", signal).subscribe(self, RunScreen.draw)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Take keys only while they mean something."""
        named = str(parameters[0]) if action == "turn_to" else action
        return works(named, self.seen) and super().check_action(action, parameters)

    def receive(self, mail: Mail) -> None:
        """Show what came from the engine; over a slow link, what only moves with the next."""
        before = self.seen
        self.seen = replace(before, mail=mail)
        if _step(self.seen) != _step(before):
            self._close()
            self.seen = replace(self.seen, back=0, read=False)
        if _ticket(mail.asked) != _ticket(before.asked):
            self._close()
            self.seen = replace(self.seen, refusal=None, back=0, read=False)
            self._input.ask(mail.asked.question if mail.asked else None)
        if self.seen.finished and not before.finished:
            self.add_class("-ended")
        if self._slow and only_moves(before, self.seen):
            self._later = self._later or self.set_timer(SLOW_S, self.draw)
        else:
            self.draw()

    def draw(self) -> None:
        """Write every sheet; lines that stand already cost nothing."""
        if self._later is not None:
            self._later.stop()
            self._later = None
        seen = self.seen
        upper, lower = "──" if seen.finished else "┬┴"
        self._write("top", [top_line(seen, self._pen("top"))])
        above = rule(self._pen("upper"), upper, too_small(*self.size))
        self._write("upper", [counted(above, seen, self._pen("upper"))])
        self._write("rail", rail_lines(seen, *self._area("rail")))
        self._write("beside", beside(*self._area("beside")))
        self._write("body", body_lines(seen, *self._area("body")))
        asks = seen.asked or seen.open in TYPED
        self._write("mark", [Content(self._pen("mark").chars("▸") if asks else "")])
        self._write("live", live_lines(seen, *self._area("live")))
        self._write("lower", [rule(self._pen("lower"), lower)])
        show(self._key_rows(), self._sheets["keys"])

    def _key_rows(self) -> list[Content]:
        """Return the rows of keys; each beyond the first takes one from the body.

        It does not matter how many rows they take now.
        """
        (height, body), (taken, keys) = self._area("body"), self._area("keys")
        most = height + taken
        rows = key_lines(self.seen, hidden(self.seen, most - 1, body), keys)
        if len(rows) == 1:
            return rows
        return key_lines(self.seen, hidden(self.seen, most - len(rows), body), keys)

    def _write(self, sheet: str, lines: list[Content]) -> None:
        self._sheets[sheet].write(lines)

    def _area(self, sheet: str) -> tuple[int, Pen]:
        """Return the height of a sheet, and the pen for its width."""
        size = self._sheets[sheet].size
        return size.height, pen(size.width, self._ascii_only)

    def _pen(self, sheet: str) -> Pen:
        return self._area(sheet)[1]

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Close what is open, leave from the end, or answer the question."""
        event.stop()
        if self.seen.finished:
            self._go()
        elif self.seen.leaving:
            self._see(replace(self.seen, leaving=False))
        elif self.seen.open is not Open.NOTHING:
            self._done(event.value.strip())
        elif self.seen.asked:
            self._answer(self.seen.asked, event.value)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Find the words that have in them what was typed."""
        event.stop()
        if self.seen.open is Open.TERMS and event.value != self.seen.sought:
            self._see(replace(self.seen, sought=event.value, back=0))

    def action_turn_to(self, name: str) -> None:
        """Open something over the step, or close it where it is open."""
        wanted = Open(name)
        was = self.seen.open
        self._close()
        if wanted is not was:
            if wanted in TYPED:
                self._input.lend(SOUGHT if wanted is Open.TERMS else NOTED)
            self.seen = replace(self.seen, open=wanted)
        self._see(replace(self.seen, leaving=False, back=0))

    def _done(self, typed: str) -> None:
        """Close what is open; a note that was typed goes to the record."""
        if typed and self.seen.open is Open.NOTE:
            self._run.engine.note(typed)
        self._close()
        self._see(replace(self.seen, back=0))

    def _close(self) -> None:
        """Take away what was opened over the step, and give the input back."""
        if self.seen.open in TYPED:
            self._input.come_back(self.seen.asked.question if self.seen.asked else None)
        self.seen = replace(self.seen, open=Open.NOTHING, sought="")

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
        """Look at lines that do not fit: of the step from its end, of a page from its top."""
        most = hidden(self.seen, *self._area("body"))
        by = -pages if self.seen.open in READ_DOWN else pages
        back = min(max(self.seen.back + by * PAGE, 0), most)
        whole = back == most and self.seen.open is Open.NOTHING
        self._see(replace(self.seen, back=back, read=self.seen.read or whole))

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
            taken = asked.question.parse(typed)
        except BadInput as bad:
            self._see(replace(self.seen, refusal=bad.reason))
            return
        if isinstance(asked.question, Review) and taken and self._unread():
            self._see(replace(self.seen, refusal=UNREAD))
            return
        self._see(replace(self.seen, refusal=None))
        self._run.engine.answer(asked.ticket, typed)

    def _unread(self) -> bool:
        """Return whether there are lines of the step that were never on the screen."""
        return not self.seen.read and hidden(self.seen, *self._area("body")) > 0

    def _interrupt(self, why: Interrupt) -> None:
        self._close()
        self._see(replace(self.seen, leaving=False))
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
