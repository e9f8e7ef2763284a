"""Plugs, switches, pins and meter tips, drawn as the technician sees them."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest
from textwrap import wrap

from wizard.procedure.figures import PLUS, Cable, Dip, Pin, Plug, Plugs, Rj45, Tips
from wizard.procedure.pen import Pen
from wizard.text import Text, text

PIN = {
    Pin.UNUSED: "-",
    Pin.AWAITED: "□",
    Pin.NOW: "▣",
    Pin.GOOD: "■",
    Pin.BAD: "X",
    Pin.FORBIDDEN: "\N{MULTIPLICATION SIGN}",
}
BETWEEN = 2  # columns between two plugs
PIN_COLUMNS = 4  # of a pin whose cell stands below it
WEIGHTS = (1, 2, 4, 8)  # what each DIP switch stands for, from the left
COLOURS = text("B- is the black wire, the others are red.")
EMPTY_PIN = "-"
RJ45 = (
    "┌────────┐",
    "│12345678│",
    "││││││││││",
    "│        │",
    "└──┐  ┌──┘",
    "   └──┘",
)


def plug_lines(figure: Plugs, pen: Pen) -> list[str]:
    """Return the plugs side by side, as many in a line as fit."""
    rows: list[list[str]] = []
    for plug in (_plug(each, pen) for each in figure.plugs):
        joined = _beside(rows[-1], plug) if rows else plug
        if rows and max(map(len, joined)) <= pen.width:
            rows[-1] = joined
        else:
            rows.append(plug)
    lines = [line for row in rows for line in row]
    return [*lines, *wrap(pen.say(COLOURS), pen.width)] if figure.black_first else lines


def _plug(plug: Plug, pen: Pen) -> list[str]:
    """Return a plug; where its wires have names, each name stands below its pin."""
    name = pen.say(text("plug {n}", n=plug.number))
    if not plug.cells:
        return [f"{name} {''.join(PIN[pin] for pin in plug.pins)}"]
    pairs = list(zip_longest(plug.pins, plug.cells, fillvalue=None))
    cells = [_cell(pin, cell, pen) for pin, cell in pairs]
    columns = max(PIN_COLUMNS, *map(len, cells))
    above = "".join(f"{PIN[pin] if pin else '?':^{columns}}" for pin, _ in pairs)
    below = "".join(f"{cell:^{columns}}" for cell in cells)
    return [f"{name} {above}", f"{'':{len(name)}} {below}"]


def _cell(pin: Pin | None, cell: int | None, pen: Pen) -> str:
    """Return the name of a wire, in brackets where it is measured now."""
    if pin is Pin.FORBIDDEN or cell is None:
        return pen.say(text("no"))
    name = "B+" if cell == PLUS else str(cell or "B-")
    return f"[{name}]" if pin is Pin.NOW else name


def _beside(left: Sequence[str], right: Sequence[str], gap: int = BETWEEN) -> list[str]:
    width = max(map(len, left)) + gap
    return [f"{one:<{width}}{other}" for one, other in zip_longest(left, right, fillvalue="")]


def dip_lines(dip: Dip, pen: Pen) -> list[str]:
    """Return four switches with their levers, and the sum that makes the address."""
    up = [bool(dip.address & weight) for weight in WEIGHTS]
    switch, counts = pen.say(text("switch")), pen.say(text("counts"))
    on, off = pen.say(text("ON, up")), pen.say(text("off, down"))
    side = max(map(len, (switch, on, counts, off)))
    return [
        f"{switch:<{side}}   " + "   ".join(str(number) for number in range(1, 5)),
        f"{'':<{side}} ┌───┬───┬───┬───┐",
        f"{on:<{side}} │{'│'.join(' █ ' if each else '   ' for each in up)}│",
        f"{off:<{side}} │{'│'.join('   ' if each else ' █ ' for each in up)}│",
        f"{'':<{side}} └───┴───┴───┴───┘",
        f"{counts:<{side}}   " + "   ".join(map(str, WEIGHTS)),
        *wrap(pen.say(dip_sum(dip.address)), pen.width),
    ]


def dip_sum(address: int) -> Text:
    """Return how the levers add up to an address."""
    up = [str(weight) for weight in WEIGHTS if address & weight]
    if not up:
        return text("all levers down = 0 = master")
    return text("levers up: {sum} = address {n}", sum=" + ".join(up), n=address)


def rj45_lines(plug: Rj45, pen: Pen) -> list[str]:
    """Return a plug, contacts towards the reader, and beside it its eight pins."""
    return [*_title(plug, pen), *_plug_and_pins(plug, pen)]


def _title(plug: Rj45, pen: Pen) -> list[str]:
    return wrap(pen.say(plug.title), pen.width)


def _plug_and_pins(plug: Rj45, pen: Pen) -> list[str]:
    told = (pen.say(text("contacts")), pen.say(text("to you")))
    return _beside((*RJ45, *told), _pins(plug, pen))


def _pins(plug: Rj45, pen: Pen) -> list[str]:
    signals = [pen.say(signal) or EMPTY_PIN for signal in plug.pins]
    return [f"{number} {signal}" for number, signal in enumerate(signals, 1)]


def cable_lines(cable: Cable, pen: Pen) -> list[str]:
    """Return the ends of a cable side by side, each in its share of the width."""
    share = max((pen.width - BETWEEN * (len(cable.ends) - 1)) // len(cable.ends), 1)
    narrow = replace(pen, width=share)
    titles = [_title(end, narrow) for end in cable.ends]
    most = max(map(len, titles))
    above = [[*title, *[""] * (most - len(title))] for title in titles]
    ends = [
        [narrow.cut(line) for line in (*title, *_plug_and_pins(end, narrow))]
        for title, end in zip(above, cable.ends, strict=True)
    ]
    gap = " " * BETWEEN
    return [
        gap.join(f"{line:<{share}}" for line in lines) for lines in zip_longest(*ends, fillvalue="")
    ]


def tips_lines(tips: Tips, pen: Pen) -> list[str]:
    """Return the pack with B+, B- and P-, and beside each point the tip that goes there."""
    wire, lamp = ("│", pen.say(text("lamp"))) if tips.lamp else (" ", "")
    points = (
        ("   ┌──────────────● B+", "B+"),
        (f" ┌─┴─┐            {wire}", ""),
        (f" │   │            {'(x) ' + lamp if lamp else ''}", ""),
        (f" └─┬─┘            {wire}", ""),
        (f"   ├──● B-        {wire}", "B-"),
        ("   └────[ BMS ]───● P-", "P-"),
    )
    return [f"{line:<25}{_tip(point, tips, pen)}".rstrip() for line, point in points]


def _tip(point: str, tips: Tips, pen: Pen) -> str:
    if point == tips.minus:
        return pen.say(text("◂ black tip"))
    return pen.say(text("◂ red tip")) if point == tips.plus else ""
