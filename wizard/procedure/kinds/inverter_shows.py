"""What the inverter shows against what the board says: does it believe the board."""

from decimal import Decimal

from wizard.boards.believe import same_picture, twice
from wizard.measurement import Limit, Origin
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.checklist import InverterShows
from wizard.procedure.inverters import inverters
from wizard.procedure.kinds.confirm import confirm
from wizard.procedure.kinds.inverter_protocol import BRAND
from wizard.procedure.questions import Number
from wizard.quantity import Quantity, volts
from wizard.text import text
from wizard.units import Unit


async def run(attempt: Attempt, step: InverterShows) -> Judgement:
    """Say what is set at the inverter, then compare voltage and SOC on its display."""
    _advise(attempt)
    if not await confirm(attempt, step.statements):
        return attempt.judgement(text("The inverter does not take its limits from the board yet."))
    voltage = await attempt.ask(_shown("inverter-voltage", "Battery voltage", "V", 1, 200))
    soc = await attempt.ask(_shown("inverter-soc", "SOC", "%", 0, 100))
    status = await twice(attempt.bench.board().status, text("status"), same_picture)
    attempt.reading(
        "board-voltage", text("Voltage, board"), volts(status.pack_voltage), Origin.BOARD
    )
    attempt.reading("board-soc", text("SOC, board"), _percent(Decimal(status.soc)), Origin.BOARD)
    _judge(attempt, "voltage", volts(voltage - status.pack_voltage), step.voltage_within)
    _judge(attempt, "soc", _percent(soc - status.soc), step.soc_within)
    return attempt.judgement(
        text(
            "The inverter shows another battery than this board: wrong protocol, or its own guess."
        )
    )


def _advise(attempt: Attempt) -> None:
    """Show what is set at the inverter that was chosen."""
    brand = next(
        (taken.observed for taken in attempt.recorder.state.current() if taken.id == BRAND), ""
    )
    for inverter in inverters().values():
        if inverter.key == brand:
            advice = (*inverter.settings, *([inverter.note] if inverter.note else ()))
            for sentence in advice:
                attempt.line(text("{brand}: {what}", brand=inverter.label, what=text(sentence)))


def _shown(key: str, what: str, unit: Unit, decimals: int, most: int) -> Number:
    return Number(
        key=key,
        prompt=text("{what} on the inverter's display:", what=text(what)),
        hint=text("Wait until the display has been renewed once."),
        unit=unit,
        decimals=decimals + 1 if unit == "V" else decimals,
        low=Decimal(0),
        high=Decimal(most),
    )


def _percent(value: Decimal) -> Quantity:
    return Quantity(value, "%")


def _judge(attempt: Attempt, name: str, difference: Quantity, limit: Limit) -> None:
    attempt.measure(
        f"{name}-difference",
        text("{what}, inverter against board", what=text(name.upper() if name == "soc" else name)),
        Quantity(abs(difference.value), difference.unit),
        limit,
        Origin.COMPUTED,
    )
