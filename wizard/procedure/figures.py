"""Pictures as data: frozen values that screens, plain lines and reports draw."""

from decimal import Decimal
from enum import Enum

from msgspec import Struct

from wizard.measurement import Limit, Verdict
from wizard.text import Text


class Pin(Enum):
    """The state of a wire in a plug."""

    UNUSED = "unused"
    AWAITED = "awaited"
    NOW = "now"
    GOOD = "good"
    BAD = "bad"


class Plug(Struct, frozen=True):
    """A plug seen from the wires: its number and its sense wires in cell order."""

    number: int
    pins: tuple[Pin, ...]


class Plugs(Struct, frozen=True):
    """The plugs of a harness, side by side."""

    plugs: tuple[Plug, ...]


class Stair(Struct, frozen=True):
    """One cell of the staircase: meter reading from B-, rise over the cell before, V."""

    cell: int
    total: Decimal
    rise: Decimal
    verdict: Verdict


class Staircase(Struct, frozen=True):
    """Voltage that rises from cell to cell; `limit` is the window of one rise, V."""

    stairs: tuple[Stair, ...]
    limit: Limit


class Bar(Struct, frozen=True):
    """A cell's voltage as the board sees it, V."""

    cell: int
    value: Decimal
    verdict: Verdict


class CellBars(Struct, frozen=True):
    """The voltages of all cells, against a window."""

    bars: tuple[Bar, ...]
    limit: Limit


class Fact(Struct, frozen=True):
    """A label and its value, both sentences; a verdict where the value was judged."""

    label: Text
    value: Text
    verdict: Verdict | None = None


class Facts(Struct, frozen=True):
    """Labels and values in two columns."""

    rows: tuple[Fact, ...]


class ChangeRow(Struct, frozen=True):
    """A setting under review: JK's label, value now, value wanted, why, outcome."""

    label: str
    now: str
    wanted: str
    why: Text
    outcome: str = ""


class Changes(Struct, frozen=True):
    """Settings that are about to be written, or were."""

    rows: tuple[ChangeRow, ...]


class Trip(Struct, frozen=True):
    """The only picture where time is the point: limits against the extreme cell, V."""

    cell: int
    cell_voltage: Decimal
    limit_label: str
    limit: Decimal
    original: Decimal
    release_label: str
    release: Decimal
    release_original: Decimal
    charge_mos: bool
    discharge_mos: bool
    current: Decimal
    seconds_left: int
    shifted: bool


Figure = Plugs | Staircase | CellBars | Facts | Changes | Trip
