"""What makes a checklist of the right shape unusable. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TypeVar, cast

from wizard.measurement import Limit
from wizard.procedure.checklist import (
    Advanced,
    AnyStep,
    Audit,
    CellsVisible,
    Checklist,
    Connect,
    CurrentCalibration,
    Form,
    PinVoltages,
    Preset,
    Probes,
    ProtectionTest,
    RealLimitTest,
    SettingsStep,
    Supply,
    VoltageCalibration,
)
from wizard.procedure.families import TOLD_BY_LABEL, Family, families
from wizard.procedure.inverter_steps import InverterProtocol
from wizard.procedure.soundness_settings import complaints_of_settings, unsourced
from wizard.procedure.step import EVERY_CHEMISTRY, FormField, Span, Step
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
        boards = [known[family] for family in checklist.families]
        carried = {str(key) for family in boards for key in family.cells}
        yield from _of_steps(checklist, carried)
        yield from (what for family in boards for what in _of_board(checklist, family))


def _of_board(checklist: Checklist, family: Family) -> Iterator[Text]:
    """Yield what a checklist misses for a family: wires in plugs, figures off the label."""
    fields = {
        field.key for step in checklist.step if isinstance(step, Form) for field in step.fields
    }
    for key in TOLD_BY_LABEL if family.told_by_label else ():
        if key not in fields:
            yield text(
                "family `{family}` rests on `{key}`, which no form asks", family=family.key, key=key
            )
    for step in checklist.step:
        wired = family.plugs or family.told_by_label
        if isinstance(step, PinVoltages) and not step.plug and not wired:
            yield text("step `{id}`: family `{family}` has no plugs", id=step.id, family=family.key)


def _of_steps(checklist: Checklist, carried: set[str]) -> Iterator[Text]:
    seen: set[str] = set()
    asked: set[str] = set()
    for step in checklist.step:
        yield from _of_place(step, seen)
        yield from _of_fields(step, asked)
        yield from complaints_of_settings(step)
        yield from _of_chemistries(step, carried)
        yield from (what for limit in _parts(step, Limit) for what in _of_limit(step, limit))
        yield from (what for span in _parts(step, Span) for what in unsourced(step, span))
        seen.add(step.id)
    for step in checklist.step:
        yield from _of_until(checklist, step)
        yield from _of_condition(step, asked)


def _of_until(checklist: Checklist, step: AnyStep) -> Iterator[Text]:
    order = [each.id for each in checklist.step]
    if step.until and step.until not in order[order.index(step.id) + 1 :]:
        yield text(
            "step `{id}` waits until `{until}`, which does not stand after it",
            id=step.id,
            until=step.until,
        )


def _of_condition(step: AnyStep, asked: set[str]) -> Iterator[Text]:
    for key in step.only.answered if step.only else ():
        if key not in asked:
            yield text("step `{id}` asks for the answer `{key}`, of no form", id=step.id, key=key)


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
        yield from _of_answers(step, field)
        yield from _of_missing(step, field.when, asked)
        yield from _of_missing(step, _RESTS_ON.get(field.ask, ()), asked)
        asked.add(field.key)
    under = isinstance(step, ProtectionTest) and step.part == "under"
    computer = ("computer",) if under else ()
    rested = (*_FACTS.get(type(step), ()), *computer, *_rested_on(step))
    yield from _of_missing(step, rested, asked)


def _of_answers(step: AnyStep, field: FormField) -> Iterator[Text]:
    if (field.ask == "choice") is not bool(field.options):
        yield text("step `{id}`: `options` go with a choice, `{key}`", id=step.id, key=field.key)
    bounded = field.ask == "number" or (bool(field.possible) and field.ask in _NARROWED)
    if bounded is not bool(field.possible):
        yield text("step `{id}`: `possible` goes with a number, `{key}`", id=step.id, key=field.key)
    if not field.offered or (field.offered != EVERY_CHEMISTRY and field.ask != "chemistry"):
        yield text(
            "step `{id}`: `offered` names cells, and goes with a chemistry, `{key}`",
            id=step.id,
            key=field.key,
        )


def _rested_on(step: AnyStep) -> tuple[str, ...]:
    """Return the answers that the settings of a step follow from."""
    if not isinstance(step, SettingsStep):
        return ()
    caps = (cap.of for cap in step.caps if cap.of)
    most = (ask.most for ask in step.asks if ask.most)
    shares = (ask.of for ask in step.asks if ask.of)
    return (*step.entered.values(), *(bands.by for bands in step.bands), *caps, *most, *shares)


_NARROWED = frozenset({"cells", "capacity"})
"""Questions with bounds of their own, which a checklist may narrow."""

_RESTS_ON: Mapping[str, tuple[str, ...]] = {
    "family": (),
    "chemistry": ("family",),
    "cells": ("family", "chemistry"),
    "capacity": (),
}
"""The fields that other steps look up by key, and what each of them rests on."""

_FACTS: Mapping[type[Step], tuple[str, ...]] = {
    Supply: ("family", "chemistry", "cells"),
    PinVoltages: ("chemistry", "cells"),
    Connect: ("family",),
    CellsVisible: ("chemistry", "cells"),
    Probes: ("family",),
    Preset: ("family", "chemistry"),
    SettingsStep: ("family", "chemistry"),
    Advanced: ("family", "chemistry"),
    VoltageCalibration: ("cells",),
    CurrentCalibration: ("family",),
    RealLimitTest: ("cells", "capacity"),
    InverterProtocol: ("family",),
    Audit: ("chemistry",),
}


def _of_missing(step: AnyStep, wanted: Iterable[str], asked: set[str]) -> Iterator[Text]:
    for key in wanted:
        if key not in asked:
            yield text(
                "step `{id}` rests on `{key}`, which no form asks before it", id=step.id, key=key
            )


def _of_chemistries(step: AnyStep, carried: set[str]) -> Iterator[Text]:
    match step:
        case PinVoltages() | CellsVisible():
            given = {str(key) for key in step.limits}
        case Supply():
            given = {str(key) for key in step.empty if key in step.full}
        case Preset():
            given = {str(key) for key, values in step.proof.items() if _numbers(values)}
        case _:
            return
    for key in sorted(carried - given):
        yield text("step `{id}` has nothing for `{key}`", id=step.id, key=key)


def _numbers(values: tuple[Decimal, ...]) -> bool:
    return bool(values) and all(value.is_finite() for value in values)


def _of_limit(step: AnyStep, limit: Limit) -> Iterator[Text]:
    yield from unsourced(step, limit)
    bounds = [bound for bound in (limit.low, limit.high) if bound is not None]
    if not all(value.is_finite() for value in (*bounds, limit.near)) or limit.near < 0:
        yield text("limit of step `{id}`: `low`, `high`, `near` must be numbers", id=step.id)
    elif not bounds or bounds[0] > bounds[-1]:
        yield text("limit of step `{id}` needs `low` or `high`, low first", id=step.id)


Part = TypeVar("Part", Limit, Span)


def _parts(step: AnyStep, kind: type[Part]) -> "list[Part]":
    """Return the limits or spans of a step, those of its fields and tables among them."""
    values: list[object] = [getattr(step, name) for name in step.__struct_fields__]
    grouped = [cast("Mapping[str, object]", value) for value in values if isinstance(value, dict)]
    values += [one for group in grouped for one in group.values()]
    for field in step.fields if isinstance(step, Form) else ():
        values += [field.possible, field.limit]
    return [value for value in values if isinstance(value, kind)]
