"""Which command numbers a firmware marks as known in its information table.

Recomputed from recorded frames of each version. A number from 0x01 to 0x3B is also the
bit of a setting; the higher ones are actions and settings of the information table.
"""

from collections.abc import Iterable

FIRST_SETTING, LAST_SETTING = 0x01, 0x3B
SHOWN_ONLY = frozenset({0x24})  # the DIP switches hold the device address

_LACKING: dict[str, str] = {
    "11.17": "01 07 08 09 0a 1a 1b" + bytes(range(0x24, 0x3C)).hex(),
    "11.26": "01 07 08 09 0a 25 26 27 29" + bytes(range(0x2C, 0x3C)).hex(),
    "11.288H": "01 09 0a 25 26 29 2c" + bytes(range(0x2E, 0x3C)).hex(),
    "11.55": "09 0a 29 2c" + bytes(range(0x2E, 0x39)).hex() + "3a 3b",
    "14.20": "24 26 29 2a 2c 31 32 33 34 35 36 37 38 3a 3b",
    "15.10": "24 26 27 29 2a 2c 31 32 33 34 35 36 37 38 3a 3b",
    "15.30": "24 25 26 29 2a 2c 31 35 36 37 38 3a 3b",
    "15.37": "24 25 26 29 2a 2c 31 35 36 37 38 3a 3b",
    "15.38": "24 25 26 29 2a 2c 31 35 36 37 38 3a 3b",
    "15.41": "24 25 26 29 2a 2c 31 35 36 3a 3b",
    "19.05": "24 25 26 29 2a 2c 31 34 35 36 3a 3b",
    "19.07": "25 26 29 2a 2c 2e 34 35 36",
    "19.27": "24 26 29 2a 2c 31 34 35 36",
}
_COMMON = frozenset(
    {0x64, *range(0x67, 0x6D), 0x96, 0x97, 0x9B, 0x9C, 0x9E, 0x9F}
    | {*range(0xA0, 0xA3), *range(0xA5, 0xA8), *range(0xA9, 0xB5)}
)
_OF_11 = frozenset({0x64, *range(0x67, 0x6C), 0x96, 0x97, 0x9B, 0x9C, 0x9E, 0x9F, 0xA0, 0xA1, 0xC8})
_HIGHER: dict[str, frozenset[int]] = {
    "11.17": _OF_11,
    "11.26": _OF_11,
    "11.288H": _OF_11,
    "11.55": _OF_11 | {0x6C, 0xA2, 0xA5, 0xA6, 0xA7, 0xA9, 0xAC, 0xAD},
    "14.20": _COMMON | {0xC8},
    "15.10": _COMMON | {0xC8},
    "19.05": _COMMON | {0xA4, 0xB5, 0xB6},
    "19.07": (_COMMON - {0xAA, 0xAB, *range(0xAE, 0xB2)}) | {0xA8, 0xB5},
    "19.27": (_COMMON - {0xB4}) | {0xA4, 0xB5, 0xB6, 0xB7},
}
_BEFORE_BITMAPS = range(FIRST_SETTING, 0x23)  # settings of the layout that older boards share
FIRST_WITH_BITMAPS = 11
_HIGHER_OF_15 = _COMMON | {0xB5, 0xC8}
USUAL = "15.41"


def major(firmware: str) -> int:
    """Return the number before the first dot; that of `USUAL` where there is none."""
    first = firmware.partition(".")[0]
    return int(first) if first.isdecimal() else major(USUAL)


def known(firmware: str) -> frozenset[int]:
    """Return the command numbers of a firmware; those of 15.41 for one not recorded.

    Before 11 there were no bitmaps; what such a board holds are the settings to 0x22.
    """
    if major(firmware) < FIRST_WITH_BITMAPS:
        return frozenset(_BEFORE_BITMAPS)
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
