"""What the one-key presets write, as read back on firmware 15.30, and the delivery.

Volts, amperes, seconds, °C, Ah, by catalogue key. A preset rewrites every setting here;
the device address and the precharge time are not touched.
"""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from wizard.simulator.pack import Chemistry

_CHEMICAL = """
    smart_sleep_voltage  3.5   4.15  2.5
    cell_uvp             2.58  2.82  1.8
    cell_uvpr            2.62  2.85  1.85
    cell_ovp             3.65  4.2   2.7
    cell_ovpr            3.58  4.17  2.64
    soc_100_voltage      3.59  4.18  2.65
    soc_0_voltage        2.6   2.84  1.84
    cell_rcv             3.6   4.19  2.68
    cell_rfv             3.5   4.1   2.55
    power_off_voltage    2.5   2.8   1.7
    balance_start        3.0   3.0   2.0
"""

_COMMON: dict[str, str] = {
    "balance_trigger": "0.01",
    "charge_current": "40",
    "charge_ocp_delay": "3",
    "charge_ocpr_time": "60",
    "discharge_current": "150",
    "discharge_ocp_delay": "300",
    "discharge_ocpr_time": "60",
    "scpr_time": "5",
    "max_balance_current": "1.0",
    "charge_otp": "70",
    "charge_otpr": "60",
    "discharge_otp": "70",
    "discharge_otpr": "60",
    "charge_utp": "2",
    "charge_utpr": "7",
    "mos_otp": "80",
    "mos_otpr": "70",
    "cell_count": "16",
    "charge_switch": "1",
    "discharge_switch": "1",
    "balance_switch": "1",
    "capacity": "40",
    "scp_delay": "1500",
}

SWITCH_WORD = 0x3210

# Raw words that no preset was seen to touch, as recorded on 15.30: °C, h, mA.
BYTES = {
    "heater_on": 60,
    "heater_off": 50,
    "smart_sleep_hours": 24,
    "current_range": 1_500_000,
}


def _columns() -> dict[Chemistry, Mapping[str, Decimal]]:
    rows = [line.split() for line in _CHEMICAL.split("\n") if line.strip()]
    names: tuple[Chemistry, ...] = ("lifepo4", "li_ion", "lto")
    return {
        name: MappingProxyType(
            {key: Decimal(text) for key, text in _COMMON.items()}
            | {row[0]: Decimal(row[column]) for row in rows}
        )
        for column, name in enumerate(names, start=1)
    }


Presets = Mapping[Chemistry, Mapping[str, Decimal]]

PRESETS: Presets = _columns()

# As the manual of the 8-channel boards prints them (B2A 790-809); it says nothing of the
# rest. Those boards do not carry LTO, though the command is there.
_CHEMICAL_B2A: dict[Chemistry, dict[str, str]] = {
    "li_ion": {"cell_uvp": "2.9", "cell_uvpr": "3.2", "cell_ovp": "4.2", "cell_ovpr": "4.1"},
    "lifepo4": {"cell_uvp": "2.6", "cell_uvpr": "3.0", "cell_ovp": "3.6", "cell_ovpr": "3.4"},
    "lto": {"cell_uvp": "1.8", "cell_uvpr": "2.0", "cell_ovp": "2.7", "cell_ovpr": "2.4"},
}
_COMMON_B2A: dict[str, str] = {
    "charge_ocp_delay": "30",
    "discharge_ocp_delay": "30",
    "scpr_time": "60",
    "charge_otp": "60",
    "charge_otpr": "55",
    "discharge_otp": "60",
    "discharge_otpr": "55",
    "charge_utp": "-20",
    "charge_utpr": "-10",
    "mos_otp": "75",
    "mos_otpr": "70",
    "cell_count": "8",
}


def _of_b2a(chemistry: Chemistry) -> Mapping[str, Decimal]:
    changes = {**_COMMON_B2A, **_CHEMICAL_B2A[chemistry]}
    return MappingProxyType(
        {**PRESETS[chemistry], **{key: Decimal(text) for key, text in changes.items()}}
    )


PRESETS_B2A: Presets = {chemistry: _of_b2a(chemistry) for chemistry in PRESETS}
PRESET_AT: dict[int, Chemistry] = {0x160A: "li_ion", 0x160C: "lifepo4", 0x160E: "lto"}


# Boards come set for Li-ion; a LiFePO4 pack shows by OVP 4.2 V that its preset is due.
def delivered(presets: Presets) -> dict[str, Decimal]:
    """Return the settings of a new board."""
    return {
        **presets["li_ion"],
        "device_address": Decimal(1),
        "precharge_time": Decimal(1),
    }
