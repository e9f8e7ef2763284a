"""The log book of a board for 32 cells: frames of type 5.

Sources: a recorded frame, vendor data. A count, one byte more, then five bytes for each
entry: seconds since the board was first switched on, and a code. The recorded one has its
oldest entry first; which entries are left out once there are more than fit is not known.
"""

import struct
from dataclasses import dataclass

from wizard.protocol.framing import PAYLOAD, Frame

LOG_TYPE = 5
COUNT = struct.Struct("<IB")
ENTRY = struct.Struct("<IB")
MOST = 50  # entries in a frame (vendor data); what stands behind them is none
FIRST_OVER, FIRST_UNDER, INPUTS = 100, 200, 32


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that a board noted: when (s since it was first switched on), its code."""

    seconds: int
    code: int

    @property
    def name(self) -> str:
        """What the code means; unknown ones say so."""
        if FIRST_OVER <= self.code < FIRST_OVER + INPUTS:
            return f"cell {self.code - FIRST_OVER + 1} overcharged"
        if FIRST_UNDER <= self.code < FIRST_UNDER + INPUTS:
            return f"cell {self.code - FIRST_UNDER + 1} discharged too far"
        return EVENTS.get(self.code, "unknown")


def entries(frame: Frame) -> tuple[Entry, ...]:
    """Return the entries of a log frame, oldest first; ValueError for other frames."""
    if frame.kind != LOG_TYPE:
        raise ValueError("not a log frame")
    count, _ = COUNT.unpack_from(frame.data, PAYLOAD)
    first = PAYLOAD + COUNT.size
    places = range(first, first + ENTRY.size * min(count, MOST), ENTRY.size)
    return tuple(Entry(*ENTRY.unpack_from(frame.data, place)) for place in places)


EVENTS: dict[int, str] = {
    1: "boot",
    2: "shutdown",
    3: "app close charge",
    4: "app open charge",
    5: "app close discharge",
    6: "app open discharge",
    7: "remote close charge",
    8: "remote open charge",
    9: "remote close discharge",
    10: "remote open discharge",
    11: "MOS over temperature protection",
    12: "MOS over-temperature protection is released",
    13: "abnormal current sensor",
    14: "abnormal release of current sensor",
    15: "abnormal coprocessor communication",
    16: "abnormal cancellation of coprocessor communication",
    17: "cell overcharge protection",
    18: "cell overcharge protection is released",
    19: "battery overcharge protection",
    20: "battery overcharge protection is released",
    21: "charge overcurrent protection",
    22: "charge overcurrent protection is released",
    23: "charge short circuit protection",
    24: "charge short circuit protection is released",
    25: "charge over temperature protection",
    26: "charge over temperature protection is released",
    27: "charge low temperature protection",
    28: "charge low temperature protection is released",
    29: "cell undervoltage protection",
    30: "cell undervoltage protection is released",
    31: "battery undervoltage protection",
    32: "battery undervoltage protection is released",
    33: "discharge overcurrent protection",
    34: "discharge overcurrent protection is released",
    35: "discharge short circuit protection",
    36: "discharge short circuit protection released",
    37: "discharge over temperature protection",
    38: "discharge over-temperature protection is released",
    39: "reset watch-dog",
    40: "discharge level 2 short circuit protection",
    41: "manually enable the emergency mode",
    42: "manually turn off the emergency mode",
    43: "turn off the emergency mode automatically",
    44: "app to turn it off",
    45: "button to turn it off",
    46: "discharge on failed",
    47: "RS485 power off",
    48: "CAN charge off",
    49: "CAN charge on",
    50: "CAN discharge off",
    51: "CAN discharge on",
    52: "RS485 charge off",
    53: "RS485 charge on",
    54: "RS485 discharge off",
    55: "RS485 discharge on",
    56: "smart sleep",
    57: "charge MOS abnormal",
    58: "discharge MOS abnormal",
    59: "time calibration",
    60: "cells count incorrect",
    61: "button emergency on",
    62: "button emergency off",
    63: "button forced heating",
    64: "discharge OCP II",
    65: "discharge OCP III",
    66: "SCP release failed",
    67: "factory setting Li-ion",
    68: "factory setting LFP",
    69: "factory setting LTO",
    70: "remote emergency on",
    71: "remote emergency off",
    72: "discharge under temperature protection",
    73: "discharge under temperature protection release",
}
