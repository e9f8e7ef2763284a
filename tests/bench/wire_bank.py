"""The status of all boards on one bus, in turn, against what the wire needs.

Of a bank of 16 these are 15: the one at DIP 0 is a master, which is never asked.
"""

from tests.bench.row import Row
from tests.bench.wire import Wire, seconds, virtual
from wizard.boards.modbus import ModbusBoard
from wizard.simulator.create import create

UNITS = tuple(range(1, 16))
TURNAROUND_S = 0.04
ROUNDS = 4  # by the last the gap is learnt


def measure() -> list[Row]:
    """Read all boards round by round; the first and the last round count."""
    how = "15 boards; bytes at 115200, 40 ms of turnaround, gap in force"
    first, last = _round(0), _round(ROUNDS)
    return [
        Row("status of 15 boards, first time", *first, "s", 1.1, how),
        Row("status of 15 boards, gap learnt", *last, "s", 1.1, how),
    ]


def _round(before: int) -> tuple[float, float]:
    wire = Wire(create(units=UNITS, turnaround=TURNAROUND_S).line)

    async def work() -> float:
        bus = wire.bus()
        boards = [ModbusBoard(bus, unit) for unit in UNITS]
        for _ in range(before):
            await _read(boards)
        wire.sent.clear()
        return await seconds(lambda: _read(boards))

    took = virtual(work)
    gaps = sum(each.gap_s for each in wire.sent[0 if before else 1 :])
    return took, wire.bytes_s() + TURNAROUND_S * len(wire.sent) + gaps


async def _read(boards: list[ModbusBoard]) -> None:
    for board in boards:
        await board.status()
