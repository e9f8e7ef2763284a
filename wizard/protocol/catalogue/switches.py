"""The switch word at 0x1114, bit by bit.

A command number is 0x27 and the bit. Sources: vendor RS485 document V1.1 (bits 0 to 9,
and a word as an example), vendor data (10 to 15), recorded Bluetooth writes of bits 0, 1,
3, 4, 6, 10, 11, 12, 14 and 15, which the word then showed.
"""

from wizard.protocol.catalogue.rows import Evidence, Switch

FIRST_CODE = 0x27

_HIGH, _MEDIUM, _NONE = Evidence.HIGH, Evidence.MEDIUM, Evidence.NONE


def _bit(bit: int, key: str, label: str, evidence: Evidence, *, only: bool | None = None) -> Switch:
    return Switch(key, label, FIRST_CODE + bit, bit, evidence, only)


SWITCHES: tuple[Switch, ...] = (
    _bit(0, "heating", "Heating", _HIGH),
    _bit(1, "disable_sensors", "Disable Temp. Sensor", _HIGH, only=False),
    _bit(2, "gps_heartbeat", "GPS Heartbeat", _NONE),
    _bit(3, "port_switch", "Port Switch (0 CAN, 1 RS485)", _HIGH),
    _bit(4, "display_always_on", "Display Always On", _HIGH),
    _bit(5, "special_charger", "Special Charger", _NONE),
    _bit(6, "smart_sleep", "Smart Sleep", _HIGH),
    _bit(7, "disable_pcl", "Disable PCL Module", _MEDIUM),
    _bit(8, "timed_storage", "Timed Stored Data", _MEDIUM),
    _bit(9, "float_mode", "Charging Float Mode", _MEDIUM),
    _bit(10, "button_emergency", "Emergency Button", _HIGH, only=False),
    _bit(11, "dry_intermittent", "DRY ARM Intermittent", _HIGH),
    _bit(12, "discharge_ocp_2", "Discharge OCP II", _HIGH),
    _bit(13, "discharge_ocp_3", "Discharge OCP III", _MEDIUM),
    _bit(14, "gps_lock_charge", "GPS Locked Charging", _HIGH),
    _bit(15, "gps_lock_discharge", "GPS Locked Discharging", _HIGH),
)

SWITCH: dict[str, Switch] = {row.key: row for row in SWITCHES}
