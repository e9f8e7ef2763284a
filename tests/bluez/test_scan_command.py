"""`scan --bluetooth` in a process of its own: what it writes where, and its exit code."""

import asyncio
import json
import sys
from pathlib import Path

from tests.bluez.bluetoothd import Bluetoothd
from tests.bluez.radios import Radio

ROOT = Path(__file__).parents[2]
NEAR = Radio(rssi=-55)
FAR = Radio(address="C8:47:80:00:00:02", name="evil\x1b[2J", rssi=-88)
BOUND_S = 30.0


async def _scan(digits: str = "", *, as_json: bool = False) -> tuple[int, str, str]:
    code = (
        "import argparse, sys; from wizard.commands import scan_bluetooth, scan; "
        "scan_bluetooth.LOOKING_S = 0.2; "
        f"sys.exit(scan.scan(argparse.Namespace(bluetooth={digits!r}, json={as_json})))"
    )
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-W", "error", "-c", code),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(BOUND_S):
        told, talked = await process.communicate()
    assert process.returncode is not None
    return process.returncode, told.decode(), talked.decode()


async def test_boards_in_range_are_a_table_of_links(bluez: Bluetoothd) -> None:
    bluez.place(FAR)
    bluez.place(NEAR)
    code, told, talked = await _scan()
    lines = [line.split("  ") for line in told.splitlines()]
    assert [[cell.strip() for cell in line if cell] for line in lines] == [
        ["link", "name", "signal", "verdict"],
        ["ble:C8:47:80:12:34:56", "JK_PB2A16S20P", "-55 dBm", "good"],
        [
            "ble:C8:47:80:00:00:02",
            "evil?[2J",
            "-88 dBm",
            "poor: go within 2 m, or use a USB Bluetooth stick",
        ],
    ]
    assert (code, talked) == (0, "Looking for boards by Bluetooth\n")


async def test_a_board_may_be_picked_and_written_as_json(bluez: Bluetoothd) -> None:
    bluez.place(FAR)
    bluez.place(NEAR)
    code, told, _ = await _scan("3456", as_json=True)
    (board,) = json.loads(told)
    assert (code, board["link"], board["rssi_dbm"]) == (0, "ble:C8:47:80:12:34:56", -55)
    assert board["manufacturer"] == {"0x0B65": "88a0"}


async def test_no_board_in_range_is_no_link_with_what_to_do(bluez: Bluetoothd) -> None:
    bluez.place(FAR)
    code, told, talked = await _scan("9999")
    assert (code, told) == (3, "")
    assert "force-stop the JK app" in talked
