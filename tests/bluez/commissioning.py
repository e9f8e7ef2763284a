"""A commissioning over real bleak, in real time: the shipped checklist with shorter spans."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import ModuleType

import msgspec
import pytest

from tests.bluez.bluetoothd import Bluetoothd
from tests.bluez.radios import Radio
from tests.bluez.support import link
from tests.procedure.support import SHIPPED, Given, Person, Ran, Site, nothing, typed
from tests.whole.packs import Pack
from wizard.boards.bluetooth_far_end import BluetoothFarEnd
from wizard.clock import SystemClock
from wizard.procedure.bench import Bench
from wizard.procedure.checklist import Checklist
from wizard.procedure.desk import Desk
from wizard.procedure.session import Session
from wizard.procedure.step import Span
from wizard.procedure.views import View
from wizard.record.recorder import Recorder
from wizard.simulator import bluetooth, bluetooth_air
from wizard.simulator.bluetooth_create import create_bluetooth

When = Callable[[View], None]
WAITS = {"steady": 2, "wait": 1, "pause": 1, "proved_over": 1, "settle": 1, "average": 1}
"""The spans that are always waited for, in s; the others are bounds.

Two readings of a quantity that is to be steady come 1 s apart.
"""

PACE: Mapping[ModuleType, Sequence[str]] = {
    bluetooth: ("PERIOD", "FIRST_STATUS", "ANSWER", "RECEIPT_BEHIND", "SECOND_BEHIND", "WRITTEN"),
    bluetooth_air: ("FLIGHT",),
}
"""How fast a simulated module speaks, in s."""


def hastened(checklist: Checklist) -> Checklist:
    """Return a checklist in which no wait lasts longer than two seconds."""
    steps = tuple(msgspec.structs.replace(step, **_seconds(step)) for step in checklist.step)
    return msgspec.structs.replace(checklist, step=steps)


def _seconds(step: msgspec.Struct) -> dict[str, Span]:
    found = {name: getattr(step, name, None) for name in WAITS}
    return {
        name: msgspec.structs.replace(span, s=WAITS[name])
        for name, span in found.items()
        if isinstance(span, Span)
    }


def brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let modules speak ten times as often and fast as those that were recorded."""
    for module, names in PACE.items():
        for name in names:
            monkeypatch.setattr(module, name, _tenth(getattr(module, name)))


def _tenth(seconds: float | tuple[float, float]) -> float | tuple[float, float]:
    if isinstance(seconds, tuple):
        return seconds[0] / 10, seconds[1] / 10
    return seconds / 10


class RadioSite(Site):
    """A pack whose board is in the range of a bluetoothd."""

    def in_range(self, bluez: Bluetoothd) -> Radio:
        """Put the board there; one that goes dark is lost."""
        assert self.face is not None
        radio = bluez.place(Radio(self.face))
        self.face.gone = lambda: bluez.drop(radio)
        return radio

    async def walk(self, given: Given | None = None, when: When = nothing) -> Ran:
        """Run the session once, new or resumed, on the running loop."""
        clock = SystemClock()
        recorder = Recorder(self.folder / "journal.jsonl", clock)
        recorder.append(self._beginning(recorder.state))
        person = Person(typed(self.simulation, given or {}), self._tell, when)
        bench = Bench(BluetoothFarEnd(link()), recorder, self.folder)
        session = Session(self.checklist, Desk(person, clock, person=False), recorder, bench)
        person.script.controls = session
        try:
            ended = await session.run()
        finally:
            recorder.close()
        return Ran(ended, recorder.state, person, recorder.journal.path, session)


def site(folder: Path, pack: Pack, checklist: Checklist = SHIPPED) -> RadioSite:
    """Return a new pack with its board, and the steps of a checklist, hastened."""
    made = create_bluetooth(cells=pack.cells, chemistry=pack.chemistry, noise="between")
    return RadioSite(folder, made.simulation, hastened(checklist), face=made.peer)
