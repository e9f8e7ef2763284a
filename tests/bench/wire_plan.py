"""A plan of 20 settings, written and verified, against what the wire needs.

Each write is verified before the next: its outcome stands on the disk by then, and the
limits are in order at each step. So each has a read-back of its own, and the yardstick too.
"""

from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.row import Row
from tests.bench.wire import Wire, seconds, virtual
from wizard.boards.changes import Plan, plan
from wizard.boards.gap import FIRST_S
from wizard.boards.modbus import ModbusBoard
from wizard.boards.writer import Writer
from wizard.clock import JumpClock
from wizard.protocol.catalogue import SETTING
from wizard.protocol.views import Identity, Settings
from wizard.record.events import IdentityRead, Outcome
from wizard.record.recorder import Recorder
from wizard.simulator.create import create

CHANGED = 20
READ, WRITE = 3, 16
BEFORE = 2 * 3  # reads of all settings, twice alike, in three frames
TURNAROUND_S = 0.04


def measure() -> list[Row]:
    """Write the plan to a board that is known since a moment."""
    took, needed, sent = _plan()
    how = (
        "read twice before; one write and one read-back each, each verified before the next; "
        "bytes at 115200, 40 ms of turnaround, gap in force, 100 ms about a write"
    )
    least = float(BEFORE + 2 * CHANGED)
    return [
        Row("plan of 20 settings", took, needed, "s", 1.15, how),
        Row("frames for that", float(sent), least, "", 1.0, "6 before, a write and a read each"),
    ]


def frames() -> int:
    """Return how many requests the plan takes."""
    return _plan()[2]


def _plan() -> tuple[float, float, int]:
    simulation = create(turnaround=TURNAROUND_S)
    simulation.board.preset(simulation.pack.chemistry)
    wire = Wire(simulation.line)
    with TemporaryDirectory() as folder:

        async def work() -> float:
            return await _written(wire, Path(folder) / "session" / "journal.jsonl")

        took = virtual(work)
    gaps = sum(
        each.gap_s if before.function == each.function == READ else max(FIRST_S, each.gap_s)
        for before, each in zip(wire.sent, wire.sent[1:], strict=False)
    )
    needed = wire.bytes_s() + TURNAROUND_S * len(wire.sent) + wire.sent[0].gap_s + gaps
    return took, needed, len(wire.sent)


async def _written(wire: Wire, path: Path) -> float:
    board, recorder = ModbusBoard(wire.bus(), 1), Recorder(path, JumpClock())
    try:
        identity = await board.identity()
        recorder.append(IdentityRead(identity))
        writer = Writer(board, recorder, identity)
        agreed = nudged(await writer.snapshot("before"), identity)
        wire.sent.clear()
        taken = await seconds(lambda: _applied(writer, agreed))
    finally:
        recorder.close()
    return taken


async def _applied(writer: Writer, agreed: Plan) -> None:
    results = await writer.apply(agreed)
    assert [result.outcome for result in results] == [Outcome.VERIFIED] * CHANGED


def nudged(current: Settings, identity: Identity) -> Plan:
    """Return the plan that moves 20 settings by the least step that they have."""
    wanted: dict[str, Decimal] = {}
    for key, value in current.values.items():
        row = SETTING[key]
        if len(wanted) < CHANGED and not row.is_half and identity.supports(row.code):
            step = value - row.scale
            wanted |= {key: step} if value and row.low <= step <= row.high else {}
    return plan("twenty", current, wanted, identity, {})
