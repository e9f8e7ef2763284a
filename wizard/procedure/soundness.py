"""What makes a checklist of the right shape unusable. Pure."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import cast

from wizard.measurement import Limit
from wizard.procedure.checklist import (
    AnyStep,
    Audit,
    CellsVisible,
    Checklist,
    Connect,
    Form,
    PinVoltages,
    Preset,
    SettingsStep,
    Step,
)
from wizard.procedure.families import families
from wizard.protocol.catalogue import SETTING
from wizard.text import Text, text


def complaints(checklist: Checklist) -> Iterator[Text]:
    """Yield what makes a checklist of the right shape unusable, a sentence each."""
    known = families()
    strange = [family for family in checklist.families if family not in known]
    if strange:
        yield text(
            "there is no family `{name}`; known are {known}",
            name=strange[0],
            known=", ".join(known),
        )
    else:
        carried = {str(key) for family in checklist.families for key in known[family].cells}
        yield from _of_steps(checklist, carried)


def _of_steps(checklist: Checklist, carried: set[str]) -> Iterator[Text]:
    seen: set[str] = set()
    asked: set[str] = set()
    for step in checklist.step:
        yield from _of_place(step, seen)
        yield from _of_fields(step, asked)
        yield from _of_settings(step)
        yield from _of_chemistries(step, carried)
        yield from (what for limit in _limits(step) for what in _of_limit(step, limit))
        seen.add(step.id)


def _of_place(step: AnyStep, seen: set[str]) -> Iterator[Text]:
    if step.id in seen:
        yield text("step id `{id}` stands twice", id=step.id)
    for need in step.needs:
        if need not in seen:
            yield text(
                "step `{id}` needs `{need}`, which does not stand before it", id=step.id, need=need
            )


def _of_fields(step: AnyStep, asked: set[str]) -> Iterator[Text]:
    """Yield what is wrong with a form's fields, and which fields a step misses."""
    for field in step.fields if isinstance(step, Form) else ():
        if field.key in asked:
            yield text("step `{id}`: field `{key}` stands twice", id=step.id, key=field.key)
        if field.ask in _RESTS_ON and field.key != field.ask:
            yield text(
                "step `{id}`: the field that asks `{ask}` must have this key too",
                id=step.id,
                ask=field.ask,
            )
        yield from _of_missing(step, _RESTS_ON.get(field.ask, ()), asked)
        asked.add(field.key)
    entered = tuple(step.entered.values()) if isinstance(step, SettingsStep) else ()
    yield from _of_missing(step, (*_FACTS.get(type(step), ()), *entered), asked)


_RESTS_ON: Mapping[str, tuple[str, ...]] = {
    "family": (),
    "chemistry": ("family",),
    "cells": ("family", "chemistry"),
    "capacity": (),
}
"""The fields that other steps look up by key, and what each of them rests on."""

_FACTS: Mapping[type[Step], tuple[str, ...]] = {
    PinVoltages: ("chemistry", "cells"),
    Connect: ("family",),
    CellsVisible: ("chemistry", "cells"),
    Preset: ("chemistry",),
    SettingsStep: ("chemistry",),
    Audit: ("chemistry",),
}


def _of_missing(step: AnyStep, wanted: Iterable[str], asked: set[str]) -> Iterator[Text]:
    for key in wanted:
        if key not in asked:
            yield text(
                "step `{id}` rests on `{key}`, which no form asks before it", id=step.id, key=key
            )


def _of_settings(step: AnyStep) -> Iterator[Text]:
    if not isinstance(step, SettingsStep):
        return
    for key in (*step.set, *step.entered):
        if key not in SETTING:
            yield text(
                "step `{id}` sets `{key}`, which is no setting. Did you mean `{near}`?",
                id=step.id,
                key=key,
                near=(difflib.get_close_matches(key, SETTING, 1) or ["-"])[0],
            )
        elif (why := _unsendable(step, key)) is not None:
            yield text("step `{id}` sets {why}", id=step.id, why=why)


def _unsendable(step: SettingsStep, key: str) -> str | None:
    try:
        SETTING[key].raw(step.set.get(key, SETTING[key].low))
    except (ValueError, ArithmeticError) as error:
        return str(error)
    return None


def _of_chemistries(step: AnyStep, carried: set[str]) -> Iterator[Text]:
    match step:
        case PinVoltages() | CellsVisible():
            given = {str(key) for key in step.limits}
        case Preset():
            given = {str(key) for key, values in step.proof.items() if _numbers(values)}
        case _:
            return
    for key in sorted(carried - given):
        yield text("step `{id}` has nothing for `{key}`", id=step.id, key=key)


def _numbers(values: tuple[Decimal, ...]) -> bool:
    return bool(values) and all(value.is_finite() for value in values)


def _of_limit(step: AnyStep, limit: Limit) -> Iterator[Text]:
    if not limit.source and not limit.derived:
        yield text("limit of step `{id}` names neither `source` nor `derived`", id=step.id)
    bounds = [bound for bound in (limit.low, limit.high) if bound is not None]
    if not all(value.is_finite() for value in (*bounds, limit.near)) or limit.near < 0:
        yield text("limit of step `{id}`: `low`, `high`, `near` must be numbers", id=step.id)
    elif not bounds or bounds[0] > bounds[-1]:
        yield text("limit of step `{id}` needs `low` or `high`, low first", id=step.id)


def _limits(step: AnyStep) -> "list[Limit]":
    values: list[object] = [getattr(step, name) for name in step.__struct_fields__]
    grouped = [cast("Mapping[str, object]", value) for value in values if isinstance(value, dict)]
    values += [limit for group in grouped for limit in group.values()]
    return [value for value in values if isinstance(value, Limit)]
