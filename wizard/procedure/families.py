"""Board families: what each can carry, from `checklists/boards.toml`."""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Annotated

import msgspec
from msgspec import Struct, field

from wizard.measurement import Limit
from wizard.procedure.step import EVERY_CHEMISTRY, ChemistryKey, Named, PlugModel
from wizard.text import Text, text

Facts = Mapping[str, str]

LABEL = "the board's label"
SUPPLY_LOW, SUPPLY_HIGH = "board_supply_low", "board_supply_high"
CELLS_LOW, CELLS_HIGH = "board_cells_low", "board_cells_high"
CURRENT, BALANCE, PROBES = "board_current", "board_balance", "board_probes"
TOLD_BY_LABEL = (SUPPLY_LOW, SUPPLY_HIGH, CELLS_LOW, CELLS_HIGH, CURRENT, BALANCE, PROBES)
"""The answers that say what a board carries where its family does not."""

_FIGURE = {"current_a": CURRENT, "balance_a": BALANCE}
FIGURES = tuple(_FIGURE)


class CellRange(Struct, frozen=True, forbid_unknown_fields=True):
    """How many cells in series, both ends included."""

    low: int
    high: int


class Port(Struct, frozen=True, forbid_unknown_fields=True):
    """A jack of the board: its name, its eight pins ("" where nothing is), what must be so.

    No pins where no source gives them.
    """

    title: str
    pins: tuple[str, ...]
    statement: str


class Wake(Struct, frozen=True, forbid_unknown_fields=True):
    """How a board is woken; a way that it has not is ""."""

    source: Named
    button: str = ""
    switch: str = ""
    charger: str = ""


class Links(Struct, frozen=True, forbid_unknown_fields=True):
    """By what a board can be spoken to: "yes", where or on what condition, "" where not."""

    source: Named
    bluetooth: str = ""
    rs485: str = ""
    uart: str = ""


class Display(Struct, frozen=True, forbid_unknown_fields=True):
    """Which displays a board takes, and which not."""

    source: Named
    fits: Named
    fits_not: str = ""


class Known(Struct, frozen=True, forbid_unknown_fields=True):
    """What is known to go wrong with a firmware, from version `since` on; "" is any."""

    says: Named
    source: Named
    since: Annotated[str, msgspec.Meta(pattern=r"^(\d+\.\d+)?$")] = ""

    def concerns(self, firmware: str) -> bool:
        """Whether a firmware is one of those. Without a version of its own only `any` is."""
        found = _version(firmware)
        return not self.since or (found is not None and found >= (_version(self.since) or found))


def _version(written: str) -> tuple[int, int] | None:
    numbers = re.match(r"(\d+)\.(\d+)", written)
    return (int(numbers[1]), int(numbers[2])) if numbers else None


class Family(Struct, frozen=True, forbid_unknown_fields=True):
    """A board family: its label, the models it answers as, and what a source says of it.

    `cells` is how many it carries by chemistry, `refused` why it does not carry another;
    together they name all. `current_a` and `balance_a` map a part of a model's name to what
    that model carries continuously and balances with, A. `plugs` are its sense wires,
    `ports` the jacks for an inverter by bus. With `told_by_label` no source says what such
    a board carries: its own label is asked (`TOLD_BY_LABEL`).
    """

    key: Named
    label: Named
    source: Named
    models: Annotated[tuple[Named, ...], msgspec.Meta(min_length=1)]
    cells: Mapping[ChemistryKey, CellRange]
    ports: Mapping[str, Port]
    refused: Mapping[ChemistryKey, Named] = field(default_factory=dict[ChemistryKey, str])
    supply: Limit | None = None
    probes: int | None = None
    probes_source: str = ""
    current_a: Mapping[str, Decimal] = field(default_factory=dict[str, Decimal])
    current_source: str = ""
    balance_a: Mapping[str, Decimal] = field(default_factory=dict[str, Decimal])
    balance_source: str = ""
    wake: Wake | None = None
    links: Links | None = None
    display: Display | None = None
    plugs: tuple[PlugModel, ...] = ()
    known: tuple[Known, ...] = ()
    told_by_label: bool = False

    def carries(self, figure: str, model: str, facts: Facts) -> Decimal | None:
        """Return what a model carries, `figure` naming which; None where nothing says so.

        Raises KeyError for a figure that families do not have.
        """
        if self.told_by_label:
            return _told(facts, _FIGURE[figure])
        table = {"current_a": self.current_a, "balance_a": self.balance_a}[figure]
        return next((value for part, value in table.items() if part in model), None)

    def fed_with(self, facts: Facts, near: Decimal) -> Limit | None:
        """Return what the board is fed with, V; None where nothing says so."""
        if self.told_by_label:
            low, high = _told(facts, SUPPLY_LOW), _told(facts, SUPPLY_HIGH)
            return Limit("V", low, high, near, source=LABEL) if low and high else None
        if self.supply is None:
            return None
        return msgspec.structs.replace(self.supply, near=near)

    def takes(self, chemistry: ChemistryKey, facts: Facts) -> CellRange:
        """Return how many cells of a chemistry it takes. Raises KeyError for a refused one."""
        found = self.cells[chemistry]
        low, high = _told(facts, CELLS_LOW), _told(facts, CELLS_HIGH)
        if self.told_by_label and low and high:
            return CellRange(max(found.low, int(low)), min(found.high, int(high)))
        return found

    def has_probes(self, facts: Facts) -> int:
        """Return how many temperature probes its harness has, 0 where nothing says so."""
        return int(_told(facts, PROBES) or 0) if self.told_by_label else self.probes or 0

    def warnings(self, firmware: str) -> list[Text]:
        """Return what is known to go wrong with a firmware."""
        return [text(known.says) for known in self.known if known.concerns(firmware)]


def _told(facts: Facts, key: str) -> Decimal | None:
    return Decimal(facts[key]) if facts.get(key) else None


class _Boards(Struct, frozen=True, forbid_unknown_fields=True):
    family: tuple[Family, ...]


@cache
def families() -> Mapping[str, Family]:
    """Return the known families by key. Raises ValueError where what is told of one is unsound."""
    raw = resources.files("checklists").joinpath("boards.toml").read_bytes()
    found = msgspec.toml.decode(raw, type=_Boards).family
    for family in found:
        for complaint in unsound(family):
            raise ValueError(f"boards.toml, family {family.key}: {complaint}")
    return {row.key: row for row in found}


def belongs_to(model: str) -> Family | None:
    """Return the family of a model: the one that names the most of it; None for a stranger."""
    named = [
        (len(part), row)
        for row in families().values()
        for part in row.models
        if model.startswith(part)
    ]
    return max(named, key=lambda each: each[0])[1] if named else None


def unsound(family: Family) -> list[str]:
    """Return what is missing or contradicts itself in what is told of a family."""
    figures = (
        ("current_a", family.current_a, family.current_source),
        ("balance_a", family.balance_a, family.balance_source),
        ("probes", family.probes, family.probes_source),
    )
    told = [*family.cells, *family.refused]
    return [
        *(f"`{name}` names no source" for name, value, source in figures if value and not source),
        *(
            f"{key}: carried, or refused with a reason"
            for key in EVERY_CHEMISTRY
            if told.count(key) != 1
        ),
        *(f"{key}: low first" for key, found in family.cells.items() if found.low > found.high),
        *(["`supply` needs both ends and a source"] if not _fed(family) else []),
        *(
            f"port {name}: eight pins or none"
            for name, port in family.ports.items()
            if len(port.pins) not in {0, 8}
        ),
        *([] if _wired(family) else ["`plugs` do not hold each cell once"]),
    ]


def _fed(family: Family) -> bool:
    if family.supply is None:
        return family.told_by_label
    supply = family.supply
    return bool(supply.source and supply.low and supply.high and not family.told_by_label)


def _wired(family: Family) -> bool:
    cells = sorted(cell for plug in family.plugs for cell in plug.cells)
    most = max((found.high for found in family.cells.values()), default=0)
    return not cells or cells == list(range(1, most + 1))
