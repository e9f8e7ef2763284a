"""Over a thin line: of each update only the cells that do not stand on the terminal yet."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, cast

from rich.cells import get_character_cell_size
from rich.color import ColorSystem
from rich.console import COLOR_SYSTEMS, Console, ConsoleOptions, RenderableType, RenderResult
from rich.segment import Segment
from rich.style import Style
from textual import events, on
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.app import App, ReturnType
from textual.driver import Driver
from textual.geometry import Size
from textual.screen import Screen
from textual.strip import Strip

from screens.sgr import PLAIN, change, codes_of, on_a_blank

Display = Callable[[Screen[Any], RenderableType | None], None]
Cell = tuple[str, str]  # what stands there, and the codes that it was written with
BLANK: Cell = (" ", "")
COVERED: Cell = ("", "")  # the second half of a wide character
GAP = 5  # cells that stand already are written again where that is shorter than to jump
FEWEST_ERASED = 4  # blanks at the end of a line from which on erasing is shorter
START, ERASE = f"{PLAIN}\x1b[2J", "\x1b[K"


class ThinApp(App[ReturnType]):
    """An app whose updates cost what changed on them, whatever of them is painted anew."""

    def __init__(self, *, ansi_color: bool) -> None:
        super().__init__(ansi_color=ansi_color)
        self._glass = Glass()

    def forget(self) -> None:
        """Write everything with the next update: who knows what stands on the terminal."""
        self._glass = Glass()

    @on(events.Resize)
    @on(Driver.SignalResume)
    def forget_what_was_there(self) -> None:
        """Trust nothing that stood there at another size, or before the shell came back."""
        self.forget()

    def action_redraw(self) -> None:
        """Write everything again, over what a broken line or another program left there."""
        self.forget()
        self.screen.refresh()

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Let Textual display an update as what is different in it."""
        if isinstance(renderable, LayoutUpdate | ChopsUpdate):
            renderable = _Difference(renderable, self._glass, self.size)
        display = cast("Display", super()._display)  # pyright: ignore[reportUnknownMemberType]
        display(screen, renderable)


@dataclass(slots=True)
class Glass:
    """What stands on the terminal: cells by row, nothing before the first update."""

    rows: list[list[Cell]] = field(default_factory=list[list[Cell]])

    def show(self, pieces: Iterable["Piece"], size: Size, console: Console) -> str:
        """Return what to write so that pieces of lines stand there too."""
        start = "" if self.rows else START
        if not self.rows:
            self.rows = [[BLANK] * size.width for _ in range(size.height)]
        wanted: dict[int, list[Cell]] = {}
        for x, y, strip in pieces:
            if 0 <= y < len(self.rows):
                row = wanted.setdefault(y, list(self.rows[y]))
                cells = list(_cells(strip, console))[: len(row) - x]
                row[x : x + len(cells)] = cells
        pencil = _Pencil()
        for y, row in sorted(wanted.items()):
            pencil.row(y, self.rows[y], row)
            self.rows[y] = row
        return start + pencil.written()


Piece = tuple[int, int, Strip]


class _Difference(CompositorUpdate):
    """What of an update does not stand on the terminal yet."""

    def __init__(self, update: LayoutUpdate | ChopsUpdate, glass: Glass, size: Size) -> None:
        self._update = update
        self._glass = glass
        self._size = size

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield nothing: Textual writes what `render_segments` returns."""
        yield from ()

    def render_segments(self, console: Console) -> str:
        """Return what is written to the terminal."""
        return self._glass.show(_pieces(self._update), self._size, console)


def _pieces(update: LayoutUpdate | ChopsUpdate) -> Iterator[Piece]:
    """Return the pieces of lines of an update: column, row, what stands there."""
    if isinstance(update, ChopsUpdate):
        rows = sorted({y for y, _, _ in update.spans})
        for y in rows:
            yield from ((x, y, strip) for x, strip in update.chops[y].items() if strip is not None)
        return
    for y, line in enumerate(update.strips, update.region.y):
        x = update.region.x
        for strip in line:
            yield x, y, strip
            x += strip.cell_length


def _cells(strip: Strip, console: Console) -> Iterator[Cell]:
    system = COLOR_SYSTEMS.get(console.color_system or "", ColorSystem.TRUECOLOR)
    for segment in strip:
        yield from _segment(segment, system)


def _segment(segment: Segment, system: ColorSystem) -> Iterator[Cell]:
    codes = _codes(segment.style, system) if segment.style else ""
    blank = (" ", on_a_blank(codes))
    for char in segment.text:
        yield blank if char == " " else (char, codes)
        if not char.isascii() and get_character_cell_size(char) > 1:
            yield COVERED


@lru_cache(maxsize=1024)
def _codes(style: Style, system: ColorSystem) -> str:
    return codes_of(Strip.render_ansi(style, system))


class _Pencil:
    """Writes cells at places, and changes its codes only where the next cell needs it."""

    def __init__(self) -> None:
        self._written: list[str] = []
        self._codes = ""

    def written(self) -> str:
        """Return all that was written, and leave the terminal plain."""
        self._turn("")
        return "".join(self._written)

    def row(self, y: int, before: list[Cell], now: list[Cell]) -> None:
        """Turn a row from what it was into what it is."""
        end = len(now)
        while end and now[end - 1] == BLANK:
            end -= 1
        erased = len(now) - end >= FEWEST_ERASED and before[end:] != now[end:]
        last = end if erased else len(now)
        at = 0
        for first, after in _runs(before[:last], now[:last]):
            self._run(y, first, now[first:after])
            at = after
        if erased:
            self._turn("")
            self._written.append(ERASE if at == end and at else _at(y, end) + ERASE)

    def _run(self, y: int, x: int, cells: list[Cell]) -> None:
        self._written.append(_at(y, x))
        for char, codes in cells:
            if not (char == " " and codes == on_a_blank(self._codes)) and char:
                self._turn(codes)
            self._written.append(char)

    def _turn(self, codes: str) -> None:
        self._written.append(change(self._codes, codes))
        self._codes = codes


def _runs(before: list[Cell], now: list[Cell]) -> Iterator[tuple[int, int]]:
    """Return the stretches that changed, those close to each other as one."""
    first = last = -1
    for x, (old, new) in enumerate(zip(before, now, strict=True)):
        if old == new:
            continue
        if first >= 0 and x - last > GAP:
            yield _whole(now, first, last)
            first = x
        first, last = (x if first < 0 else first), x
    if first >= 0:
        yield _whole(now, first, last)


def _whole(now: list[Cell], first: int, last: int) -> tuple[int, int]:
    """Return a stretch that holds both halves of the wide characters at its ends."""
    while now[first] == COVERED and first:
        first -= 1
    after = last + 1
    while after < len(now) and now[after] == COVERED:
        after += 1
    return first, after


def _at(y: int, x: int) -> str:
    return f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H"
