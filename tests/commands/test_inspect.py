"""`status` and `settings` of one board."""

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.commands.served import served
from wizard.commands.inspect import settings, status
from wizard.errors import BadFile, LinkUnavailable, NoAnswer, WrongUsage
from wizard.protocol.catalogue import SETTINGS
from wizard.simulator.create import create

Capture = pytest.CaptureFixture[str]
Command = Callable[[argparse.Namespace], int]
COMMANDS = pytest.mark.parametrize("command", [status, settings])


def _given(link: str | None, *, as_json: bool = False, record: Path | None = None) -> Any:  # noqa: ANN401
    return argparse.Namespace(link=link, json=as_json, record=record and str(record))


def _out(capsys: Capture, command: Command, given: argparse.Namespace) -> str:
    capsys.readouterr()
    assert command(given) == 0
    return capsys.readouterr().out


def test_all_settings_are_shown_with_jks_labels_and_units(capsys: Capture) -> None:
    shown = _out(capsys, settings, _given("demo:"))
    rows = {line[:36].strip(): line[36:].strip() for line in shown.splitlines()[1:]}
    assert {row.label for row in SETTINGS} <= set(rows)
    assert rows["Cell OVP (V)"] == "4.2 V"
    assert rows["Disable Temp. Sensor"] == "off"
    assert "JK_PB2A16S20P" in shown.splitlines()[0]


@pytest.mark.parametrize("read", ["fc03", "frames", "auto"])
def test_settings_as_json_have_our_keys_value_and_unit(capsys: Capture, read: str) -> None:
    told = json.loads(_out(capsys, settings, _given(f"demo:?read={read}", as_json=True)))
    board = create().board
    assert told["identity"]["serial"] == board.nameplate.serial
    assert {key: told["settings"][key]["value"] for key in board.all_settings()} == {
        key: float(value) for key, value in board.all_settings().items()
    }
    assert told["settings"]["cell_ovp"]["unit"] == "V"
    assert told["settings"]["display_always_on"]["value"] is True


@pytest.mark.parametrize("read", ["fc03", "frames"])
def test_the_pack_as_json_and_in_lines(capsys: Capture, read: str) -> None:
    told = json.loads(_out(capsys, status, _given(f"demo:?read={read}&cells=8", as_json=True)))
    found = told["status"]
    assert len(found["cell_voltages"]["value"]) == 8
    assert found["pack_voltage"]["unit"] == "V"
    assert found["current"] == {"value": 0, "unit": "A"}
    assert 19 in found["alarms"]["value"]
    shown = _out(capsys, status, _given(f"demo:?read={read}"))
    assert "factory password still in use" in shown
    assert "Balance Wire Res. Status             none\n" in shown


@COMMANDS
def test_a_tape_is_kept_where_it_was_asked_for(
    capsys: Capture, tmp_path: Path, command: Command
) -> None:
    tape = tmp_path / "tape"
    _out(capsys, command, _given("demo:?read=frames", record=tape))
    lines = [json.loads(line) for line in tape.read_text().splitlines()]
    assert [line.get("event") for line in (lines[0], lines[-1])] == ["opened", "closed"]
    assert any(line.get("redacted") for line in lines)
    with pytest.raises(BadFile, match="is there already"):
        command(_given("demo:", record=tape))


@COMMANDS
def test_a_board_on_a_real_port_is_read(capsys: Capture, command: Command) -> None:
    with served(create(units=(3,)).line) as path:
        shown = _out(capsys, command, _given(f"serial:{path}?address=3"))
    assert "50410000003" in shown


@COMMANDS
def test_what_goes_wrong_is_one_sentence(tmp_path: Path, command: Command) -> None:
    with pytest.raises(WrongUsage, match="Name a link"):
        command(_given(None))
    with pytest.raises(LinkUnavailable, match="ls /dev/serial/by-id"):
        command(_given(f"serial:{tmp_path / 'nothing'}"))
    with pytest.raises(NoAnswer, match="does not answer after"):
        command(_given("demo:?fault=silent"))


@pytest.mark.parametrize("link", ["demo:", "demo:?read=frames"])
def test_the_options_of_the_information_table_are_shown_and_no_password(
    capsys: Capture, link: str
) -> None:
    shown = _out(capsys, settings, _given(link))
    assert "CAN Protocol No." in shown
    assert "RCV Time (h)" in shown
    assert "123456" not in shown


def test_options_behind_the_end_of_a_short_table_are_left_out(capsys: Capture) -> None:
    shown = _out(capsys, settings, _given("demo:?fault=short-info&read=fc03"))
    assert "CAN Protocol No." in shown
    assert "RCV Time (h)" not in shown
