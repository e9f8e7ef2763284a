"""Inverters by brand: which protocol numbers, what is set at them; `checklists/inverters.toml`."""

from collections.abc import Mapping
from functools import cache
from importlib import resources

import msgspec
from msgspec import Struct

from wizard.protocol.ports import Bus


class Inverter(Struct, frozen=True, forbid_unknown_fields=True):
    """A brand. `can` and `uart` are protocol numbers, the usual one first.

    `settings` is what is set at the inverter, `tried` the model that a maker tried, `note`
    what sources disagree about.
    """

    key: str
    label: str
    settings: tuple[str, ...]
    source: str
    can: tuple[int, ...] = ()
    uart: tuple[int, ...] = ()
    tried: str = ""
    note: str = ""

    def numbers(self, bus: Bus) -> tuple[int, ...]:
        """Return the numbers of a bus, the usual one first."""
        return self.can if bus is Bus.CAN else self.uart


class _Inverters(Struct, frozen=True, forbid_unknown_fields=True):
    inverter: tuple[Inverter, ...]


@cache
def inverters() -> Mapping[str, Inverter]:
    """Return the known brands by key."""
    raw = resources.files("checklists").joinpath("inverters.toml").read_bytes()
    return {row.key: row for row in msgspec.toml.decode(raw, type=_Inverters).inverter}
