"""What a person answers: particulars, choices, figures. Each answer is a fact by its key."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from msgspec import convert

from wizard.chemistry import CHEMISTRIES
from wizard.measurement import Limit, Origin, Verdict
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.checklist import Form
from wizard.procedure.families import families
from wizard.procedure.kinds.board_facts import show_board
from wizard.procedure.kinds.open_points import leave_open
from wizard.procedure.questions import Choice, Day, Line, Number, Option, Question
from wizard.procedure.step import ChemistryKey, FormField
from wizard.quantity import Quantity
from wizard.text import Text, listed, text, words

Given = Mapping[str, str]

CAPACITY = Limit("Ah", Decimal(2), Decimal(2000), derived="what boards can be set to")


async def run(attempt: Attempt, step: Form) -> Judgement:
    """Ask each field; the first answer that cannot be gone on with ends the step."""
    given: dict[str, str] = {}
    for field in step.fields:
        if not _called_for(attempt, field, given):
            continue
        question = _QUESTIONS[field.ask](attempt, field, given)
        value = await attempt.ask(question)
        given[field.key] = str(value)
        if field.ask == "family":
            show_board(attempt, families()[str(value)])
        attempt.line(
            text("{prompt} {value}", prompt=text(field.prompt), value=_shown(question, value))
        )
        if not _record(attempt, field, question, value).passes:
            break
    return attempt.judgement()


def _called_for(attempt: Attempt, field: FormField, given: Given) -> bool:
    known = {**attempt.facts, **given}
    return all(known.get(key) in answers for key, answers in field.when.items())


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


def _choice(field: FormField, options: Mapping[str, Text]) -> Choice:
    return Choice(
        key=field.key,
        prompt=text(field.prompt),
        hint=_hint(field),
        options=tuple(Option(key, label) for key, label in options.items()),
    )


def _family(attempt: Attempt, field: FormField, _given: Given) -> Choice:
    found = {key: text(families()[key].label) for key in attempt.checklist.families}
    return _choice(field, found)


def _chemistry(attempt: Attempt, field: FormField, given: Given) -> Choice:
    """Offer what board and pack are for; the hint says why another one is not offered."""
    family = families()[{**attempt.facts, **given}["family"]]
    offered = {
        key: text("{name}", name=CHEMISTRIES[key].label)
        for key in family.cells
        if key in field.offered
    }
    refused = [why for key, why in family.refused.items() if key in field.offered]
    hints = [text(told) for told in (field.hint, *refused) if told]
    return replace(_choice(field, offered), hint=listed(hints, " ") if hints else None)


def _options(_attempt: Attempt, field: FormField, _given: Given) -> Choice:
    return _choice(field, {option.key: text(option.label) for option in field.options})


def _cells(attempt: Attempt, field: FormField, given: Given) -> Number:
    known = {**attempt.facts, **given}
    chemistry = convert(known["chemistry"], ChemistryKey)
    carried = families()[known["family"]].takes(chemistry, known)
    narrowed = field.possible or Limit("")
    low = max(Decimal(carried.low), narrowed.low or Decimal(0))
    high = min(Decimal(carried.high), narrowed.high or Decimal(carried.high))
    return Number(
        key=field.key,
        prompt=text(field.prompt),
        hint=text(
            "{low} to {high} for {chemistry} on this board",
            low=Quantity(low),
            high=Quantity(high),
            chemistry=CHEMISTRIES[chemistry].label,
        ),
        unit="",
        decimals=0,
        low=low,
        high=high,
    )


def _capacity(_attempt: Attempt, field: FormField, _given: Given) -> Number:
    return _number(field, field.possible or CAPACITY, decimals=1)


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
