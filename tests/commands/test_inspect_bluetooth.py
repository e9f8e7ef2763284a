"""`status` and `settings` of a board that is heard over Bluetooth, of every dialect."""

import argparse
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from wizard.assembly import BLE, Line, open_line
from wizard.boards.bluetooth import BluetoothBoard, Picture
from wizard.boards.bluetooth_far_end import BluetoothFarEnd
from wizard.commands import inspect
from wizard.commands.lines import typed_code
from wizard.links.bluetooth import BluetoothLink
from wizard.links.bluetooth_wanted import Ask
from wizard.links.memory import MemoryLink
from wizard.links.spec import LinkSpec, parse
from wizard.protocol.views import Status
from wizard.simulator.bluetooth import Dialect
from wizard.simulator.bluetooth_create import create_bluetooth
from wizard.text import Text, words

ADDRESS = "C8:47:80:12:34:56"
Shown = Callable[..., str]


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shown:
    """Return what a command shows of a simulated board, in virtual time."""

    def show(command: str, dialect: Dialect, *, as_json: bool = False, tape: str = "") -> str:
        peer = create_bluetooth(dialect).peer
        link = MemoryLink(f"ble:{ADDRESS}", peer)
        line = Line(LinkSpec(BLE, ADDRESS, {}), link, None)

        def opened(_spec: LinkSpec, ask: Ask) -> Line:
            assert ask is typed_code  # the pairing code is asked for on the terminal
            return line

        monkeypatch.setattr(inspect, "open_line", opened)
        given = argparse.Namespace(link="demo:", json=as_json, record=tape)
        assert {"status": inspect.status, "settings": inspect.settings}[command](given) == 0
        return capsys.readouterr().out

    return show


def _rows(out: str) -> dict[str, str]:
    return {line[:36].strip(): line[36:].strip() for line in out.splitlines()[1:]}


def test_a_link_by_bluetooth_ends_at_a_board_by_bluetooth() -> None:
    line = open_line(parse(f"ble:{ADDRESS}?adapter=hci1"))
    assert isinstance(line.link, BluetoothLink)
    assert isinstance(line.far_end(), BluetoothFarEnd)
    assert line.far_end().board().name == f"ble:{ADDRESS}"


def test_a_board_for_32_cells_shows_what_it_shows_on_a_line(shown: Shown) -> None:
    told: dict[str, Any] = json.loads(shown("status", "32S", as_json=True))
    assert told["identity"]["serial"] == "50410000001"
    assert len(told["status"]["cell_voltages"]["value"]) == 16
    assert "alarm_names" in told["status"]
    rows = _rows(shown("settings", "32S"))
    assert rows["Disable Temp. Sensor"] == "off"
    assert "CAN Protocol No." in rows


def test_a_board_for_24_cells_shows_no_switches_that_it_does_not_have(shown: Shown) -> None:
    rows = _rows(shown("settings", "24S"))
    assert rows["Cell OVP (V)"] == "4.2 V"
    assert "Disable Temp. Sensor" not in rows
    assert json.loads(shown("status", "24S", as_json=True))["status"]["current"]["unit"] == "A"


def test_a_balancer_shows_its_cells_and_neither_current_nor_alarms(shown: Shown) -> None:
    told: dict[str, Any] = json.loads(shown("status", "JK04", as_json=True))["status"]
    assert len(told["cell_voltages"]["value"]) == 16
    assert not {"current", "alarm_names"} & told.keys()


def test_a_tape_holds_no_password(shown: Shown, tmp_path: Path) -> None:
    tape = tmp_path / "tape"
    shown("status", "32S", tape=str(tape))
    kept = "".join(json.loads(each).get("hex", "") for each in tape.read_text().splitlines())
    assert b"JK_PB2A16S".hex() in kept
    assert b"123456".hex() not in kept


def test_cells_that_do_not_add_up_to_their_pack_are_remarked_beside_the_data(
    shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, talked = BluetoothBoard.picture, list[Text]()

    async def doubled(board: BluetoothBoard) -> Picture:
        found = await real(board)
        assert isinstance(found.reading, Status)
        volts = 2 * found.reading.pack_voltage
        return replace(found, reading=replace(found.reading, pack_voltage=volts))

    monkeypatch.setattr(inspect, "talk", talked.append)
    shown("status", "24S")
    assert talked == []
    monkeypatch.setattr(BluetoothBoard, "picture", doubled)
    assert "pack_voltage" in json.loads(shown("status", "24S", as_json=True))["status"]
    assert ["Careful: the cells add up to" in words(each) for each in talked] == [True]
