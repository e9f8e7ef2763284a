"""Watching the board while limits are shifted: the trip, and what must end the test."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from wizard.boards.board import Board
from wizard.errors import CommissionError, NoAnswer
from wizard.protocol.alarms import FACTORY_PASSWORD, OVER_VOLTAGE, named
from wizard.protocol.views import Status
from wizard.text import Text, text

T = TypeVar("T")

MOST_CURRENT_A = Decimal(15)
CELL_MOVES_V = Decimal("0.030")
SPREAD_V = Decimal("0.100")
MOS_HOT_C = Decimal(70)
LOST_READS = 3


class Aborted(CommissionError):
    """The test must end and the limits be restored at once; the reason says why."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Reads the board and raises Aborted on what must end the test.

    `start` is the picture before the shift; `seen` is called with each reading.
    """

    board: Board
    start: Status
    seen: Callable[[Status], None]

    async def read(self) -> Status:
        """Return the next reading that was believed. Raises Aborted."""
        for _ in range(LOST_READS):
            try:
                status = await self.board.status()
            except NoAnswer:
                continue
            self._require_safe(status)
            self.seen(status)
            return status
        raise Aborted(text("{n} readings in a row were lost", n=LOST_READS))

    def _require_safe(self, status: Status) -> None:
        for holds, reason in self._dangers(status):
            if holds:
                raise Aborted(reason)

    def _dangers(self, status: Status) -> tuple[tuple[bool, Text], ...]:
        alarms = status.alarms - self.start.alarms - OVER_VOLTAGE - {FACTORY_PASSWORD}
        return (
            (
                abs(status.current) > MOST_CURRENT_A,
                text("a current of {a} A flows", a=str(status.current)),
            ),
            (_moved(self.start, status), text("a cell moved by more than 30 mV")),
            (status.highest - status.lowest > SPREAD_V, text("the cells are over 100 mV apart")),
            (not status.discharge_mos, text("the discharge MOS opened as well")),
            (bool(alarms), text("an alarm came up: {alarms}", alarms=named(alarms))),
            (status.mos_temperature > MOS_HOT_C, text("the MOS is over 70 °C")),
            (status.emergency, text("Emergency was switched on")),
        )

    async def until(
        self, reached: Callable[[Status], bool], within_s: float
    ) -> tuple[float, Status] | None:
        """Return after how long two readings in a row had it, and the first of them."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        first: tuple[float, Status] | None = None
        while loop.time() - began <= within_s:
            status = await self.read()
            if not reached(status):
                first = None
            elif first is not None:
                return first
            else:
                first = (loop.time() - began, status)
        return None

    async def meanwhile(self, work: Awaitable[T]) -> T:
        """Go on watching while something else is awaited. Raises Aborted."""
        waiting = asyncio.ensure_future(work)
        watching = asyncio.ensure_future(self._forever())
        try:
            await asyncio.wait({waiting, watching}, return_when=asyncio.FIRST_COMPLETED)
            if watching.done():
                watching.result()
            return waiting.result()
        finally:
            for task in (waiting, watching):
                task.cancel()
            await asyncio.gather(waiting, watching, return_exceptions=True)

    async def _forever(self) -> None:
        while True:
            await self.read()
            await asyncio.sleep(1)


def _moved(start: Status, status: Status) -> bool:
    return len(start.cells) != len(status.cells) or any(
        abs(a - b) > CELL_MOVES_V for a, b in zip(start.cells, status.cells, strict=True)
    )


def tripped(status: Status) -> bool:
    """Whether the charge MOS is open with a fitting alarm."""
    return not status.charge_mos and bool(status.alarms & OVER_VOLTAGE)


def released(status: Status) -> bool:
    """Whether the charge MOS conducts again and the alarm is gone."""
    return status.charge_mos and not status.alarms & OVER_VOLTAGE
