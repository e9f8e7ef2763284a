"""All cells at a similar charge, by meter, before anything is joined."""

from decimal import Decimal

from wizard.measurement import Limit, Origin
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.checklist import CellSpread
from wizard.procedure.questions import Number
from wizard.quantity import volts
from wizard.text import text

SORTED = Limit("V", Decimal(0), derived="the lowest cell is not above the highest one")


async def run(attempt: Attempt, step: CellSpread) -> Judgement:
    """Ask the highest and lowest cell; judge their difference."""
    highest = await attempt.ask(_cell("highest-cell", "Voltage of the highest cell:", step))
    lowest = await attempt.ask(_cell("lowest-cell", "Voltage of the lowest cell:", step))
    attempt.reading("highest-cell", text("Highest cell"), volts(highest), Origin.METER)
    attempt.reading("lowest-cell", text("Lowest cell"), volts(lowest), Origin.METER)
    spread = volts(highest - lowest)
    verdict = attempt.measure(
        "cell-spread",
        text("Difference between the cells"),
        spread,
        step.limit,
        Origin.COMPUTED,
        possible=SORTED,
        note=None if highest >= lowest else text("The lowest cell is above the highest one."),
    )
    attempt.line(text("difference {spread}: {verdict}", spread=spread, verdict=verdict.value))
    return attempt.judgement()


def _cell(key: str, prompt: str, step: CellSpread) -> Number:
    return Number(
        key=key,
        prompt=text(prompt),
        hint=text("All cells within {limit} of each other.", limit=str(step.limit)),
        unit="V",
        decimals=3,
        low=step.possible.low or Decimal(0),
        high=step.possible.high or Decimal(5),
    )
