"""A session of writing that goes on through trouble and through the death of its programs."""

import asyncio
from collections import Counter
from collections.abc import Coroutine, Mapping
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.boards.support import Rig, pack, switches
from tests.boards.support_shift import Limits, limits
from tests.boards.support_trouble import Scene, Trouble
from wizard.boards.changes import Plan, plan
from wizard.boards.results import Result
from wizard.boards.shift import RESTORE_S, restore
from wizard.chemistry import CHEMISTRIES
from wizard.clock import JumpClock
from wizard.errors import CommissionError, NotAllowed
from wizard.protocol.catalogue import WRITABLE
from wizard.quantity import Quantity
from wizard.record.events import Event, Outcome, WriteIntended, WriteSettled
from wizard.simulator.pack import Chemistry

PLANS = Counter[str]()
"""How many plans with something to write were made so far, by what they were for."""


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
        self.model = self.held()

    def held(self) -> dict[str, Decimal]:
        """Return the settings and switches in the board's memory."""
        return {**self.rig.real.all_settings(), **switches(self.rig.real)}

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
        now = await writer.snapshot("now")
        agreed = plan("change", now, wanted, writer.identity, windows)
        PLANS["write"] += bool(agreed.changes)
        return agreed

    def _follow(self, wanted: Mapping[str, Decimal]) -> None:
        """Take over what the board holds of what was wanted, and nothing else."""
        now = self.held()
        self.model |= {key: value for key, value in wanted.items() if now[key] == value}

    async def undo(self) -> None:
        """Take back what was sent last."""
        assert self.last is not None
        (agreed, results), self.last = self.last, None
        await self.rig.meet()
        PLANS["undo"] += any(result.outcome is Outcome.VERIFIED for result in results)
        undone = await self.rig.writer.undo(agreed, results)
        assert {result.outcome for result in undone} <= {Outcome.VERIFIED}
        self.model |= {change.row.key: change.before for change in agreed.changes}

    async def shift(self, trouble: Trouble) -> None:
        """Open a shift; where that is not allowed, nothing is shifted."""
        await self.rig.meet()
        self.last = None
        with suppress(NotAllowed):
            ready = await self._limits()
            await Scene(self.rig, trouble).play(ready.shift.open())
            self.limits = ready if self.rig.recorder.state.open_shifts else None
            assert self.limits is None or ready.is_shifted

    async def _limits(self) -> Limits:
        ready = await limits(self.rig)
        PLANS["shift"] += 1
        return ready

    async def close(self, trouble: Trouble) -> None:
        """Restore; whoever leaves early does not take the restore along."""
        assert self.limits is not None
        PLANS["restore"] += 1
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
            PLANS["restore"] += 1
            await self.limits.shift.close("test ended")
        else:
            await self.rig.meet()
            await (await self._limits()).shift.open()

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
            PLANS["restore"] += 1
            await restore(writer, recorder, number, "resumed")
        found = await writer.snapshot("on resuming")
        for number, write in tuple(recorder.state.unsettled.items()):
            value = Quantity(found[write.key], WRITABLE[write.key].unit)
            outcome = Outcome.VERIFIED if value == write.wanted else Outcome.REFUSED
            recorder.append(WriteSettled(number, outcome, value))

    def end(self) -> None:
        """Restore what is shifted and end the session."""
        if self.limits is not None:
            self.does(self.close(Trouble("none", 1, 1)))
        assert self.held() == self.model
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
