"""The voltage-step test: a swapped or missing sense wire destroys the board."""

from collections.abc import Mapping
from decimal import Decimal

from wizard.measurement import Limit, Origin, judge
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.checklist import PinVoltages
from wizard.procedure.families import families
from wizard.procedure.figures import PLUS, Pin, Plug, Plugs, Stair, Staircase, Tips
from wizard.procedure.questions import Choice, Number, Option
from wizard.procedure.step import PlugModel
from wizard.quantity import volts
from wizard.text import Text, text

NOTHING = Decimal("0.5")  # V; less than any cell: no contact, or the same cell twice
FIRST = 1  # the plug that has the black wire
LOWEST, HIGHEST = Decimal(-100), Decimal(100)  # V that a meter may show at such a pack
AGAIN, STOP = "again", "stop"
FIVE_WIRES, FIFTH_IN = "five", 3  # the answer that there is a fifth wire, and its plug


async def run(attempt: Attempt, step: PinVoltages) -> Judgement:
    """Take one wire after another; the first bad step must be mended or ends the test."""
    limit = step.limits[attempt.chemistry]
    stairs: list[Stair] = []
    while len(stairs) < attempt.cells:
        tries = 1
        stair = await _wire(attempt, step, limit, stairs, tries)
        while not stair.verdict.passes:
            if not await _mended(attempt, stair, limit, tries):
                return attempt.judgement(_symptom(stair, limit))
            tries += 1
            stair = await _wire(attempt, step, limit, stairs, tries)
        stairs.append(stair)
    attempt.counted(attempt.cells, attempt.cells)
    drawn = (*_plugs(attempt, step, len(stairs)), Staircase(tuple(stairs), limit))
    attempt.picture(*drawn)
    if _five(attempt):
        await _fifth_wire(attempt, step)
    for plug in wired(attempt, step):
        if plug.plus is not None:
            await _plus_wire(attempt, step, plug, stairs[-1].total)
    await _whole_pack(attempt, step, stairs[-1].total)
    attempt.picture(*drawn)
    return attempt.judgement()


async def _wire(
    attempt: Attempt, step: PinVoltages, limit: Limit, stairs: "list[Stair]", tries: int
) -> Stair:
    cell = len(stairs) + 1
    attempt.counted(cell - 1, attempt.cells)
    attempt.picture(*_plugs(attempt, step, cell - 1), Staircase(tuple(stairs), limit))
    before = stairs[-1].total if stairs else Decimal(0)
    total = await attempt.ask(_question(attempt, step, cell, before, tries))
    stair = Stair(cell, total, total - before, judge(total - before, limit))
    attempt.reading(
        f"wire-{cell}", text("Sense wire {cell}", cell=cell), volts(total), Origin.METER
    )
    attempt.measure(
        f"step-{cell}",
        text("Step to cell {cell}", cell=cell),
        volts(stair.rise),
        limit,
        Origin.COMPUTED,
        note=None if stair.verdict.passes else _symptom(stair, limit),
    )
    attempt.picture(
        *_plugs(attempt, step, cell - 1, bad=not stair.verdict.passes),
        Staircase((*stairs, stair), limit),
    )
    return stair


def _question(
    attempt: Attempt, step: PinVoltages, cell: int, before: Decimal, tries: int
) -> Number:
    limit = step.limits[attempt.chemistry]
    hint = text(
        "The meter should show {low} to {high}.",
        low=volts(before + (limit.low or Decimal(0))),
        high=volts(before + (limit.high or Decimal(5))),
    )
    return _volts(wire_key(cell, tries), _where(attempt, step, cell), hint)


def _volts(key: str, prompt: Text, hint: Text) -> Number:
    return Number(key=key, prompt=prompt, hint=hint, unit="V", decimals=3, low=LOWEST, high=HIGHEST)


def _where(attempt: Attempt, step: PinVoltages, cell: int) -> Text:
    """Return where a cell's wire is: by pin, or by plug and place as the drawing counts."""
    plug = next((plug for plug in wired(attempt, step) if cell in plug.cells), None)
    if plug is None:
        return text("Cell {cell}: the sense wire at its plus, counted from pack minus.", cell=cell)
    if (pin := plug.pin(cell)) is not None:
        values = {"cell": cell, "pin": pin, "plug": plug.number, "minus": plug.minus or 0}
        return text(
            "Cell {cell}: pin {pin} of plug P{plug}. The black tip stays on its pin {minus} (B-).",
            **values,
        )
    values = {
        "cell": cell,
        "wire": plug.cells.index(cell) + 1,
        "plug": plug.number,
        "order": ", ".join(str(each) for each in plug.cells),
    }
    if plug.number == FIFTH_IN and _five(attempt):
        return text(
            "Cell {cell}: red wire {wire} of plug {plug}, counted as the drawing does ({order}, "
            "then the fifth beside the probe, which is no cell's).",
            **values,
        )
    return text(
        "Cell {cell}: red wire {wire} of plug {plug}, counted as the drawing does ({order}).",
        **values,
    )


def wire_key(cell: int, tries: int = 1) -> str:
    """Return the key of the question for a cell's wire, at its first or a later try."""
    return f"wire-{cell}" if tries == 1 else f"wire-{cell}-try-{tries}"


async def _mended(attempt: Attempt, stair: Stair, limit: Limit, tries: int) -> bool:
    choice = await attempt.ask(
        Choice(
            key=f"wire-{stair.cell}-bad-{tries}",
            prompt=text("Do NOT plug in. {symptom}", symptom=_symptom(stair, limit)),
            options=(
                Option(AGAIN, text("Wire mended: measure cell {cell} again", cell=stair.cell)),
                Option(STOP, text("Stop here; the step fails")),
            ),
        )
    )
    return choice == AGAIN


def _symptom(stair: Stair, limit: Limit) -> Text:
    cell, rise = stair.cell, volts(stair.rise)
    if stair.total < -NOTHING:
        return text(
            "Cell {cell}: {total}, reversed. The meter or the wires are the wrong way round.",
            cell=cell,
            total=volts(stair.total),
        )
    if abs(stair.total) < NOTHING:
        return text("Cell {cell}: no voltage. The wire is open or has no contact.", cell=cell)
    if abs(stair.rise) < NOTHING:
        return text(
            "Cell {cell}: no rise. Wire {cell} is on the cell of wire {before}.",
            cell=cell,
            before=cell - 1,
        )
    if stair.rise < 0:
        return text(
            "Cell {cell}: the voltage falls by {rise}. Wires are swapped.",
            cell=cell,
            rise=volts(-stair.rise),
        )
    if limit.high is not None and stair.rise > limit.high:
        return text(
            "Cell {cell}: the step of {rise} is more than one cell. Wires are swapped "
            "or one is left out.",
            cell=cell,
            rise=rise,
        )
    return text(
        "Cell {cell}: a step of {rise} is outside the window of one cell. Look for a "
        "swapped wire, a poor contact or a bad cell.",
        cell=cell,
        rise=rise,
    )


def _five(attempt: Attempt) -> bool:
    """Whether harness 3 has the fifth wire that must be joined to nothing."""
    return attempt.facts.get("harness_3") == FIVE_WIRES


async def _fifth_wire(attempt: Attempt, step: PinVoltages) -> None:
    found = await attempt.ask(
        _volts(
            "fifth-wire",
            text("The fifth red wire of plug {n}, beside the probe:", n=FIFTH_IN),
            text("From the black wire, at the plug: the meter should show nothing."),
        )
    )
    joined = text(
        "Do NOT plug in. The fifth wire of plug {n} shows {found}: it is joined to a cell. Cut "
        "it or insulate its end, then measure again.",
        n=FIFTH_IN,
        found=volts(found),
    )
    attempt.measure(
        "fifth-wire",
        text("Fifth wire of plug {n}", n=FIFTH_IN),
        volts(found),
        step.fifth,
        Origin.METER,
        note=None if step.fifth.judge(found).passes else joined,
    )


async def _plus_wire(attempt: Attempt, step: PinVoltages, plug: PlugModel, last: Decimal) -> None:
    """Measure the wire that feeds the board: it has to carry the whole pack, not less."""
    values = {"pin": plug.plus or 0, "plug": plug.number}
    found = await attempt.ask(
        _volts(
            "plus-wire",
            text("B+, pin {pin} of plug P{plug}, which feeds the board:", **values),
            text(
                "The meter should show what the last cell's wire showed: {last}.", last=volts(last)
            ),
        )
    )
    apart = abs(found - last)
    wrong = text(
        "Do NOT plug in. B+ (pin {pin} of plug P{plug}) shows {found}, the last cell's wire "
        "{last}: B+ belongs to the plus of the whole pack.",
        found=volts(found),
        last=volts(last),
        **values,
    )
    attempt.reading("plus-wire", text("B+ wire"), volts(found), Origin.METER)
    attempt.measure(
        "plus-wire-total",
        text("B+ wire against the last cell's wire"),
        volts(apart),
        step.total,
        Origin.COMPUTED,
        note=None if step.total.judge(apart).passes else wrong,
    )


async def _whole_pack(attempt: Attempt, step: PinVoltages, last: Decimal) -> None:
    attempt.picture(Tips("B-", "B+"))
    pack = await attempt.ask(
        _volts(
            "pack-voltage",
            text("The whole pack, from pack minus (where B- will be) to pack plus:"),
            text("The meter should show what the last wire showed: {last}.", last=volts(last)),
        )
    )
    attempt.reading("pack-voltage", text("Whole pack"), volts(pack), Origin.METER)
    apart = abs(pack - last)
    attempt.measure(
        "total",
        text("Last wire against the whole pack"),
        volts(apart),
        step.total,
        Origin.COMPUTED,
        note=None if step.total.judge(apart).passes else _mismatch(attempt.cells, last, pack),
    )


def _mismatch(cells: int, last: Decimal, pack: Decimal) -> Text:
    values = {"cells": cells, "last": volts(last), "pack": volts(pack)}
    if pack - last > NOTHING:
        return text(
            "Do NOT plug in. The whole pack has {pack}, wire {cells} only {last}: the pack has "
            "more than {cells} cells, or its ends have no wire.",
            **values,
        )
    if last - pack > NOTHING:
        return text(
            "Do NOT plug in. The whole pack shows {pack}, wire {cells} {last}: the meter's tips "
            "were not at both ends of the pack, or the pack has fewer cells.",
            **values,
        )
    return text(
        "Do NOT plug in. The whole pack has {pack}, wire {cells} {last}: look for a poor contact "
        "of the black or the last red wire, then measure both once more.",
        **values,
    )


def _plugs(
    attempt: Attempt, step: PinVoltages, done: int, *, bad: bool = False
) -> tuple[Plugs, ...]:
    def pin(cell: int) -> Pin:
        if cell > attempt.cells:
            return Pin.UNUSED
        if cell <= done:
            return Pin.GOOD
        if cell == done + 1:
            return Pin.BAD if bad else Pin.NOW
        return Pin.AWAITED

    def drawn(plug: PlugModel) -> Plug:
        fifth = plug.number == FIFTH_IN and _five(attempt)
        black = FIRST if plug.number == FIRST and plug.minus is None else plug.minus
        ends = [(black, 0), (plug.plus, PLUS)]
        minus, plus = ((() if at is None else ((Pin.GOOD, name),)) for at, name in ends)
        wires = [(pin(cell), cell) for cell in plug.cells]
        forbidden = ((Pin.FORBIDDEN, 0),) if fifth else ()
        pins, names = zip(*minus, *wires, *forbidden, *plus, strict=True)
        return Plug(plug.number, pins, names)

    plugs = wired(attempt, step)
    counted = any(plug.minus is None for plug in plugs)
    return (Plugs(tuple(map(drawn, plugs)), black_first=counted),) if plugs else ()


def wired(attempt: Attempt, step: PinVoltages) -> tuple[PlugModel, ...]:
    """Return the plugs with their wires: the step's own, or those of the board's family."""
    return step.plug or families()[attempt.facts["family"]].plugs


def rises(found: Mapping[str, Decimal]) -> dict[int, Decimal]:
    """Return the meter's step of each cell from measurements by name, V."""
    return {
        int(name.removeprefix("step-")): value
        for name, value in found.items()
        if name.startswith("step-")
    }
