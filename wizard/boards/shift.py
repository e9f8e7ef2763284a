"""Limits shifted for a test: a plan, its undo on disk before the first byte, a deadline.

A shifted limit errs to the safe side for the cells; what it endangers is service and a
true SOC. Nothing may leave it shifted.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from decimal import Decimal

from wizard.boards import order
from wizard.boards.believe import twice
from wizard.boards.changes import Change, Plan, participating, quantity, require_sendable
from wizard.boards.results import Result
from wizard.boards.writer import Writer
from wizard.errors import BoardError, CommissionError, LinkError, NotAllowed, OtherBoard
from wizard.finish import finish
from wizard.protocol.catalogue import OPTION, WRITABLE
from wizard.protocol.views import Settings
from wizard.quantity import Quantity
from wizard.record.events import Outcome, ShiftClosed, ShiftLeftOpen, ShiftOpened
from wizard.record.recorder import Recorder
from wizard.text import Text, text

RESTORE_S = 60.0  # how long one attempt at restoring keeps trying
PAUSE_S = 1.0  # between two rounds that did not succeed


@dataclass(frozen=True, slots=True)
class ShiftPlan:
    """What is shifted, in the order of writing, and every setting as it was before."""

    wanted: Mapping[str, Decimal]
    originals: Settings
    deadline_s: int

    @property
    def before(self) -> dict[str, Decimal]:
        """What must come back: the settings table, its switches among them."""
        read = self.originals.everything
        return {key: value for key, value in read.items() if key not in OPTION}


class Shift:
    """Shifted limits, open from `open` until a verified restore.

    `late` is called when the deadline ends it; the restore has then begun by itself.
    """

    def __init__(
        self, writer: Writer, recorder: Recorder, agreed: ShiftPlan, late: Callable[[], None]
    ) -> None:
        self._writer = writer
        self._recorder = recorder
        self._plan = agreed
        self._late = late
        self._number: int | None = None
        self._writing: asyncio.Task[tuple[Result, ...]] | None = None
        self._closing: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._care = ExitStack()  # a lost request would cost seconds of the shift

    async def open(self) -> None:
        """Journal the originals, start the deadline, write. Raises after a restore.

        Raises NotAllowed where nothing may be shifted, and where a write was not verified
        or the deadline came first; the limits are back by then.
        """
        changes = self._changes()
        self._require_way_back(changes)
        await self._require_still()
        self._begin()
        results = await self._written(changes)
        bad = next((r for r in results if r.outcome is not Outcome.VERIFIED), None)
        if bad is not None:
            await finish(self.close("a write was not verified"))
            raise NotAllowed(
                text(
                    "{label} could not be shifted: {why}",
                    label=bad.change.row.label,
                    why=bad.reason or text("the read-back differs"),
                )
            )

    def _changes(self) -> tuple[Change, ...]:
        originals = self._plan.originals
        return tuple(
            Change(WRITABLE[key], originals[key], value)
            for key, value in self._plan.wanted.items()
            if value != originals[key]
        )

    def _require_way_back(self, changes: tuple[Change, ...]) -> None:
        """Raise NotAllowed where a write there or back cannot be sent or breaks an order."""
        there = [(change.row.key, change.wanted) for change in changes]
        back = [(change.row.key, change.before) for change in reversed(changes)]
        for key, value in (*there, *back):
            require_sendable(WRITABLE[key], value)
        present = participating(self._plan.originals, self._writer.identity)
        order.require(present, there)
        order.require({**present, **dict(there)}, back)

    async def _require_still(self) -> None:
        """Raise NotAllowed where the board is not as the originals say.

        What somebody else has set since must neither be shifted nor overwritten later.
        """
        found = await twice(self._writer.board.settings, text("settings"))
        for key, original in self._plan.before.items():
            if found[key] != original:
                raise NotAllowed(
                    text(
                        "{label} is no longer {original}: nothing was shifted. "
                        "Take the step again.",
                        label=WRITABLE[key].label,
                        original=quantity(WRITABLE[key], original),
                    )
                )

    def _begin(self) -> None:
        number = max(self._recorder.state.shifts, default=0) + 1
        self._recorder.append(self._event(number))
        self._number = number
        self._care.enter_context(self._writer.board.careful())
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(self._plan.deadline_s, self._deadline)

    async def _written(self, changes: tuple[Change, ...]) -> tuple[Result, ...]:
        """Write, in a task of its own that the restore can stop between two writes."""
        self._writing = asyncio.ensure_future(self._writer.send(Plan("shift", changes)))
        try:
            return await self._writing
        except BaseException as error:
            await finish(self.close("interrupted while shifting"))
            if isinstance(error, asyncio.CancelledError) and not _cancelled():
                raise NotAllowed(
                    text("The time was over before all limits were shifted; they are restored.")
                ) from error
            raise

    def _event(self, number: int) -> ShiftOpened:
        return ShiftOpened(
            shift=number,
            serial=self._writer.identity.serial,
            originals=_quantities(self._plan.before),
            wanted=_quantities(self._plan.wanted),
            restore=tuple(reversed(list(self._plan.wanted))),
            deadline_s=self._plan.deadline_s,
        )

    def _deadline(self) -> None:
        self._restoring("deadline")
        self._late()

    async def close(self, why: str) -> None:
        """Restore, whoever asks first; every caller waits for the same restore.

        Raises CommissionError where the restore did not succeed within `RESTORE_S`. A
        shift that was never opened has nothing to restore.
        """
        if self._number is None:
            return
        task = self._restoring(why)
        await asyncio.wait({task})
        task.result()

    def _restoring(self, why: str) -> asyncio.Task[None]:
        if self._closing is None or _failed(self._closing):
            self._closing = asyncio.ensure_future(self._restore(why))
            self._closing.add_done_callback(_failed)
            if self._timer is not None:
                self._timer.cancel()
        return self._closing

    async def _restore(self, why: str) -> None:
        if self._number is None:
            return
        if self._writing is not None:
            self._writing.cancel()  # the write under way ends first, with its read-back
            await asyncio.wait({self._writing})
        await restore(self._writer, self._recorder, self._number, why)
        self._care.close()


def _quantities(values: Mapping[str, Decimal]) -> dict[str, Quantity]:
    return {key: quantity(WRITABLE[key], value) for key, value in values.items()}


def _cancelled() -> bool:
    """Whether the caller itself was cancelled, not just the writing it waited for."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _failed(task: asyncio.Task[None]) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)


async def restore(writer: Writer, recorder: Recorder, number: int, why: str) -> None:
    """Bring the originals of a recorded shift back and prove it.

    Only into the board with the same serial number. Tries for `RESTORE_S`, through
    reconnects; raises the last error after recording the shift as left open.
    """
    with writer.board.careful():
        await _restore_in_time(writer, recorder, number, why)


async def _restore_in_time(writer: Writer, recorder: Recorder, number: int, why: str) -> None:
    shift = recorder.state.shifts[number].opened
    last: CommissionError | None = None
    loop = asyncio.get_running_loop()
    end = loop.time() + RESTORE_S
    while loop.time() < end:
        try:
            await _restore_once(writer, shift)
        except OtherBoard as error:
            last = error
            break
        except (LinkError, BoardError, NotAllowed) as error:
            last = error
            await asyncio.sleep(PAUSE_S)
        else:
            recorder.keep(ShiftClosed(number, why))
            return
    reason = last.reason if last else text("no time was left")
    recorder.keep(ShiftLeftOpen(number, reason))
    raise BoardError(text("The limits could not be restored: {why}", why=reason)) from last


async def _restore_once(writer: Writer, shift: ShiftOpened) -> None:
    await require_same(writer, shift.serial)
    originals = {key: shift.originals[key].value for key in shift.restore}
    current = await twice(writer.board.settings, text("settings"))
    _require_told(current, shift.originals)
    shifted = {key: value for key, value in originals.items() if current[key] != value}
    unproved = [key for key in originals if key not in shifted and _unproved(writer, key)]
    for key in (*unproved, *order.arrange(participating(current, writer.identity), shifted)):
        change = Change(WRITABLE[key], current[key], originals[key])
        result = await writer.write(change, "restore", record=writer.recorder.keep)
        if result.outcome is not Outcome.VERIFIED:
            raise BoardError(
                text(
                    "{label} could not be restored: {why}",
                    label=change.row.label,
                    why=result.reason or text("the read-back differs"),
                )
            )
    await _require_originals(writer, shift)


def _unproved(writer: Writer, key: str) -> bool:
    """Whether the last write of a setting may still take effect.

    A board may be slow, and what it does late would come after the proof. The original
    is written behind such a write, even where it is what the board shows.
    """
    outcomes = [w.outcome for w in writer.recorder.state.writes.values() if w.key == key]
    return bool(outcomes) and outcomes[-1] is not Outcome.VERIFIED


def _require_told(read: Settings, keys: Iterable[str]) -> None:
    """Raise OtherBoard where the board does not tell a setting that must be as it was."""
    for key in keys:
        if key not in read.everything:
            raise OtherBoard(
                text(
                    "This board has no {label}, which the record says it had: nothing is "
                    "written to it. See whether record and board belong together.",
                    label=WRITABLE[key].label,
                )
            )


async def _require_originals(writer: Writer, shift: ShiftOpened) -> None:
    final = await writer.snapshot("after restore", record=writer.recorder.keep)
    for key, original in shift.originals.items():
        if final[key] != original.value:
            raise BoardError(
                text(
                    "{label} is {found}, it was {original}",
                    label=WRITABLE[key].label,
                    found=quantity(WRITABLE[key], final[key]),
                    original=original,
                )
            )


async def require_same(writer: Writer, serial: str) -> None:
    """Raise OtherBoard where the board at the link is not the one with this serial."""
    found = await twice(writer.board.identity, text("identity"))
    if found.serial != serial:
        raise OtherBoard(
            text(
                "The board here has serial number {found}, the shifted one has {serial}. "
                "Nothing is written to it.",
                found=found.serial,
                serial=serial,
            )
        )


def by_hand(shift: ShiftOpened) -> tuple[Text, ...]:
    """Return what a person must set in the vendor's app if the restore fails."""
    return tuple(
        text("{label} = {value}", label=WRITABLE[key].label, value=shift.originals[key])
        for key in shift.restore
    )
