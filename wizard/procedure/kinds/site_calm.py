"""The currents of packs that were joined: how they are learned, and how long each was small."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from wizard.boards.far_end import FarEnd
from wizard.boards.overheard import Overheard
from wizard.errors import NoAnswer
from wizard.procedure.kinds.site_heard import status_of
from wizard.procedure.kinds.site_known import MASTER, Known

LOOK_S = 5  # between two looks at the currents

Amperes = Mapping[int, Decimal]
"""Amperes by the number of the pack, positive when charging."""

Look = Callable[[], Awaitable[Amperes]]


@dataclass(slots=True)
class Calm:
    """For how long the current of a pack has been within `most`, without a `gap_s` unheard.

    `value` is the newest reading, None where the last look brought none; `highest` is the
    largest of all.
    """

    most: Decimal
    gap_s: float
    value: Decimal | None = None
    highest: Decimal = Decimal(0)
    since: float | None = None
    heard_at: float = float("-inf")

    def take(self, value: Decimal | None, now: float) -> None:
        """Take a reading, or that there was none."""
        self.value = value
        if value is None:
            return
        if now - self.heard_at > self.gap_s:
            self.since = None
        self.heard_at = now
        self.highest = max(self.highest, abs(value))
        if abs(value) > self.most:
            self.since = None
        elif self.since is None:
            self.since = now

    @property
    def seconds(self) -> float:
        """For how long it was small, up to the last reading."""
        return 0.0 if self.since is None else self.heard_at - self.since


def overhearing(far_end: FarEnd, packs: Sequence[Known]) -> Look:
    """Return a look that listens to a master and those who answer it."""

    async def look() -> Amperes:
        return currents(packs, await far_end.overhear(LOOK_S))

    return look


def asking(far_end: FarEnd, packs: Sequence[Known]) -> Look:
    """Return a look that asks each board at its address; a master cannot be asked."""

    async def look() -> Amperes:
        await asyncio.sleep(LOOK_S)
        found: dict[int, Decimal] = {}
        for pack in packs:
            if pack.plan.address != MASTER:
                try:
                    status = await far_end.at(pack.plan.address).status()
                except NoAnswer:
                    continue
                found[pack.plan.number] = status.current
        return found

    return look


async def waiting() -> Amperes:
    """Look at nothing: no board can be heard."""
    await asyncio.sleep(LOOK_S)
    return {}


def currents(packs: Sequence[Known], heard: Overheard) -> Amperes:
    """Return the currents of the packs that were heard."""
    found = {pack.plan.number: status_of(pack, heard) for pack in packs}
    return {number: status.current for number, status in found.items() if status is not None}
