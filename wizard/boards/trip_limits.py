"""The limits that trip a protection at today's voltages. Pure.

Values and order of the protection test by shifted limits: a driver in the field shifts
OVP and OVPR so, and recordings of 11.17 show such a trip; SOC-100 %, RCV and RFV move
along, because boards want them between OVPR and OVP. The under-voltage side is its mirror.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from wizard.errors import NotAllowed
from wizard.protocol.catalogue import SETTING
from wizard.protocol.views import Status
from wizard.quantity import Quantity
from wizard.text import Text, text

ROOM = Decimal("0.020")  # V that OVPR keeps above UVPR
NONE = Decimal(0)

Limits = Mapping[str, Decimal]


def _offsets(**millivolts: int) -> Limits:
    return {key: Decimal(value) / 1000 for key, value in millivolts.items()}


@dataclass(frozen=True, slots=True)
class Shifting:
    """How the limits of one protection are shifted.

    `offsets` are V from the extreme cell, in the order of writing; the second where there
    is no room for the first. Limits move in the direction of `sign` only; those in
    `under_test` are what it is all for. `kept` may stay where it lies beyond its offset.
    """

    sign: int
    extreme: Callable[[Status], Decimal]
    offsets: tuple[Limits, ...]
    under_test: frozenset[str]
    none: Text
    kept: str = ""


OVER_VOLTAGE = Shifting(
    sign=-1,
    extreme=lambda status: status.highest,
    offsets=(
        _offsets(cell_rfv=-110, cell_ovpr=-100, soc_100_voltage=-80, cell_rcv=-60, cell_ovp=-50),
        _offsets(cell_rfv=-50, cell_ovpr=-40, soc_100_voltage=-30, cell_rcv=-25, cell_ovp=-20),
    ),
    under_test=frozenset({"cell_ovp", "cell_ovpr"}),
    none=text("the highest cell is too near to Cell UVPR"),
    kept="cell_rfv",
)

UNDER_VOLTAGE = Shifting(
    sign=1,
    extreme=lambda status: status.lowest,
    offsets=(
        _offsets(cell_uvpr=100, soc_0_voltage=60, cell_uvp=50),
        _offsets(cell_uvpr=40, soc_0_voltage=25, cell_uvp=20),
    ),
    under_test=frozenset({"cell_uvp", "cell_uvpr"}),
    none=text("the lowest cell is too near to Cell OVPR"),
)


def over_voltage(present: Limits, status: Status) -> dict[str, Decimal]:
    """Return the limits that trip the over-voltage protection, lowest first; see `shifted`."""
    return shifted(OVER_VOLTAGE, present, status)


def under_voltage(present: Limits, status: Status) -> dict[str, Decimal]:
    """Return the limits that trip the under-voltage protection, highest first; see `shifted`."""
    return shifted(UNDER_VOLTAGE, present, status)


def shifted(how: Shifting, present: Limits, status: Status) -> dict[str, Decimal]:
    """Return the limits that trip a protection at today's voltages.

    `present` holds the settings that take part. Keys come in the order of writing. Raises
    NotAllowed where no cell is seen, where the releases would come too near to each other,
    where a limit would go the wrong way or out of the board's range, and where the limit
    under test or its release takes no part.
    """
    extreme = how.extreme(status)
    for offsets in how.offsets:
        wanted = {
            key: extreme + offset for key, offset in offsets.items() if present.get(key, NONE) > 0
        }
        if how.kept in wanted:
            wanted[how.kept] = min(wanted[how.kept], present[how.kept])
        if extreme > 0 and wanted.keys() >= how.under_test and _fits(how, wanted, present):
            return wanted
    raise NotAllowed(
        text(
            "At this state of charge no limit can be shifted: {why} ({extreme} V).",
            why=how.none,
            extreme=Quantity(extreme),
        )
    )


def _fits(how: Shifting, wanted: Limits, present: Limits) -> bool:
    one_way = all((value - present[key]) * how.sign >= 0 for key, value in wanted.items())
    within = all(SETTING[key].low <= value <= SETTING[key].high for key, value in wanted.items())
    after = {**present, **wanted}
    upper, lower = after.get("cell_ovpr", NONE), after.get("cell_uvpr", NONE)
    return one_way and within and (upper == 0 or upper - lower >= ROOM)
