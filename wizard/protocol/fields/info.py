"""The information table (0x1400): who the board is and what it can.

Sources: vendor RS485 document V1.1 and vendor data, checked on 15.41 by overlapping
reads. What can be written of it stands in `wizard.protocol.catalogue.options`.
"""

from decimal import Decimal

from wizard.protocol.fields.rows import BitsField, Field, Measure, TextField
from wizard.protocol.layout import Kind, Place, Table

_ONE = Decimal(1)


def _at(  # noqa: PLR0913  a table row has as many columns as the table
    key: str, label: str, offset: int, kind: Kind, unit: Measure = "", scale: Decimal = _ONE
) -> Field:
    return Field(key, Place(Table.INFO, offset, kind), unit, scale, label)


IDENTITY: tuple[TextField, ...] = (
    TextField("model", 0x00, 15, "Vendor ID"),
    TextField("hardware", 0x10, 8, "Hardware Ver"),
    TextField("firmware", 0x18, 8, "Software Ver"),
    TextField("first_on", 0x48, 8, "First On Date"),
    TextField("serial", 0x50, 16, "Serial Number"),
)
"""Who a board is; without these texts there is no identity."""

TEXTS: tuple[TextField, ...] = (
    TextField("name", 0x28, 16, "BLE Name"),
    TextField("user_data", 0x60, 16, "User Private Data"),
    TextField("user_data_2", 0x80, 16, "User Data 2"),
    TextField("hardware_option", 0xB8, 12, "Hardware Option"),
)

PASSWORDS: tuple[TextField, ...] = (
    TextField("device_password", 0x38, 16, "BLE PWD"),
    TextField("settings_password", 0x70, 16, "Setting Password"),
)
"""Read only as `Secret`; over Modbus never asked for."""

INFO: tuple[Field, ...] = (
    _at("max_cells", "Max Cells", 0x0F, Kind.U8),
    _at("total_time", "Total Time", 0x20, Kind.U32, "s"),
    _at("power_on_times", "Power-on Times", 0x24, Kind.U32),
    _at("agency", "Agency ID", 0xB0, Kind.U16),
    _at("uart_table_version", "UART MPT L Ver", 0xE7, Kind.U8),
    _at("can_table_version", "CAN MPT L Ver", 0x106, Kind.U8),
    _at("emergency_minutes", "Emerg. Time", 0x107, Kind.U8, "min"),
    _at("uart3_protocol", "UART3 Protocol No.", 0x108, Kind.U8),
    _at("rebulk_soc", "Re-Bulk SOC", 0x110, Kind.U8, "%"),
    _at("uart4_protocol", "UART4 Protocol No.", 0x111, Kind.U8),
    _at("protocol_version", "Protocol Version", 0x124, Kind.U8),
)

SUPPORTED = BitsField("supported", Table.INFO, 0x90, 32, "Cmd Support Flags")
OFFERED: tuple[BitsField, ...] = (
    BitsField("uart1_protocol", Table.INFO, 0xB4, 4, "UART1 Protocol Enabled"),
    BitsField("can_protocol", Table.INFO, 0xC4, 4, "CAN Protocol Enabled"),
    BitsField("uart2_protocol", Table.INFO, 0xD5, 4, "UART2 Protocol Enabled"),
    BitsField("uart3_protocol", Table.INFO, 0x109, 7, "UART3 Protocol Enabled"),
    BitsField("uart4_protocol", Table.INFO, 0x112, 4, "UART4 Protocol Enabled"),
)
"""The protocol numbers that each port offers, by the key of the number in force."""
