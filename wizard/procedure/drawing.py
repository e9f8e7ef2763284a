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
from wizard.procedure.pen import VERDICT_WORD, WORD_WIDTH, Pen
from wizard.procedure.scales import WIDEST_SCALE, bar, dot
from wizard.procedure.wiring import cable_lines, dip_lines, plug_lines, rj45_lines, tips_lines
from wizard.text import text, words

STAIR_COLUMNS = 31  # cell, meter, step and verdict, before the scale begins
SCALE_ENDS = 8  # both brackets, and the upper end with its digits
NARROWEST_SCALE = 5
TWO_COLUMNS = 52  # from this width on, many cells stand side by side
MANY_CELLS = 8
SHORTEST_LABEL = 12


def draw(
    figure: Figure, width: int, *, ascii_only: bool = False, rows: int | None = None
) -> list[str]:
    """Return the lines of a figure, none wider than `width`.

    With `rows`, no more lines than that: the newest stay, and a line says how many do
    not show. `ascii_only` keeps to characters that every terminal has.
    """
    pen = Pen(max(width, 1), ascii_only)
    head, lines = _drawn(figure, pen, rows)
    fitting = [*head, *lines] if rows is None else _newest(head, lines, rows)
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
            return live_table(figure, pen)
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
            return dip_lines(figure)
        case Rj45():
            return rj45_lines(figure, pen)
        case Cable():
            return cable_lines(figure, pen)
        case Tips():
            return tips_lines(figure)


def _newest(head: list[str], lines: list[str], rows: int) -> list[str]:
    room = rows - len(head)
    if len(lines) <= room:
        return [*head, *lines]
    kept = max(room - 1, 0)
    missing = text("… {n} rows above not shown", n=len(lines) - kept)
    return [*head, words(missing), *lines[len(lines) - kept :]][: max(rows, 0)]


def _staircase(figure: Staircase, pen: Pen) -> tuple[list[str], list[str]]:
    header = f"{'cell':>4}{'meter':>9}{'step':>8}"
    low, high = figure.limit.low, figure.limit.high
    if low is None or high is None or pen.width < STAIR_COLUMNS + SCALE_ENDS + NARROWEST_SCALE:
        return [header], [_stair(stair) for stair in figure.stairs]
    scale = min(pen.width - STAIR_COLUMNS - SCALE_ENDS, WIDEST_SCALE)
    header = f"{header}{low:>{STAIR_COLUMNS - 1 - len(header)}.2f} ┤{' ' * scale}├ {high:.2f}"
    return [header], [_stair(one) + dot(one.rise, low, high, scale) for one in figure.stairs]


def _stair(stair: Stair) -> str:
    numbers = f"{stair.cell:>4}{stair.total:>9.3f}{stair.rise:>8.3f}"
    return f"{numbers}  {VERDICT_WORD[stair.verdict]:<{WORD_WIDTH}}"


def _cell_bars(figure: CellBars, pen: Pen) -> tuple[list[str], list[str]]:
    two = pen.width >= TWO_COLUMNS and len(figure.bars) > MANY_CELLS
    width = (pen.width - 3) // 2 if two else pen.width
    room = min(width - len("16 3.300 ") - 1 - WORD_WIDTH, WIDEST_SCALE)
    cells = [_bar(cell, figure.limit, room) for cell in figure.bars]
    half = (len(cells) + 1) // 2 if two else len(cells)
    sides = zip_longest(cells[:half], cells[half:], fillvalue="")
    head = words(text("cell voltages, allowed {limit}", limit=str(figure.limit)))
    return [head], [f"{left:<{width}}   {right}" for left, right in sides]


def _bar(cell: Bar, limit: Limit, room: int) -> str:
    numbers = f"{cell.cell:>2} {cell.value:.3f}"
    word = VERDICT_WORD[cell.verdict]
    if limit.low is None or limit.high is None or room < NARROWEST_SCALE:
        return f"{numbers} {word}"
    return f"{numbers} {bar(cell.value, limit.low, limit.high, room)} {word:<{WORD_WIDTH}}"


def _facts(figure: Facts, pen: Pen) -> list[str]:
    labels = [pen.say(row.label) for row in figure.rows]
    width = min(_widest(labels), pen.width // 2)
    rows = zip(labels, figure.rows, strict=True)
    return [line for label, row in rows for line in _folded(label, _fact(row, pen), width, pen)]


def _folded(label: str, value: str, width: int, pen: Pen) -> list[str]:
    """Return a label, and beside it its value in as many lines as it takes."""
    folds = wrap(value, max(pen.width - width - 2, SHORTEST_LABEL)) or [""]
    labels = [pen.cut(label, width), *[""] * (len(folds) - 1)]
    return [f"{left:<{width}}  {fold}" for left, fold in zip(labels, folds, strict=True)]


def _fact(row: Fact, pen: Pen) -> str:
    word = "" if row.verdict is None else f" {VERDICT_WORD[row.verdict]}"
    return pen.say(row.value) + word


def _changes(figure: Changes, pen: Pen) -> tuple[list[str], list[str]]:
    columns = _change_columns(figure.rows, pen)
    widths = [_widest(column) for column in columns]
    spare = pen.width - sum(widths) - 2 * (len(widths) - 1)
    if spare < 0:
        widths[0] = max(widths[0] + spare, SHORTEST_LABEL)
    lines = [_change(cells, widths, pen) for cells in zip(*columns, strict=True)]
    return lines[:1], lines[1:]


def _change_columns(rows: Sequence[ChangeRow], pen: Pen) -> list[list[str]]:
    """Return the columns with their headings; what became of a change outranks why."""
    columns = [
        ["setting (JK's name)", *(pen.say(row.label) for row in rows)],
        ["now", *(pen.say(row.now) for row in rows)],
        ["will be", *(pen.say(row.wanted) for row in rows)],
        ["why", *(pen.say(row.why) for row in rows)],
    ]
    if not any(row.outcome for row in rows):
        return columns
    outcome = ["outcome", *(pen.say(row.outcome) for row in rows)]
    full = [*columns, outcome]
    fits = sum(map(_widest, full)) + 2 * len(columns) <= pen.width
    return full if fits else [*columns[:3], outcome]


def _change(cells: tuple[str, ...], widths: Sequence[int], pen: Pen) -> str:
    label, now, wanted, *rest = cells
    return "  ".join(
        [
            f"{pen.cut(label, widths[0]):<{widths[0]}}",
            f"{now:>{widths[1]}}",
            f"{wanted:>{widths[2]}}",
            *(f"{cell:<{width}}" for cell, width in zip(rest, widths[3:], strict=True)),
        ]
    )


def _widest(cells: Iterable[str]) -> int:
    return max(map(len, cells), default=0)
