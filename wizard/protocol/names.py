"""The names that `describe` gives to values: those that other decoders use too.

A field of ours without an entry keeps its own key. Units are those of its row.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

Value = None | bool | int | float | str | Sequence["Value"]

STATUS: Mapping[str, str] = MappingProxyType(
    {
        "cell_average": "average_cell_voltage",
        "cell_spread": "delta_cell_voltage",
        "mos_temperature": "mosfet_temperature",
        "pack_voltage": "total_voltage",
        "temperature_1": "temperature_sensor_1",
        "temperature_2": "temperature_sensor_2",
        "alarms": "errors_bitmask",
        "balance_current": "balancing_current",
        "balancing": "balancer_status_bitmask",
        "soc": "state_of_charge",
        "remaining": "capacity_remaining",
        "full_capacity": "full_charge_capacity",
        "cycles": "charging_cycles",
        "cycle_capacity": "total_charging_cycle_capacity",
        "soh": "state_of_health",
        "run_time": "total_runtime",
        "charge_mos": "charging_mosfet_on",
        "discharge_mos": "discharging_mosfet_on",
        "heating": "heating_on",
        "sensor_mask": "temperature_sensor_mask",
        "temperature_3": "temperature_at_254",
        "temperature_4": "temperature_at_256",
        "temperature_5": "temperature_at_258",
        "log_count": "detail_log_entry_count",
        "cell_type": "battery_type_id",
        "power": "power_magnitude",
    }
)
"""Three temperatures are named by their offset in a frame: sources count them differently."""

SETTINGS: Mapping[str, str] = MappingProxyType(
    {
        "charge_current": "max_charge_current",
        "discharge_current": "max_discharge_current",
        "capacity": "nominal_battery_capacity",
        "heating": "heating_enabled",
        "port_switch": "port_switch_rs485",
    }
)

INFO: Mapping[str, str] = MappingProxyType(
    {
        "hardware": "hardware_version",
        "firmware": "software_version",
        "name": "device_name",
        "serial": "serial_number",
        "first_on": "manufacturing_date",
        "power_on_times": "power_on_count",
        "total_time": "total_runtime",
    }
)

FLAGS = frozenset({"charging_mosfet_on", "discharging_mosfet_on", "heating_on"})
"""Names whose number is a yes or no."""

PRESET = MappingProxyType({0x160A: "Li-ion", 0x160C: "LiFePO4", 0x160E: "LTO"})
BATTERY_TYPE = MappingProxyType({0: "LFP", 1: "Li-ion", 2: "LTO"})
CHARGE_STATUS = MappingProxyType({0: "Bulk", 1: "Absorption", 2: "Float"})


def plain(number: Decimal) -> int | float | None:
    """Return a number as JSON writes it; None where it is none."""
    if not number.is_finite():
        return None
    return int(number) if number == number.to_integral_value() else float(number)


def renamed(
    values: Mapping[str, tuple[Decimal, ...]], names: Mapping[str, str]
) -> dict[str, Value]:
    """Return numbers under the names that others use; a repeated field becomes a list."""
    found: dict[str, Value] = {}
    for key, numbers in values.items():
        name = names.get(key, key)
        shown = [number != 0 if name in FLAGS else plain(number) for number in numbers]
        found[name] = shown[0] if len(shown) == 1 else shown
    return found
