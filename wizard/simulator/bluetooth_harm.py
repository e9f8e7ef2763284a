"""Commands that harm, or that nobody commissioning a pack sends, and what they do here."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from wizard.simulator.actions import calibrate_current, calibrate_voltage, set_clock
from wizard.simulator.bluetooth_command import Command
from wizard.simulator.firmware import Board

Take = Callable[[Board, Command], str]

FAR = Decimal("0.1")  # part by which a calibration may move what is shown
MILLIVOLTS, MILLIAMPERES = range(1_000, 200_001), range(1, 1_000_001)
VALUE_SIZE = 4


@dataclass(frozen=True, slots=True)
class Harm:
    """A command that did what nobody can have meant: itself, and what it did."""

    command: Command
    sentence: str


def take_voltage(board: Board, command: Command) -> str:
    """Calibrate to the millivolts of the pack; harm, where that moves it far."""
    shown = sum(board.inputs(), Decimal(0))
    return _calibrate(board, command, MILLIVOLTS, shown, calibrate_voltage)


def take_current(board: Board, command: Command) -> str:
    """Calibrate to milliamperes without sign; harm, where that moves it far."""
    return _calibrate(board, command, MILLIAMPERES, abs(board.current), calibrate_current)


def _calibrate(
    board: Board,
    command: Command,
    values: range,
    shown: Decimal,
    calibrate: Callable[[Board, int], None],
) -> str:
    if len(command.value) != VALUE_SIZE or command.raw not in values:
        return ""
    try:
        calibrate(board, command.raw)
    except ValueError:
        return ""
    true = Decimal(command.raw).scaleb(-3)
    far = abs(true - shown) > FAR * shown
    return f"a calibration made {true} of {shown}" if far else ""


def take_clock(board: Board, command: Command) -> str:
    """Set the clock; harm, where the value is none of a clock."""
    set_clock(board, command.raw)
    return "" if len(command.value) == VALUE_SIZE else "the clock was set to a switch's value"


def shut_down(board: Board, _command: Command) -> str:
    """Switch the board off."""
    board.put_out()
    return "the board was switched off"


def restart(board: Board, _command: Command) -> str:
    """Start the board anew."""
    board.put_out()
    board.wake()
    return "the board was started anew"


def enter_bootloader(board: Board, _command: Command) -> str:
    """Wait for a firmware that never comes."""
    board.put_out()
    return "the board waits for a firmware"


def leave(sentence: str) -> Take:
    """Return a command that nobody has recorded: the board stays as it is."""
    return lambda _board, _command: sentence
