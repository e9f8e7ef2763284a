"""Every id of the legacy protocol: key, length, how its bytes become a value.

Sources: the vendor's document V2.5, whose ids are wrong from 0x93 on; real frames and the
table of a driver in the field, which are right. What is also a setting of the catalogue has
its key there. Only two ids may be written (`wizard.protocol.legacy.requests`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from types import MappingProxyType

from wizard.protocol.alarms import FIRST_OLDER
from wizard.protocol.catalogue import SETTING
from wizard.protocol.fields import Measure


class Form(Enum):
    """How bytes become a value. A number is big-endian and without sign unless it says so."""

    CELLS = "length, then number and mV of each cell"
    NUMBER = "number"
    SIGNED = "number with a sign"
    WARMTH = "°C; above 100 the rest is below zero"
    CURRENT = "10 mA; the protocol version says where the sign is"
    BITS = "bits"
    TEXT = "ASCII"
    SECRET = "a password in ASCII"  # noqa: S105  what the bytes are, no password


@dataclass(frozen=True, slots=True)
class Row:
    """An id: our key, the length of its data (0 where the data begin with it), its value.

    `label` is JK's own where it has one; `readable` says that a board may be asked for it.
    """

    id: int
    key: str
    size: int
    form: Form
    unit: Measure = ""
    scale: Decimal = Decimal(1)
    label: str = ""
    readable: bool = True

    @property
    def is_setting(self) -> bool:
        """Whether the catalogue has it as a setting, in the same unit."""
        return self.key in SETTING


_ONE, _MILLI, _CENTI = Decimal(1), Decimal("0.001"), Decimal("0.01")


def _number(  # noqa: PLR0913  a table row has as many columns as the table
    code: int, key: str, label: str, size: int = 2, unit: Measure = "", scale: Decimal = _ONE
) -> Row:
    return Row(code, key, size, Form.NUMBER, unit, scale, label)


def _setting(code: int, key: str, size: int = 2, scale: Decimal = _ONE) -> Row:
    row = SETTING[key]
    return Row(code, key, size, Form.NUMBER, row.unit, scale, row.label)


def _cold(code: int, key: str) -> Row:
    return Row(code, key, 2, Form.SIGNED, "°C", label=SETTING[key].label)


def _warmth(code: int, key: str, label: str) -> Row:
    return Row(code, key, 2, Form.WARMTH, "°C", label=label)


def _text(code: int, key: str, label: str, size: int) -> Row:
    return Row(code, key, size, Form.TEXT, label=label)


def _told(code: int, key: str, label: str, size: int = 1) -> Row:
    """Return an id that is only ever written, by others."""
    return Row(code, key, size, Form.NUMBER, label=label, readable=False)


ROWS: tuple[Row, ...] = (
    Row(0x79, "cell_voltages", 0, Form.CELLS, "V", _MILLI, "Cell Voltage"),
    _warmth(0x80, "mos_temperature", "MOS Temp."),
    _warmth(0x81, "temperature_1", "Battery Temp. 1"),
    _warmth(0x82, "temperature_2", "Battery Temp. 2"),
    _number(0x83, "pack_voltage", "Battery Volt.", unit="V", scale=_CENTI),
    Row(0x84, "current", 2, Form.CURRENT, "A", _CENTI, "Battery Current"),
    _number(0x85, "soc", "Remain Battery", 1, "%"),
    _number(0x86, "sensor_count", "Temperature sensors of the battery", 1),
    _number(0x87, "cycles", "Cycle Count"),
    _number(0x89, "cycle_capacity", "Cycle Capacity", 4, "Ah"),
    _number(0x8A, "cells", "Cells"),
    Row(0x8B, "alarm_bits", 2, Form.BITS, label="Alarms"),
    Row(0x8C, "status_bits", 2, Form.BITS, label="Status"),
    _number(0x8E, "pack_ovp", "Pack OVP", unit="V", scale=_CENTI),
    _number(0x8F, "pack_uvp", "Pack UVP", unit="V", scale=_CENTI),
    _setting(0x90, "cell_ovp", scale=_MILLI),
    _setting(0x91, "cell_ovpr", scale=_MILLI),
    _number(0x92, "cell_ovp_delay", "Cell OVP Delay", unit="s"),
    _setting(0x93, "cell_uvp", scale=_MILLI),
    _setting(0x94, "cell_uvpr", scale=_MILLI),
    _number(0x95, "cell_uvp_delay", "Cell UVP Delay", unit="s"),
    _number(0x96, "cell_spread_limit", "Cell Difference Protection", unit="V", scale=_MILLI),
    _setting(0x97, "discharge_current"),
    _setting(0x98, "discharge_ocp_delay"),
    _setting(0x99, "charge_current"),
    _setting(0x9A, "charge_ocp_delay"),
    _setting(0x9B, "balance_start", scale=_MILLI),
    _setting(0x9C, "balance_trigger", scale=_MILLI),
    _setting(0x9D, "balance_switch", 1),
    _setting(0x9E, "mos_otp"),
    _setting(0x9F, "mos_otpr"),
    _number(0xA0, "box_otp", "Box OTP", unit="°C"),
    _number(0xA1, "box_otpr", "Box OTPR", unit="°C"),
    _number(0xA2, "temperature_spread_limit", "Battery Temp. Difference", unit="°C"),
    _setting(0xA3, "charge_otp"),
    _setting(0xA4, "discharge_otp"),
    _cold(0xA5, "charge_utp"),
    _cold(0xA6, "charge_utpr"),
    _cold(0xA7, "discharge_utp"),
    _cold(0xA8, "discharge_utpr"),
    _setting(0xA9, "cell_count", 1),
    _setting(0xAA, "capacity", 4),
    _setting(0xAB, "charge_switch", 1),
    _setting(0xAC, "discharge_switch", 1),
    _number(0xAD, "current_calibration", "Current Calibration", unit="A", scale=_MILLI),
    # Kept for boards in a row; not known to be the `device_address` of other ways to talk.
    _number(0xAE, "board_address", "Board address", 1),
    _number(0xAF, "battery_type", "Battery type: 0 LiFePO4, 1 Li-ion, 2 LTO", 1),
    _number(0xB0, "sleep_wait", "Wait before sleep", unit="s"),
    _number(0xB1, "low_soc_alarm", "Low SOC alarm", 1, "%"),
    Row(0xB2, "settings_password", 10, Form.SECRET, label="Setting Password"),
    _number(0xB3, "dedicated_charger", "Dedicated charger", 1),
    _text(0xB4, "device_id", "Device id", 8),
    _text(0xB5, "made_on", "Made in (YYMM)", 4),
    _number(0xB6, "working_time", "Working time", 4, "min"),
    _text(0xB7, "software", "Software version", 15),
    _number(0xB8, "calibrating", "Current calibration runs", 1),
    _number(0xB9, "actual_capacity", "Actual capacity", 4, "Ah"),
    _text(0xBA, "maker_id", "Manufacturer id", 24),
    _told(0xBB, "restart", "Restart"),
    _told(0xBC, "factory_restore", "Restore factory settings"),
    _told(0xBD, "upgrade", "Firmware upgrade"),
    _told(0xBE, "gps_off_voltage", "GPS off", 2),
    _told(0xBF, "gps_on_voltage", "GPS on", 2),
    _number(0xC0, "protocol_version", "Protocol version", 1),
)

ROW: Mapping[int, Row] = MappingProxyType({row.id: row for row in ROWS})
BY_KEY: Mapping[str, Row] = MappingProxyType({row.key: row for row in ROWS})

_SHARED: Mapping[int, int] = MappingProxyType(
    {1: 1, 2: 5, 3: 12, 4: 21, 5: 6, 6: 13, 10: 4, 11: 11}
)


def alarm(bit: int) -> int:
    """Return the number in `wizard.protocol.alarms` of the alarm that a bit of 0x8B is.

    What newer alarm words do not have keeps a number of its own there.
    """
    return _SHARED.get(bit, FIRST_OLDER + bit)


STATES = CHARGE_MOS, DISCHARGE_MOS, BALANCING, _ATTACHED = range(4)
"""The bits of 0x8C. The last is said to be 1 with a battery; every recorded frame has 0."""
