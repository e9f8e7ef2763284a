"""Values that move while one looks: a trip against its limits, a current that has to hold."""

from decimal import Decimal
from itertools import zip_longest

from wizard.procedure.digits import ROWS as DIGIT_ROWS
from wizard.procedure.digits import large
from wizard.procedure.figures import Currents, PackCurrent, Steady, Trip
from wizard.procedure.pen import Pen
from wizard.procedure.scales import WIDEST_SCALE, dot, place
from wizard.text import Text, text, words

TRIP_LABELS = 36  # columns of limits, before those of the MOS begin
TRACE_ROWS = 3
LARGE_FROM = 52  # columns from which on large digits leave room for words
DIGIT_COLUMNS = 28
CURRENT_COLUMNS = 22  # value and time of a pack's current, both ends of its scale
SHORTEST_NAME = 8
SCALE_FROM = 10  # columns from which on a scale says something


def live_table(figure: Trip | Currents, pen: Pen) -> tuple[list[str], list[str]]:
    """Return the heading that always stays, and the lines below it."""
    if isinstance(figure, Trip):
        return trip_table(figure), ladder(figure, pen)
    return currents_table(figure, pen)


def trip_table(trip: Trip) -> list[str]:
    """Return limits and MOS; the MOS that this trip opens stands first."""
    extreme = words(text("highest cell") if trip.rising else text("lowest cell"))
    left = [
        f"{extreme:<13}{trip.cell_voltage:.3f} V   {words(text('cell {n}', n=trip.cell))}",
        f"{trip.limit_label:<13}{trip.limit:.3f} V   {_was(trip.original)}",
        f"{trip.release_label:<13}{trip.release:.3f} V   {_was(trip.release_original)}",
    ]
    table = [
        f"{one:<{TRIP_LABELS}}{other}" for one, other in zip(left, _switches(trip), strict=True)
    ]
    restored = text("restored by itself in {n} s, whatever happens", n=trip.seconds_left)
    return [words(restored), "", *table] if trip.shifted else table


def _switches(trip: Trip) -> list[str]:
    charge = f"charge MOS   {_mos(on=trip.charge_mos)}"
    discharge = f"disch. MOS   {_mos(on=trip.discharge_mos)}"
    both = [charge, discharge] if trip.rising else [discharge, charge]
    return [*both, f"current      {trip.current:.1f} A"]


def _mos(*, on: bool) -> str:
    return words(text("on") if on else text("OPEN"))


def _was(original: Decimal) -> str:
    return words(text("was {value}", value=f"{original:.3f}"))


def ladder(trip: Trip, pen: Pen) -> list[str]:
    """Return cell, limit and release from high to low, as bars on one scale."""
    cell = words(text("cell {n}", n=trip.cell))
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
            f"{name:<{names}}  {volts:.3f} {mark * (place(volts, base, high, room) + 1)}"
            for volts, mark, name in marks
        ),
    ]


def steady_lines(steady: Steady, pen: Pen, rows: int | None) -> list[str]:
    """Return value, gate and trace.

    Where rows are few, the large digits go first, then the trace.
    """
    told = [words(each) for each in steady_words(steady)]
    gate, trace = _towards(steady, pen), _trace(steady, pen)
    room = DIGIT_ROWS + 1 + len(trace) if rows is None else rows
    if pen.width >= LARGE_FROM and room >= DIGIT_ROWS + 1 + len(trace):
        beside = zip_longest(large(_signed(steady)), told, fillvalue="")
        told = [f"{one:<{DIGIT_COLUMNS}}{other}" for one, other in beside]
    lines = [*told, gate, *trace]
    return lines if len(lines) <= room else lines[: min(room, len(told) + 1)]


def steady_words(steady: Steady) -> list[Text]:
    """Return the state in sentences: value and its direction, gate, spread, time held."""
    unit = steady.unit
    low = f"{steady.low:f} {unit}"
    spread, most = f"{steady.spread:f} {unit}", f"{steady.spread_most:f} {unit}"
    return [
        text("{value} {way}", value=f"{_signed(steady)} {unit}", way=_way(steady.value)),
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
    end = f" {steady.low:f} {steady.unit}"
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
    names = (f"{top:.2f}", "", f"{bottom:.2f}")
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
        "at most {most} A in each pack for {n} s", most=f"{currents.most:f}",
        n=currents.seconds_wanted,
    )  # fmt: skip
    names = [pen.say(pack.name) for pack in currents.packs]
    side = min(max(map(len, names), default=0), max(pen.width // 3, SHORTEST_NAME))
    scale = min(pen.width - side - CURRENT_COLUMNS, WIDEST_SCALE)
    rows = zip(names, currents.packs, strict=True)
    return [words(wanted)], [
        f"{pen.cut(name, side):<{side}} {_current(pack, currents.most, scale)}"
        for name, pack in rows
    ]


def _current(pack: PackCurrent, most: Decimal, scale: int) -> str:
    if pack.value is None:
        return words(text("not heard"))
    drawn = f" {dot(pack.value, -most, most, scale)}" if scale >= SCALE_FROM else ""
    return f"{pack.value:>+8.2f} A{drawn} {pack.seconds:>4} s"
