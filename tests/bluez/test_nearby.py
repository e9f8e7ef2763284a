"""Boards offered on the start page: its real search, bleak and a stand-in for bluetoothd."""

from collections.abc import AsyncGenerator
from typing import Any

import pytest
from textual.pilot import Pilot

from screens.app import WizardApp
from tests.bluez.aside import forget_closed_loops
from tests.bluez.bluetoothd import Bluetoothd
from tests.bluez.radios import Radio
from tests.screens import scenes
from tests.screens.support import SIZE, Desk, asked, asking, run_of, seen, until
from wizard.commands import scan_bluetooth
from wizard.commands.nearby import nearby
from wizard.engine.run import Run
from wizard.procedure.interrupts import Interrupt

OVER = "F5 look again"


@pytest.fixture(autouse=True)
async def _short(monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[None]:
    """Look for a moment only, and close what bleak keeps of a search that has ended."""
    monkeypatch.setattr(scan_bluetooth, "LOOKING_S", 0.2)
    yield
    await forget_closed_loops()


async def _looked(pilot: Pilot[Any]) -> str:
    await pilot.press("1")
    await until(pilot, lambda: OVER in seen(pilot.app))
    return seen(pilot.app)


async def test_boards_in_range_are_offered_and_begun_by_one_key(bluez: Bluetoothd) -> None:
    bluez.place(Radio(address="C8:47:80:00:00:02", name="evil\x1b[2J", rssi=-88))
    bluez.place(Radio(rssi=-55))
    desk, begun = Desk(), list[str]()

    def begin(key: str) -> Run:
        begun.append(key)
        return run_of(asking(scenes.CELL_8), desk)

    app = WizardApp(nearby(), begin, None)
    async with app.run_test(size=SIZE) as pilot:
        shown = await _looked(pilot)
        assert "1  JK_PB2A16S20P  C8:47:80:12:34:56  -55 dBm, good" in shown
        assert "2  evil?[2J       C8:47:80:00:00:02  -88 dBm, poor: go" in shown
        await pilot.press("1")
        await asked(pilot, "cell-8")
    assert begun == ["ble:C8:47:80:12:34:56"]
    desk.runs[0].engine.interrupt(Interrupt.QUIT)
    assert desk.runs[0].engine.join(5)


def _never(key: str) -> Run:
    raise AssertionError(key)


@pytest.mark.parametrize(
    ("adapter", "said"),
    [
        (None, "! This computer has no Bluetooth adapter"),
        ({"powered": False}, "! Bluetooth is switched off."),
        ({"powered": False, "blocked": True}, "`rfkill unblock bluetooth`"),
        ({}, "force-stop the JK app on every phone"),
    ],
)
async def test_why_nobody_is_found_is_said_and_can_be_mended(
    empty: Bluetoothd, adapter: dict[str, bool] | None, said: str
) -> None:
    if adapter is not None:
        empty.plug_adapter(**adapter)
    app = WizardApp(nearby(), _never, None)
    async with app.run_test(size=SIZE) as pilot:
        assert said in " ".join((await _looked(pilot)).split())
        empty.plug_adapter()
        empty.place(Radio())
        await pilot.press("f5")
        await until(pilot, lambda: "1  JK_PB2A16S20P" in seen(app))


async def test_no_bluetoothd_is_named_with_its_remedy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent/bus")
    app = WizardApp(nearby(), _never, None)
    async with app.run_test(size=SIZE) as pilot:
        assert "sudo systemctl start bluetooth" in " ".join((await _looked(pilot)).split())
