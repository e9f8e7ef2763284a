"""What a board does not tell over this link: a person reads it in the vendor's app.

A person's word is a deviation that the report names, never a pass.
"""

from decimal import Decimal

from wizard.measurement import Limit, Origin, Verdict
from wizard.procedure.attempt import Attempt
from wizard.procedure.kinds.shown import named, shown
from wizard.procedure.questions import Acknowledge, Number
from wizard.protocol.catalogue import Parameter
from wizard.text import text

NONE = Decimal(0)
READ = text("Read in the vendor's app; over this link the board does not tell it.")


async def number_in_app(
    attempt: Attempt, row: Parameter, low: Decimal = NONE, key: str = ""
) -> Decimal:
    """Ask for the number that the app shows; with a `low` of 0 that is "shows none"."""
    return await attempt.ask(
        Number(
            key=key or f"app-{row.key}",
            prompt=text("{label}, as the vendor's app shows it now:", label=row.label),
            hint=text("Over this link the board does not tell it.")
            if low
            else text("Over this link the board does not tell it. 0 if the app does not show it."),
            unit=row.unit,
            decimals=max(0, -int(row.scale.normalize().as_tuple().exponent)),
            low=low,
            high=row.high,
        )
    )


async def judge_in_app(attempt: Attempt, name: str, row: Parameter, limit: Limit) -> None:
    """Judge what the app shows of a setting: outside is outside, inside a deviation."""
    value = await number_in_app(attempt, row)
    note = READ
    if value == NONE:
        verdict, note = Verdict.NOT_APPLICABLE, text("The vendor's app does not show it.")
    else:
        verdict = Verdict.FAIL if limit.judge(value) is Verdict.FAIL else Verdict.MARGINAL
    attempt.observe(name, named(row), shown(row, value), verdict, Origin.PERSON, note=note)


async def judge_emergency_in_app(attempt: Attempt) -> None:
    """Ask whether the app shows the emergency mode off."""
    off = text("The vendor's app shows Emergency off.")
    so = await attempt.ask(Acknowledge(key="app-emergency", prompt=off))
    verdict, seen = (Verdict.MARGINAL, "off") if so else (Verdict.FAIL, "ON")
    note = READ if so else text("Emergency takes every protection away: end it in the app.")
    attempt.observe("emergency", text("Emergency"), seen, verdict, Origin.PERSON, note=note)
