"""What a board tells by the legacy protocol: ids with their data, in the recorded order.

Sources: recorded frames of firmware 11.x, and the vendor's document where they agree. What
they show with one value only (delays, spread, box, calibration) is that value here.
"""

import struct
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType

from wizard.simulator.firmware import Board

MINUTE = 60  # s
COLDEST_WARM = 100  # raw numbers above it are below zero
CHARGES = 0x8000
PASSWORD_SIZE, NAME_SIZE = 10, 8
USER_DATA_SIZE, MODEL_SIZE = 12, 12
SOFTWARE_SIZE = 15
MONTH = slice(4)  # YYMM of a date YYMMDD
USER_DATA = "Input Userda"  # as delivered
BATTERY_TYPE = {"lifepo4": 0, "li_ion": 1, "lto": 2}

# Alarm numbers of the newer alarm word and what stands for them here.
_ALARM_BITS = {1: 1, 4: 10, 5: 2, 6: 5, 8: 4, 9: 9, 11: 11, 12: 3, 13: 6, 15: 4, 21: 4}

Build = Callable[[Board], bytes]


def contents(board: Board) -> Iterator[tuple[int, bytes]]:
    """Yield each id of a full read with its data, as they are now."""
    for code, build in _IDS.items():
        yield code, build(board)
    board.pack.swing()


def _cells(board: Board) -> bytes:
    cells = [bytes([n]) + _whole(cell, 1000, 2) for n, cell in enumerate(board.inputs(), 1)]
    return bytes([3 * len(cells)]) + b"".join(cells)


def _whole(value: Decimal, per_unit: int, size: int) -> bytes:
    return int(value * per_unit).to_bytes(size)


def _warmth(degrees: Decimal) -> bytes:
    whole = int(degrees)
    return (whole if whole >= 0 else COLDEST_WARM - whole).to_bytes(2)


def _probe(number: int) -> Build:
    return lambda board: _warmth(board.senses.probes(board.quirks).get(number, Decimal(0)))


def _current(board: Board) -> bytes:
    magnitude = int(abs(board.current) * 100)
    return (magnitude | CHARGES * (board.current > 0)).to_bytes(2)


def _setting(key: str, per_unit: int = 1, size: int = 2) -> Build:
    return lambda board: _whole(board.setting(key), per_unit, size)


def _cold(key: str) -> Build:
    return lambda board: struct.pack(">h", int(board.setting(key)))


def _of_pack(key: str) -> Build:
    return lambda board: _whole(board.setting(key) * board.setting("cell_count"), 100, 2)


def _always(data: str) -> Build:
    return lambda _board: bytes.fromhex(data)


def _text(value: str, size: int, fill: bytes = b"\0") -> bytes:
    return value.encode("ascii")[:size].ljust(size, fill)


def _alarms(board: Board) -> bytes:
    bits = {_ALARM_BITS[number] for number in board.alarms if number in _ALARM_BITS}
    return sum(1 << bit for bit in bits).to_bytes(2)


def _states(board: Board) -> bytes:
    balances = board.balancing.state != 0
    return (board.charge_mos | board.discharge_mos << 1 | balances << 2).to_bytes(2)


def _software(board: Board) -> bytes:
    plate = board.nameplate
    return _text(f"{plate.hardware}_S{plate.firmware}", SOFTWARE_SIZE, b"_")


def _maker(board: Board) -> bytes:
    return _text(user_data(board), USER_DATA_SIZE) + _text(board.nameplate.model, MODEL_SIZE)


def user_data(board: Board) -> str:
    """Return what a person wrote into the board, or what it was delivered with."""
    plate = board.nameplate
    return USER_DATA if plate.user_data == "JK-BMS" else plate.user_data


_IDS: Mapping[int, Build] = MappingProxyType(
    {
        0x79: _cells,
        0x80: lambda board: _warmth(board.pack.mos_temperature),
        0x81: _probe(1),
        0x82: _probe(2),
        0x83: lambda board: _whole(sum(board.inputs(), Decimal(0)), 100, 2),
        0x84: _current,
        0x85: lambda board: bytes([board.soc]),
        0x86: lambda board: bytes([len(board.senses.probes(board.quirks))]),
        0x87: lambda board: int(board.taken / board.setting("capacity")).to_bytes(2),
        0x89: lambda board: int(board.taken).to_bytes(4),
        0x8A: lambda board: len(board.inputs()).to_bytes(2),
        0x8B: _alarms,
        0x8C: _states,
        0x8E: _of_pack("cell_ovp"),
        0x8F: _of_pack("cell_uvp"),
        0x90: _setting("cell_ovp", 1000),
        0x91: _setting("cell_ovpr", 1000),
        0x92: _always("0005"),
        0x93: _setting("cell_uvp", 1000),
        0x94: _setting("cell_uvpr", 1000),
        0x95: _always("0005"),
        0x96: _always("012c"),
        0x97: _setting("discharge_current"),
        0x98: _setting("discharge_ocp_delay"),
        0x99: _setting("charge_current"),
        0x9A: _setting("charge_ocp_delay"),
        0x9B: _setting("balance_start", 1000),
        0x9C: _setting("balance_trigger", 1000),
        0x9D: _setting("balance_switch", size=1),
        0x9E: _setting("mos_otp"),
        0x9F: _setting("mos_otpr"),
        0xA0: _always("0064"),
        0xA1: _always("0064"),
        0xA2: _always("0014"),
        0xA3: _setting("charge_otp"),
        0xA4: _setting("discharge_otp"),
        0xA5: _cold("charge_utp"),
        0xA6: _cold("charge_utpr"),
        0xA7: _always("ffec"),
        0xA8: _always("fff6"),
        0xA9: _setting("cell_count", size=1),
        0xAA: _setting("capacity", size=4),
        0xAB: _setting("charge_switch", size=1),
        0xAC: _setting("discharge_switch", size=1),
        0xAD: _always("0418"),
        0xAE: _always("01"),
        0xAF: lambda board: bytes([BATTERY_TYPE[board.pack.chemistry]]),
        0xB0: _always("000a"),
        0xB1: _always("14"),
        0xB2: lambda board: _text(board.nameplate.setting_password, PASSWORD_SIZE),
        0xB3: _always("00"),
        0xB4: lambda board: _text(user_data(board), NAME_SIZE),
        0xB5: lambda board: _text(board.nameplate.first_on[MONTH], len("YYMM")),
        0xB6: lambda board: ((board.nameplate.total_time + int(board.run_time)) // MINUTE).to_bytes(
            4
        ),
        0xB7: _software,
        0xB8: _always("00"),
        0xB9: _setting("capacity", size=4),
        0xBA: _maker,
        0xC0: _always("01"),
    }
)
