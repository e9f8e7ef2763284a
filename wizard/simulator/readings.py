"""The status and information tables of a board, built at the moment they are read."""

from collections.abc import Iterable
from dataclasses import asdict
from decimal import Decimal

from wizard.protocol import fields
from wizard.protocol.layout import Table
from wizard.simulator.firmware import LEAST_CELL, Board
from wizard.simulator.tables import Memory

FIELD = {row.key: row for row in fields.STATUS}
PROBES = 0x1F  # the board's own sensor and four in the harness
DEVICE_PASSWORD, SETTINGS_PASSWORD = (
    fields.TextField("device_password", 0x38, 16),
    fields.TextField("settings_password", 0x70, 16),
)

# Command numbers that the information table of firmware 15.41 marks as known.
_ABSENT = {0x24, 0x25, 0x26, 0x29, 0x2A, 0x2C, 0x31, 0x35, 0x36, 0x3A, 0x3B}
SUPPORTED = frozenset(
    {*range(0x01, 0x3C)} - _ABSENT
    | {0x64, *range(0x67, 0x6D), 0x96, 0x97, 0x9B, 0x9C, 0x9E, 0x9F}
    | {*range(0xA0, 0xA3), *range(0xA5, 0xA8), *range(0xA9, 0xB6), 0xC8}
)


def table(board: Board, which: Table) -> bytes:
    """Return all bytes of a table as they are now."""
    built = {Table.SETTINGS: _settings, Table.STATUS: _status, Table.INFO: _info}
    return bytes(built[which](board).data)


def _settings(board: Board) -> Memory:
    return board.settings


def _status(board: Board) -> Memory:
    memory = Memory(Table.STATUS)
    memory.put_value(FIELD["cell_voltages"], *board.inputs())
    for key, value in (_measured(board) | _reckoned(board) | _state(board)).items():
        memory.put_value(FIELD[key], Decimal(value))
    return memory


def _measured(board: Board) -> dict[str, Decimal | int]:
    seen = board.seen() or (Decimal(0),)
    return {
        "cell_mask": _bits(n for n, cell in enumerate(board.inputs()) if cell >= LEAST_CELL),
        "cell_average": sum(seen, Decimal(0)) / len(seen),
        "cell_spread": max(seen) - min(seen),
        "pack_voltage": sum(board.inputs(), Decimal(0)),
        "current": board.pack.current,
        "mos_temperature": board.pack.mos_temperature,
        "temperature_1": board.pack.temperatures[0],
        "temperature_2": board.pack.temperatures[1],
        "sensor_mask": PROBES,
    }


def _reckoned(board: Board) -> dict[str, Decimal | int]:
    return {
        "soc": board.soc,
        "remaining": board.remaining,
        "full_capacity": board.setting("capacity"),
        "run_time": int(board.run_time),
    }


def _state(board: Board) -> dict[str, Decimal | int]:
    countdowns = {each.rule.countdown: board.countdown(each) for each in board.protections}
    return {
        "alarms": _bits(board.alarms),
        "charge_mos": int(board.charge_mos),
        "discharge_mos": int(board.discharge_mos),
        **countdowns,
    }


def _info(board: Board) -> Memory:
    memory, plate = Memory(Table.INFO), asdict(board.nameplate)
    for row in fields.IDENTITY:
        memory.put_text(row, plate[row.key])
    memory.put_text(DEVICE_PASSWORD, "1234")
    memory.put_text(SETTINGS_PASSWORD, "123456")
    first, size = fields.SUPPORT_OFFSET, fields.SUPPORT_SIZE
    memory.data[first : first + size] = _bits(SUPPORTED).to_bytes(size, "little")
    return memory


def _bits(numbers: Iterable[int]) -> int:
    return sum(1 << n for n in numbers)
