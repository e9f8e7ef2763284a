"""Which command numbers a firmware marks as known in its information table.

Recomputed from recorded frames of each version. A number from 0x01 to 0x3B is also the
bit of a setting; the higher ones are actions and settings of the information table.
"""

from collections.abc import Iterable

FIRST_SETTING, LAST_SETTING = 0x01, 0x3B
SHOWN_ONLY = frozenset({0x24})  # the DIP switches hold the device address

_LACKING: dict[str, str] = {
    "14.20": "24 26 29 2a 2c 31 32 33 34 35 36 37 38 3a 3b",
    "15.30": "24 25 26 29 2a 2c 31 35 36 37 38 3a 3b",
    "15.37": "24 25 26 29 2a 2c 31 35 36 37 38 3a 3b",
    "15.38": "24 25 26 29 2a 2c 31 35 36 37 38 3a 3b",
    "15.41": "24 25 26 29 2a 2c 31 35 36 3a 3b",
    "19.05": "24 25 26 29 2a 2c 31 34 35 36 3a 3b",
    "19.27": "24 26 29 2a 2c 31 34 35 36",
}
_COMMON = frozenset(
    {0x64, *range(0x67, 0x6D), 0x96, 0x97, 0x9B, 0x9C, 0x9E, 0x9F}
    | {*range(0xA0, 0xA3), *range(0xA5, 0xA8), *range(0xA9, 0xB5)}
)
_HIGHER: dict[str, frozenset[int]] = {
    "14.20": _COMMON | {0xC8},
    "19.05": _COMMON | {0xA4, 0xB5, 0xB6},
    "19.27": (_COMMON - {0xB4}) | {0xA4, 0xB5, 0xB6, 0xB7},
}
_HIGHER_OF_15 = _COMMON | {0xB5, 0xC8}
USUAL = "15.41"


def known(firmware: str) -> frozenset[int]:
    """Return the command numbers of a firmware; those of 15.41 for one not recorded."""
    lacking = bytes.fromhex(_LACKING.get(firmware, _LACKING[USUAL]))
    settings = frozenset(range(FIRST_SETTING, LAST_SETTING + 1)) - frozenset(lacking)
    return settings | _HIGHER.get(firmware, _HIGHER_OF_15)


def shown(numbers: Iterable[int]) -> frozenset[int]:
    """Return the settings that a firmware with these command numbers displays."""
    known_settings = frozenset(n for n in numbers if n <= LAST_SETTING)
    return known_settings | SHOWN_ONLY if known_settings else frozenset()


def bitmap(numbers: Iterable[int]) -> int:
    """Return numbers as bits of one integer."""
    return sum(1 << n for n in numbers)
