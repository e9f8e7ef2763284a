"""Board families: what each can carry, from `checklists/boards.toml`."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib import resources

import msgspec
from msgspec import Struct


class CellRange(Struct, frozen=True, forbid_unknown_fields=True):
    """How many cells in series, both ends included."""

    low: int
    high: int


class Family(Struct, frozen=True, forbid_unknown_fields=True):
    """A board family: its label, the models it answers as, cells per chemistry."""

    key: str
    label: str
    source: str
    models: tuple[str, ...]
    supply_low_v: Decimal
    supply_high_v: Decimal
    cells: Mapping[str, CellRange]


class _Boards(Struct, frozen=True, forbid_unknown_fields=True):
    family: tuple[Family, ...]


@cache
def families() -> Mapping[str, Family]:
    """Return the known families by key."""
    raw = resources.files("checklists").joinpath("boards.toml").read_bytes()
    return {row.key: row for row in msgspec.toml.decode(raw, type=_Boards).family}
