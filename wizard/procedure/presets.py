"""What the one-key presets were seen to write, from `checklists/presets.toml`."""

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
    in `switches_on` were 0.
    """

    firmware: str
    source: str
    switches_on: tuple[str, ...]
    every: Mapping[str, Decimal]
    chemistry: Mapping[ChemistryKey, Mapping[str, Decimal]]

    def of(self, chemistry: ChemistryKey) -> dict[str, Decimal]:
        """Return the settings and switches (0, 1) that a chemistry's preset left."""
        switches = {row.key: Decimal(row.key in self.switches_on) for row in SWITCHES}
        return {**self.chemistry[chemistry], **self.every, **switches}


@cache
def seen_presets() -> SeenPresets:
    """Return what was seen."""
    raw = resources.files("checklists").joinpath("presets.toml").read_bytes()
    return msgspec.toml.decode(raw, type=SeenPresets)
