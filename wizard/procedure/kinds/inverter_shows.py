"""What the inverter shows against what the board says: does it believe the board."""

from collections.abc import Sequence
from decimal import Decimal

from wizard.boards.believe import same_picture, twice
from wizard.measurement import Limit, Origin
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.inverter_steps import InverterShows
from wizard.procedure.inverters import bit_rate
from wizard.procedure.kinds.can_heard import heard_on_can
from wizard.procedure.kinds.confirm import confirm
from wizard.procedure.kinds.inverter_brand import ON_PAPER
from wizard.procedure.kinds.inverter_chosen import Chosen, chosen
from wizard.procedure.kinds.protocol_name import label
from wizard.procedure.questions import Number
from wizard.protocol.ports import Bus
from wizard.quantity import Quantity, volts
from wizard.text import Text, text
from wizard.units import Unit


async def run(attempt: Attempt, step: InverterShows) -> Judgement:
    """Hear the bus where that is possible, then compare voltage and SOC on the display."""
    inverter = chosen(attempt)
    if inverter.bus is Bus.CAN and inverter.number is not None:
        await heard_on_can(attempt, step.can_listen, _expected(inverter))
    if inverter.brand is not None and inverter.brand.shows:
        attempt.line(text("{brand}: {what}", brand=inverter.said, what=text(inverter.brand.shows)))
    if not await confirm(attempt, step.statements):
        return attempt.judgement(_unheard(inverter))
    voltage = await attempt.ask(_shown("inverter-voltage", text("Battery voltage"), "V", 2, 200))
    soc = await attempt.ask(soc_shown("inverter-soc"))
    status = await twice(attempt.bench.board().status, text("status"), same_picture)
    attempt.reading(
        "board-voltage", text("Voltage, board"), volts(status.pack_voltage), Origin.BOARD
    )
    attempt.reading("board-soc", text("SOC, board"), _percent(Decimal(status.soc)), Origin.BOARD)
    _judge(attempt, "voltage", volts(voltage - status.pack_voltage), step.voltage_within)
    judge_soc(attempt, "soc", soc - status.soc, step.soc_within)
    return attempt.judgement(
        text(
            "The inverter shows another battery than this board: wrong protocol, or its own "
            "guess. {next}",
            next=try_next(inverter),
        )
    )


def _expected(inverter: Chosen) -> int | None:
    return bit_rate(inverter.bus, inverter.number or 0, inverter.over)


def _unheard(inverter: Chosen) -> Text:
    return text(
        "The inverter does not take its limits from the board yet. {next}",
        next=try_next(inverter),
    )


def try_next(inverter: Chosen) -> Text:
    """Return what else the brand speaks, to be tried after what was taken."""
    brand = inverter.brand
    left = [
        label(each.bus, number, each)
        for each in (brand.connection if brand is not None else ())
        for number in each.numbers
        if (each.bus, number) != (inverter.bus, inverter.number)
    ]
    if left:
        return text(
            "Look at cable and settings, then try next: {what}.",
            what=_then(left),
        )
    return text("Look at cable, pins, settings and {bus} speed.", bus=ON_PAPER[inverter.bus])


def _then(left: Sequence[Text]) -> Text:
    first, *others = left
    return text("{one}; then {other}", one=first, other=_then(others)) if others else first


def soc_shown(key: str) -> Number:
    """Ask for the state of charge that the display shows."""
    return _shown(key, text("SOC"), "%", 0, 100)


def _shown(key: str, what: Text, unit: Unit, decimals: int, most: int) -> Number:
    return Number(
        key=key,
        prompt=text("{what} on the inverter's display:", what=what),
        hint=text("Wait until the display has been renewed once."),
        unit=unit,
        decimals=decimals,
        low=Decimal(0),
        high=Decimal(most),
    )


def _percent(value: Decimal) -> Quantity:
    return Quantity(value, "%")


def judge_soc(attempt: Attempt, name: str, difference: Decimal, limit: Limit) -> None:
    """Judge how far the inverter's state of charge is from the board's, in %."""
    _judge(attempt, name, _percent(difference), limit)


def _judge(attempt: Attempt, name: str, difference: Quantity, limit: Limit) -> None:
    what = {"voltage": text("voltage")}.get(name, text("SOC"))
    attempt.measure(
        f"{name}-difference",
        text("{what}, inverter against board", what=what),
        Quantity(abs(difference.value), difference.unit),
        limit,
        Origin.COMPUTED,
    )
