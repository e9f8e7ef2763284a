"""The settings table (0x1000): limits, times, currents, temperatures, switches.

Source: vendor RS485 document V1.1. Firmware 1.0 calls the bytes at 0x1116 battery alarm
temperatures; from 15.x on they are the heater's.
"""

from decimal import Decimal

from wizard.protocol.catalogue.rows import Evidence, Parameter
from wizard.protocol.layout import Kind, Place, Table
from wizard.units import Unit

_HIGH, _MEDIUM, _NONE = Evidence.HIGH, Evidence.MEDIUM, Evidence.NONE
_MILLI, _TENTH, _ONE = Decimal("0.001"), Decimal("0.1"), Decimal(1)


def _row(  # noqa: PLR0913  a table row has as many columns as the table
    key: str,
    label: str,
    code: int,
    offset: int,
    unit: Unit,
    low: str,
    high: str,
    *,
    scale: Decimal = _MILLI,
    kind: Kind = Kind.U32,
    evidence: Evidence = _HIGH,
) -> Parameter:
    place = Place(Table.SETTINGS, offset, kind)
    return Parameter(key, label, code, place, unit, scale, Decimal(low), Decimal(high), evidence)


def _cell(key: str, label: str, code: int, offset: int) -> Parameter:
    return _row(key, label, code, offset, "V", "1.2", "4.4")


def _seconds(key: str, label: str, code: int, offset: int) -> Parameter:
    return _row(key, label, code, offset, "s", "2", "600", scale=_ONE)


def _celsius(  # noqa: PLR0913  same
    key: str, label: str, code: int, offset: int, low: str, high: str
) -> Parameter:
    return _row(key, label, code, offset, "°C", low, high, scale=_TENTH, kind=Kind.I32)


def _switch(key: str, label: str, code: int, offset: int) -> Parameter:
    return _row(key, label, code, offset, "", "0", "1", scale=_ONE)


def _byte(  # noqa: PLR0913  same
    key: str,
    label: str,
    code: int,
    offset: int,
    unit: Unit,
    low: str,
    high: str,
    evidence: Evidence = _HIGH,
    *,
    kind: Kind = Kind.U8,
) -> Parameter:
    return _row(key, label, code, offset, unit, low, high, scale=_ONE, kind=kind, evidence=evidence)


SETTINGS: tuple[Parameter, ...] = (
    _cell("smart_sleep_voltage", "Smart Sleep Volt. (V)", 0x01, 0x00),
    _cell("cell_uvp", "Cell UVP (V)", 0x02, 0x04),
    _cell("cell_uvpr", "Cell UVPR (V)", 0x03, 0x08),
    _cell("cell_ovp", "Cell OVP (V)", 0x04, 0x0C),
    _cell("cell_ovpr", "Cell OVPR (V)", 0x05, 0x10),
    _row("balance_trigger", "Balance Trig. Volt. (V)", 0x06, 0x14, "V", "0.003", "1.0"),
    _cell("soc_100_voltage", "SOC-100% Volt. (V)", 0x07, 0x18),
    _cell("soc_0_voltage", "SOC-0% Volt. (V)", 0x08, 0x1C),
    _cell("cell_rcv", "Cell Request Charge Volt., RCV (V)", 0x09, 0x20),
    _cell("cell_rfv", "Cell Request Float Volt., RFV (V)", 0x0A, 0x24),
    _cell("power_off_voltage", "Power Off Volt. (V)", 0x0B, 0x28),
    _row("charge_current", "Continued Charge Curr. (A)", 0x0C, 0x2C, "A", "1", "600"),
    _seconds("charge_ocp_delay", "Charge OCP Delay (s)", 0x0D, 0x30),
    _seconds("charge_ocpr_time", "Charge OCPR Time (s)", 0x0E, 0x34),
    _row("discharge_current", "Continued Discharge Curr. (A)", 0x0F, 0x38, "A", "1", "1200"),
    _seconds("discharge_ocp_delay", "Discharge OCP Delay (s)", 0x10, 0x3C),
    _seconds("discharge_ocpr_time", "Discharge OCPR Time (s)", 0x11, 0x40),
    _seconds("scpr_time", "SCPR Time (s)", 0x12, 0x44),
    _row("max_balance_current", "Max Balance Cur. (A)", 0x13, 0x48, "A", "0.3", "15"),
    _celsius("charge_otp", "Charge OTP (°C)", 0x14, 0x4C, "30", "80"),
    _celsius("charge_otpr", "Charge OTPR (°C)", 0x15, 0x50, "30", "80"),
    _celsius("discharge_otp", "Discharge OTP (°C)", 0x16, 0x54, "30", "80"),
    _celsius("discharge_otpr", "Discharge OTPR (°C)", 0x17, 0x58, "30", "80"),
    _celsius("charge_utp", "Charge UTP (°C)", 0x18, 0x5C, "-45", "20"),
    _celsius("charge_utpr", "Charge UTPR (°C)", 0x19, 0x60, "-45", "20"),
    _celsius("mos_otp", "MOS OTP (°C)", 0x1A, 0x64, "50", "110"),
    _celsius("mos_otpr", "MOS OTPR (°C)", 0x1B, 0x68, "50", "110"),
    _row("cell_count", "Cell Count", 0x1C, 0x6C, "", "2", "32", scale=_ONE),
    _switch("charge_switch", "Charge", 0x1D, 0x70),
    _switch("discharge_switch", "Discharge", 0x1E, 0x74),
    _switch("balance_switch", "Balance", 0x1F, 0x78),
    _row("capacity", "Battery Capacity (Ah)", 0x20, 0x7C, "Ah", "2", "20000"),
    _row("scp_delay", "SCP Delay (µs)", 0x21, 0x80, "µs", "0", "1000000", scale=_ONE),
    _row("balance_start", "Start Balance Volt. (V)", 0x22, 0x84, "V", "1.2", "4.25"),
    _row(
        "device_address", "Device Addr.", 0x24, 0x108, "", "0", "65535", scale=_ONE, evidence=_NONE
    ),  # a PB board takes it from its DIP switches
    _row(
        "precharge_time",
        "Discharge Precharge Time (s)",
        0x25,
        0x10C,
        "s",
        "0",
        "300",
        scale=_ONE,
        evidence=_MEDIUM,
    ),
    _byte("heater_on", "Start Heating Temp. (°C)", 0x37, 0x116, "°C", "-40", "100", kind=Kind.I8),
    _byte("heater_off", "Stop Heating Temp. (°C)", 0x38, 0x117, "°C", "-40", "100", kind=Kind.I8),
    _byte("smart_sleep_hours", "Time Smart Sleep (h)", 0x39, 0x118, "h", "1", "100"),
    # 15.41 shows both as 0 and refuses the register; no board is known to take them.
    _byte(
        "discharge_utp", "Discharge UTP (°C)", 0x3A, 0x122, "°C", "-40", "100", _NONE, kind=Kind.I8
    ),
    _byte(
        "discharge_utpr",
        "Discharge UTPR (°C)",
        0x3B,
        0x123,
        "°C",
        "-40",
        "100",
        _NONE,
        kind=Kind.I8,
    ),
)

SETTING: dict[str, Parameter] = {row.key: row for row in SETTINGS}
