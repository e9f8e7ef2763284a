"""The terminal app: a first page and those behind it, then one run and its screen."""

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import cast

from rich.segment import Segments
from textual import on
from textual.filter import LineFilter, NoColor
from textual.message import Message

from screens import themes
from screens.hearing import hear
from screens.listing import Listing
from screens.looks import Wears, languages, wardrobe
from screens.messages import EngineEnded, Wake, WantsOut
from screens.nearby import NearbyScreen
from screens.pages import PageScreen
from screens.reading import Reading
from screens.run import RunScreen
from screens.start import StartScreen
from screens.thin import ThinApp
from screens.words import speak
from wizard.engine import signals
from wizard.engine.engine import Engine
from wizard.engine.offers import FirstPage, Idle, Opens, Page, Reads
from wizard.engine.run import Run
from wizard.engine.search import Search
from wizard.errors import CommissionError
from wizard.look import NO_COLOURS, Look
from wizard.procedure.interrupts import Interrupt
from wizard.procedure.questions import Option

DEFAULT_LOOK = Look()
BARE = FirstPage()
Further = Callable[[str], Page | None]


def nothing_further(_key: str) -> None:
    """Let every choice be begun at once."""


def run_app(  # noqa: PLR0913  what is offered, what a choice does, and how it looks
    options: tuple[Option, ...],
    begin: Callable[[str], Run],
    chosen: str | None,
    *,
    further: Further = nothing_further,
    look: Look = DEFAULT_LOOK,
    first: FirstPage = BARE,
) -> int | None:
    """Run the app to its end on the main thread; return the engine's exit code.

    None where nothing was begun. `further` returns the page of what is asked next about a
    choice, None where it can be begun. What the engine's work raised is raised here.
    However the app ends, the engine is told to end and waited for: it may have limits to
    restore.
    """

    def install(engine: Engine) -> None:
        signals.install(engine)
        hear(app.hurry)

    app = WizardApp(
        options, begin, chosen, install=install, further=further, look=look, first=first
    )
    try:
        app.run(mouse=False)
    finally:
        app.end_engine()
    return app.outcome()


class WizardApp(ThinApp[int | None], inherit_bindings=False):
    """Begins what is chosen, wakes its screen, and leaves when it has ended.

    What a `Search` among the options finds can be begun like an option.
    `begin` makes a run that is not started; `install` is called with its engine before.
    `further` returns what is asked next about a choice, None where it can be begun.
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
        look: Look = DEFAULT_LOOK,
        first: FirstPage = BARE,
    ) -> None:
        super().__init__(ansi_color=True)
        self.animation_level = "none"
        self._options = options
        self._begin = begin
        self._chosen = chosen
        self._install = install
        self._further = further
        self._first = first
        self._under_way: Run | None = None
        self._showing: RunScreen | None = None
        self._hurry = False
        self.look = look
        for each in themes.ALL:
            self.register_theme(each)
        self._wear()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return what is done to every line: the theme decides, and NO_COLOR through it."""
        if self._colourless:
            return [themes.COLOURLESS]
        return [each for each in super().get_line_filters() if not isinstance(each, NoColor)]

    def _wear(self) -> None:
        """Take the theme and the language of the look."""
        name = themes.resolved(self.look.theme, os.environ)
        self._colourless = name == NO_COLOURS
        self.theme = themes.painted_as(name)
        self.ansi_color = None  # the theme says whether its colours are the terminal's own
        speak(self.look.language)

    def change_look(self, look: Look) -> None:
        """Look so from now on, on every page that is open, and remember it."""
        self.look = look
        self._wear()
        self._first.remember(look)
        for screen in self.screen_stack:
            if isinstance(screen, Listing):
                screen.look = look
                screen.draw()

    async def on_mount(self) -> None:
        """Begin at once where the choice was made already."""
        if self._chosen is None:
            await self.push_screen(StartScreen(self._options, self._first, look=self.look))
        else:
            await self._open(self._begin(self._chosen))

    @on(StartScreen.Wanted)
    async def open_wanted(self, event: StartScreen.Wanted) -> None:
        """Open a page that a key of the first page asks for."""
        match event.what:
            case Reads() as reads:
                await self._read(reads)
            case "language":
                await self._show(languages(self.look))
            case _:
                await self._show(wardrobe(self.look))

    @on(Listing.Chosen)
    async def begin_chosen(self, event: Listing.Chosen) -> None:
        """Open or begin what was chosen, or say on the screen that offered it why not."""
        if self._under_way is not None:
            return
        try:
            await self._take(event.option)
        except CommissionError as error:
            cast("Listing", self.screen).tell(error.reason)

    async def _take(self, option: Option) -> None:
        """Do what an option is for. Raises CommissionError."""
        match option:
            case Search():
                await self.push_screen(NearbyScreen(option, look=self.look))
            case Opens():
                await self._show(option.page())
            case Reads():
                await self._read(option)
            case Wears():
                self.pop_screen()
                self.change_look(option.look)
            case Idle():
                cast("Listing", self.screen).tell(option.says)
            case _:
                await self._begin_or_ask(option.key)

    async def _begin_or_ask(self, key: str) -> None:
        page = self._further(key)
        if page is None:
            await self._open(self._begin(key))
        else:
            await self._show(page)

    async def _show(self, page: Page) -> None:
        await self.push_screen(PageScreen(page, look=self.look))

    async def _read(self, reads: Reads) -> None:
        said = reads.lines(self.look.language)
        await self.push_screen(Reading(said, look=self.look))

    async def _open(self, run: Run) -> None:
        self._under_way = run
        if self._install is not None:
            self._install(run.engine)
        run.engine.call_at_end(lambda: self._post(EngineEnded()))
        self._showing = RunScreen(
            run, ascii_only=self.look.ascii_only, slow_link=self.look.slow_link
        )
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
        from rich.traceback import Traceback

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
