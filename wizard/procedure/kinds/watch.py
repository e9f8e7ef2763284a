"""Watching the board during a test of a protection: the trip, and what must end the test."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NoReturn, TypeVar

from wizard.boards.board import Board
from wizard.errors import CommissionError, NoAnswer
from wizard.measurement import Limit, Verdict
from wizard.protocol.catalogue import SETTING
from wizard.protocol.views import Status
from wizard.quantity import Quantity
from wizard.text import Text, text

T = TypeVar("T")
U = TypeVar("U")

SAME_EVERY_S = 10.0  # between two looks at serial number and power-off
POWER_OFF = SETTING["power_off_voltage"]

Dangers = Callable[[Status], Iterable[Text]]
"""From a reading to the reasons why a test must end at once, none where it may go on."""


class Aborted(CommissionError):
    """The test must end and the limits be restored at once; the reason says why."""


class Silent(Aborted):
    """The board was not heard any more."""


@dataclass(frozen=True, slots=True)
class Known:
    """What must stay as it was: which board it is, and when it switches itself off.

    Where the board does not tell the latter, a person did, and only the former is watched.
    """

    serial: str
    power_off: Decimal
    is_told: bool = True


class Watch:
    """Reads the board and raises Aborted on what must end the test.

    `seen` is called with each reading. More readings lost in a row than `most_lost` end
    the test too, and so does another serial number or another Power Off Volt.
    """

    def __init__(
        self,
        board: Board,
        known: Known,
        most_lost: Limit,
        dangers: Dangers,
        seen: Callable[[Status], None],
    ) -> None:
        self._board = board
        self._known = known
        self._most_lost = most_lost
        self._dangers = dangers
        self._seen = seen
        self._looked_at: float | None = None

    async def read(self) -> Status:
        """Return the next reading that was believed. Raises Aborted."""
        lost = 0
        while self._most_lost.judge(Decimal(lost)) is not Verdict.FAIL:
            try:
                status = await self._board.status()
                self._require_safe(status)
                await self._require_same()
            except NoAnswer:
                lost += 1
            else:
                self._seen(status)
                return status
        raise Silent(text("{n} readings in a row were lost", n=lost))

    def _require_safe(self, status: Status) -> None:
        for reason in self._dangers(status):
            raise Aborted(reason)

    async def _require_same(self) -> None:
        """Look now and then whether it is the same board with the same Power Off Volt.

        Both were read right before the first reading.
        """
        now = asyncio.get_running_loop().time()
        if self._looked_at is None:
            self._looked_at = now
        if now - self._looked_at < SAME_EVERY_S:
            return
        serial = (await self._board.identity()).serial
        told, before = self._known.is_told, self._known.power_off
        power_off = await self._board.read_back(POWER_OFF) if told else before
        self._looked_at = now
        if serial != self._known.serial:
            raise Aborted(text("another board answers, serial number {found}", found=serial))
        if power_off != before:
            raise Aborted(
                text(
                    "somebody changed {label} from {before} to {found}",
                    label=POWER_OFF.label,
                    before=Quantity(before),
                    found=Quantity(power_off),
                )
            )

    async def until(
        self, reached: Callable[[Status], bool], within_s: float, every_s: float = 0
    ) -> tuple[float, Status] | None:
        """Return after how long two readings in a row had it, and the first of them.

        It reads as fast as the link allows, or once in `every_s`. None where the time is
        over. Raises Aborted.
        """
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
            await asyncio.sleep(every_s)
        return None

    async def meanwhile(self, work: Awaitable[T]) -> T:
        """Go on watching while something else is awaited. Raises Aborted."""
        return await either(work, self._forever())

    async def _forever(self) -> NoReturn:
        while True:
            await self.read()
            await asyncio.sleep(1)


async def either(work: Awaitable[T], watching: Awaitable[U]) -> T | U:
    """Return what ends first and end the other; where both have ended, the watching."""
    tasks = asyncio.ensure_future(work), asyncio.ensure_future(watching)
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        return tasks[1].result() if tasks[1].done() else tasks[0].result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
