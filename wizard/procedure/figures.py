"""Pictures as data: frozen values that screens, plain lines and reports draw."""

from decimal import Decimal
from enum import Enum

from msgspec import Struct

from wizard.measurement import Limit, Verdict
from wizard.text import Text
from wizard.units import Unit


class Pin(Enum):
    """The state of a wire in a plug."""

    UNUSED = "unused"
    AWAITED = "awaited"
    NOW = "now"
    GOOD = "good"
    BAD = "bad"
    FORBIDDEN = "forbidden"


PLUS = -1


class Plug(Struct, frozen=True):
    """A plug seen from the wires: its number and its sense wires in the printed order.

    `cells` names the cell of each wire, 0 where it has none: the black wire, or one that
    must not be used (`Pin.FORBIDDEN`); `PLUS` is the wire to pack plus. Empty where wires
    count up from plug to plug.
    """

    number: int
    pins: tuple[Pin, ...]
    cells: tuple[int, ...] = ()


class Plugs(Struct, frozen=True):
    """The plugs of a harness, side by side; `black_first`: B- is black, all others are red."""

    plugs: tuple[Plug, ...]
    black_first: bool = False


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
    now: Text
    wanted: Text
    why: Text
    outcome: Text | None = None


class Changes(Struct, frozen=True):
    """Settings that are about to be written, or were."""

    rows: tuple[ChangeRow, ...]


class TripPoint(Struct, frozen=True):
    """A reading while limits are shifted: s since they are, the extreme cell, V."""

    at: Decimal
    cell_voltage: Decimal


class Trip(Struct, frozen=True):
    """The only picture where time is the point: limits against the extreme cell, V.

    `rising` is over-voltage: the highest cell against a limit from below, and the charge
    MOS opens. Falling is under-voltage: the lowest cell, from above, the discharge MOS.
    `trace` holds the readings since the limits were shifted, oldest first.
    """

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
    rising: bool = True
    trace: tuple[TripPoint, ...] = ()


class Steady(Struct, frozen=True):
    """A value that has to be large enough and hold still, live; positive when charging.

    `low` is the gate its size has to reach. `spread` is highest less lowest of the last
    readings, `recent` (oldest first), and may be at most `spread_most`. It has held still
    for `seconds` of `seconds_wanted`.
    """

    value: Decimal
    unit: Unit
    low: Decimal
    spread: Decimal
    spread_most: Decimal
    seconds: int
    seconds_wanted: int
    recent: tuple[Decimal, ...]


class PackCurrent(Struct, frozen=True):
    """The current of a pack, A, positive when charging, and for how long it was small, s.

    `value` is None where the pack is not heard now.
    """

    name: Text
    value: Decimal | None
    seconds: int


class Currents(Struct, frozen=True):
    """What flows in packs that were joined, live: at most `most` A for `seconds_wanted`."""

    packs: tuple[PackCurrent, ...]
    most: Decimal
    seconds_wanted: int


class Dip(Struct, frozen=True):
    """The four address switches of a board, set to an address of 0 to 15; 0 is the master."""

    address: int


class Rj45(Struct, frozen=True):
    """An RJ45 plug: the signal on each of its eight pins; "" where nothing is connected."""

    title: Text
    pins: tuple[str, ...]


class Cable(Struct, frozen=True):
    """The ends of one cable, side by side; at least one."""

    ends: tuple[Rj45, ...]


class Tips(Struct, frozen=True):
    """Where the meter's two tips go: "B-", "P-" or "B+", which is the pack's plus.

    `lamp` is a lamp between P- and B+ that lets a little current flow.
    """

    minus: str
    plus: str
    lamp: bool = False


Picture = Plugs | Steady | Dip | Rj45 | Cable | Tips
"""Figures that say little once a part of them is cut off."""

Figure = Staircase | CellBars | Facts | Changes | Trip | Currents | Picture


def paired(figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """Return the figures with plugs that follow each other as the ends of one cable."""
    joined: list[Figure] = []
    for figure in figures:
        last = joined[-1] if joined else None
        if isinstance(figure, Rj45) and isinstance(last, Rj45):
            joined[-1] = Cable((last, figure))
        else:
            joined.append(figure)
    return tuple(joined)
