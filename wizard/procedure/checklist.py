"""The model of a checklist file: strict TOML, each kind of step with its own keys.

A wrong key is answered with the nearest known one. Sources: `INV` is the manual of the
JK Inverter BMS, English part; numbers are its lines.
"""

import difflib
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, cast

import msgspec
from msgspec import Struct

from wizard.errors import BadFile
from wizard.measurement import Limit
from wizard.protocol.catalogue import SETTING
from wizard.text import Text, text

ChemistryKey = Literal["li_ion", "lifepo4", "lto"]


class Step(Struct, frozen=True, kw_only=True, tag_field="kind", forbid_unknown_fields=True):
    """What every step has. `needs` names the steps that its verdict rests on.

    `short` is the title where there is room for some fourteen letters.
    """

    id: str
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

    key: str
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
    wires_per_plug: int
    plugs: int


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
    deadline_s: int
    trip_within_s: int
    release_within_s: int
    steady_s: int
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

    id: str
    revision: int
    title: str
    manual: str
    families: tuple[str, ...]
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
    for complaint in _complaints(checklist):
        raise BadFile(text("{file}: {what}", file=name, what=complaint))
    return Loaded(checklist, hashlib.sha256(raw).hexdigest())


def _explained(name: str, error: str, raw: bytes) -> Text:
    unknown = re.search(r"unknown field `([^`]*)`", error)
    known = sorted(_known_keys())
    if unknown and (near := difflib.get_close_matches(unknown[1], known, 1)):
        return text("{file}: {error}. Did you mean `{near}`?", file=name, error=error, near=near[0])
    return text("{file}: {error}", file=name, error=error or repr(raw[:20]))


def _known_keys() -> set[str]:
    models = (*AnyStep.__args__, Checklist, FormField, Limit)
    return {field.name for model in models for field in msgspec.structs.fields(model)}


def _complaints(checklist: Checklist) -> "list[Text]":
    found: list[Text] = []
    seen: set[str] = set()
    for step in checklist.step:
        if step.id in seen:
            found.append(text("step id `{id}` stands twice", id=step.id))
        found += [
            text(
                "step `{id}` needs `{need}`, which does not stand before it", id=step.id, need=need
            )
            for need in step.needs
            if need not in seen
        ]
        seen.add(step.id)
        found += _unknown_settings(step)
    found += [
        text("limit of step `{id}` names neither `source` nor `derived`", id=step.id)
        for step in checklist.step
        for limit in _limits(step)
        if not limit.source and not limit.derived
    ]
    return found


def _unknown_settings(step: AnyStep) -> "list[Text]":
    if not isinstance(step, SettingsStep):
        return []
    return [
        text(
            "step `{id}` sets `{key}`, which is no setting. Did you mean `{near}`?",
            id=step.id,
            key=key,
            near=(difflib.get_close_matches(key, SETTING, 1) or ["-"])[0],
        )
        for key in (*step.set, *step.entered)
        if key not in SETTING
    ]


def _limits(step: AnyStep) -> "list[Limit]":
    values: list[object] = [getattr(step, name) for name in step.__struct_fields__]
    grouped = [cast("Mapping[str, object]", value) for value in values if isinstance(value, dict)]
    values += [limit for group in grouped for limit in group.values()]
    return [value for value in values if isinstance(value, Limit)]
