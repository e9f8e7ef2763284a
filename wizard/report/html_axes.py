"""Axes and marks of the drawings: cells from left to right, volts upwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import floor, log10

from wizard.measurement import Verdict
from wizard.report.html_parts import Html, tag
from wizard.text import Text

WIDTH = 720
HEIGHT = 290
LEFT, RIGHT, TOP, BOTTOM = 44, 62, 40, 250
CROWDED = 16  # more cells than this have their values written upwards
GRID = 5  # lines, about


@dataclass(frozen=True, slots=True)
class Axis:
    """How cells and volts come to places on paper."""

    low: float
    high: float
    cells: int

    @property
    def slot(self) -> float:
        """The width that a cell has."""
        return (WIDTH - LEFT - RIGHT) / self.cells

    def x(self, cell: int) -> float:
        """Return where a cell's slot begins."""
        return LEFT + (cell - 1) * self.slot

    def middle(self, cell: int) -> float:
        """Return the middle of a cell's slot."""
        return self.x(cell) + self.slot / 2

    def y(self, value: Decimal) -> float:
        """Return the height of a voltage."""
        return BOTTOM - (float(value) - self.low) / (self.high - self.low) * (BOTTOM - TOP)


def axis_of(values: Sequence[Decimal], cells: int) -> Axis:
    """Return an axis on which all values have a place, with a margin around them."""
    low, high = float(min(values)), float(max(values))
    margin = (high - low) * 0.06 or 0.05
    return Axis(low - margin, high + margin, cells)


def number(value: float) -> str:
    """Return a place on paper as it is written."""
    return f"{value:.1f}"


def axis_lines(axis: Axis) -> list[Html]:
    """Return thin lines across with their volts at the left."""
    return [part for value in _round(axis) for part in _grid(axis, value)]


def _grid(axis: Axis, value: Decimal) -> list[Html]:
    y = number(axis.y(value))
    across = tag("line", x1=str(LEFT), x2=str(WIDTH - RIGHT), y1=y, y2=y, stroke="#bbb",
                 stroke_width="0.5")  # fmt: skip
    label = tag("text", f"{value:f}", x=str(LEFT - 4), y=number(axis.y(value) + 3.5),
                text_anchor="end")  # fmt: skip
    return [across, label]


def _round(axis: Axis) -> list[Decimal]:
    """Return round voltages within an axis."""
    rough = (axis.high - axis.low) / GRID
    exponent = floor(log10(rough))
    digit = next(digit for digit in (1, 2, 5, 10) if digit * 10.0**exponent >= rough * 0.999)
    unit = Decimal(digit).scaleb(exponent)
    first, last = floor(axis.low / float(unit)) + 1, floor(axis.high / float(unit))
    return [unit * count for count in range(first, last + 1)]


def field(axis: Axis, cell: int, low: Decimal, high: Decimal) -> Html:
    """Return a grey field over a cell's slot between two voltages."""
    top, bottom = axis.y(high), axis.y(low)
    return tag("rect", x=number(axis.x(cell)), y=number(top), width=number(axis.slot),
               height=number(max(0.0, bottom - top)), fill="#ccc", stroke="#666",
               stroke_width="0.5")  # fmt: skip


def level(axis: Axis, cell: int, value: Decimal) -> Html:
    """Return a thick line over a cell's slot."""
    y = number(axis.y(value))
    return tag("line", x1=number(axis.x(cell)), x2=number(axis.x(cell) + axis.slot), y1=y, y2=y,
               stroke="black", stroke_width="1.8")  # fmt: skip


def vertical(axis: Axis, cell: int, start: Decimal, end: Decimal) -> Html:
    """Return the riser at the left of a cell's slot."""
    x = number(axis.x(cell))
    return tag("line", x1=x, x2=x, y1=number(axis.y(start)), y2=number(axis.y(end)),
               stroke="black", stroke_width="1")  # fmt: skip


def limit(axis: Axis, name: Text, value: Decimal) -> list[Html]:
    """Return a dashed line across, with its name at the right."""
    y = axis.y(value)
    dashed = tag("line", x1=str(LEFT), x2=str(WIDTH - RIGHT), y1=number(y), y2=number(y),
                 stroke="black", stroke_width="1.5", stroke_dasharray="6 4")  # fmt: skip
    words = tag("text", name, f" {value:f}", x=str(WIDTH - RIGHT + 4), y=number(y + 3.5))
    return [dashed, words]


def below(axis: Axis, cell: int, words: str, line: int) -> Html:
    """Return words under a cell's slot, in the first or second line."""
    return _label(axis.middle(cell), BOTTOM + 14 + 14 * line, words)


def above(axis: Axis, cell: int, value: Decimal, words: str) -> Html:
    """Return words over a voltage; of many cells, written upwards."""
    x, y = axis.middle(cell), axis.y(value) - 8
    return _turned(x, y, words) if axis.cells > CROWDED else _label(x, y, words)


def _label(x: float, y: float, words: str) -> Html:
    return tag("text", words, x=number(x), y=number(y), text_anchor="middle")


def _turned(x: float, y: float, words: str) -> Html:
    turn = f"rotate(-90 {number(x)} {number(y)})"
    return tag("text", words, x=number(x), y=number(y), dy="3.5", transform=turn)


def mark(axis: Axis, cell: int, value: Decimal, verdict: Verdict) -> Html:
    """Return a sign at a value: a dot for pass, a triangle for marginal, else a cross."""
    x, y = axis.middle(cell), axis.y(value)
    if verdict is Verdict.PASS:
        return tag("circle", cx=number(x), cy=number(y), r="3.5")
    shape = (
        f"M{number(x - 5)} {number(y + 4)}h10l-5 -9z"
        if verdict is Verdict.MARGINAL
        else f"M{number(x - 5)} {number(y - 5)}l10 10m0 -10l-10 10"
    )
    return tag("path", d=shape, fill="white", stroke="black", stroke_width="2")
