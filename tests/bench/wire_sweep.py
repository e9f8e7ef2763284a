"""A sweep of all addresses with four boards, against the silences that cannot be avoided."""

from tests.bench.row import Row
from tests.bench.wire import BYTE_S, Wire, seconds, virtual
from wizard.boards.bus import Bus
from wizard.boards.patience import REPLY_S, SHORTEST_S
from wizard.boards.survey import ADDRESSES, BAUDS, LISTEN_STEP_S, LISTEN_STEPS, TRIES, survey
from wizard.simulator.create import create

UNITS = (2, 5, 9, 14)
TURNAROUND_S = 0.04


def measure() -> list[Row]:
    """Sweep both speeds, with the time to listen for a master and without."""
    took, asking = _sweep()
    listening = sum(LISTEN_STEPS.values()) * LISTEN_STEP_S
    how = (
        "4 of 15 there, two speeds, each address 4 times; silences of 220 ms where a board "
        "answered on the bus, else 350, and the exchanges of the four"
    )
    return [
        Row("sweep, 4 boards present", took, listening + asking, "s", 1.15, how),
        Row("sweep without listening", took - listening, asking, "s", 1.15, how),
    ]


def asked() -> list[int]:
    """Return the addresses that were asked, in order."""
    return [each.unit for each in _swept()[0].sent]


def _swept() -> tuple[Wire, float]:
    wire = Wire(create(units=UNITS, turnaround=TURNAROUND_S).line)

    def bus_at(baud: int) -> Bus:
        wire.line.baud, wire.byte_s = baud, 10 / baud
        return wire.bus()

    return wire, virtual(lambda: seconds(lambda: survey(bus_at, ADDRESSES, BAUDS)))


def _sweep() -> tuple[float, float]:
    wire, took = _swept()
    there = [each for each in wire.sent if each.answered]
    exchanges = sum(
        (each.size + each.answered) * BYTE_S + TURNAROUND_S + each.gap_s for each in there
    )
    absent = len(ADDRESSES) - 1 - len(UNITS)
    return took, exchanges + absent * TRIES * (SHORTEST_S + REPLY_S)
