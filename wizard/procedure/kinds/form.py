"""What a person answers: particulars, choices, figures. Each answer is a fact by its key."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from wizard.chemistry import CHEMISTRIES
from wizard.measurement import Limit, Origin, Verdict
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.checklist import Form
from wizard.procedure.families import families
from wizard.procedure.kinds.open_points import leave_open
from wizard.procedure.questions import Choice, Day, Line, Number, Option, Question
from wizard.procedure.step import FormField
from wizard.quantity import Quantity
from wizard.text import Text, text, words

Given = Mapping[str, str]

CAPACITY = Limit("Ah", Decimal(2), Decimal(2000), derived="what boards can be set to")


async def run(attempt: Attempt, step: Form) -> Judgement:
    """Ask each field; the first answer that cannot be gone on with ends the step."""
    given: dict[str, str] = {}
    for field in step.fields:
        question = _QUESTIONS[field.ask](attempt, field, given)
        value = await attempt.ask(question)
        given[field.key] = str(value)
        attempt.line(
            text("{prompt} {value}", prompt=text(field.prompt), value=_shown(question, value))
        )
        if not _record(attempt, field, question, value).passes:
            break
    return attempt.judgement()


def _shown(question: Question[Any], value: object) -> Text:
    """Return an answer as it is read: a choice by its label, a number with its unit."""
    match question:
        case Choice():
            return next(option.label for option in question.options if option.key == value)
        case Number():
            return text("{value}", value=Quantity(Decimal(str(value)), question.unit))
        case _:
            return text("{value}", value=str(value) or "-")


def _record(attempt: Attempt, field: FormField, question: Question[Any], value: object) -> Verdict:
    if field.ask == "choice":
        return _chosen(attempt, field, str(value))
    if field.ask == "number":
        return _figure(attempt, field, Decimal(str(value)))
    said = words(_shown(question, value)) if value else ""
    return attempt.observe(field.key, text(field.prompt), said, Verdict.PASS, Origin.PERSON)


def _chosen(attempt: Attempt, field: FormField, key: str) -> Verdict:
    option = next(option for option in field.options if option.key == key)
    if option.open_point:
        leave_open(attempt, text(option.open_point))
    return attempt.observe(
        field.key,
        text(field.prompt),
        option.label,
        Verdict.FAIL if option.stop else Verdict.PASS,
        Origin.PERSON,
        note=text(option.stop) if option.stop else None,
    )


def _figure(attempt: Attempt, field: FormField, value: Decimal) -> Verdict:
    title, found = text(field.prompt), Quantity(value, field.unit)
    if field.limit is None:
        attempt.reading(field.key, title, found, Origin.PERSON)
        return Verdict.PASS
    held = field.limit.judge(value).passes
    note = text(field.beyond) if field.beyond and not held else None
    return attempt.measure(field.key, title, found, field.limit, Origin.PERSON, note=note)


def _hint(field: FormField) -> Text | None:
    return text(field.hint) if field.hint else None


def _line(_attempt: Attempt, field: FormField, _given: Given) -> Line:
    return Line(
        key=field.key, prompt=text(field.prompt), hint=_hint(field), optional=field.optional
    )


def _day(_attempt: Attempt, field: FormField, _given: Given) -> Day:
    return Day(key=field.key, prompt=text(field.prompt), hint=_hint(field))


def _choice(field: FormField, options: Mapping[str, str]) -> Choice:
    return Choice(
        key=field.key,
        prompt=text(field.prompt),
        hint=_hint(field),
        options=tuple(Option(key, text(label)) for key, label in options.items()),
    )


def _family(attempt: Attempt, field: FormField, _given: Given) -> Choice:
    return _choice(field, {key: families()[key].label for key in attempt.checklist.families})


def _chemistry(_attempt: Attempt, field: FormField, given: Given) -> Choice:
    carried = families()[given["family"]].cells
    return _choice(field, {key: CHEMISTRIES[key].label for key in carried})


def _options(_attempt: Attempt, field: FormField, _given: Given) -> Choice:
    return _choice(field, {option.key: option.label for option in field.options})


def _cells(_attempt: Attempt, field: FormField, given: Given) -> Number:
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


def _capacity(_attempt: Attempt, field: FormField, _given: Given) -> Number:
    return _number(field, CAPACITY, decimals=1)


def _entered(_attempt: Attempt, field: FormField, _given: Given) -> Number:
    return _number(field, field.possible or Limit(field.unit), decimals=field.decimals)


def _number(field: FormField, possible: Limit, *, decimals: int) -> Number:
    return Number(
        key=field.key,
        prompt=text(field.prompt),
        hint=_hint(field),
        unit=possible.unit,
        decimals=decimals,
        low=possible.low or Decimal(0),
        high=possible.high or Decimal(0),
    )


_QUESTIONS: Mapping[str, Callable[[Attempt, FormField, Given], Question[Any]]] = {
    "line": _line,
    "day": _day,
    "family": _family,
    "chemistry": _chemistry,
    "cells": _cells,
    "capacity": _capacity,
    "choice": _options,
    "number": _entered,
}
