"""The status table (0x1200): what the board measures, reckons and does.

Sources: vendor RS485 document V1.1, vendor data. Two places are in doubt: temperatures 3
to 5 have another order in other programs, and the third often repeats the MOS. The power
is without sign: the current has it. `sensor_mask` has a 1 where a sensor is present.
"""

from decimal import Decimal

from wizard.protocol.fields.rows import Field, Measure
from wizard.protocol.layout import Kind, Place, Table

CELLS = 32
_MILLI, _CENTI, _TENTH, _ONE = Decimal("0.001"), Decimal("0.01"), Decimal("0.1"), Decimal(1)


def _at(  # noqa: PLR0913  a table row has as many columns as the table
    key: str,
    label: str,
    offset: int,
    kind: Kind,
    unit: Measure = "",
    scale: Decimal = _ONE,
    repeat: int = 1,
) -> Field:
    return Field(key, Place(Table.STATUS, offset, kind, repeat), unit, scale, label)


STATUS: tuple[Field, ...] = (
    _at("cell_voltages", "Cell Voltage", 0x00, Kind.U16, "V", _MILLI, repeat=CELLS),
    _at("cell_mask", "Cell Status", 0x40, Kind.U32),
    _at("cell_average", "Ave. Cell Volt.", 0x44, Kind.U16, "V", _MILLI),
    _at("cell_spread", "Cell Volt. Diff.", 0x46, Kind.U16, "V", _MILLI),
    _at("mos_temperature", "MOS Temp.", 0x8A, Kind.I16, "°C", _TENTH),
    _at("wire_mask", "Balance Wire Res. Status", 0x8C, Kind.U32),
    _at("pack_voltage", "Battery Volt.", 0x90, Kind.I32, "V", _MILLI),
    _at("power", "Battery Power", 0x94, Kind.U32, "W", _MILLI),
    _at("current", "Battery Current", 0x98, Kind.I32, "A", _MILLI),
    _at("temperature_1", "Battery Temp. 1", 0x9C, Kind.I16, "°C", _TENTH),
    _at("temperature_2", "Battery Temp. 2", 0x9E, Kind.I16, "°C", _TENTH),
    _at("alarms", "System Alarm Flags", 0xA0, Kind.U32),
    _at("balance_current", "Balance Curr.", 0xA4, Kind.I16, "A", _MILLI),
    _at("balancing", "Balance Status", 0xA6, Kind.U8),
    _at("soc", "Remain Battery", 0xA7, Kind.U8, "%"),
    _at("remaining", "Remain Capacity", 0xA8, Kind.U32, "Ah", _MILLI),
    _at("full_capacity", "Battery Capacity", 0xAC, Kind.U32, "Ah", _MILLI),
    _at("cycles", "Cycle Count", 0xB0, Kind.U32),
    _at("cycle_capacity", "Cycle Capacity", 0xB4, Kind.U32, "Ah", _MILLI),
    _at("soh", "SOCSOH", 0xB8, Kind.U8, "%"),
    _at("precharging", "Pre-Discharge", 0xB9, Kind.U8),
    _at("user_alarms", "User Alarm Flags", 0xBA, Kind.U16),
    _at("run_time", "Run Time", 0xBC, Kind.U32, "s"),
    _at("charge_mos", "Charge", 0xC0, Kind.U8),
    _at("discharge_mos", "Discharge", 0xC1, Kind.U8),
    _at("user_alarms_2", "User Alarm Flags 2", 0xC2, Kind.U16),
    _at("discharge_ocpr_countdown", "Discharge OCPR Time", 0xC4, Kind.U16, "s"),
    _at("discharge_scpr_countdown", "Discharge SCPR Time", 0xC6, Kind.U16, "s"),
    _at("charge_ocpr_countdown", "Charge OCPR Time", 0xC8, Kind.U16, "s"),
    _at("charge_scpr_countdown", "Charge SCPR Time", 0xCA, Kind.U16, "s"),
    _at("uvpr_countdown", "Cell UVPR Time", 0xCC, Kind.U16, "s"),
    _at("ovpr_countdown", "Cell OVPR Time", 0xCE, Kind.U16, "s"),
    _at("sensor_mask", "Temp. Sensor Present", 0xD0, Kind.U8),
    _at("heating", "Heating Status", 0xD1, Kind.U8),
    _at("emergency_time", "Time Emerg.", 0xD4, Kind.U16, "s"),
)
"""What `STATUS_BLOCKS` hold; without it there is no status."""

STATUS_MORE: tuple[Field, ...] = (
    _at("highest_cell", "Max Cell Volt.", 0x48, Kind.U8),
    _at("lowest_cell", "Min Cell Volt.", 0x49, Kind.U8),
    _at("wire_resistance", "Balance Wire Res.", 0x4A, Kind.U16, "mΩ", repeat=CELLS),
    _at("discharge_correction", "Discharg. Curr. Correct", 0xD6, Kind.U16),
    _at("charge_current_volts", "Volt. Charg. Curr.", 0xD8, Kind.U16, "V", _MILLI),
    _at("discharge_current_volts", "Volt. Discharg. Curr.", 0xDA, Kind.U16, "V", _MILLI),
    _at("voltage_correction", "Bat. Volt. Correct", 0xDC, Kind.F32),
    _at("charge_pwm", "Charg. PWM", 0xE0, Kind.U16, "%"),
    _at("discharge_pwm", "Discharg. PWM", 0xE2, Kind.U16, "%"),
    _at("pack_voltage_2", "Battery Volt. 2", 0xE4, Kind.U16, "V", _CENTI),
    _at("heat_current", "Heat Current", 0xE6, Kind.I16, "A", _MILLI),
    _at("relay", "Relay", 0xE8, Kind.U8),
    _at("accessory", "ACC Status", 0xE9, Kind.U8),
    _at("special_charger", "Special Charg. Sta", 0xEA, Kind.U8),
    _at("started", "Startup Flag", 0xEB, Kind.U8),
    _at("c_minus_voltage", "Vol C-", 0xEC, Kind.U8, "V"),
    _at("mcu", "MCUID", 0xED, Kind.U8),
    _at("charger_plugged", "Charg. Plugged", 0xEF, Kind.U8),
    _at("ticks", "Sys Run Ticks", 0xF0, Kind.U32, "s", _TENTH),
    _at("brown_out_ticks", "PVD Trig. Time", 0xF4, Kind.U32, "s", _TENTH),
    _at("temperature_3", "Battery Temp. 3", 0xF8, Kind.I16, "°C", _TENTH),
    _at("temperature_4", "Battery Temp. 4", 0xFA, Kind.I16, "°C", _TENTH),
    _at("temperature_5", "Battery Temp. 5", 0xFC, Kind.I16, "°C", _TENTH),
    _at("charge_correction", "Charg. Curr. Correct", 0xFE, Kind.U16),
    _at("clock", "RTC Counter", 0x100, Kind.U32, "s"),
    _at("log_count", "Detail Logs Count", 0x104, Kind.U32),
    _at("sleep_countdown", "Time Enter Sleep", 0x108, Kind.U32, "s"),
    _at("limiting", "Par-Limiter", 0x10C, Kind.U8),
    _at("cell_type", "Cell Type", 0x10D, Kind.U8),
    _at("charge_state_time", "Charge Status Time", 0x110, Kind.U16, "s"),
    _at("charge_state", "Charge Status", 0x112, Kind.U8),
    _at("state_switches", "Multiplexed switches", 0x113, Kind.U8),
)
"""The rest: a native frame carries it, over Modbus it takes two more reads."""
