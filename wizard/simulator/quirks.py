"""What can be wrong or merely different with a board, as data that its firmware obeys."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from wizard.simulator.presets import PRESETS, SWITCH_WORD, Presets
from wizard.simulator.refusal import BAD_ADDRESS, BAD_VALUE

Answers = Literal["both", "frames", "registers"]
ONE = Decimal(1)


def _nothing() -> Mapping[str, Decimal]:
    return {}


def _no_wire() -> Mapping[int, int]:
    return {}


@dataclass(frozen=True, slots=True)
class Quirks:
    """Departures from a good board; settings by catalogue key, inputs by cell number.

    `skewed` is added to what is written. `forgets` names a setting whose first write is
    lost while the limit in force lies below the highest cell. `after_preset` overrides
    what a preset writes.

    What differs between firmwares or is unknown: `answers` says whether a board knows
    the frame triggers, function 3, or both; a `cold` one loses every second read until
    it heard a write. `trigger` is the value that an action wants, `crossing_code` and
    `range_code` the exceptions for a value across a neighbour and out of range, where
    the board does not clamp it. `eeprom` is the time in s until a write is in force.
    `wires` are mΩ by cell; the gains are what a board out of calibration multiplies by,
    below 0 for a shunt the wrong way round.

    `switches` is the switch word as delivered and as a preset leaves it, `presets` is what
    presets write. Probes (from 1)
    that are `probes_out` read as not fitted. Shorted MOS conduct whatever the board does,
    and its switch positions say otherwise; with `dip_dead` it stays at its address.
    """

    silent: bool = False
    blind: frozenset[int] = frozenset()
    refused: frozenset[str] = frozenset()
    ignored: frozenset[str] = frozenset()
    forgets: str = ""
    skewed: Mapping[str, Decimal] = field(default_factory=_nothing)
    ignores_preset: bool = False
    after_preset: Mapping[str, Decimal] = field(default_factory=_nothing)
    never_trips: bool = False
    never_releases: bool = False
    no_trip_alarm: bool = False
    alarms: frozenset[int] = frozenset()
    user_alarms: frozenset[int] = frozenset()
    answers: Answers = "both"
    cold: bool = False
    trigger: int = 0
    crossing_code: int = BAD_ADDRESS
    range_code: int = BAD_VALUE
    clamps: bool = False
    eeprom: float = 0.0
    capability_bits: bool = True
    most_registers: int = 122
    odd_reads: bool = False
    info_ends: int = 0x126
    settings_end: int = 0x125
    wires: Mapping[int, int] = field(default_factory=_no_wire)
    voltage_gain: Decimal = ONE
    current_gain: Decimal = ONE
    ignores_calibration: bool = False
    mos_shorted: bool = False
    probes_out: frozenset[int] = frozenset()
    switches: int = SWITCH_WORD
    presets: Presets = field(default_factory=lambda: PRESETS)
    dip_dead: bool = False


GOOD = Quirks()
