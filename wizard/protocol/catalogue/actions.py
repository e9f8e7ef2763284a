"""What lies from 0x1600 on: presets, calibrations, the clock, requests for frames."""

from decimal import Decimal

from wizard.protocol.catalogue.rows import Action, Calibration, Evidence
from wizard.protocol.layout import Table

_HIGH, _MEDIUM = Evidence.HIGH, Evidence.MEDIUM
_MILLI = Decimal("0.001")

ACTIONS: tuple[Action, ...] = (
    # Recorded on firmware 15.30 with the value 0x0000 and all resulting settings.
    Action("preset_li_ion", "LI-ION", 0x68, 0x160A, _HIGH),
    Action("preset_lifepo4", "LIFEPO4", 0x69, 0x160C, _HIGH),
    Action("preset_lto", "LTO", 0x6A, 0x160E, _HIGH),
)

ACTION: dict[str, Action] = {row.key: row for row in ACTIONS}

CALIBRATIONS: tuple[Calibration, ...] = (
    # The document says UINT16 and a length of 4; four bytes were recorded over Bluetooth.
    Calibration(
        "voltage_calibration",
        "Voltage Calibration (V)",
        0x64,
        0x1600,
        "V",
        _MILLI,
        Decimal(1),
        Decimal(200),
        _MEDIUM,
    ),
    # The manual asks for a steady current of at least 15 A.
    Calibration(
        "current_calibration",
        "Current Calibration (A)",
        0x67,
        0x1606,
        "A",
        _MILLI,
        Decimal(15),
        Decimal(1000),
        _MEDIUM,
    ),
)

CALIBRATION: dict[str, Calibration] = {row.key: row for row in CALIBRATIONS}

CLOCK = Action("clock", "Set Clock", 0x6C, 0x1612, _HIGH)

FRAMES: dict[Table, int] = {Table.INFO: 0x161C, Table.SETTINGS: 0x161E, Table.STATUS: 0x1620}
"""Where a board is asked for a native frame; recorded, harmless, counted as reads."""

NEVER_SENT: dict[int, str] = {
    0x1108: "device address: a PB board takes it from its DIP switches",
    0x1110: "current range: a constant of the hardware",
    0x1122: "discharge under-temperature protection: 15.41 refuses it",
    0x1438: "Bluetooth password: could lock the vendor's app out",
    0x1470: "settings password: could lock the vendor's app out",
    0x1604: "shutdown: the link dies with the board",
    # The recorded value of every action is 0, so no value is known to mean "off" here.
    0x1610: "emergency mode: takes the protections away",
    0x1616: "restart",
    0x1618: "factory restore: destructive",
    0x161A: "erase: destructive",
    0x1622: "detailed log: 25 s during which nothing else answers",
    0x1624: "log",
    0x1626: "firmware upgrade: destroys a board that gets no firmware then",
}
"""Addresses that others write to and this library cannot, with the reason."""
