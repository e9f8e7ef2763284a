"""What can happen to a writing run: targets that are in order, and trouble on the way."""

import asyncio
from collections.abc import Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from hypothesis import strategies as st

from tests.boards.support import Rig, pack
from tests.boards.support_shift import Limits, limits
from wizard.boards.changes import Plan, Result, plan
from wizard.boards.shift import RESTORE_S, restore
from wizard.chemistry import CHEMISTRIES
from wizard.clock import JumpClock
from wizard.errors import CommissionError, NotAllowed
from wizard.protocol.catalogue import SETTING
from wizard.quantity import Quantity
from wizard.record.events import Event, Outcome, WriteIntended, WriteSettled
from wizard.simulator.pack import Chemistry
from wizard.simulator.quirks import GOOD

MILLI = Decimal("0.001")
Kind = Literal["none", "refused", "ignored", "pulled", "silent", "cancelled"]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that happens at the so-many-th write; silence lasts some seconds."""

    kind: Kind
    place: int
    seconds: int


TROUBLES = st.builds(
    Trouble,
    st.sampled_from(["none", "refused", "ignored", "pulled", "silent", "cancelled"]),
    st.integers(1, 8),
    st.integers(1, 20),
)


@st.composite
def targets(draw: st.DrawFn, chemistry: Chemistry) -> dict[str, Decimal]:
    """Draw limits that a chemistry bears, in order; some of them are left as they are."""
    windows, wanted = CHEMISTRIES[chemistry].windows, dict[str, int]()

    def between(key: str, low: int = 0, high: int = 5000) -> int:
        window = windows.get(key)
        if window is not None and window.low is not None and window.high is not None:
            low, high = max(low, int(window.low / MILLI)), min(high, int(window.high / MILLI))
        wanted[key] = draw(st.integers(low, high), key)
        return wanted[key]

    off = between("power_off_voltage")
    uvp = between("cell_uvp", off + 1)
    uvpr = between("cell_uvpr", uvp + 2)
    between("soc_0_voltage", uvp + 1, uvpr - 1)
    ovpr = between("cell_ovpr", uvpr + 1)
    ovp = between("cell_ovp", ovpr)
    rcv = between("cell_rcv", ovpr, ovp)
    between("soc_100_voltage", ovpr, rcv)
    between("cell_rfv", 0, rcv)
    return {key: value * MILLI for key, value in wanted.items()}


class Scene:
    """One piece of work on a rig, with its trouble."""

    def __init__(self, rig: Rig, trouble: Trouble) -> None:
        self.rig = rig
        self.trouble = trouble
        self.heard = 0
        self.task: asyncio.Task[object] | None = None
        rig.tap.on_write = self._at_write

    async def play(self, work: Coroutine[Any, Any, object]) -> None:
        """Carry out work; afterwards the trouble is over."""
        self.task = asyncio.ensure_future(work)
        await asyncio.wait({self.task})
        self.rig.tap.speak()
        self.rig.real.quirks = GOOD
        with suppress(CommissionError, asyncio.CancelledError):
            self.task.result()

    def _at_write(self, key: str) -> bool:
        self.heard += 1
        self.rig.real.quirks = GOOD
        if self.heard == self.trouble.place:
            self._strike(key)
        return True

    def _strike(self, key: str) -> None:
        match self.trouble.kind:
            case "none":
                pass
            case "refused" | "ignored" as quirk:
                self.rig.upset(**{quirk: frozenset({key})})
            case "pulled":
                self.rig.replug()
            case "silent":
                self.rig.tap.go_silent()
                loop = asyncio.get_running_loop()
                loop.call_later(self.trouble.seconds, self.rig.tap.hear_again)
            case "cancelled":
                assert self.task is not None
                self.task.cancel()


class Run:
    """A session that goes on through the death of its programs.

    `model` is what every setting must be while nothing is shifted, `limits` the open
    shift, `last` what was sent last, `cut_off` the writes within which a program died.
    """

    def __init__(self, chemistry: Chemistry) -> None:
        self.chemistry: Chemistry = chemistry
        self.folder = TemporaryDirectory()
        self.runner = asyncio.Runner(loop_factory=JumpClock().new_loop)
        self.limits: Limits | None = None
        self.last: tuple[Plan, tuple[Result, ...]] | None = None
        self.cut_off = set[int]()
        self.rig = self._rig(None)
        self.does(self.rig.meet())
        self.model = self.rig.real.all_settings()

    def _rig(self, before: Rig | None) -> Rig:
        simulation = before.simulation if before else pack(chemistry=self.chemistry)
        return Rig(simulation, Path(self.folder.name) / "journal.jsonl")

    def does(self, work: Coroutine[Any, Any, None]) -> None:
        """Carry out work on the session's loop."""
        self.runner.run(work)

    async def change(self, wanted: Mapping[str, Decimal], trouble: Trouble) -> None:
        """Plan and send settings; each is then what it was or what was wanted."""
        agreed = await self._agreed(wanted)

        async def send() -> None:
            self.last = agreed, await self.rig.writer.apply(agreed)

        self.last = None
        await Scene(self.rig, trouble).play(send())
        self._follow(wanted)
        if trouble.kind == "none":
            assert self.model.items() >= wanted.items()

    async def _agreed(self, wanted: Mapping[str, Decimal]) -> Plan:
        await self.rig.meet()
        writer = self.rig.writer
        windows = CHEMISTRIES[self.chemistry].windows
        return plan("change", await writer.snapshot("now"), wanted, writer.identity, windows)

    def _follow(self, wanted: Mapping[str, Decimal]) -> None:
        """Take over what the board holds of what was wanted, and nothing else."""
        now = self.rig.real.all_settings()
        self.model |= {key: value for key, value in wanted.items() if now[key] == value}

    async def undo(self) -> None:
        """Take back what was sent last."""
        assert self.last is not None
        (agreed, results), self.last = self.last, None
        await self.rig.meet()
        undone = await self.rig.writer.undo(agreed, results)
        assert {result.outcome for result in undone} <= {Outcome.VERIFIED}
        self.model |= {change.row.key: change.before for change in agreed.changes}

    async def shift(self, trouble: Trouble) -> None:
        """Open a shift; where that is not allowed, nothing is shifted."""
        await self.rig.meet()
        self.last = None
        with suppress(NotAllowed):
            ready = await limits(self.rig)
            await Scene(self.rig, trouble).play(ready.shift.open())
            self.limits = ready if self.rig.recorder.state.open_shifts else None
            assert self.limits is None or ready.is_shifted

    async def close(self, trouble: Trouble) -> None:
        """Restore; whoever leaves early does not take the restore along."""
        assert self.limits is not None
        await Scene(self.rig, trouble).play(self.limits.shift.close("test ended"))
        await self.limits.shift.close("after trouble")
        self.limits = None

    async def wait(self, seconds: int) -> None:
        """Let time go by; a deadline that falls into it restores."""
        await asyncio.sleep(seconds)
        if self.limits is not None and self.limits.late:
            await asyncio.sleep(RESTORE_S)
            self.limits = None

    async def die(self, wanted: Mapping[str, Decimal], place: int) -> None:
        """Kill the program at a write, and take the session up with the next one."""
        sends = self.limits is None and place % 2 == 0
        await self._killed(self._send(wanted) if sends else self._shift_or_close(), place)
        self.rig = self._rig(self.rig)
        self.limits = self.last = None
        self.cut_off |= last_write(self.rig.events())
        await self._take_up()
        if sends:
            self._follow(wanted)

    async def _send(self, wanted: Mapping[str, Decimal]) -> None:
        await self.rig.writer.apply(await self._agreed(wanted))

    async def _shift_or_close(self) -> None:
        if self.limits is not None:
            await self.limits.shift.close("test ended")
        else:
            await self.rig.meet()
            await (await limits(self.rig)).shift.open()

    async def _killed(self, work: Coroutine[Any, Any, None], place: int) -> None:
        """Let nothing come from a program any more, from a write on or from its end."""
        rig, died, heard = self.rig, asyncio.Event(), list[str]()

        def at_write(key: str) -> bool:
            heard.append(key)
            if len(heard) == place:
                rig.die()
                died.set()
            return True

        rig.tap.on_write = at_write
        tasks = {asyncio.ensure_future(work), asyncio.ensure_future(died.wait())}
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        rig.die()
        await _end(tasks | (asyncio.all_tasks() - {asyncio.current_task()}))

    async def _take_up(self) -> None:
        """Do what comes before any step of a session that is taken up again."""
        await self.rig.meet()
        recorder, writer = self.rig.recorder, self.rig.writer
        for number in tuple(recorder.state.open_shifts):
            await restore(writer, recorder, number, "resumed")
        found = await writer.snapshot("on resuming")
        for number, write in tuple(recorder.state.unsettled.items()):
            value = Quantity(found[write.key], SETTING[write.key].unit)
            outcome = Outcome.VERIFIED if value == write.wanted else Outcome.REFUSED
            recorder.append(WriteSettled(number, outcome, value))

    def end(self) -> None:
        """Restore what is shifted and end the session."""
        if self.limits is not None:
            self.does(self.close(Trouble("none", 1, 1)))
        assert self.rig.real.all_settings() == self.model
        self.does(self.rig.board.close())
        self.rig.recorder.close()
        self.runner.close()
        self.folder.cleanup()


async def _end(tasks: set[asyncio.Task[Any]]) -> None:
    """End what a dead program had under way; nobody hears it any more."""
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    for task in tasks:
        with suppress(CommissionError, asyncio.CancelledError):
            task.result()


def last_write(events: tuple[Event, ...]) -> set[int]:
    """Return the last write that was intended: where a program dies, it may lack an outcome."""
    intended = [event.write for event in events if isinstance(event, WriteIntended)]
    return set(intended[-1:])
