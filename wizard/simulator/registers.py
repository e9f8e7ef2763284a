"""What a board answers to a read or a write of its registers.

An address is a table's base and a byte offset, so C registers are the 2C bytes from
there on. One write carries one setting whole.
"""

from decimal import Decimal

from wizard.protocol.catalogue import SETTINGS, Parameter
from wizard.protocol.fields import SWITCHES
from wizard.protocol.layout import Table
from wizard.simulator.chain import Violation, crossed
from wizard.simulator.firmware import Board, Write
from wizard.simulator.presets import PRESET_AT
from wizard.simulator.readings import SUPPORTED, table

BAD_ADDRESS, BAD_VALUE = 2, 3
MOST_REGISTERS = 122
FRAME_REQUESTS = (0x161C, 0x161E, 0x1620)  # ask for native frames; only acknowledged here
_ROWS = {row.place.address: row for row in SETTINGS if row.code in SUPPORTED}


class Refusal(Exception):
    """The board answers with a Modbus exception of this code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def read(board: Board, address: int, registers: int) -> bytes:
    """Return 2 bytes for each register. Raises Refusal outside a table."""
    base = max((each for each in Table if each <= address), default=Table.SETTINGS)
    data, start = table(board, base), address - base
    end = start + 2 * registers
    if start < 0 or address % 2 or not 1 <= registers <= MOST_REGISTERS or end > len(data):
        raise Refusal(BAD_ADDRESS)
    return data[start:end]


def write(board: Board, address: int, data: bytes) -> None:
    """Carry out a write of whole registers. Raises Refusal where it is not accepted."""
    board.writes.append(Write(address, _number(address, data)))
    if address in _ROWS:
        _write_setting(board, _ROWS[address], data)
    elif address == SWITCHES.address and len(data) == SWITCHES.kind.size:
        board.settings.put(SWITCHES, int.from_bytes(data))
        board.changed()
    elif address in PRESET_AT or address in FRAME_REQUESTS:
        _act(board, address, data)
    else:
        raise Refusal(BAD_ADDRESS)


def _number(address: int, data: bytes) -> int:
    row = _ROWS.get(address)
    return int.from_bytes(data, signed=row is not None and row.low < 0)


def _act(board: Board, address: int, data: bytes) -> None:
    if data != b"\0\0":
        raise Refusal(BAD_VALUE)
    if address in PRESET_AT:
        board.preset(PRESET_AT[address])


def _write_setting(board: Board, row: Parameter, data: bytes) -> None:
    if len(data) != row.place.kind.size or row.key in board.quirks.refused:
        raise Refusal(BAD_ADDRESS)
    value = _number(row.place.address, data) * row.scale
    if not row.low <= value <= row.high:
        raise Refusal(BAD_VALUE)
    _refuse_crossing(board, row.key, value)
    board.take(row.key, value)


def _refuse_crossing(board: Board, key: str, value: Decimal) -> None:
    pairs = crossed(board.setting, {key: value})
    if pairs:
        board.violations.extend(Violation(key, value, pair) for pair in pairs)
        raise Refusal(BAD_ADDRESS)
