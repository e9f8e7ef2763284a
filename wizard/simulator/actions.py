"""What a board does when told: addresses from 0x1600 on.

Recorded: presets and frame requests, with the value 0 in one register. Documented: the
calibrations and the clock (4 bytes), shutdown, emergency. Whatever else is known of that
range (restart, factory restore, erase, logs, upgrade) is not mapped here.
"""

from collections.abc import Callable
from decimal import Decimal

from wizard.simulator import log
from wizard.simulator.firmware import Board
from wizard.simulator.pack import MILLI

MINUTE = 60
VALUE_SIZE = 4


def calibrate_voltage(board: Board, millivolts: int) -> None:
    """Take the true volts of the pack. Raises ValueError where there is no reading."""
    shown = sum(board.inputs(), Decimal(0))
    board.calibrate(lambda gauge: gauge.calibrate_voltage(shown, millivolts * MILLI))


def calibrate_current(board: Board, milliamperes: int) -> None:
    """Take the true amperes, without sign. Raises ValueError where nothing flows."""
    shown = board.current
    board.calibrate(lambda gauge: gauge.calibrate_current(shown, milliamperes * MILLI))


def set_clock(board: Board, seconds: int) -> None:
    """Take the s since 2020-01-01."""
    board.clock_offset = seconds - log.DELIVERED_CLOCK - board.elapsed
    board.note(log.CLOCK_SET)


def _shut_down(board: Board) -> None:
    board.put_out()


def _start_emergency(board: Board) -> None:
    board.emergency = MINUTE * board.store.raw("emergency_minutes")
    board.note(log.EMERGENCY_ON)
    board.settle()


WITH_VALUE: dict[int, Callable[[Board, int], None]] = {
    0x1600: calibrate_voltage,
    0x1606: calibrate_current,
    0x1612: set_clock,
}
PLAIN: dict[int, Callable[[Board], None]] = {0x1604: _shut_down, 0x1610: _start_emergency}
