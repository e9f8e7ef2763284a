"""The terminal app: a start screen, then one run and its screen."""

from collections.abc import Callable
from contextlib import suppress
from typing import cast

from rich.segment import Segments
from rich.traceback import Traceback
from textual import on
from textual.app import App
from textual.message import Message

from screens.hearing import hear
from screens.listing import Listing
from screens.messages import EngineEnded, Wake, WantsOut
from screens.nearby import NearbyScreen
from screens.run import RunScreen
from screens.start import StartScreen
from screens.which import WhichScreen
from wizard.engine import signals
from wizard.engine.engine import Engine
from wizard.engine.run import Run
from wizard.engine.search import Search
from wizard.errors import CommissionError
from wizard.procedure.interrupts import Interrupt
from wizard.procedure.questions import Option

Further = Callable[[str], tuple[Option, ...]]


def nothing_further(_key: str) -> tuple[Option, ...]:
    """Let every choice be begun at once."""
    return ()


def run_app(
    options: tuple[Option, ...],
    begin: Callable[[str], Run],
    chosen: str | None,
    *,
    further: Further = nothing_further,
    ascii_only: bool = False,
) -> int | None:
    """Run the app to its end on the main thread; return the engine's exit code.

    None where nothing was begun. `further` returns what is asked next about a choice, no
    options where it can be begun. What the engine's work raised is raised here. However
    the app ends, the engine is told to end and waited for: it may have limits to restore.
    """

    def install(engine: Engine) -> None:
        signals.install(engine)
        hear(app.hurry)

    app = WizardApp(options, begin, chosen, install=install, further=further, ascii_only=ascii_only)
    try:
        app.run(mouse=False)
    finally:
        app.end_engine()
    return app.outcome()


class WizardApp(App[int | None], inherit_bindings=False):
    """Begins what is chosen, wakes its screen, and leaves when it has ended.

    What a `Search` among the options finds can be begun like an option.
    `begin` makes a run that is not started; `install` is called with its engine before.
    `further` returns what is asked next about a choice, no options where it can be begun.
    """

    ENABLE_COMMAND_PALETTE = False

    def __init__(  # noqa: PLR0913  what is offered, what a choice does, and how it looks
        self,
        options: tuple[Option, ...],
        begin: Callable[[str], Run],
        chosen: str | None,
        *,
        install: Callable[[Engine], None] | None = None,
        further: Further = nothing_further,
        ascii_only: bool = False,
    ) -> None:
        super().__init__(ansi_color=True)
        self.theme = "ansi-dark"
        self.animation_level = "none"
        self._options = options
        self._searches = tuple(each for each in options if isinstance(each, Search))
        self._begin = begin
        self._chosen = chosen
        self._install = install
        self._further = further
        self._ascii_only = ascii_only
        self._under_way: Run | None = None
        self._showing: RunScreen | None = None
        self._hurry = False

    async def on_mount(self) -> None:
        """Begin at once where the choice was made already."""
        if self._chosen is None:
            await self.push_screen(StartScreen(self._options, ascii_only=self._ascii_only))
        else:
            await self._open(self._begin(self._chosen))

    @on(Listing.Chosen)
    async def begin_chosen(self, event: Listing.Chosen) -> None:
        """Begin what was chosen, or say on the screen that offered it why not."""
        if self._under_way is not None:
            return
        search = next((each for each in self._searches if each.key == event.key), None)
        if search is not None:
            await self.push_screen(NearbyScreen(search, ascii_only=self._ascii_only))
            return
        if options := self._further(event.key):
            await self.push_screen(WhichScreen(options, ascii_only=self._ascii_only))
            return
        try:
            run = self._begin(event.key)
        except CommissionError as error:
            cast("Listing", self.screen).tell(error.reason)
            return
        await self._open(run)

    async def _open(self, run: Run) -> None:
        self._under_way = run
        if self._install is not None:
            self._install(run.engine)
        run.engine.call_at_end(lambda: self._post(EngineEnded()))
        self._showing = RunScreen(run, ascii_only=self._ascii_only)
        await self.push_screen(self._showing)
        run.mailbox.listen(lambda: self._post(Wake()))
        run.engine.start()

    def _post(self, message: Message) -> None:
        """Post a message from the engine's thread; a screen that is gone wants none."""
        with suppress(RuntimeError):  # the loop of the screen is closed
            self.post_message(message)

    def _fatal_error(self) -> None:
        """Leave after a failure, and say where it was, but not what its names held.

        Textual's own traceback prints local values: a password may be among them.
        """
        failed = Traceback(show_locals=False, width=None)
        self._exit_renderables.append(Segments(self.console.render(failed)))
        self._close_messages_no_wait()

    def on_unmount(self) -> None:
        """Want no more mail."""
        if self._under_way is not None:
            self._under_way.mailbox.listen(None)

    def on_wake(self) -> None:
        """Show what is in the mailbox."""
        if self._under_way is not None and self._showing is not None:
            self._showing.receive(self._under_way.mailbox.take())

    @on(EngineEnded)
    def see_the_end(self) -> None:
        """Leave, unless the end is on the screen and was not read yet."""
        self.on_wake()
        self.leave_if_over()

    @on(WantsOut)
    def leave_if_over(self) -> None:
        """Leave where the engine has ended and nobody reads the end any more."""
        if self._under_way is None:
            self.exit()
        elif self._under_way.engine.done.is_set() and not self._being_read():
            self.exit(self._under_way.engine.exit_code)

    def _being_read(self) -> bool:
        """Return whether the end is on the screen and somebody may still read it."""
        screen = self._showing
        if screen is None or self._hurry:
            return False
        return screen.seen.finished and not screen.wants_out

    def hurry(self) -> None:
        """Leave as soon as the engine has ended, though nobody has read how; for signals."""
        self._hurry = True

    def end_engine(self) -> None:
        """Tell an engine that is still at work to end, and wait for it."""
        if self._under_way is not None:
            self._under_way.engine.interrupt(Interrupt.QUIT)
            self._under_way.engine.join()

    def outcome(self) -> int | None:
        """Return the ended engine's exit code, None if none was begun; raise its failure."""
        if self._under_way is None:
            return None
        if self._under_way.engine.failure is not None:
            raise self._under_way.engine.failure
        return self._under_way.engine.exit_code
