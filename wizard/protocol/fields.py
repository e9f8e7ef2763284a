"""The fields of the status and information tables, as data.

Source: vendor RS485 document V1.1 and vendor data, checked on 15.41 by overlapping
reads. The passwords at 0x1438 and 0x1470 have no row: they are never asked for.
"""

from dataclasses import dataclass
from decimal import Decimal

from wizard.protocol.layout import Kind, Place, Table
from wizard.units import Unit


@dataclass(frozen=True, slots=True)
class Field:
    """A number the board reports: key, place, unit, scale."""

    key: str
    place: Place
    unit: Unit = ""
    scale: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class TextField:
    """A string of the information table: key, byte offset, length in bytes."""

    key: str
    offset: int
    size: int


_MILLI, _TENTH = Decimal("0.001"), Decimal("0.1")
CELLS = 32


def _at(offset: int, kind: Kind, repeat: int = 1) -> Place:
    return Place(Table.STATUS, offset, kind, repeat)


STATUS: tuple[Field, ...] = (
    Field("cell_voltages", _at(0x00, Kind.U16, CELLS), "V", _MILLI),
    Field("cell_mask", _at(0x40, Kind.U32)),
    Field("cell_average", _at(0x44, Kind.U16), "V", _MILLI),
    Field("cell_spread", _at(0x46, Kind.U16), "V", _MILLI),
    Field("mos_temperature", _at(0x8A, Kind.I16), "°C", _TENTH),
    Field("wire_mask", _at(0x8C, Kind.U32)),
    Field("pack_voltage", _at(0x90, Kind.I32), "V", _MILLI),
    Field("current", _at(0x98, Kind.I32), "A", _MILLI),
    Field("temperature_1", _at(0x9C, Kind.I16), "°C", _TENTH),
    Field("temperature_2", _at(0x9E, Kind.I16), "°C", _TENTH),
    Field("alarms", _at(0xA0, Kind.U32)),
    Field("balance_current", _at(0xA4, Kind.I16), "A", _MILLI),
    Field("balancing", _at(0xA6, Kind.U8)),
    Field("soc", _at(0xA7, Kind.U8), "%"),
    Field("remaining", _at(0xA8, Kind.U32), "Ah", _MILLI),
    Field("full_capacity", _at(0xAC, Kind.U32), "Ah", _MILLI),
    Field("cycles", _at(0xB0, Kind.U32)),
    Field("run_time", _at(0xBC, Kind.U32), "s"),
    Field("charge_mos", _at(0xC0, Kind.U8)),
    Field("discharge_mos", _at(0xC1, Kind.U8)),
    Field("uvpr_countdown", _at(0xCC, Kind.U16), "s"),
    Field("ovpr_countdown", _at(0xCE, Kind.U16), "s"),
    Field("sensor_mask", _at(0xD0, Kind.U8)),
    Field("emergency_time", _at(0xD4, Kind.U16), "s"),
)

IDENTITY: tuple[TextField, ...] = (
    TextField("model", 0x00, 15),
    TextField("hardware", 0x10, 8),
    TextField("firmware", 0x18, 8),
    TextField("first_on", 0x48, 8),
    TextField("serial", 0x50, 16),
)

SWITCHES = Place(Table.SETTINGS, 0x114, Kind.U16)
DISABLE_SENSORS_BIT = 1
SUPPORT_OFFSET, SUPPORT_SIZE = 0x90, 32


@dataclass(frozen=True, slots=True)
class Block:
    """A run of bytes read in one request; at most 40 registers fit into one."""

    table: Table
    offset: int
    registers: int


SETTINGS_BLOCKS = (
    Block(Table.SETTINGS, 0x00, 36),
    Block(Table.SETTINGS, 0x48, 32),
    Block(Table.SETTINGS, 0x108, 7),
)
STATUS_BLOCKS = (Block(Table.STATUS, 0x00, 36), Block(Table.STATUS, 0x8A, 38))
IDENTITY_BLOCKS = (
    Block(Table.INFO, 0x00, 16),
    Block(Table.INFO, 0x48, 12),
    Block(Table.INFO, 0x90, 16),
)
SECRETS = ((Table.INFO + 0x38, Table.INFO + 0x48), (Table.INFO + 0x70, Table.INFO + 0x80))
