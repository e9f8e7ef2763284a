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


class Port(Struct, frozen=True, forbid_unknown_fields=True):
    """A jack of the board: its name, its eight pins ("" where nothing is), what must be so."""

    title: str
    pins: tuple[str, ...]
    statement: str


class Family(Struct, frozen=True, forbid_unknown_fields=True):
    """A board family: its label, the models it answers as, cells per chemistry.

    `current_a` and `balance_a` map a part of a model's name to what that model carries
    continuously and balances with, A. `ports` are the jacks for an inverter by bus.
    """

    key: str
    label: str
    source: str
    models: tuple[str, ...]
    supply_low_v: Decimal
    supply_high_v: Decimal
    cells: Mapping[str, CellRange]
    current_a: Mapping[str, Decimal]
    balance_a: Mapping[str, Decimal]
    ports: Mapping[str, Port]

    def carries(self, figure: str, model: str) -> Decimal | None:
        """Return what a model carries, `figure` naming which; None where its name is silent.

        Raises KeyError for a figure that families do not have.
        """
        table = {"current_a": self.current_a, "balance_a": self.balance_a}[figure]
        return next((value for part, value in table.items() if part in model), None)


FIGURES = ("current_a", "balance_a")


class _Boards(Struct, frozen=True, forbid_unknown_fields=True):
    family: tuple[Family, ...]


@cache
def families() -> Mapping[str, Family]:
    """Return the known families by key."""
    raw = resources.files("checklists").joinpath("boards.toml").read_bytes()
    return {row.key: row for row in msgspec.toml.decode(raw, type=_Boards).family}
