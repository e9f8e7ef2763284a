"""How a cell went against a shifted limit, over the seconds since it was shifted."""

from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from wizard.procedure.figures import Trip
from wizard.procedure.pen import Pen
from wizard.text import text

ROWS = 5
TALLEST = ROWS + 2  # with a blank above and the time below
WIDEST = 40  # columns of the course; more say no more
NARROWEST = 12
SIDE = len("3.352 ") + 1
NAMES = 12  # columns at the right for what a line is
WINDOWS_S = (10, 20, 40, 80, 160, 320)  # so that it seldom has to be drawn anew
STEP = Decimal("0.01")  # of the ends, so that a reading seldom moves them
CELL, LIMIT, RELEASE = "━", "─", "."


def has_course(trip: Trip, width: int) -> bool:
    """Return whether there is a course to draw, and room for it."""
    return bool(trip.trace) and _columns(width) >= NARROWEST


def course(trip: Trip, pen: Pen) -> list[str]:
    """Return cell, limit and release over time; what was not reached yet is blank."""
    columns = _columns(pen.width)
    lines = [_line(row, trip, columns, pen) for row in range(ROWS)]
    end = _window(trip)
    middle = f"{end // 2}"
    axis = f"0{middle:>{columns // 2}}{end:>{columns - columns // 2 - 1}} s"
    return ["", *lines, " " * SIDE + axis]


def _columns(width: int) -> int:
    return min(width - SIDE - NAMES, WIDEST)


def _line(row: int, trip: Trip, columns: int, pen: Pen) -> str:
    high, low = _ends(trip)
    volts = high - (high - low) * row / (ROWS - 1)
    drawn = "".join(_signs(row, trip, columns))
    return f"{pen.number(volts, 3)} ┤{drawn:<{columns}} {_names(row, trip, pen)}".rstrip()


def _signs(row: int, trip: Trip, columns: int) -> Iterator[str]:
    """Return the sign of each column up to the last reading; the cell hides a limit."""
    last = min(int(trip.trace[-1].at * columns / _window(trip)), columns - 1)
    lines = {_row(trip.release, trip): RELEASE, _row(trip.limit, trip): LIMIT}
    for column in range(last + 1):
        here = _row(_cell_at(column, trip, columns), trip) == row
        yield CELL if here else lines.get(row, " ")


def _cell_at(column: int, trip: Trip, columns: int) -> Decimal:
    """Return the last reading up to the end of a column, before the first one the first."""
    until = Decimal(column + 1) * _window(trip) / columns
    before = [point.cell_voltage for point in trip.trace if point.at <= until]
    return before[-1] if before else trip.trace[0].cell_voltage


def _window(trip: Trip) -> int:
    """Return the seconds that the columns stand for."""
    return next((each for each in WINDOWS_S if trip.trace[-1].at <= each), WINDOWS_S[-1])


def _row(volts: Decimal, trip: Trip) -> int:
    high, low = _ends(trip)
    return int(((high - volts) / (high - low) * (ROWS - 1)).to_integral_value())


def _ends(trip: Trip) -> tuple[Decimal, Decimal]:
    """Return the highest and the lowest volts that are drawn; never the same."""
    drawn = [trip.limit, trip.release, *(point.cell_voltage for point in trip.trace)]
    high = max(drawn).quantize(STEP, ROUND_CEILING)
    low = min(drawn).quantize(STEP, ROUND_FLOOR)
    return (high, low) if high > low else (high + STEP, low)


def _names(row: int, trip: Trip, pen: Pen) -> str:
    marks = (
        (trip.cell_voltage, pen.say(text("cell {n}", n=trip.cell))),
        (trip.limit, trip.limit_label),
        (trip.release, trip.release_label),
    )
    return ", ".join(name for volts, name in marks if _row(volts, trip) == row)
