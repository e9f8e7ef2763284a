"""Who, where, with what, and which pack."""

from decimal import Decimal
from typing import Any

from wizard.chemistry import CHEMISTRIES
from wizard.measurement import Origin, Verdict
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.checklist import Form, FormField
from wizard.procedure.families import families
from wizard.procedure.questions import Choice, Day, Line, Number, Option, Question
from wizard.text import text


async def run(attempt: Attempt, step: Form) -> Judgement:
    """Ask each field; what was entered becomes a line."""
    given: dict[str, str] = {}
    for field in step.fields:
        value = await attempt.ask(_question(attempt, field, given))
        given[field.key] = str(value)
        attempt.line(text("{prompt} {value}", prompt=text(field.prompt), value=str(value) or "-"))
        attempt.observe(field.key, text(field.prompt), str(value), Verdict.PASS, Origin.PERSON)
    return Judgement(Verdict.PASS)


def _question(attempt: Attempt, field: FormField, given: dict[str, str]) -> Question[Any]:
    prompt = text(field.prompt)
    hint = text(field.hint) if field.hint else None
    match field.ask:
        case "line":
            return Line(key=field.key, prompt=prompt, hint=hint, optional=field.optional)
        case "day":
            return Day(key=field.key, prompt=prompt, hint=hint)
        case "family":
            options = tuple(
                Option(key, text(families()[key].label)) for key in attempt.checklist.families
            )
            return Choice(key=field.key, prompt=prompt, hint=hint, options=options)
        case "chemistry":
            carried = families()[given["family"]].cells
            options = tuple(Option(key, text(CHEMISTRIES[key].label)) for key in carried)
            return Choice(key=field.key, prompt=prompt, hint=hint, options=options)
        case "cells":
            return _cells(field, given)
        case "capacity":
            return Number(
                key=field.key,
                prompt=prompt,
                hint=hint,
                unit="Ah",
                decimals=1,
                low=Decimal(2),
                high=Decimal(2000),
            )


def _cells(field: FormField, given: dict[str, str]) -> Number:
    allowed = families()[given["family"]].cells[given["chemistry"]]
    return Number(
        key=field.key,
        prompt=text(field.prompt),
        hint=text(
            "{low} to {high} for {chemistry} on this board",
            low=allowed.low,
            high=allowed.high,
            chemistry=CHEMISTRIES[given["chemistry"]].label,
        ),
        unit="",
        decimals=0,
        low=Decimal(allowed.low),
        high=Decimal(allowed.high),
    )
