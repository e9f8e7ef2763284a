"""Figures drawn in characters, for screens, plain lines and the text report alike.

A verdict is a word first; a mark only repeats it. Every line of a drawing is free of
control characters and fits the width it was drawn for.
"""

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from textwrap import wrap

from wizard.measurement import Limit
from wizard.procedure.figures import (
    Bar,
    Cable,
    CellBars,
    ChangeRow,
    Changes,
    Currents,
    Dip,
    Fact,
    Facts,
    Figure,
    Picture,
    Plugs,
    Rj45,
    Stair,
    Staircase,
    Steady,
    Tips,
    Trip,
)
from wizard.procedure.gauges import live_table, steady_lines
from wizard.procedure.pen import Pen
from wizard.procedure.scales import WIDEST_SCALE, bar, dot
from wizard.procedure.wiring import cable_lines, dip_lines, plug_lines, rj45_lines, tips_lines
from wizard.text import ENGLISH, Voice, text

STAIR_COLUMNS = (4, 8, 7)  # of cell, meter and step, at least; one between them
SCALE_ENDS = 8  # both brackets, and the upper end with its digits
NARROWEST_SCALE = 5
TWO_COLUMNS = 52  # from this width on, many cells stand side by side
MANY_CELLS = 8
SHORTEST_LABEL = 12


def draw(
    figure: Figure,
    width: int,
    *,
    ascii_only: bool = False,
    rows: int | None = None,
    voice: Voice = ENGLISH,
) -> list[str]:
    """Return the lines of a figure in a language, none wider than `width`.

    With `rows`, no more lines than that: the newest stay, and a line says how many do
    not show. `ascii_only` keeps to characters that every terminal has.
    """
    pen = Pen(max(width, 1), ascii_only, voice)
    head, lines = _drawn(figure, pen, rows)
    fitting = [*head, *lines] if rows is None else _newest(head, lines, rows, pen)
    return [pen.cut(pen.chars(line).rstrip()) for line in fitting]


def _drawn(figure: Figure, pen: Pen, rows: int | None) -> tuple[list[str], list[str]]:
    """Return the heading that always stays, and the lines below it."""
    match figure:
        case Staircase():
            return _staircase(figure, pen)
        case CellBars():
            return _cell_bars(figure, pen)
        case Changes():
            return _changes(figure, pen)
        case Trip() | Currents():
            return live_table(figure, pen, rows)
        case Facts():
            return [], _facts(figure, pen)
        case _:
            return _picture(figure, pen, rows), []


def _picture(figure: Picture, pen: Pen, rows: int | None) -> list[str]:
    match figure:
        case Plugs():
            return plug_lines(figure, pen)
        case Steady():
            return steady_lines(figure, pen, rows)
        case Dip():
            return dip_lines(figure, pen)
        case Rj45():
            return rj45_lines(figure, pen)
        case Cable():
            return cable_lines(figure, pen)
        case Tips():
            return tips_lines(figure, pen)


def _newest(head: list[str], lines: list[str], rows: int, pen: Pen) -> list[str]:
    room = rows - len(head)
    if len(lines) <= room:
        return [*head, *lines]
    kept = max(room - 1, 0)
    missing = text("… {n} rows above not shown", n=len(lines) - kept)
    return [*head, pen.say(missing), *lines[len(lines) - kept :]][: max(rows, 0)]


def _staircase(figure: Staircase, pen: Pen) -> tuple[list[str], list[str]]:
    low, high = figure.limit.low, figure.limit.high
    names = [pen.say(name) for name in (text("cell"), text("meter"), text("step"))]
    widths = [max(len(name), least) for name, least in zip(names, STAIR_COLUMNS, strict=True)]
    header = " ".join(f"{name:>{width}}" for name, width in zip(names, widths, strict=True))
    before = len(header) + 2 + pen.verdict_width()  # columns before the scale begins
    rows = [_stair(stair, widths, pen) for stair in figure.stairs]
    scale = min(pen.width - before - SCALE_ENDS, WIDEST_SCALE)
    if low is None or high is None or scale < NARROWEST_SCALE:
        return [header], rows
    ends = f"{pen.number(low, 2, before - 1 - len(header))} ┤{' ' * scale}├ {pen.number(high, 2)}"
    dots = [dot(stair.rise, low, high, scale) for stair in figure.stairs]
    return [header + ends], [row + mark for row, mark in zip(rows, dots, strict=True)]


def _stair(stair: Stair, widths: Sequence[int], pen: Pen) -> str:
    cell, total, rise = widths
    numbers = f"{stair.cell:>{cell}} {pen.number(stair.total, 3, total)}"
    word = f"{pen.verdict(stair.verdict):<{pen.verdict_width()}}"
    return f"{numbers} {pen.number(stair.rise, 3, rise)}  {word}"


def _cell_bars(figure: CellBars, pen: Pen) -> tuple[list[str], list[str]]:
    two = pen.width >= TWO_COLUMNS and len(figure.bars) > MANY_CELLS
    width = (pen.width - 3) // 2 if two else pen.width
    room = min(width - len("16 3.300 ") - 1 - pen.verdict_width(), WIDEST_SCALE)
    cells = [_bar(cell, figure.limit, room, pen) for cell in figure.bars]
    half = (len(cells) + 1) // 2 if two else len(cells)
    sides = zip_longest(cells[:half], cells[half:], fillvalue="")
    head = pen.say(text("cell voltages, allowed {limit}", limit=figure.limit.said))
    return wrap(head, pen.width), [f"{left:<{width}}   {right}" for left, right in sides]


def _bar(cell: Bar, limit: Limit, room: int, pen: Pen) -> str:
    numbers = f"{cell.cell:>2} {pen.number(cell.value, 3)}"
    word = pen.verdict(cell.verdict)
    if limit.low is None or limit.high is None or room < NARROWEST_SCALE:
        return f"{numbers} {word}"
    return f"{numbers} {bar(cell.value, limit.low, limit.high, room)} {word:<{pen.verdict_width()}}"


def _facts(figure: Facts, pen: Pen) -> list[str]:
    labels = [pen.say(row.label) for row in figure.rows]
    width = min(_widest(labels), pen.width // 2)
    rows = zip(labels, figure.rows, strict=True)
    return [line for label, row in rows for line in _folded(label, _fact(row, pen), width, pen)]


def _folded(label: str, value: str, width: int, pen: Pen) -> list[str]:
    """Return a label, and beside it its value, in as many lines as they take."""
    folds = wrap(value, max(pen.width - width - 2, SHORTEST_LABEL)) or [""]
    labels = wrap(label, max(width, 1))
    sides = zip_longest(labels, folds, fillvalue="")
    return [f"{left:<{width}}  {fold}" for left, fold in sides]


def _fact(row: Fact, pen: Pen) -> str:
    word = "" if row.verdict is None else f" {pen.verdict(row.verdict)}"
    return pen.say(row.value) + word


def _changes(figure: Changes, pen: Pen) -> tuple[list[str], list[str]]:
    columns = _change_columns(figure.rows, pen)
    widths = [_widest(column) for column in columns]
    spare = pen.width - sum(widths) - 2 * (len(widths) - 1)
    if spare < 0:
        widths[-1] = _narrowed(widths[-1], spare)
        widths[0] = _narrowed(widths[0], pen.width - sum(widths) - 2 * (len(widths) - 1))
    head, *rows = (_change(cells, widths) for cells in zip(*columns, strict=True))
    return head, [line for row in rows for line in row]


def _narrowed(width: int, spare: int) -> int:
    """Return a column that gives up what is missing, as far as words still fit into it."""
    return min(width, max(width + min(spare, 0), SHORTEST_LABEL))


def _change_columns(rows: Sequence[ChangeRow], pen: Pen) -> list[list[str]]:
    """Return the columns with their headings; what became of a change outranks why."""
    columns = [
        [pen.say(text("setting (JK's name)")), *(pen.say(row.label) for row in rows)],
        [pen.say(text("now")), *(pen.say(row.now) for row in rows)],
        [pen.say(text("will be")), *(pen.say(row.wanted) for row in rows)],
        [pen.say(text("why")), *(pen.say(row.why) for row in rows)],
    ]
    if not any(row.outcome for row in rows):
        return columns
    outcome = [pen.say(text("outcome")), *(pen.say(row.outcome or "") for row in rows)]
    full = [*columns, outcome]
    fits = sum(map(_widest, full)) + 2 * len(columns) <= pen.width
    return full if fits else [*columns[:3], outcome]


def _change(cells: tuple[str, ...], widths: Sequence[int]) -> list[str]:
    """Return a row in as many lines as its cells take; values stand at the right of theirs."""
    folded = [wrap(cell, max(width, 1)) for cell, width in zip(cells, widths, strict=True)]
    sides = ["<", ">", ">", *["<"] * (len(cells) - 3)]
    lines = zip_longest(*folded, fillvalue="")
    return [
        "  ".join(
            f"{part:{side}{width}}" for part, side, width in zip(line, sides, widths, strict=True)
        )
        for line in lines
    ]


def _widest(cells: Iterable[str]) -> int:
    return max(map(len, cells), default=0)
