"""What a board answers to a read or a write of its registers.

An address is a table's base and a byte offset, so C registers are the 2C bytes from
there on. One write carries one setting, one pair of bytes or one action whole.
"""

from decimal import Decimal

from wizard.protocol.catalogue import PARAMETER, SETTINGS, Parameter
from wizard.protocol.layout import Table
from wizard.simulator.actions import PLAIN, VALUE_SIZE, WITH_VALUE
from wizard.simulator.chain import Violation, crossed
from wizard.simulator.firmware import Board, Write
from wizard.simulator.native import TRIGGERS
from wizard.simulator.presets import PRESET_AT
from wizard.simulator.quirks import Quirks
from wizard.simulator.readings import supported, table
from wizard.simulator.refusal import BAD_ADDRESS, Refusal
from wizard.simulator.slots import (
    SLOTS,
    SWITCH_WORD,
    WIRE_RANGE,
    WIRE_WORDS,
    Slot,
    numbers,
)
from wizard.simulator.words import WORD

WORD_SIZE = 4
REGISTER = 2
_CURRENT = WORD["current"].place.offset
_ROWS = {
    row.place.address: row
    for row in SETTINGS
    if row.place.table is Table.SETTINGS and row.place.kind.size == WORD_SIZE
}


def read(board: Board, address: int, registers: int) -> bytes:
    """Return 2 bytes for each register. Raises Refusal outside a table."""
    base = max((each for each in Table if each <= address), default=Table.SETTINGS)
    data, start = table(board, base), address - base
    end, limit = start + REGISTER * registers, len(data)
    limit = min(limit, _ends(board.quirks).get(base, limit))
    odd = address % 2 and not board.quirks.odd_reads
    if start < 0 or odd or not 1 <= registers <= board.quirks.most_registers or end > limit:
        raise Refusal(BAD_ADDRESS)
    if base is Table.STATUS and start <= _CURRENT < end:
        board.pack.swing()
    return data[start:end]


def _ends(quirks: Quirks) -> dict[Table, int]:
    return {Table.INFO: quirks.info_ends, Table.SETTINGS: quirks.settings_end}


def write(board: Board, address: int, data: bytes) -> None:
    """Carry out a write of whole registers. Raises Refusal where it is not accepted."""
    board.writes.append(Write(address, _number(address, data)))
    if address in _ROWS:
        _write_setting(board, _ROWS[address], data)
    elif address in SLOTS:
        _write_slot(board, SLOTS[address], data)
    elif address == SWITCH_WORD or address in WIRE_WORDS:
        _write_plainly(board, address, data)
    else:
        _act(board, address, data)


def _number(address: int, data: bytes) -> int:
    row = _ROWS.get(address)
    return int.from_bytes(data, signed=row is not None and row.low < 0)


def _act(board: Board, address: int, data: bytes) -> None:
    if address in WITH_VALUE:
        _act_with_value(board, address, data)
    elif address not in PRESET_AT and address not in TRIGGERS and address not in PLAIN:
        raise Refusal(BAD_ADDRESS)
    elif data != board.quirks.trigger.to_bytes(REGISTER):
        raise Refusal(board.quirks.range_code)
    elif address in PRESET_AT:
        board.preset(PRESET_AT[address])
    elif address in PLAIN:
        PLAIN[address](board)


def _act_with_value(board: Board, address: int, data: bytes) -> None:
    if len(data) != VALUE_SIZE:
        raise Refusal(board.quirks.range_code)
    try:
        WITH_VALUE[address](board, int.from_bytes(data))
    except ValueError as error:
        raise Refusal(board.quirks.range_code) from error


def _write_setting(board: Board, row: Parameter, data: bytes) -> None:
    refused = row.key in board.quirks.refused or row.code not in supported(board)
    if len(data) != row.place.kind.size or refused:
        raise Refusal(BAD_ADDRESS)
    value = _number(row.place.address, data) * row.scale
    if board.quirks.clamps:
        value = min(row.high, max(row.low, value))
    if not row.low <= value <= row.high:
        raise Refusal(board.quirks.range_code)
    _refuse_crossing(board, row.key, value)
    board.take(row.key, value)


def _refuse_crossing(board: Board, key: str, value: Decimal) -> None:
    known = supported(board)
    pairs = crossed(board.setting, {key: value}, lambda each: PARAMETER[each].code in known)
    if pairs:
        board.violations.extend(Violation(key, value, pair) for pair in pairs)
        raise Refusal(board.quirks.crossing_code)


def _write_slot(board: Board, slot: Slot, data: bytes) -> None:
    known, refused = {0, *supported(board)}, board.quirks.refused
    unknown = not all(half.code in known for half in slot.halves)
    if len(data) != slot.size or unknown or any(half.word.key in refused for half in slot.halves):
        raise Refusal(BAD_ADDRESS)
    found = numbers(slot, data)
    if not all(raw in half.values for half, raw in found):
        raise Refusal(board.quirks.range_code)
    kept = {half.word.key: raw for half, raw in found if half.word.key not in board.quirks.ignored}
    board.later(lambda: board.store.put_all(kept))


def _write_plainly(board: Board, address: int, data: bytes) -> None:
    if len(data) != (REGISTER if address == SWITCH_WORD else WORD_SIZE):
        raise Refusal(BAD_ADDRESS)
    if address in WIRE_WORDS and int.from_bytes(data) not in WIRE_RANGE:
        raise Refusal(board.quirks.range_code)
    board.later(lambda: board.store.put_bytes(address - Table.SETTINGS, data))
