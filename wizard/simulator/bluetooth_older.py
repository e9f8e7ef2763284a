"""What boards of the older dialects do with a command.

A 24S board shares the settings to 0x20 with newer ones; behind them its numbers mean
other things, 0x21 the voltage calibration for one. A JK04 balancer takes single floats.
Neither knows presets. Unknown: whether a board leaves what is out of its range; here it
does, and a 24S one also takes the numbers 0x09 and 0x0A.
"""

import math
import struct
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from wizard.simulator.bluetooth_32s import (
    USER_DATA,
    WORD_SIZE,
    take_setting,
    take_user_data,
    write_word,
)
from wizard.simulator.bluetooth_command import Command
from wizard.simulator.bluetooth_harm import Take, enter_bootloader, take_current, take_voltage
from wizard.simulator.firmware import Board

SHARED = range(0x01, 0x21)
WIRES, WIRES_AT = range(0x27, 0x3F), 0x1088
SCP_DELAY_AT, BALANCE_START_AT = 0x1080, 0x1084
BOOTLOADER = 0xFF
CELLS_JK04 = range(1, 25)
PLACES = Decimal("0.000001")


def take_24s(board: Board, command: Command) -> str:
    """Do what a command says to a 24S board; return what harm that did."""
    taking = _OF_24S.get(command.number)
    return taking(board, command) if taking else ""


def take_jk04(board: Board, command: Command) -> str:
    """Do what a command says to a balancer; return what harm that did."""
    if command.number in _FLOATS:
        _take_float(board, command)
    elif command.number in _WHOLE:
        _take_whole(board, command)
    return enter_bootloader(board, command) if command.number == BOOTLOADER else ""


def _take_at(address: int) -> Take:
    def taking(board: Board, command: Command) -> str:
        write_word(board, address, command)
        return ""

    return taking


def _take_wire(board: Board, command: Command) -> str:
    write_word(board, WIRES_AT + WORD_SIZE * (command.number - WIRES[0]), command)
    return "the resistance of a sense wire was set"


_OF_24S: dict[int, Take] = {
    **dict.fromkeys(SHARED, take_setting),
    **dict.fromkeys(WIRES, _take_wire),
    0x21: take_voltage,
    0x24: take_current,
    0x25: _take_at(SCP_DELAY_AT),
    0x26: _take_at(BALANCE_START_AT),
    USER_DATA: take_user_data,
    BOOTLOADER: enter_bootloader,
}


@dataclass(frozen=True, slots=True)
class _Float:
    """A float of a balancer: its range, and where it goes."""

    low: Decimal
    high: Decimal
    keep: Callable[[Board, Decimal], None]


def _setting(key: str) -> Callable[[Board, Decimal], None]:
    return lambda board, value: board.take(key, value)


def _refer(board: Board, value: Decimal) -> None:
    board.senses.gauge.voltage = value
    board.settle()


_FLOATS: dict[int, _Float] = {
    0x20: _Float(Decimal("2.0"), Decimal("3.7"), _setting("power_off_voltage")),
    0x44: _Float(Decimal("2.8"), Decimal("3.2"), _refer),
    0x5C: _Float(Decimal("1.0"), Decimal("4.2"), _setting("balance_start")),
    0x64: _Float(Decimal("0.002"), Decimal("1.0"), _setting("balance_trigger")),
    0x68: _Float(Decimal("0.1"), Decimal(10), _setting("max_balance_current")),
}
# Length of the value, its range, the setting.
_WHOLE: dict[int, tuple[int, range, str]] = {
    0x1C: (2, CELLS_JK04, "cell_count"),
    0x6C: (1, range(2), "balance_switch"),
}


def _take_float(board: Board, command: Command) -> None:
    if len(command.value) != WORD_SIZE:
        return
    (found,) = struct.unpack("<f", command.value)
    row = _FLOATS[command.number]
    if math.isfinite(found):
        value = Decimal(found).quantize(PLACES)
        if row.low <= value <= row.high:
            row.keep(board, value)


def _take_whole(board: Board, command: Command) -> None:
    size, values, key = _WHOLE[command.number]
    if len(command.value) == size and command.raw in values:
        board.take(key, Decimal(command.raw))
