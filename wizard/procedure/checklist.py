"""The model of a checklist file: strict TOML, each kind of step with its own keys.

Sources: `INV` is the manual of the JK Inverter BMS, English part, `B2A`, `PB`, `P16`,
`DE` the others that `docs/manual.md` lists; numbers are their lines.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Literal

import msgspec
from msgspec import Struct

from wizard.measurement import Limit
from wizard.procedure.inverter_steps import (
    InverterProtocol,
    InverterPulled,
    InverterSet,
    InverterShows,
    Wiring,
)
from wizard.procedure.site_bus_steps import (
    SiteChain,
    SiteCompare,
    SiteEqual,
    SiteMaster,
    SiteSettled,
)
from wizard.procedure.site_steps import SitePacks, SitePlan
from wizard.procedure.step import (
    ChemistryKey,
    FormField,
    Named,
    PlugModel,
    Positive,
    Span,
    Step,
)
from wizard.procedure.wants import Ask, Bands, Cap


class Form(Step, frozen=True, kw_only=True, tag="form", forbid_unknown_fields=True):
    """Ask who, where, with what, which pack, which variant; each answer is a fact."""

    fields: tuple[FormField, ...]


class Confirm(Step, frozen=True, kw_only=True, tag="confirm", forbid_unknown_fields=True):
    """Statements a person must find true, one by one; then open points that stay."""

    statements: tuple[str, ...]
    open_points: tuple[str, ...] = ()


class Supply(Step, frozen=True, kw_only=True, tag="supply", forbid_unknown_fields=True):
    """Whether the pack, empty and full, stays within the board's supply voltage.

    `empty` and `full` are a cell's volts at its lowest and highest; `near` is the width
    inside the board's range where a pack is marginal. `dark` is what to say where a number
    of cells that the board's manual names feeds it, empty, with less than it asks for: the
    pack is marginal then.
    """

    empty: Mapping[ChemistryKey, Decimal]
    full: Mapping[ChemistryKey, Decimal]
    near: Limit
    dark: str = ""


class CellSpread(Step, frozen=True, kw_only=True, tag="cell_spread", forbid_unknown_fields=True):
    """Highest and lowest cell by meter; their difference is judged."""

    limit: Limit
    possible: Limit


class PinVoltages(Step, frozen=True, kw_only=True, tag="pin_voltages", forbid_unknown_fields=True):
    """The voltage-step test: each sense wire against the black one, cell by cell.

    Where no `plug` is given, the wires are those of the board's family. `total` bounds how
    far the last wire may be from the whole pack, measured from pack minus to pack plus,
    `fifth` what a fifth wire of plug 3 may show.
    """

    limits: Mapping[ChemistryKey, Limit]
    total: Limit
    fifth: Limit
    plug: tuple[PlugModel, ...] = ()


class PMinus(Step, frozen=True, kw_only=True, tag="p_minus", forbid_unknown_fields=True):
    """The voltage from P- to pack plus, with a test lamp, the board off or on.

    Off: within `dead`. On, after `wait`: within `difference` of the voltage from B- to
    pack plus, or within `share` of it where that is more. Outside of `pack` the latter
    voltage is not believed.
    """

    board: Literal["off", "on"]
    statements: tuple[str, ...]
    pack: Limit
    dead: Limit
    difference: Limit
    share: Limit
    wait: Span


class Connect(Step, frozen=True, kw_only=True, tag="connect", forbid_unknown_fields=True):
    """Open the link; learn who the board is, twice alike."""


class CellsVisible(
    Step, frozen=True, kw_only=True, tag="cells_visible", forbid_unknown_fields=True
):
    """Every connected cell shows a voltage at the board that agrees with the meter.

    `spread` judges highest less lowest where no meter reaches the cells.
    """

    limits: Mapping[ChemistryKey, Limit]
    against_meter: Limit
    spread: Limit | None = None


class Probes(Step, frozen=True, kw_only=True, tag="probes", forbid_unknown_fields=True):
    """The temperature probes: all there, each plausible, all much alike.

    Where it is not said how many are `fitted`, it is as many as the board's family has.
    """

    fitted: Positive | None = None
    window: Limit
    apart: Limit


class Passwords(Step, frozen=True, kw_only=True, tag="passwords", forbid_unknown_fields=True):
    """Both passwords, as the person says them, against what the board reports.

    The lists hold what makers are known to deliver.
    """

    connection_factory: tuple[Named, ...]
    settings_factory: tuple[Named, ...]


class Preset(Step, frozen=True, kw_only=True, tag="preset", forbid_unknown_fields=True):
    """The chemistry preset, once, proved by Cell OVP."""

    statements: tuple[str, ...]
    most_current: Limit
    proof: Mapping[ChemistryKey, tuple[Decimal, ...]]


class SettingsStep(Step, frozen=True, kw_only=True, tag="settings", forbid_unknown_fields=True):
    """Settings, switches and options to wanted values, reviewed before they are sent.

    Wanted is what is given here (`set`), what a form was answered (`entered`: setting to
    field), what `bands` and `caps` make of such answers, and what `asks` ask for. The
    states in `off` are read and judged, never written.
    """

    reason: str
    set: Mapping[str, Decimal] = msgspec.field(default_factory=dict[str, Decimal])
    entered: Mapping[str, str] = msgspec.field(default_factory=dict[str, str])
    bands: tuple[Bands, ...] = ()
    caps: tuple[Cap, ...] = ()
    asks: tuple[Ask, ...] = ()
    off: tuple[Literal["emergency"], ...] = ()


class Advanced(Step, frozen=True, kw_only=True, tag="advanced", forbid_unknown_fields=True):
    """All other settings: read, compared with the preset, left alone without need.

    `decide` maps settings whose factory value surprises to what there is to decide.
    """

    decide: Mapping[str, str] = msgspec.field(default_factory=dict[str, str])


class VoltageCalibration(
    Step, frozen=True, kw_only=True, tag="voltage_calibration", forbid_unknown_fields=True
):
    """The pack's voltage by meter against the board's. Limits in % are of the meter's value.

    `patience` is how long a pack may take to hold still before a person is asked,
    `proved_over` the time in which a calibration is read twice. In a `closed` pack no meter
    reaches the cells: it is measured at its terminals and never calibrated.
    """

    statements: tuple[str, ...]
    possible: Limit
    possible_cell: Limit
    most_current: Limit
    patience: Span
    proved_over: Span
    steady: Span
    steady_within: Limit
    readings_within: Limit
    sum_within: Limit
    passes: Limit
    offered: Limit
    second_meter: Limit
    proved: Limit
    cells_alike: Limit
    metered_cell: Limit
    closed: bool = False


class CurrentCalibration(
    Step, frozen=True, kw_only=True, tag="current_calibration", forbid_unknown_fields=True
):
    """The current by clamp or shunt against the board's, at `least` or more, steady.

    Limits in % are of the meter's value; `steady_floor` and `proved_floor` are the
    amperes below which the share counts no more. `second_least` is the least current of
    the second point, `patience` how long a current may take to hold still before a person
    is asked.
    """

    statements: tuple[str, ...]
    possible: Limit
    possible_percent: Limit
    possible_digits: Limit
    at_rest: Limit
    least: Limit
    patience: Span
    steady: Span
    steady_within: Limit
    steady_floor: Limit
    most_gap: Span
    typed_within: Limit
    passes: Limit
    offered: Limit
    settle: Span
    average: Span
    proved: Limit
    proved_floor: Limit
    second_point: Limit
    second_least: Limit


class ProtectionTest(
    Step, frozen=True, kw_only=True, tag="protection_test", forbid_unknown_fields=True
):
    """A voltage protection by shifted limits: over- or under-voltage.

    `source_current` is that of a charger or load that may be on, `stopped_current` what
    may be left of it after the trip. `output` bounds the voltage from P- to pack plus
    after the trip: how far it is below the pack's (over), its share of it (under). The
    test ends at once outside an `abort` limit, and where more readings in a row than
    `most_lost` are lost.
    """

    part: Literal["over", "under"]
    statements: tuple[str, ...]
    deadline: Span
    trip_within: Span
    release_within: Span
    steady: Span
    pause: Span
    steady_within: Limit
    most_current: Limit
    source_current: Limit
    stopped_current: Limit
    output: Limit
    release_margin: Limit
    soc_step: Limit
    abort_current: Limit
    abort_moved: Limit
    abort_apart: Limit
    abort_mos: Limit
    most_lost: Limit


class RealLimitTest(
    Step, frozen=True, kw_only=True, tag="real_limit_test", forbid_unknown_fields=True
):
    """A voltage protection by the pack's own voltage, attended; nothing is written.

    `beyond` is how far behind the limit a cell may go before a person must stop it,
    `beyond_for` for how long; `most_current` is in ampere (over) or in % of the capacity
    (under), `stopped_current` what may be left of it after the trip. `power_off_room` is
    how far every cell stays above Power Off Volt. The test ends at once where the MOS are
    beyond `abort_mos` and where more readings in a row than `most_lost` are lost.
    """

    part: Literal["over", "under"]
    statements: tuple[str, ...]
    beyond: Limit
    beyond_for: Span
    most_current: Limit
    stopped_current: Limit
    power_off_room: Limit
    against_meter: Limit
    within: Span
    release_within: Span
    abort_mos: Limit
    most_lost: Limit


class DipAddress(Step, frozen=True, kw_only=True, tag="dip", forbid_unknown_fields=True):
    """The address by DIP switches, drawn, then verified by answer or by the master's frames."""

    wake: Span
    listen: Span


class Audit(Step, frozen=True, kw_only=True, tag="audit", forbid_unknown_fields=True):
    """All settings once more, against what this session wrote and what is safe."""


AnyStep = (
    Form
    | Confirm
    | Supply
    | CellSpread
    | PinVoltages
    | PMinus
    | Connect
    | CellsVisible
    | Probes
    | Passwords
    | Preset
    | SettingsStep
    | Advanced
    | VoltageCalibration
    | CurrentCalibration
    | ProtectionTest
    | RealLimitTest
    | InverterProtocol
    | Wiring
    | InverterSet
    | InverterShows
    | InverterPulled
    | DipAddress
    | Audit
    | SitePlan
    | SitePacks
    | SiteCompare
    | SiteChain
    | SiteMaster
    | SiteEqual
    | SiteSettled
)


class Practice(Struct, frozen=True, forbid_unknown_fields=True):
    """The simulated pack that a checklist is practised on: a board by name, and its cells.

    A site is practised on several such `packs`.
    """

    board: Named = "pb"
    cells: Positive = 16
    chemistry: ChemistryKey = "lifepo4"
    capacity: Positive = 280
    packs: Positive = 1


class Checklist(Struct, frozen=True, forbid_unknown_fields=True):
    """A checklist file. `manual` names the manual that its sources cite.

    `based_on` names the checklists that steps were taken over from, with their revisions.
    """

    id: Named
    revision: int
    title: str
    manual: str
    families: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    step: tuple[AnyStep, ...]
    practice: Practice = Practice()
    based_on: tuple[str, ...] = ()
