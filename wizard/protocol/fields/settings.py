"""What the settings table (0x1000) shows besides the settings of the catalogue."""

from decimal import Decimal

from wizard.protocol.catalogue import SWITCH, SWITCH_WORD
from wizard.protocol.fields.rows import BitsField, Field
from wizard.protocol.fields.status import CELLS
from wizard.protocol.layout import Kind, Place, Table

_MILLI = Decimal("0.001")

SWITCHES = SWITCH_WORD
DISABLE_SENSORS_BIT = SWITCH["disable_sensors"].bit

SHOWN: tuple[Field, ...] = (
    # Writing was recorded for zeros only, and no step needs it.
    Field(
        "wire_resistances",
        Place(Table.SETTINGS, 0x88, Kind.U32, CELLS),
        "mΩ",
        _MILLI,
        "Wire resistance",
    ),
    # A constant of the hardware: never written.
    Field("current_range", Place(Table.SETTINGS, 0x110, Kind.U32), "A", _MILLI, "Current range"),
)

MEANT: tuple[BitsField, ...] = (
    BitsField("meant", Table.SETTINGS, 0x119, 9, "Enable Flags"),
    BitsField("status_meant", Table.STATUS, 0x119, 12, "Enable Flags"),
    BitsField("info_meant", Table.INFO, 0x119, 11, "Enable Flags"),
)
"""Which fields of a table mean something on this firmware; in the settings table bit n
stands for command number n, in the others the order is not known."""
