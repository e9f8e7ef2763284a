"""The model of a checklist file: strict TOML, each kind of step with its own keys.

A wrong key is answered with the nearest known one. Sources: `INV` is the manual of the
JK Inverter BMS, English part; numbers are its lines.
"""

import difflib
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Literal, cast

import msgspec
from msgspec import Struct

from wizard.errors import BadFile
from wizard.measurement import Limit
from wizard.procedure.families import families
from wizard.protocol.catalogue import SETTING
from wizard.text import Text, text

ChemistryKey = Literal["li_ion", "lifepo4", "lto"]
Named = Annotated[str, msgspec.Meta(min_length=1)]
Positive = Annotated[int, msgspec.Meta(ge=1)]


class Step(Struct, frozen=True, kw_only=True, tag_field="kind", forbid_unknown_fields=True):
    """What every step has. `needs` names the steps that its verdict rests on.

    `short` is the title where there is room for some fourteen letters.
    """

    id: Named
    phase: str
    title: str
    short: str
    why: str
    source: str
    gate: bool = False
    needs: tuple[str, ...] = ()
    mistakes: tuple[str, ...] = ()


class FormField(Struct, frozen=True, forbid_unknown_fields=True):
    """A field of a form: what it asks and how it is recorded."""

    key: Named
    ask: Literal["line", "day", "family", "chemistry", "cells", "capacity"]
    prompt: str
    hint: str = ""
    optional: bool = False


class Form(Step, frozen=True, kw_only=True, tag="form", forbid_unknown_fields=True):
    """Ask who, where, with what, and which pack."""

    fields: tuple[FormField, ...]


class Confirm(Step, frozen=True, kw_only=True, tag="confirm", forbid_unknown_fields=True):
    """Statements a person must find true, one by one."""

    statements: tuple[str, ...]


class CellSpread(Step, frozen=True, kw_only=True, tag="cell_spread", forbid_unknown_fields=True):
    """Highest and lowest cell by meter; their difference is judged."""

    limit: Limit
    possible: Limit


class PinVoltages(Step, frozen=True, kw_only=True, tag="pin_voltages", forbid_unknown_fields=True):
    """The voltage-step test: each sense wire against the black one."""

    limits: Mapping[ChemistryKey, Limit]
    wires_per_plug: Positive
    plugs: Positive


class Connect(Step, frozen=True, kw_only=True, tag="connect", forbid_unknown_fields=True):
    """Open the link; learn who the board is, twice alike."""


class CellsVisible(
    Step, frozen=True, kw_only=True, tag="cells_visible", forbid_unknown_fields=True
):
    """Every connected cell shows a voltage at the board that agrees with the meter."""

    limits: Mapping[ChemistryKey, Limit]
    against_meter: Limit


class Preset(Step, frozen=True, kw_only=True, tag="preset", forbid_unknown_fields=True):
    """The chemistry preset, once, proved by Cell OVP."""

    most_current: Limit
    proof: Mapping[ChemistryKey, tuple[Decimal, ...]]


class SettingsStep(Step, frozen=True, kw_only=True, tag="settings", forbid_unknown_fields=True):
    """Settings to wanted values: given here (`set`) or in a form's field (`entered`)."""

    reason: str
    set: Mapping[str, Decimal] = msgspec.field(default_factory=dict[str, Decimal])
    entered: Mapping[str, str] = msgspec.field(default_factory=dict[str, str])
    chemistries: tuple[ChemistryKey, ...] = ("li_ion", "lifepo4", "lto")


class ProtectionTest(
    Step, frozen=True, kw_only=True, tag="protection_test", forbid_unknown_fields=True
):
    """The over-voltage protection by shifted limits. Times in seconds."""

    statements: tuple[str, ...]
    deadline_s: Positive
    trip_within_s: Positive
    release_within_s: Positive
    steady_s: Positive
    steady_within: Limit
    most_current: Limit
    release_margin: Limit


class Audit(Step, frozen=True, kw_only=True, tag="audit", forbid_unknown_fields=True):
    """All settings once more, against what this session wrote and what is safe."""


AnyStep = (
    Form
    | Confirm
    | CellSpread
    | PinVoltages
    | Connect
    | CellsVisible
    | Preset
    | SettingsStep
    | ProtectionTest
    | Audit
)


class Checklist(Struct, frozen=True, forbid_unknown_fields=True):
    """A checklist file. `manual` names the manual that its sources cite."""

    id: Named
    revision: int
    title: str
    manual: str
    families: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    step: tuple[AnyStep, ...]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A checklist and the SHA-256 of the bytes it was read from."""

    checklist: Checklist
    sha256: str


def parse(name: str, raw: bytes) -> Loaded:
    """Return the checklist in a TOML file. Raises BadFile naming file, place and remedy."""
    try:
        checklist = msgspec.toml.decode(raw, type=Checklist)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadFile(_explained(name, str(error), raw)) from error
    except RecursionError as error:
        raise BadFile(text("{file}: brackets in too many brackets", file=name)) from error
    for complaint in _complaints(checklist):
        raise BadFile(text("{file}: {what}", file=name, what=complaint))
    return Loaded(checklist, hashlib.sha256(raw).hexdigest())


def _explained(name: str, error: str, raw: bytes) -> Text:
    unknown = re.search(r"(?:unknown field|Invalid (?:enum )?value) [`']([^`']*)[`']", error)
    if unknown and (near := difflib.get_close_matches(unknown[1], sorted(_known_keys()), 1)):
        return text("{file}: {error}. Did you mean `{near}`?", file=name, error=error, near=near[0])
    return text("{file}: {error}", file=name, error=error or repr(raw[:20]))


def _known_keys() -> set[str]:
    models = (*AnyStep.__args__, Checklist, FormField, Limit)
    keys = {field.name for model in models for field in msgspec.structs.fields(model)}
    return keys | {str(model.__struct_config__.tag) for model in AnyStep.__args__}


def _complaints(checklist: Checklist) -> Iterator[Text]:
    known = families()
    for family in checklist.families:
        if family not in known:
            yield text(
                "there is no family `{name}`; known are {known}",
                name=family,
                known=", ".join(known),
            )
            return
    carried = {str(key) for family in checklist.families for key in known[family].cells}
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
            continue
        try:
            SETTING[key].raw(step.set.get(key, SETTING[key].low))
        except (ValueError, ArithmeticError) as error:
            yield text("step `{id}` sets {why}", id=step.id, why=str(error))


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
