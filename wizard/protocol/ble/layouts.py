"""Where boards for 24 cells and JK04 balancers keep what the library knows by its key.

Sources: recorded frames, vendor data. Key, label, unit and scale are those of
`wizard.protocol.fields` and the catalogue; only the place is another. Frames of boards for
32 cells are the tables themselves and need nothing here.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from wizard.protocol import fields
from wizard.protocol.catalogue import SETTING, SETTINGS, Evidence, Parameter
from wizard.protocol.dialects import Dialect
from wizard.protocol.fields import Field, TextField
from wizard.protocol.layout import Kind, Place, Table

CELLS = 24
_ONE, _MILLI_IN_ONE = Decimal(1), Decimal(1000)

_ROW: dict[str, Field] = {row.key: row for row in (*fields.STATUS, *fields.STATUS_MORE)}


def _moved(places: Mapping[str, tuple[int, Kind, int]]) -> tuple[Field, ...]:
    """Return the rows of the status table at the places that another dialect has."""
    return tuple(
        replace(_ROW[key], place=Place(Table.STATUS, *place)) for key, place in places.items()
    )


STATUS_24S: tuple[Field, ...] = _moved(
    {
        "cell_voltages": (0x00, Kind.U16, CELLS),
        "cell_mask": (0x30, Kind.U32, 1),
        "cell_average": (0x34, Kind.U16, 1),
        "cell_spread": (0x36, Kind.U16, 1),
        "highest_cell": (0x38, Kind.U8, 1),
        "lowest_cell": (0x39, Kind.U8, 1),
        "wire_resistance": (0x3A, Kind.U16, CELLS),
        "wire_mask": (0x6C, Kind.U32, 1),
        "pack_voltage": (0x70, Kind.U32, 1),
        "power": (0x74, Kind.U32, 1),
        "current": (0x78, Kind.I32, 1),
        "temperature_1": (0x7C, Kind.I16, 1),
        "temperature_2": (0x7E, Kind.I16, 1),
        "mos_temperature": (0x80, Kind.I16, 1),
        "alarms": (0x82, Kind.U16, 1),
        "balance_current": (0x84, Kind.I16, 1),
        "balancing": (0x86, Kind.U8, 1),
        "soc": (0x87, Kind.U8, 1),
        "remaining": (0x88, Kind.U32, 1),
        "full_capacity": (0x8C, Kind.U32, 1),
        "cycles": (0x90, Kind.U32, 1),
        "cycle_capacity": (0x94, Kind.U32, 1),
        "soh": (0x98, Kind.U8, 1),
        "precharging": (0x99, Kind.U8, 1),
        "run_time": (0x9C, Kind.U32, 1),
        "charge_mos": (0xA0, Kind.U8, 1),
        "discharge_mos": (0xA1, Kind.U8, 1),
        "sensor_mask": (0xB0, Kind.U8, 1),
        # 32 bytes before where the larger boards have it, as all its neighbours.
        "heating": (0xB1, Kind.U8, 1),
    }
)

_LAST_SHARED = SETTING["balance_start"].place.offset

SETTINGS_24S: tuple[Parameter, ...] = tuple(
    row for row in SETTINGS if row.place.offset <= _LAST_SHARED
)
"""The same places as on larger boards; two of the command numbers are others."""


def _float(key: str, offset: int, repeat: int = 1, scale: Decimal = _ONE) -> Field:
    return replace(_ROW[key], place=Place(Table.STATUS, offset, Kind.F32, repeat), scale=scale)


STATUS_JK04: tuple[Field, ...] = (
    _float("cell_voltages", 0x00, CELLS),
    _float("wire_resistance", 0x60, CELLS, _MILLI_IN_ONE),
    _float("cell_average", 0xC4),
    _float("cell_spread", 0xC8),
    _float("balance_current", 0xD8),
    *_moved(
        {
            "cell_mask": (0xD0, Kind.U32, 1),
            "balancing": (0xD6, Kind.U8, 1),
            "run_time": (0x118, Kind.U32, 1),
        }
    ),
)


def _of_jk04(key: str, offset: int, kind: Kind = Kind.F32) -> Parameter:
    place = Place(Table.SETTINGS, offset, kind)
    return replace(SETTING[key], place=place, scale=_ONE, evidence=Evidence.NONE)


SETTINGS_JK04: tuple[Parameter, ...] = (
    _of_jk04("cell_count", 0x1C, Kind.U16),
    _of_jk04("power_off_voltage", 0x20),
    _of_jk04("balance_start", 0x5C),
    _of_jk04("balance_trigger", 0x64),
    _of_jk04("max_balance_current", 0x68),
    _of_jk04("balance_switch", 0x6C, Kind.U32),
)
SHOWN_JK04: tuple[Field, ...] = (
    Field("adc_reference", Place(Table.SETTINGS, 0x44, Kind.F32), "V", label="ADC reference"),
)
"""What every cell voltage is reckoned from; the vendor's app calibrates by it."""

IDENTITY_KEYS: Mapping[Dialect, frozenset[str]] = {
    Dialect.JK04: frozenset({"model", "hardware", "firmware"}),
    Dialect.JK02_24S: frozenset(row.key for row in fields.IDENTITY),
}
"""The texts of `fields.IDENTITY` that an information frame of a dialect holds."""

TEXTS: Mapping[Dialect, tuple[TextField, ...]] = {
    Dialect.JK04: tuple(row for row in fields.TEXTS if row.key == "name"),
    Dialect.JK02_24S: tuple(row for row in fields.TEXTS if row.key in {"name", "user_data"}),
}
_COUNTED = frozenset({"total_time", "power_on_times"})
INFO: tuple[Field, ...] = tuple(row for row in fields.INFO if row.key in _COUNTED)
"""The numbers that an information frame of the smaller dialects holds."""
