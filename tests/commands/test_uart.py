"""`status`, `settings`, `scan` and `simulate` at a board's UART."""

import argparse
import json
from pathlib import Path

import pytest

from tests.boards.peers import jumping
from tests.commands.served import served
from wizard.assembly import open_line
from wizard.boards.bus import Bus
from wizard.boards.legacy import LegacyBoard
from wizard.boards.legacy_far_end import LegacyFarEnd
from wizard.commands import inspect
from wizard.commands.scan import scan
from wizard.errors import LinkUnavailable, WrongUsage
from wizard.links.serial_port import SerialLink
from wizard.links.spec import parse
from wizard.links.tape import TapeLink
from wizard.simulator.create import create
from wizard.simulator.legacy import LegacyFace
from wizard.simulator.makes import LEGACY

Capture = pytest.CaptureFixture[str]
DEMO = "demo:?board=legacy"
PASSWORD = b"123456"


def _given(link: str, *, record: Path | None = None) -> argparse.Namespace:
    return argparse.Namespace(link=link, json=True, record=record and str(record), bluetooth=None)


def test_a_uart_link_ends_at_a_board_by_the_legacy_protocol() -> None:
    line = open_line(parse("uart:/dev/ttyUSB0"))
    assert isinstance(line.link, SerialLink)
    assert isinstance(line.far_end(), LegacyFarEnd)
    assert line.far_end().board().name == "uart:/dev/ttyUSB0"


def test_its_pack_and_its_settings_are_shown(capsys: Capture) -> None:
    assert inspect.status(_given(DEMO)) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["identity"]["model"] == "JK_B2A8S20P"
    assert told["identity"]["firmware"] == "11.26"
    assert len(told["status"]["cell_voltages"]["value"]) == 8
    assert told["status"]["pack_voltage"] == {"value": 26.4, "unit": "V"}
    assert told["status"]["alarm_names"]["value"] == "none"
    assert "remaining" not in told["status"]
    assert inspect.settings(_given(DEMO)) == 0
    told = json.loads(capsys.readouterr().out)["settings"]
    assert told["cell_ovp"] == {"value": 4.2, "unit": "V"}
    assert not {"power_off_voltage", "smart_sleep", "can_protocol"} & told.keys()


def test_over_a_real_port_the_tape_holds_no_password_and_plays_back(
    capsys: Capture, tmp_path: Path
) -> None:
    tape = tmp_path / "tape"
    with served(LegacyFace(create(cells=8, make=LEGACY).board, delay=0.01)) as path:
        assert inspect.status(_given(f"uart:{path}", record=tape)) == 0
    shown = json.loads(capsys.readouterr().out)
    assert PASSWORD.hex() not in tape.read_text("ascii")
    lines = [json.loads(line) for line in tape.read_text("ascii").splitlines()]
    assert [line["redacted"] for line in lines if line.get("way") == "in"]

    async def again() -> str:
        board = LegacyBoard(Bus(TapeLink(tape)))
        found = await board.identity()
        assert (await board.secrets()).settings.matches("")
        await board.close()
        return found.serial

    assert jumping(again) == shown["identity"]["serial"]


def test_there_is_no_address_to_scan_for() -> None:
    with pytest.raises(WrongUsage, match="one board and no address"):
        scan(_given("uart:/dev/ttyUSB0"))


def test_a_port_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(LinkUnavailable, match="ttyUSB9 is not there"):
        inspect.status(_given(f"uart:{tmp_path}/ttyUSB9"))
