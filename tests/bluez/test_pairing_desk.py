"""A board that wants a pairing code while it is commissioned: the person is asked."""

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from tests.bluez.aside import forget_closed_loops
from tests.bluez.bluetoothd import DEVICE, Bluetoothd
from tests.bluez.radios import ADDRESS, Radio
from tests.procedure.support import typed
from tests.whole.program import quick
from wizard import assembly
from wizard.clock import SystemClock
from wizard.links.spec import parse
from wizard.operators.script import Script
from wizard.paths import JOURNAL
from wizard.record import journal
from wizard.record.state import fold
from wizard.simulator.bluetooth_create import create_bluetooth
from wizard.text import Text

CODE = "271828"


@pytest.fixture(autouse=True)
async def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[None]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    yield
    await forget_closed_loops()


async def _commissioned(bluez: Bluetoothd, folder: Path, code: str) -> tuple[bool, str, str]:
    """Connect as a commissioning does; return whether it paired, the verdict, the journal."""
    made = create_bluetooth()
    radio = bluez.place(Radio(made.peer, secured=True, wants="RequestPasskey", code=int(CODE)))
    clock, told = SystemClock(), list[Text]()
    script = Script(typed(made.simulation, {"connect.pairing-code": code}), told.append)
    checklist = quick(folder, steps=("particulars", "connect"))
    case = assembly.new_case(str(checklist), parse(f"ble:{ADDRESS}"), clock)
    engine = assembly.start(case, script, clock, person=True)
    script.controls = engine
    engine.start()
    assert await asyncio.to_thread(engine.join, 60)
    paired = bool(bluez.objects[radio.place][DEVICE]["Paired"].value)
    written = case.folder / JOURNAL
    verdict = fold(journal.read(written).events).step("connect").verdict
    return paired, verdict.value if verdict else "open", written.read_text("utf-8")


async def test_the_step_that_connects_asks_for_the_code_and_nothing_keeps_it(
    bluez: Bluetoothd, tmp_path: Path
) -> None:
    paired, verdict, written = await _commissioned(bluez, tmp_path, CODE)
    assert (paired, verdict) == (True, "pass")
    assert CODE not in written


async def test_without_a_code_the_step_says_what_was_wanted(
    bluez: Bluetoothd, tmp_path: Path
) -> None:
    paired, verdict, written = await _commissioned(bluez, tmp_path, "")
    assert (paired, verdict) == (False, "not taken")
    assert "asks for a pairing code and got none" in written
