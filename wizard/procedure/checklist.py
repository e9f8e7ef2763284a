"""The model of a checklist file: strict TOML, each kind of step with its own keys.

Sources: `INV` is the manual of the
JK Inverter BMS, English part; numbers are its lines.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Literal

import msgspec
from msgspec import Struct

from wizard.measurement import Limit

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
