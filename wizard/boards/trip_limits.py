"""The limits that trip a protection at today's voltages. Pure.

Values and order of the protection test by shifted limits: a driver in the field shifts
OVP and OVPR so, and recordings of 11.17 show such a trip; SOC-100 %, RCV and RFV move
along, because boards want them between OVPR and OVP.
"""

from collections.abc import Mapping
from decimal import Decimal

from wizard.errors import NotAllowed
from wizard.protocol.catalogue import SETTING
from wizard.protocol.views import Status
from wizard.text import text

ROOM = Decimal("0.020")  # V that OVPR keeps above UVPR
UNDER_TEST = {"cell_ovp", "cell_ovpr"}  # without them there is nothing to prove

OVER_VOLTAGE_OFFSETS: tuple[Mapping[str, Decimal], ...] = (
    {
        "cell_rfv": Decimal("-0.110"),
        "cell_ovpr": Decimal("-0.100"),
        "soc_100_voltage": Decimal("-0.080"),
        "cell_rcv": Decimal("-0.060"),
        "cell_ovp": Decimal("-0.050"),
    },
    {
        "cell_rfv": Decimal("-0.050"),
        "cell_ovpr": Decimal("-0.040"),
        "soc_100_voltage": Decimal("-0.030"),
        "cell_rcv": Decimal("-0.025"),
        "cell_ovp": Decimal("-0.020"),
    },
)
"""V below the highest cell, in the order of writing; the second where there is no room."""


def over_voltage(present: Mapping[str, Decimal], status: Status) -> dict[str, Decimal]:
    """Return the limits that trip the over-voltage protection at today's voltages.

    `present` holds the settings that take part. Keys come in the order of writing, lowest
    limit first. Raises NotAllowed where there is no room above UVPR, where a limit would
    go up or out of the board's range, and where OVP or OVPR takes no part.
    """
    for offsets in OVER_VOLTAGE_OFFSETS:
        wanted = {
            key: status.highest + offset
            for key, offset in offsets.items()
            if present.get(key, Decimal(0)) > 0
        }
        if "cell_rfv" in wanted:
            wanted["cell_rfv"] = min(wanted["cell_rfv"], present["cell_rfv"])
        if wanted.keys() >= UNDER_TEST and _fits(wanted, present):
            return wanted
    raise NotAllowed(
        text(
            "At this state of charge no limit can be shifted: the highest cell, {highest} V, "
            "is too near to Cell UVPR.",
            highest=str(status.highest),
        )
    )


def _fits(wanted: Mapping[str, Decimal], present: Mapping[str, Decimal]) -> bool:
    least = present.get("cell_uvpr", Decimal(0)) + ROOM
    within = all(SETTING[key].low <= value <= present[key] for key, value in wanted.items())
    return within and wanted["cell_ovpr"] >= least
