"""Values that move while one looks: a trip against its limits, a current that has to hold."""

from decimal import Decimal
from itertools import zip_longest
from textwrap import wrap

from wizard.procedure.course import TALLEST, course, has_course
from wizard.procedure.digits import ROWS as DIGIT_ROWS
from wizard.procedure.digits import large
from wizard.procedure.figures import Currents, PackCurrent, Steady, Trip
from wizard.procedure.pen import Pen
from wizard.procedure.scales import WIDEST_SCALE, dot, place
from wizard.quantity import Quantity
from wizard.text import Text, text

TRIP_NAMES = 13  # columns of what stands before a limit
TRIP_LABELS = 36  # columns of limits, before those of the MOS begin
TRACE_ROWS = 3
LARGE_FROM = 52  # columns from which on large digits leave room for words
DIGIT_COLUMNS = 28
CURRENT_COLUMNS = 22  # value and time of a pack's current, both ends of its scale
SHORTEST_NAME = 8
SCALE_FROM = 10  # columns from which on a scale says something


def live_table(
    figure: Trip | Currents, pen: Pen, rows: int | None = None
) -> tuple[list[str], list[str]]:
    """Return the heading that always stays, and the lines below it."""
    if isinstance(figure, Trip):
        table = trip_table(figure, pen)
        if rows is not None and rows < len(table):
            table = [line for line in table if line]
        room = TALLEST if rows is None else rows - len(table)
        drawn = has_course(figure, pen.width) and room >= TALLEST
        return table, course(figure, pen) if drawn else ladder(figure, pen)
    return currents_table(figure, pen)


def trip_table(trip: Trip, pen: Pen) -> list[str]:
    """Return limits and MOS; the MOS that this trip opens stands first."""
    extreme = pen.say(text("highest cell") if trip.rising else text("lowest cell"))
    limits = [
        (extreme, trip.cell_voltage, pen.say(text("cell {n}", n=trip.cell))),
        (trip.limit_label, trip.limit, _was(trip.original, pen)),
        (trip.release_label, trip.release, _was(trip.release_original, pen)),
    ]
    names = max(TRIP_NAMES, *(len(name) + 1 for name, _, _ in limits))
    left = [f"{name:<{names}}{pen.number(volts, 3)} V   {told}" for name, volts, told in limits]
    table = _side_by_side(left, _switches(trip, pen), pen)
    restored = text("restored by itself in {n} s, whatever happens", n=trip.seconds_left)
    return [*wrap(pen.say(restored), pen.width), "", *table] if trip.shifted else table


def _side_by_side(left: list[str], right: list[str], pen: Pen) -> list[str]:
    """Return limits and MOS beside each other; where their words are too long, in one column.

    What tells of the trip stands first there: cell, limit, the MOS that it opens.
    """
    side = max(TRIP_LABELS, *(len(line) + 2 for line in left))
    if side + max(map(len, right)) <= pen.width:
        return [f"{one:<{side}}{other}" for one, other in zip(left, right, strict=True)]
    return [*left[:2], right[0], *left[2:], *right[1:]]


def _switches(trip: Trip, pen: Pen) -> list[str]:
    charge = (pen.say(text("charge MOS")), _mos(pen, on=trip.charge_mos))
    discharge = (pen.say(text("disch. MOS")), _mos(pen, on=trip.discharge_mos))
    both = [charge, discharge] if trip.rising else [discharge, charge]
    rows = [*both, (pen.say(text("current")), f"{pen.number(trip.current, 1)} A")]
    names = max(TRIP_NAMES, *(len(name) + 1 for name, _ in rows))
    return [f"{name:<{names}}{told}" for name, told in rows]


def _mos(pen: Pen, *, on: bool) -> str:
    return pen.say(text("on") if on else text("OPEN"))


def _was(original: Decimal, pen: Pen) -> str:
    return pen.say(text("was {value}", value=pen.number(original, 3)))


def ladder(trip: Trip, pen: Pen) -> list[str]:
    """Return cell, limit and release from high to low, as bars on one scale."""
    cell = pen.say(text("cell {n}", n=trip.cell))
    marks = [
        (trip.cell_voltage, "█", cell),
        (trip.limit, "━", trip.limit_label),
        (trip.release, "─", trip.release_label),
    ]
    marks.sort(key=lambda mark: mark[0], reverse=True)
    names = max(len(name) for _, _, name in marks)
    room = min(pen.width - names - len("  3.300 "), 2 * WIDEST_SCALE)
    high, low = marks[0][0], marks[-1][0]
    base = low - (high - low)  # the lowest bar is half as long as the highest
    return [
        "",
        *(
            f"{name:<{names}}  {pen.number(volts, 3)} {mark * (place(volts, base, high, room) + 1)}"
            for volts, mark, name in marks
        ),
    ]


def steady_lines(steady: Steady, pen: Pen, rows: int | None) -> list[str]:
    """Return value, gate and trace.

    Where rows are few, the large digits go first, then the trace.
    """
    told = [pen.say(each) for each in steady_words(steady)]
    beside = [fold for each in told for fold in _beside_digits(each, steady, pen)]
    gate, trace = _towards(steady, pen), _trace(steady, pen)
    room = DIGIT_ROWS + 1 + len(trace) if rows is None else rows
    fits = pen.width >= LARGE_FROM and len(beside) <= DIGIT_ROWS
    if fits and room >= DIGIT_ROWS + 1 + len(trace):
        rows_of_digits = zip_longest(large(_signed(steady)), beside, fillvalue="")
        told = [f"{one:<{DIGIT_COLUMNS}}{other}" for one, other in rows_of_digits]
    lines = [*told, gate, *trace]
    return lines if len(lines) <= room else lines[: min(room, len(told) + 1)]


def _beside_digits(told: str, steady: Steady, pen: Pen) -> list[str]:
    """Return a sentence as wide as large digits leave room; a unit stays with its value."""
    held = told.replace(f" {steady.unit}", f"\N{NO-BREAK SPACE}{steady.unit}")
    folds = wrap(held, max(pen.width - DIGIT_COLUMNS, 1))
    return [fold.replace("\N{NO-BREAK SPACE}", " ") for fold in folds]


def steady_words(steady: Steady) -> list[Text]:
    """Return the state in sentences: value and its direction, gate, spread, time held."""
    unit = steady.unit
    low = Quantity(steady.low, unit)
    spread, most = Quantity(steady.spread, unit), Quantity(steady.spread_most, unit)
    value = Quantity(steady.value, unit)
    signed = text("+{value}", value=value) if steady.value > 0 else value
    return [
        text("{value} {way}", value=signed, way=_way(steady.value)),
        text("{low} reached", low=low) if reached(steady) else text("not yet {low}", low=low),
        text("moves {spread} (max {most})", spread=spread, most=most),
        text("steady for {n} of {of} s", n=steady.seconds, of=steady.seconds_wanted),
    ]


def reached(steady: Steady) -> bool:
    """Return whether the value is large enough, in whichever direction."""
    return abs(steady.value) >= steady.low


def _signed(steady: Steady) -> str:
    return f"{steady.value:+f}" if steady.value else f"{steady.value:f}"


def _way(value: Decimal) -> Text:
    """Return what a current does; positive is charging."""
    if not value:
        return text("no current")
    return text("charging") if value > 0 else text("discharging")


def _towards(steady: Steady, pen: Pen) -> str:
    """Return the size of the value as a bar that is full at the gate, not before."""
    end = f" {pen.voice.number(f'{steady.low:f}')} {steady.unit}"
    room = max(min(pen.width - len(end) - 2, 2 * WIDEST_SCALE), 0)
    filled = room if reached(steady) else int(abs(steady.value) / steady.low * room)
    return f"0 {'█' * filled}{'░' * (room - filled)}{end}"


def _trace(steady: Steady, pen: Pen) -> list[str]:
    """Return the last readings from left to right; the rows span what may be between them."""
    if not steady.recent:
        return []
    high, low = max(steady.recent), min(steady.recent)
    slack = max(steady.spread_most - (high - low), Decimal(0)) / 2
    top, bottom = high + slack, low - slack
    names = (pen.number(top, 2), "", pen.number(bottom, 2))
    side = max(map(len, names))
    shown = steady.recent[-max(pen.width - side - 2, 1) :]
    at = [TRACE_ROWS - 1 - place(value, bottom, top, TRACE_ROWS) for value in shown]
    return [
        f"{name:>{side}} ┤{''.join('•' if level == row else ' ' for level in at)}"
        for row, name in enumerate(names)
    ]


def currents_table(currents: Currents, pen: Pen) -> tuple[list[str], list[str]]:
    """Return what is wanted, and a row for each pack: its current on a scale, its time."""
    wanted = text(
        "at most {most} A in each pack for {n} s", most=Quantity(currents.most),
        n=currents.seconds_wanted,
    )  # fmt: skip
    names = [pen.say(pack.name) for pack in currents.packs]
    side = min(max(map(len, names), default=0), max(pen.width // 3, SHORTEST_NAME))
    scale = min(pen.width - side - CURRENT_COLUMNS, WIDEST_SCALE)
    rows = zip(names, currents.packs, strict=True)
    return wrap(pen.say(wanted), pen.width), [
        f"{pen.cut(name, side):<{side}} {_current(pack, currents.most, scale, pen)}"
        for name, pack in rows
    ]


def _current(pack: PackCurrent, most: Decimal, scale: int, pen: Pen) -> str:
    if pack.value is None:
        return pen.say(text("not heard"))
    drawn = f" {dot(pack.value, -most, most, scale)}" if scale >= SCALE_FROM else ""
    return f"{pen.voice.number(f'{pack.value:+.2f}'):>8} A{drawn} {pack.seconds:>4} s"
