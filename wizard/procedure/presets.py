"""What the one-key presets write, by family of boards, from `checklists/presets.toml`."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib import resources

import msgspec
from msgspec import Struct

from wizard.procedure.step import ChemistryKey
from wizard.protocol.catalogue import SWITCHES


class SeenPresets(Struct, frozen=True, forbid_unknown_fields=True):
    """The settings after each preset on one firmware, by key, in the unit of their row.

    `every` are those that all presets write alike. Of the switch word all bits but those
    in `switches_on` are 0; None where the source does not tell of it.
    """

    families: tuple[str, ...]
    firmware: str
    source: str
    every: Mapping[str, Decimal]
    chemistry: Mapping[ChemistryKey, Mapping[str, Decimal]]
    switches_on: tuple[str, ...] | None = None

    def of(self, chemistry: ChemistryKey) -> dict[str, Decimal]:
        """Return the settings and switches (0, 1) that a chemistry's preset left."""
        on = self.switches_on
        switches = {} if on is None else {row.key: Decimal(row.key in on) for row in SWITCHES}
        return {**self.chemistry[chemistry], **self.every, **switches}


class _Presets(Struct, frozen=True, forbid_unknown_fields=True):
    preset: tuple[SeenPresets, ...]


@cache
def every_preset() -> tuple[SeenPresets, ...]:
    """Return what is known of the presets of all families."""
    raw = resources.files("checklists").joinpath("presets.toml").read_bytes()
    return msgspec.toml.decode(raw, type=_Presets).preset


def seen_presets(family: str) -> SeenPresets:
    """Return what is known of a family's presets. Raises KeyError where nothing is."""
    return {name: seen for seen in every_preset() for name in seen.families}[family]
