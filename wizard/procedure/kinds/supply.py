"""Whether the pack, empty and full, stays within what the board is fed with."""

from collections.abc import Callable
from decimal import Decimal

from wizard.measurement import Limit, Origin, Verdict
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.checklist import Supply
from wizard.procedure.families import Family, families
from wizard.procedure.figures import Fact, Facts
from wizard.quantity import Quantity
from wizard.text import Text, text


async def run(attempt: Attempt, step: Supply) -> Judgement:
    """Judge the pack's lowest and highest voltage against the supply of the board's family."""
    family, cells = families()[attempt.facts["family"]], attempt.cells
    limit = family.fed_with(attempt.facts, step.near.high or Decimal(0))
    if limit is None:
        return Judgement(Verdict.NOT_TAKEN, text("Nothing says what this board is fed with."))
    empty, full = step.empty[attempt.chemistry] * cells, step.full[attempt.chemistry] * cells
    attempt.picture(_figure(attempt, step, family, limit))
    if step.dark and empty < (limit.low or Decimal(0)):
        _goes_dark(attempt, step, empty)
    else:
        _judge(attempt, "supply-empty", text("The pack empty"), empty, limit, _too_low)
    _judge(attempt, "supply-full", text("The pack full"), full, limit, _too_high)
    return attempt.judgement()


def _goes_dark(attempt: Attempt, step: Supply, empty: Decimal) -> None:
    """Record that the manual names so few cells, and what that means."""
    attempt.observe(
        "supply-empty",
        text("The pack empty"),
        str(Quantity(empty, "V")),
        Verdict.MARGINAL,
        Origin.COMPUTED,
        note=text(step.dark),
    )


def _judge(  # noqa: PLR0913  what a measurement has
    attempt: Attempt,
    name: str,
    title: Text,
    value: Decimal,
    limit: Limit,
    note: Callable[[Decimal, Limit, Verdict], Text],
) -> None:
    verdict = limit.judge(value)
    why = None if verdict is Verdict.PASS else note(value, limit, verdict)
    attempt.measure(name, title, Quantity(value, "V"), limit, Origin.COMPUTED, note=why)


def _figure(attempt: Attempt, step: Supply, family: Family, limit: Limit) -> Facts:
    return Facts(
        (
            Fact(text("Board"), text("{v}", v=family.label)),
            Fact(text("It is fed with"), limit.said),
            _row(attempt, text("Empty"), step.empty[attempt.chemistry], limit),
            _row(attempt, text("Full"), step.full[attempt.chemistry], limit),
        )
    )


def _row(attempt: Attempt, label: Text, cell: Decimal, limit: Limit) -> Fact:
    pack = cell * attempt.cells
    value = text(
        "{n} cells of {cell}: {pack}",
        n=attempt.cells,
        cell=Quantity(cell, "V"),
        pack=Quantity(pack, "V"),
    )
    return Fact(label, value, limit.judge(pack))


def _too_low(value: Decimal, limit: Limit, verdict: Verdict) -> Text:
    found = Quantity(value, "V")
    low = Quantity(limit.low or Decimal(0), "V")
    if verdict is Verdict.MARGINAL:
        return text(
            "Empty, the pack has {found}, hardly more than the {low} that the board needs: it "
            "goes dark soon. Do not discharge it that far.",
            found=found,
            low=low,
        )
    return text(
        "Empty, the pack has {found}, less than the {low} that the board needs. Take more "
        "cells or another board.",
        found=found,
        low=low,
    )


def _too_high(value: Decimal, limit: Limit, verdict: Verdict) -> Text:
    found = Quantity(value, "V")
    high = Quantity(limit.high or Decimal(0), "V")
    if verdict is Verdict.MARGINAL:
        return text(
            "Full, the pack has {found}, hardly less than the {high} that the board bears. "
            "Check that no charger goes higher.",
            found=found,
            high=high,
        )
    return text(
        "Full, the pack has {found}, more than the {high} that the board bears. Take fewer "
        "cells or another board.",
        found=found,
        high=high,
    )
