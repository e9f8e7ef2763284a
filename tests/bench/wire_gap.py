"""The gap that a bus learns, against the best fixed one, for boards of many kinds.

A board hears nothing for `deaf` seconds behind a reply. The best fixed gap is that, or
the shortest that is ever tried. The seconds of all reads from the first on tell what the
learning costs: reads that were lost, silences behind them.
"""

from itertools import product

from tests.bench.row import Row
from tests.bench.wire import Wire, seconds, virtual
from wizard.boards.gap import SHORTEST_S
from wizard.boards.modbus import ModbusBoard
from wizard.simulator.create import create

DEAF = (0.005, 0.02, 0.05, 0.12, 0.4)
TURNAROUNDS = (0.005, 0.04, 0.4)
STATUSES = 60
LONG = 250
COSTS = ((0.005, 0.04), (0.05, 0.04), (0.4, 0.04))


def measure() -> list[Row]:
    """Learn each kind of board; the worst counts."""
    pairs = list(product(DEAF, TURNAROUNDS))
    learnt, best = max((_learnt(*pair) for pair in pairs), key=lambda found: found[0] / found[1])
    how = "worst of boards deaf for 5 to 400 ms that answer in 5 to 400 ms; best fixed gap"
    rows = [Row("gap after 60 statuses", 1000 * learnt, 1000 * best, "ms", 1.2, how)]
    for deaf, turnaround in COSTS:
        name = f"first {LONG} statuses, deaf {1000 * deaf:g} ms"
        how = f"{1000 * turnaround:g} ms of turnaround; best fixed gap; what learning costs, once"
        rows.append(Row(name, *_total(deaf, turnaround), "s", None, how))
    return rows


def _learnt(deaf: float, turnaround: float) -> tuple[float, float]:
    wire, gaps = _wire(deaf, turnaround), list[float]()

    async def work() -> float:
        bus = wire.bus()
        board = ModbusBoard(bus, 1)
        for _ in range(STATUSES):
            await board.status()
        gaps.append(bus.gap_s)
        return 0.0

    virtual(work)
    return gaps[0], max(deaf, SHORTEST_S)


def _total(deaf: float, turnaround: float) -> tuple[float, float]:
    wire = _wire(deaf, turnaround)

    async def work() -> float:
        board = ModbusBoard(wire.bus(), 1)
        return await seconds(lambda: _read(board))

    took = virtual(work)
    heard = [each for each in wire.sent if each.answered][: 2 * LONG]
    fixed = sum(each.size + each.answered for each in heard) * wire.byte_s
    return took, fixed + len(heard) * (turnaround + max(deaf, SHORTEST_S))


async def _read(board: ModbusBoard) -> None:
    for _ in range(LONG):
        await board.status()


def _wire(deaf: float, turnaround: float) -> Wire:
    return Wire(create(turnaround=turnaround).line, deaf_s=deaf)
