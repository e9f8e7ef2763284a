"""All cells at a similar charge, by meter, before anything is joined."""

from decimal import Decimal

from wizard.measurement import WORD, Limit, Origin
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.checklist import CellSpread
from wizard.procedure.questions import Number
from wizard.quantity import Quantity, volts
from wizard.text import Text, text

SORTED = Limit("V", Decimal(0), derived="the lowest cell is not above the highest one")


async def run(attempt: Attempt, step: CellSpread) -> Judgement:
    """Ask the highest and lowest cell; judge their difference."""
    highest = await attempt.ask(_cell("highest-cell", text("Voltage of the highest cell:"), step))
    lowest = await attempt.ask(_cell("lowest-cell", text("Voltage of the lowest cell:"), step))
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
        note=_why(step, spread),
    )
    attempt.line(text("difference {spread}: {verdict}", spread=spread, verdict=WORD[verdict]))
    return attempt.judgement()


def _why(step: CellSpread, spread: Quantity) -> Text | None:
    """Return what is wrong with a spread and what to do; None where it is good."""
    if spread.value < 0:
        return text("The lowest cell is above the highest one: measure both again.")
    if step.limit.judge(spread.value).passes:
        return None
    return text(
        "Difference between the cells: {spread}, {limit} is allowed. Charge the low cells or "
        "discharge the high ones, let them rest, and measure again.",
        spread=spread,
        limit=step.limit.said,
    )


def _cell(key: str, prompt: Text, step: CellSpread) -> Number:
    return Number(
        key=key,
        prompt=prompt,
        hint=text("All cells within {limit} of each other.", limit=step.limit.said),
        unit="V",
        decimals=3,
        low=step.possible.low or Decimal(0),
        high=step.possible.high or Decimal(5),
    )
