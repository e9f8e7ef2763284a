"""A board on its cable, its record and its writer: all real, on a clock that jumps."""

import asyncio
import functools
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, ParamSpec, TypeGuard

from wizard.boards.bus import Bus
from wizard.boards.modbus import ModbusBoard
from wizard.boards.writer import Writer
from wizard.clock import JumpClock
from wizard.links.memory import MemoryLink
from wizard.protocol.catalogue import SETTINGS, SWITCH, SWITCH_WORD, SWITCHES
from wizard.record.events import Event, IdentityRead, WriteIntended, WriteSettled
from wizard.record.journal import read
from wizard.record.recorder import Recorder
from wizard.simulator.create import Simulation, create
from wizard.simulator.firmware import Board, Nameplate
from wizard.simulator.harness import Harness
from wizard.simulator.line import TURNAROUND, SimulatedLine
from wizard.simulator.pack import Chemistry, Pack

P = ParamSpec("P")
WRITE = 16
KEY_AT = {row.place.address: row.key for row in SETTINGS} | {SWITCH_WORD.address: "switch"}


def jumping(test: Callable[P, Awaitable[None]]) -> Callable[P, None]:
    """Run a coroutine as a test on a loop whose clock jumps to the next timer."""

    async def work(*args: P.args, **kwargs: P.kwargs) -> None:
        await test(*args, **kwargs)

    @functools.wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        with asyncio.Runner(loop_factory=JumpClock().new_loop) as runner:
            runner.run(work(*args, **kwargs))

    return run


class Tap:
    """The far end of the cable: sees what goes past before the boards do.

    `on_read` is asked about the address of each read, `on_write` about the setting of
    each write; where one says False, the boards do not hear it. Where `on_reply` says
    False, this end does not hear the reply.
    """

    def __init__(self, line: SimulatedLine) -> None:
        self.line = line
        self.dead = False
        self.on_read: Callable[[int], bool] = lambda _address: True
        self.on_write: Callable[[str], bool] = lambda _key: True
        self.on_reply: Callable[[], bool] = lambda: True
        self.deliver: Callable[[bytes], None] = lambda _data: None

    def plugged(self, deliver: Callable[[bytes], None]) -> None:
        self.deliver = deliver
        if not self.dead:
            self.line.plugged(lambda data: deliver(data) if self.on_reply() else None)

    def heard(self, data: bytes) -> None:
        if self.dead:
            return
        address = int.from_bytes(data[2:4])
        writes = data[1] == WRITE
        key = KEY_AT.get(address, "action")
        if self.on_write(key) if writes else self.on_read(address):
            self.line.heard(data)

    def unplugged(self) -> None:
        if not self.dead:
            self.line.unplugged()

    def go_silent(self) -> None:
        """Let no reply through any more."""
        self.on_reply = lambda: False

    def hear_again(self) -> None:
        """Let replies through again."""
        self.on_reply = lambda: True

    def speak(self) -> None:
        """Let everything through again."""
        self.hear_again()
        self.on_read = lambda _address: True
        self.on_write = lambda _key: True


@dataclass
class Rig:
    """What a test drives: the simulated pack behind a tap, and the writing side before it."""

    simulation: Simulation
    path: Path
    clock: JumpClock = field(default_factory=lambda: JumpClock(datetime(2026, 1, 2, tzinfo=UTC)))

    def __post_init__(self) -> None:
        self.tap = Tap(self.simulation.line)
        self.link = MemoryLink("sim:1", self.tap)
        self.bus = Bus(self.link)
        self.board = ModbusBoard(self.bus, 1)
        self.recorder = Recorder(self.path, self.clock)
        self.writer: Writer

    @property
    def real(self) -> Board:
        """The simulated board itself."""
        return self.simulation.board

    async def meet(self) -> None:
        """Learn who the board is, as the first step of a session does."""
        identity = await self.board.identity()
        if self.recorder.state.identity != identity:
            self.recorder.append(IdentityRead(identity))
        self.writer = Writer(self.board, self.recorder, identity)

    def events(self) -> tuple[Event, ...]:
        """Return what is on the disk now."""
        return read(self.path).events

    def written(self) -> list[str]:
        """Return the keys that the board was asked to set, in order."""
        return [KEY_AT.get(write.address, "action") for write in self.real.writes]

    def upset(self, **quirks: Any) -> None:  # noqa: ANN401  whatever Quirks holds
        """Give the board a quirk from now on."""
        self.real.quirks = replace(self.real.quirks, **quirks)

    def die(self) -> None:
        """Let nothing come from here any more, as if the process had been killed."""
        self.tap.dead = True
        self.tap.go_silent()
        self.recorder.close()

    def exchange(self) -> Board:
        """Pull the cable and join it to another board of the same kind."""
        self.link.pull()
        cells = self.simulation.pack.cells
        other = Board(Pack.of(cells), Harness.straight(cells), Nameplate(serial="50419999999"))
        other.preset(self.simulation.pack.chemistry)
        self.tap.line = SimulatedLine({1: other})
        return other

    def replug(self) -> None:
        """Pull the cable; the next exchange opens it again."""
        self.link.pull()


def pack(
    fault: str | None = None, chemistry: Chemistry = "lifepo4", turnaround: float = TURNAROUND
) -> Simulation:
    """Build a 16 cell pack whose board is set for its chemistry."""
    simulation = create(fault, chemistry=chemistry, turnaround=turnaround)
    simulation.board.preset(simulation.pack.chemistry)
    return simulation


@asynccontextmanager
async def rigged(
    folder: Path, fault: str | None = None, simulation: Simulation | None = None
) -> AsyncGenerator[Rig]:
    """Set up a rig in a folder; a second one there is the next process on the same session."""
    rig = Rig(simulation or pack(fault), folder / "session" / "journal.jsonl")
    try:
        await rig.meet()
        yield rig
    finally:
        await rig.board.close()
        rig.recorder.close()


def switches(board: Board) -> dict[str, Decimal]:
    """Return the switches in a board's memory as 0 and 1."""
    return {row.key: Decimal(board.store.switch(row.bit)) for row in SWITCHES}


def turn(board: Board, key: str, *, on: bool) -> None:
    """Turn a switch in a board's memory, as another hand does."""
    bit, word = 1 << SWITCH[key].bit, board.store.raw("switches")
    board.store.put("switches", word | bit if on else word & ~bit)


def volts(**values: str) -> dict[str, Decimal]:
    """Return settings by key from their digits."""
    return {key: Decimal(value) for key, value in values.items()}


def without_outcome(events: tuple[Event, ...]) -> set[int]:
    """Return the writes that were intended and of which nothing was recorded afterwards."""
    intended = {event.write for event in events if isinstance(event, WriteIntended)}
    return intended - {event.write for event in events if isinstance(event, WriteSettled)}


def one_at_a_time(events: tuple[Event, ...]) -> bool:
    """Whether no write began before the one before it had its outcome."""
    told = [(event.write, isinstance(event, WriteSettled)) for event in events if _of_write(event)]
    pairs = zip(told[::2], told[1::2], strict=False)
    return all(one == (other[0], False) and other[1] for one, other in pairs)


def _of_write(event: Event) -> TypeGuard[WriteIntended | WriteSettled]:
    return isinstance(event, WriteIntended | WriteSettled)
