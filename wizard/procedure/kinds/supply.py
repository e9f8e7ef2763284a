"""Whether the pack, empty and full, stays within what the board is fed with."""

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
    limit = _range(family, step)
    empty, full = step.empty[attempt.chemistry] * cells, step.full[attempt.chemistry] * cells
    attempt.picture(_figure(attempt, step, family, limit))
    for name, title, value, note in (
        ("supply-empty", text("The pack empty"), empty, _too_low),
        ("supply-full", text("The pack full"), full, _too_high),
    ):
        verdict = limit.judge(value)
        attempt.measure(
            name,
            title,
            Quantity(value, "V"),
            limit,
            Origin.COMPUTED,
            note=None if verdict is Verdict.PASS else note(value, limit, verdict),
        )
    return attempt.judgement()


def _range(family: Family, step: Supply) -> Limit:
    near = step.near.high or Decimal(0)
    return Limit("V", family.supply_low_v, family.supply_high_v, near, source=family.source)


def _figure(attempt: Attempt, step: Supply, family: Family, limit: Limit) -> Facts:
    return Facts(
        (
            Fact(text("Board"), text("{v}", v=family.label)),
            Fact(text("It is fed with"), text("{v}", v=str(limit))),
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
