"""Figures that read better as sentences: for screen readers, and for lines that stay."""

from itertools import pairwise
from typing import assert_never

from wizard.procedure.figures import Cable, Dip, Figure, Pin, Plug, Plugs, Rj45, Steady, Tips
from wizard.procedure.gauges import reached, steady_words
from wizard.procedure.wiring import WEIGHTS, dip_sum
from wizard.text import Text, listed, text

Told = Steady | Dip | Rj45 | Cable | Tips

EVERY_S = 10  # seconds of a steady value between two lines about it


def told(figure: Told) -> list[Text]:
    """Return a figure in sentences."""
    match figure:
        case Steady():
            return [steady_line(figure)]
        case Dip():
            return _dip(figure)
        case Rj45():
            return [_rj45(figure)]
        case Cable(ends=ends):
            return [_rj45(end) for end in ends]
        case Tips():
            return _tips(figure)
        case _:
            assert_never(figure)


def steady_line(steady: Steady) -> Text:
    """Return a current and its steadiness as one line."""
    return listed(steady_words(steady))


def steady_stage(steady: Steady) -> tuple[object, ...]:
    """Return what of a current is worth a line: it is equal as long as nothing new is."""
    calm = steady.spread <= steady.spread_most
    return (steady.value > 0, reached(steady), calm, steady.seconds // EVERY_S)


def _dip(dip: Dip) -> list[Text]:
    levers = [
        text("{n} ON", n=number) if dip.address & weight else text("{n} off", n=number)
        for number, weight in enumerate(WEIGHTS, 1)
    ]
    switches = text("DIP switches, from the left: {levers}", levers=listed(levers))
    return [switches, dip_sum(dip.address)]


def _rj45(plug: Rj45) -> Text:
    pins = [f"{number} {signal}" for number, signal in enumerate(plug.pins, 1) if signal]
    return text("{title}: pins {pins}", title=plug.title, pins=listed(pins))


def _tips(tips: Tips) -> list[Text]:
    where = text("Black tip on {minus}, red tip on {plus}.", minus=tips.minus, plus=tips.plus)
    return [where, text("A lamp joins P- and B+.")] if tips.lamp else [where]


def plug_notes(figure: Figure) -> list[Text]:
    """Return what the pictures of plugs do not say aloud: which of them count down."""
    if not isinstance(figure, Plugs):
        return []
    return [note for plug in figure.plugs for note in _plug_notes(plug)]


def _plug_notes(plug: Plug) -> list[Text]:
    cells = [cell for cell in plug.cells if cell]
    notes: list[Text] = []
    if len(cells) > 1 and all(one > other for one, other in pairwise(cells)):
        down = text("Plug {n} counts down: cell {first} is its first wire.", n=plug.number,
                    first=cells[0])  # fmt: skip
        notes.append(down)
    notes += [
        text("Wire {n} of plug {plug} must not be used.", n=number, plug=plug.number)
        for number, pin in enumerate(plug.pins, 1)
        if pin is Pin.FORBIDDEN
    ]
    return notes
