"""The alarm bits of the status table (0x12A0), vendor document V1.1 and vendor data.

Bit 4 is "cell OVP" in the document and "fully charged" in the vendor's tool; frames of
firmware 11.17 show it with the charge MOS off, so both names stand here.
"""

ALARMS: dict[int, str] = {
    0: "balance wire resistance too high",
    1: "MOS over-temperature",
    2: "cell count differs from the setting",
    3: "current sensor fault",
    4: "cell over-voltage / fully charged",
    5: "pack over-voltage",
    6: "charge over-current",
    7: "charge short circuit",
    8: "charge over-temperature",
    9: "charge under-temperature",
    10: "internal communication fault",
    11: "cell under-voltage",
    12: "pack under-voltage",
    13: "discharge over-current",
    14: "discharge short circuit",
    15: "discharge over-temperature",
    16: "charge MOS fault",
    17: "discharge MOS fault",
    18: "GPS disconnected",
    19: "factory password still in use",
    20: "discharge switch-on failed",
    21: "battery over-temperature",
    22: "temperature sensor anomaly",
    23: "parallel module anomaly",
    24: "short-circuit release failed",
    25: "discharge over-current, stage II",
    26: "discharge over-current, stage III",
    27: "discharge under-temperature",
    28: "GPS remote lock",
}

FIRST_OLDER = 100
OLDER: dict[int, str] = {
    FIRST_OLDER + 0: "low charge",
    FIRST_OLDER + 7: "cell voltage difference",
    FIRST_OLDER + 8: "over-temperature in the battery box",
    FIRST_OLDER + 9: "battery under-temperature",
    FIRST_OLDER + 12: "309_A protection",
    FIRST_OLDER + 13: "309_B protection",
}
"""What only the alarm word of the legacy protocol tells: 100 and its bit there."""

_NAMES = ALARMS | OLDER
UNKNOWN = "unknown"

USER_ALARMS: dict[int, str] = {
    0: "temperature too high",
    1: "temperature too low",
    2: "temperature difference",
    3: "cell voltage high",
    4: "cell voltage low",
    5: "discharge over-current",
    6: "charge over-current",
    7: "temperature sensor failure",
    8: "charger communication failure",
    10: "heating relay failure",
    11: "charger failure",
    12: "low-temperature heating failure",
    13: "heater failure",
}
"""The bits of the second user alarm word (0x12C2), vendor data; the first is not known."""

SENSORS: dict[int, str] = {0: "MOS", **{n: f"battery {n}" for n in range(1, 6)}}
"""The bits of `sensor_mask`: 1 where a temperature sensor is present."""

WIRE_RESISTANCE = 0
CELL_COUNT = 2
OVER_VOLTAGE = frozenset({4, 5})
UNDER_VOLTAGE = frozenset({11, 12})
FACTORY_PASSWORD = 19


def raised(word: int) -> frozenset[int]:
    """Return the numbers of the bits that are set in an alarm word."""
    return frozenset(bit for bit in range(32) if word >> bit & 1)


def named(bits: frozenset[int]) -> str:
    """Return the names of alarm bits in their order, `none` where there are none."""
    return ", ".join(f"{bit} {name_of(bit)}" for bit in sorted(bits)) or "none"


def name_of(bit: int) -> str:
    """Return the name of an alarm bit, `unknown` where no source names it."""
    return _NAMES.get(bit, UNKNOWN)
