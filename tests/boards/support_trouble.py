"""Targets that are in order, and trouble on the way to them."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from hypothesis import strategies as st

from tests.boards.support import Rig
from wizard.chemistry import CHEMISTRIES
from wizard.errors import CommissionError
from wizard.simulator.pack import Chemistry
from wizard.simulator.quirks import GOOD

MILLI = Decimal("0.001")
TURNED = ("heating", "smart_sleep", "float_mode")


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
    """Draw limits that a chemistry bears, in order, and switches."""
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
    turned = draw(
        st.dictionaries(st.sampled_from(TURNED), st.sampled_from([Decimal(0), Decimal(1)]))
    )
    return {key: value * MILLI for key, value in wanted.items()} | turned


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
