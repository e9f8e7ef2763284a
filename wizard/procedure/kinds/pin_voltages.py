"""The voltage-step test: a swapped or missing sense wire destroys the board."""

from collections.abc import Mapping
from decimal import Decimal

from wizard.measurement import Limit, Origin, judge
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.checklist import PinVoltages
from wizard.procedure.figures import Pin, Plug, Plugs, Stair, Staircase
from wizard.procedure.questions import Choice, Number, Option
from wizard.quantity import volts
from wizard.text import Text, text

NOTHING = Decimal("0.5")  # V; less than any cell: no contact, or the same cell twice
AGAIN, STOP = "again", "stop"


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
    attempt.picture(_plugs(step, attempt.cells, len(stairs)), Staircase(tuple(stairs), limit))
    return attempt.judgement()


async def _wire(
    attempt: Attempt, step: PinVoltages, limit: Limit, stairs: "list[Stair]", tries: int
) -> Stair:
    cell = len(stairs) + 1
    attempt.counted(cell - 1, attempt.cells)
    attempt.picture(_plugs(step, attempt.cells, cell - 1), Staircase(tuple(stairs), limit))
    before = stairs[-1].total if stairs else Decimal(0)
    total = await attempt.ask(_question(step, cell, before, limit, tries))
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
        _plugs(step, attempt.cells, cell - 1, bad=not stair.verdict.passes),
        Staircase((*stairs, stair), limit),
    )
    return stair


def _question(step: PinVoltages, cell: int, before: Decimal, limit: Limit, tries: int) -> Number:
    plug, wire = divmod(cell - 1, step.wires_per_plug)
    low, high = limit.low or Decimal(0), limit.high or Decimal(5)
    return Number(
        key=wire_key(cell, tries),
        prompt=text(
            "Cell {cell}: red wire {wire} of plug {plug}, whose first is cell {first}.",
            cell=cell,
            wire=wire + 1,
            plug=plug + 1,
            first=plug * step.wires_per_plug + 1,
        ),
        hint=text(
            "The meter should show {low} to {high}.",
            low=volts(before + low),
            high=volts(before + high),
        ),
        unit="V",
        decimals=3,
        low=Decimal(-100),
        high=Decimal(100),
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


def _plugs(step: PinVoltages, cells: int, done: int, *, bad: bool = False) -> Plugs:
    def pin(cell: int) -> Pin:
        if cell > cells:
            return Pin.UNUSED
        if cell <= done:
            return Pin.GOOD
        if cell == done + 1:
            return Pin.BAD if bad else Pin.NOW
        return Pin.AWAITED

    per = step.wires_per_plug
    return Plugs(
        tuple(
            Plug(plug + 1, tuple(pin(plug * per + wire + 1) for wire in range(per)))
            for plug in range(step.plugs)
        )
    )


def rises(found: Mapping[str, Decimal]) -> dict[int, Decimal]:
    """Return the meter's step of each cell from measurements by name, V."""
    return {
        int(name.removeprefix("step-")): value
        for name, value in found.items()
        if name.startswith("step-")
    }
