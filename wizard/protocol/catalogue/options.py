"""The writable part of the information table (0x1400): protocols, contacts, times.

Source: vendor RS485 document V1.1. Which protocol numbers a board offers stands in its
own bitmaps (`wizard.protocol.fields.OFFERED`), what they mean in `wizard.protocol.ports`.
"""

from decimal import Decimal

from wizard.protocol.catalogue.rows import Evidence, Parameter
from wizard.protocol.layout import Kind, Place, Table
from wizard.units import Unit

_ONE, _TENTH = Decimal(1), Decimal("0.1")
_LOWEST, _HIGHEST = str(-(1 << 31)), str((1 << 31) - 1)


def _row(  # noqa: PLR0913  a table row has as many columns as the table
    key: str,
    label: str,
    code: int,
    offset: int,
    kind: Kind,
    low: str,
    high: str,
    unit: Unit = "",
    scale: Decimal = _ONE,
) -> Parameter:
    place = Place(Table.INFO, offset, kind)
    bounds = Decimal(low), Decimal(high)
    return Parameter(key, label, code, place, unit, scale, *bounds, Evidence.MEDIUM)


def _number(key: str, label: str, code: int, offset: int, high: str) -> Parameter:
    return _row(key, label, code, offset, Kind.U8, "0", high)


def _level(key: str, label: str, code: int, offset: int) -> Parameter:
    """Return a row in the unit of its trigger's source: °C, %, mV, whole."""
    return _row(key, label, code, offset, Kind.I32, _LOWEST, _HIGHEST)


def _hours(key: str, label: str, code: int, offset: int) -> Parameter:
    return _row(key, label, code, offset, Kind.U8, "0", "25", "h", _TENTH)


OPTIONS: tuple[Parameter, ...] = (
    _number("uart1_protocol", "UART1 Protocol No.", 0xA5, 0xB2, "20"),
    _number("can_protocol", "CAN Protocol No.", 0xA6, 0xB3, "20"),
    _number("uart2_protocol", "UART2 Protocol No.", 0xA8, 0xD4, "20"),
    _number("buzzer_trigger", "LCD Buzzer Trigger", 0xA9, 0xE4, "14"),
    _number("dry1_trigger", "DRY 1 Trigger", 0xAA, 0xE5, "14"),
    _number("dry2_trigger", "DRY 2 Trigger", 0xAB, 0xE6, "14"),
    _level("buzzer_on", "LCD Buzzer Trigger Val.", 0xAC, 0xE8),
    _level("buzzer_off", "LCD Buzzer Release Val.", 0xAD, 0xEC),
    _level("dry1_on", "DRY 1 Trigger Val.", 0xAE, 0xF0),
    _level("dry1_off", "DRY 1 Release Val.", 0xAF, 0xF4),
    _level("dry2_on", "DRY 2 Trigger Val.", 0xB0, 0xF8),
    _level("dry2_off", "DRY 2 Release Val.", 0xB1, 0xFC),
    # The vendor says up to 864000, but boards were seen to keep 86400 modulo 65536.
    _row("logging_interval", "Data Stored Period (s)", 0xB2, 0x100, Kind.U32, "5", "65535", "s"),
    _hours("rcv_time", "RCV Time (h)", 0xB3, 0x104),
    _hours("rfv_time", "RFV Time (h)", 0xB4, 0x105),
)

OPTION: dict[str, Parameter] = {row.key: row for row in OPTIONS}
