"""The pack as its board told it last, in a narrow column of characters."""

import textwrap
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import zip_longest

from wizard.procedure.pen import Pen
from wizard.procedure.scales import WIDEST_SCALE, bar
from wizard.procedure.views import Live
from wizard.protocol.alarms import ALARMS, OLDER
from wizard.protocol.views import Status
from wizard.quantity import Quantity, volts
from wizard.text import Text, listed, text
from wizard.units import Unit

NUMBERS = len("16 3.300 ")
GAP = 2
OUTSIDE, INSIDE = "!", " "
NAMES = ALARMS | OLDER


def pack_now(live: Live, pen: Pen, rows: int) -> list[str]:
    """Return at most `rows` lines: when it was read, cells, current, MOS, temperatures, alarms.

    Cells stand one below the other with bars where there are rows for them, else in two
    columns without. A cell outside of its limits has a `!`.
    """
    facts = [line for fact in _facts(live) for line in _folded(fact, pen)]
    head = pen.cut(pen.say(text("The pack at {time}", time=live.at)))
    most = rows - len(facts) - 3
    cells = _bars(live, pen)
    if len(cells) > most:
        cells = _two_columns(live, pen)
    return [head, "", *cells[: max(most, 0)], "", *facts][:rows]


def _bars(live: Live, pen: Pen) -> list[str]:
    return [f"{_cell(n, live, pen)} {_bar(each, live, pen)}" for n, each in _cells(live.status)]


def _bar(cell: Decimal, live: Live, pen: Pen) -> str:
    """Return a bar between the limits, nothing where they or the cell were not read."""
    room = min(pen.width - NUMBERS - len(OUTSIDE) - 1, WIDEST_SCALE)
    if live.low is None or live.high is None or not cell:
        return ""
    return pen.chars(bar(cell, live.low, live.high, room))


def _two_columns(live: Live, pen: Pen) -> list[str]:
    cells = [_cell(n, live, pen) for n, _ in _cells(live.status)]
    half = (len(cells) + 1) // 2
    sides = zip_longest(cells[:half], cells[half:], fillvalue="")
    return [f"{one}{' ' * GAP}{other}".rstrip() for one, other in sides]


def _cells(status: Status) -> Iterable[tuple[int, Decimal]]:
    return enumerate(status.cells, 1)


def _cell(number: int, live: Live, pen: Pen) -> str:
    cell, low, high = live.status.cells[number - 1], live.low, live.high
    outside = (low is not None and cell < low) or (high is not None and cell > high)
    shown = pen.number(cell, 3) if cell else "-"
    return f"{number:>2} {shown:>5}{OUTSIDE if outside else INSIDE}"


def _facts(live: Live) -> list[Text]:
    status = live.status
    return [
        *_limits(live),
        text("highest {high}, lowest {low}", high=volts(status.highest), low=volts(status.lowest)),
        text("apart {apart}", apart=volts(status.highest - status.lowest)),
        text("pack {volts}, {soc} %", volts=_short(status.pack_voltage, "V"), soc=status.soc),
        _current(status.current),
        text("charge MOS {state}", state=_mos(on=status.charge_mos)),
        text("discharge MOS {state}", state=_mos(on=status.discharge_mos)),
        text("cells at {temperatures}", temperatures=_degrees(status.temperatures)),
        text("MOS at {temperature}", temperature=_short(status.mos_temperature, "°C")),
        *([text("balancing")] if status.balancing else []),
        *_alarms(status),
    ]


def _limits(live: Live) -> list[Text]:
    if live.low is None or live.high is None:
        return []
    return [text("UVP {low}, OVP {high}", low=volts(live.low), high=volts(live.high))]


def _current(current: Decimal) -> Text:
    size = _short(abs(current), "A")
    if not current:
        return text("no current")
    return (
        text("{size}, charging", size=size)
        if current > 0
        else text("{size}, discharging", size=size)
    )


def _mos(*, on: bool) -> Text:
    return text("on") if on else text("OPEN")


def _short(value: Decimal, unit: Unit) -> Quantity:
    return Quantity(value.quantize(Decimal("0.1")), unit)


def _degrees(temperatures: Sequence[Decimal]) -> Text:
    """Return all of them, one behind the other."""
    told = [_short(each, "°C") for each in temperatures]
    return listed(told) if told else text("none told")


def _alarms(status: Status) -> list[Text]:
    if not status.alarms:
        return [text("no alarm")]
    return [
        text("alarm {n}: {name}", n=bit, name=text(NAMES.get(bit, "unknown")))
        for bit in sorted(status.alarms)
    ]


def _folded(fact: Text, pen: Pen) -> list[str]:
    return textwrap.wrap(pen.say(fact), max(pen.width, 1), subsequent_indent=" " * GAP)
