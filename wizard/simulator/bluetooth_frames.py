"""The payloads of the frames that a board sends over Bluetooth, by dialect.

A `32S` payload is that of the native frames on RS485, with flags of the status behind it.
A `24S` one holds the same numbers at places of its own, and less of them; a `JK04` is a
balancer: single floats, neither current nor charge. Places are offsets in the frame.
"""

import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from wizard.protocol.layout import Table
from wizard.simulator.capabilities import bitmap, major
from wizard.simulator.firmware import Board
from wizard.simulator.native import PAYLOAD, turned
from wizard.simulator.readings import table
from wizard.simulator.senses import LEAST_CELL
from wizard.simulator.tables import Memory
from wizard.simulator.words import WORD

HEADER = 6
CELLS_24S = 24
_FLAGS_AT = 287
_FLAGS = {
    11: bytes.fromhex("feff7fdc2f010101"),
    14: bytes.fromhex("feff7fdd2f0101b007"),
    15: bytes.fromhex("feff7fdc2f0101b0cf07"),
}

# Word of the status table, its offset in a 24S frame, type and repeat there.
_STATUS_24S = """
    cell_voltages       6    H  24
    cell_mask           54   I
    cell_average        58   H
    cell_spread         60   H
    highest_cell        62   B
    lowest_cell         63   B
    wire_resistance     64   H  24
    wire_mask           114  I
    pack_voltage        118  I
    power               122  I
    current             126  i
    temperature_1       130  h
    temperature_2       132  h
    mos_temperature     134  h
    alarms              136  H
    balance_current     138  h
    balancing           140  B
    soc                 141  B
    remaining           142  I
    full_capacity       146  I
    cycles              150  I
    cycle_capacity      154  I
    soh                 158  B
    precharging         159  B
    run_time            162  I
    charge_mos          166  B
    discharge_mos       167  B
    sensor_mask         182  B
"""
_PROBES_24S = 0x07
_SETTINGS_24S_END, _WIRES_24S = 142, 158
_INFO_24S_END, _INFO_JK04_END = 134, 78
_ALARMS_24S = 0xFFFF


@dataclass(frozen=True, slots=True)
class Payloads:
    """How a dialect fills its three frames."""

    settings: Callable[[Board], bytes]
    status: Callable[[Board], bytes]
    info: Callable[[Board], bytes]


def _turned(board: Board, which: Table) -> bytearray:
    return bytearray(turned(which, table(board, which)).ljust(PAYLOAD, b"\0"))


def _put(payload: bytearray, offset: int, kind: str, *values: float) -> None:
    struct.pack_into(f"<{len(values)}{kind}", payload, offset - HEADER, *values)


def _put_floats(payload: bytearray, offset: int, values: Sequence[Decimal]) -> None:
    _put(payload, offset, "f", *(float(value) for value in values))


def _ended(payload: bytearray, offset: int) -> bytes:
    end = offset - HEADER
    return bytes(payload[:end]).ljust(PAYLOAD, b"\0")


def _settings_32s(board: Board) -> bytes:
    return bytes(_turned(board, Table.SETTINGS))


def _info_32s(board: Board) -> bytes:
    return bytes(_turned(board, Table.INFO))


def _status_32s(board: Board) -> bytes:
    payload = _turned(board, Table.STATUS)
    version = major(board.nameplate.firmware)
    flags = _FLAGS[max((first for first in _FLAGS if first <= version), default=min(_FLAGS))]
    start = _FLAGS_AT - HEADER
    payload[start : start + len(flags)] = flags
    return bytes(payload)


def _settings_24s(board: Board) -> bytes:
    payload = bytearray(_ended(_turned(board, Table.SETTINGS), _SETTINGS_24S_END))
    wires = _numbers(board.store.settings, "wire_resistances", CELLS_24S)
    _put(payload, _WIRES_24S, "I", *wires)
    return bytes(payload)


def _status_24s(board: Board) -> bytes:
    memory, payload = Memory(Table.STATUS), bytearray(PAYLOAD)
    memory.data[:] = table(board, Table.STATUS)
    masks = {"sensor_mask": _PROBES_24S, "alarms": _ALARMS_24S}
    for key, offset, kind, repeat in _places():
        found = _numbers(memory, key, repeat)
        _put(
            payload, offset, kind, *(each & masks[key] if key in masks else each for each in found)
        )
    return bytes(payload)


def _places() -> Iterator[tuple[str, int, str, int]]:
    for row in (line.split() for line in _STATUS_24S.split("\n") if line.strip()):
        yield row[0], int(row[1]), row[2], int(row[3]) if row[3:] else 1


def _numbers(memory: Memory, key: str, repeat: int) -> tuple[int, ...]:
    place = WORD[key].place
    return struct.unpack_from(f">{repeat}{place.kind.value}", memory.data, place.offset)


def _info_24s(board: Board) -> bytes:
    return _ended(_turned(board, Table.INFO), _INFO_24S_END)


def _info_jk04(board: Board) -> bytes:
    return _ended(_turned(board, Table.INFO), _INFO_JK04_END)


def _settings_jk04(board: Board) -> bytes:
    payload = bytearray(PAYLOAD)
    _put(payload, 34, "I", int(board.setting("cell_count")))
    _put(payload, 114, "I", int(board.setting("balance_switch")))
    floats = {
        6: Decimal(1),  # in every recorded frame; what it is, is not known
        38: board.setting("power_off_voltage"),
        74: board.senses.gauge.voltage,
        98: board.setting("balance_start"),
        106: board.setting("balance_trigger"),
        110: board.setting("max_balance_current"),
    }
    for offset, value in floats.items():
        _put_floats(payload, offset, [value])
    return bytes(payload)


def _status_jk04(board: Board) -> bytes:
    payload, inputs = bytearray(PAYLOAD), board.inputs()[:CELLS_24S]
    seen = board.seen() or (Decimal(0),)
    wires = [milliohms * Decimal("0.001") for milliohms in board.senses.wires(board.quirks)]
    _put_floats(payload, 6, inputs)
    _put_floats(payload, 102, wires[:CELLS_24S])
    _put_floats(payload, 202, [sum(seen, Decimal(0)) / len(seen), max(seen) - min(seen)])
    _put(payload, 214, "I", bitmap(n for n, cell in enumerate(inputs) if cell >= LEAST_CELL))
    _put(payload, 220, "B", board.balancing.state)
    _put_floats(payload, 222, [board.balancing.current])
    _put(payload, 286, "I", board.nameplate.total_time + int(board.run_time))
    return bytes(payload)


OF_32S = Payloads(_settings_32s, _status_32s, _info_32s)
OF_24S = Payloads(_settings_24s, _status_24s, _info_24s)
OF_JK04 = Payloads(_settings_jk04, _status_jk04, _info_jk04)
