"""Identity, settings and status of one board over RS485, against what the wire needs."""

from collections.abc import Sequence

from tests.bench.row import Row
from tests.bench.wire import Wire, seconds, virtual
from wizard.boards.modbus import ModbusBoard
from wizard.protocol import fields
from wizard.protocol.catalogue import SETTINGS, SWITCH_WORD
from wizard.protocol.modbus import MOST_REGISTERS
from wizard.simulator.create import create

TURNAROUNDS = (0.005, 0.04)
PICTURES = 10  # of which the first is read at the gap that is begun with


def measure() -> list[Row]:
    """Read a board for the first time, and once the gap is learnt."""
    rows: list[Row] = []
    for turnaround in TURNAROUNDS:
        first = _picture(turnaround, 0)
        learnt = _picture(turnaround, PICTURES)
        ms = f"{1000 * turnaround:g} ms"
        how = "identity, settings, status; bytes at 115200, turnaround, gap in force"
        rows += [
            Row(f"one board, {ms}, first time", *first, "s", 1.1, how),
            Row(f"one board, {ms}, gap learnt", *learnt, "s", 1.1, how),
        ]
    needed = float(fewest())
    return [*rows, Row("frames for that", float(frames()), needed, "", 1.0, "40 registers each")]


def frames() -> int:
    """Return how many requests a board is asked for its picture."""
    wire = Wire(create().line)

    async def work() -> float:
        await _read(ModbusBoard(wire.bus(), 1))
        return 0.0

    virtual(work)
    return len(wire.sent)


def fewest() -> int:
    """Return in how few requests all that the views need can be read."""
    offered = [(row.offset, row.offset + row.size) for row in (fields.SUPPORTED, *_offered())]
    identity = [(row.offset, row.offset + row.size) for row in fields.IDENTITY]
    settings = [(row.place.offset, row.place.end) for row in SETTINGS]
    settings.append((SWITCH_WORD.offset, SWITCH_WORD.end))
    status = [(row.place.offset, row.place.end) for row in fields.STATUS]
    secret = [(row.offset, row.offset + row.size) for row in fields.PASSWORDS]
    return sum(
        _cover(spans, hidden)
        for spans, hidden in (([*identity, *offered], secret), (settings, []), (status, []))
    )


def _offered() -> Sequence[fields.BitsField]:
    """Return the protocol numbers that every firmware tells of: those of three ports."""
    return [row for row in fields.OFFERED if row.offset < fields.IDENTITY_BLOCKS[-1].offset + 80]


def _cover(spans: list[tuple[int, int]], hidden: list[tuple[int, int]]) -> int:
    """Return how few runs of registers hold all spans of bytes and none of the hidden ones.

    From the left, each run as far as it goes: no other choice needs fewer.
    """
    count, start, end = 0, 0, 0
    for low, high in sorted(spans):
        barred = any(start < last and first < high for first, last in hidden)
        if count == 0 or barred or high - start > 2 * MOST_REGISTERS:
            count += 1
            start = low & ~1
        end = max(end, high)
    return count


def _picture(turnaround: float, before: int) -> tuple[float, float]:
    """Return the seconds of a picture and those that the wire needs, after some pictures."""
    wire = Wire(create(turnaround=turnaround).line)

    async def work() -> float:
        board = ModbusBoard(wire.bus(), 1)
        for _ in range(before):
            await _read(board)
        wire.sent.clear()
        return await seconds(lambda: _read(board))

    took = virtual(work)
    gaps = sum(each.gap_s for each in wire.sent[0 if before else 1 :])
    return took, wire.bytes_s() + turnaround * len(wire.sent) + gaps


async def _read(board: ModbusBoard) -> None:
    await board.identity()
    await board.settings()
    await board.status()
