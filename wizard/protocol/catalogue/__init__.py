"""Everything that can be told to a board, once.

Three tables hold settings: `SETTINGS` (settings table), `OPTIONS` (the writable part of
the information table) and `SWITCHES` (the bits of one word); `PRESETS`, `CALIBRATIONS`,
`FRAMES` and `CLOCK` are what lies behind them at 0x1600. What is only reported stands in
`wizard.protocol.fields`.

Sources: vendor RS485 document V1.1 (addresses, types, ranges), the command numbers of
the vendor's Bluetooth protocol (`code`, which is also the bit of the capability map),
recorded writes (`evidence`).

Dialects: `place` is the byte offset in the payload of a native frame, and with the base
of its table the Modbus address, so it serves both; `code` is the Bluetooth command of the
same 32-cell layout. `evidence` speaks of writing over Modbus. A dialect with another
layout brings a mapping from `key` to its own places and evidence.
"""

from wizard.protocol.catalogue.actions import (
    ACTION,
    ACTIONS,
    CALIBRATION,
    CALIBRATIONS,
    CLOCK,
    FRAMES,
    NEVER_SENT,
)
from wizard.protocol.catalogue.options import OPTION, OPTIONS
from wizard.protocol.catalogue.rows import (
    SWITCH_WORD,
    Action,
    Calibration,
    Evidence,
    Parameter,
    Switch,
    Writable,
)
from wizard.protocol.catalogue.settings import SETTING, SETTINGS
from wizard.protocol.catalogue.switches import SWITCH, SWITCHES

PARAMETER: dict[str, Parameter] = SETTING | OPTION
WRITABLE: dict[str, Writable] = {**SETTING, **SWITCH, **OPTION}

__all__ = [
    "ACTION",
    "ACTIONS",
    "CALIBRATION",
    "CALIBRATIONS",
    "CLOCK",
    "FRAMES",
    "NEVER_SENT",
    "OPTION",
    "OPTIONS",
    "PARAMETER",
    "SETTING",
    "SETTINGS",
    "SWITCH",
    "SWITCHES",
    "SWITCH_WORD",
    "WRITABLE",
    "Action",
    "Calibration",
    "Evidence",
    "Parameter",
    "Switch",
    "Writable",
]
