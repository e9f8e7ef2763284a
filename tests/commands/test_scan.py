"""`scan`: who is on a line, as a table and as JSON."""

import argparse
import json
from pathlib import Path
from typing import Any

import pytest

from tests.commands.served import served
from wizard.boards import survey
from wizard.commands import scan as command
from wizard.commands.scan import NOBODY, scan
from wizard.errors import LinkUnavailable, WrongUsage
from wizard.links.discover import Port
from wizard.simulator.create import create

Capture = pytest.CaptureFixture[str]


def _given(link: str | None, *, as_json: bool = False, record: Path | None = None) -> Any:  # noqa: ANN401
    return argparse.Namespace(
        link=link, json=as_json, record=record and str(record), bluetooth=None
    )


def test_one_board_and_why_the_others_may_be_silent(capsys: Capture) -> None:
    assert scan(_given("demo:")) == 0
    told = capsys.readouterr()
    lines = told.out.splitlines()
    assert lines[0] == "demo:"
    assert lines[1].split() == list(map(str, command.HEAD))
    assert lines[2].startswith("1        JK_PB2A16S20P")
    assert "factory password still in use" in lines[2]
    assert lines[3].startswith("Silent: 2, 3, 4")
    assert any("UART1 protocol number" in line for line in lines)
    assert "Asking address 15 at 9600 baud" in told.err


def test_as_json(capsys: Capture) -> None:
    assert scan(_given("demo:", as_json=True)) == 0
    (line,) = json.loads(capsys.readouterr().out)
    (board,) = line["boards"]
    assert (board["address"], board["how"], board["serial"]) == (1, "fc03", "50410000001")
    assert board["alarms"] == [19]
    assert line["silent"] == list(range(2, 16))
    assert line["adapter"] is None


def test_nobody_is_no_link(capsys: Capture) -> None:
    assert scan(_given("demo:?fault=silent")) == NOBODY
    assert "swap A and B" in capsys.readouterr().out


def test_a_tape_of_a_scan_is_kept(capsys: Capture, tmp_path: Path) -> None:
    assert scan(_given("demo:", record=tmp_path / "tape")) == 0
    lines = (tmp_path / "tape").read_text("ascii").splitlines()
    events = [json.loads(line).get("event") for line in lines]
    assert [event for event in events if event] == ["opened", "closed"] * 2
    assert capsys.readouterr().out


def test_a_port_that_cannot_be_opened_is_one_sentence(capsys: Capture, tmp_path: Path) -> None:
    assert scan(_given(f"serial:{tmp_path / 'none'}")) == NOBODY
    told = capsys.readouterr().out.splitlines()
    assert told[1].endswith("is not there. Plug in the adapter; `ls /dev/serial/by-id` shows it.")
    assert len(told) == 2


def _plug(monkeypatch: pytest.MonkeyPatch, *found: Port) -> None:
    monkeypatch.setattr(command, "ports", lambda: found)


def test_without_adapter_and_link_there_is_no_link(monkeypatch: pytest.MonkeyPatch) -> None:
    _plug(monkeypatch)
    with pytest.raises(LinkUnavailable, match="no serial adapter"):
        scan(_given(None))


def test_all_ports_are_looked_at_with_what_is_known_of_their_adapters(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture, tmp_path: Path
) -> None:
    monkeypatch.setattr(survey, "LISTEN_STEPS", dict.fromkeys(survey.BAUDS, 1))
    monkeypatch.setattr(survey, "ADDRESSES", range(2))
    monkeypatch.setattr(command, "ADDRESSES", range(2))
    monkeypatch.setattr(command, "BAUDS", (115200,))
    absent = str(tmp_path / "none")
    with served(create().line) as path:
        _plug(
            monkeypatch,
            Port(path, path, 0x1A86, 0x7523, "USB Serial"),
            Port(absent, absent, 0x0403, 0x6001),
        )
        assert scan(_given(None)) == 0
        told = capsys.readouterr().out
        assert scan(_given(f"serial:{path}?address=1&baud=115200", as_json=True)) == 0
    assert f"serial:{path}  CH340 1a86:7523: good. Works" in told
    assert "50410000001" in told
    assert f"serial:{absent}  FT232R 0403:6001: known to fail. Cuts long frames" in told
    assert f"{absent} is not there" in told
    (line,) = json.loads(capsys.readouterr().out)
    assert line["adapter"]["verdict"] == "good"


def test_an_address_that_was_named_is_the_only_one_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(survey, "LISTEN_STEPS", dict.fromkeys(survey.BAUDS, 0))
    simulation = create(units=(2, 3))
    simulation.stations[3].board.store.put("uart1_protocol", 13)
    simulation.line.baud = 9600
    with served(simulation.line) as path:
        assert scan(_given(f"serial:{path}?address=3&baud=9600")) == 0
    told = capsys.readouterr().out
    assert "Speaks at 9600 baud." in told
    assert "Silent" not in told


def test_a_scan_may_be_stopped(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "run", stop)
    assert scan(_given("demo:")) == command.STOPPED
    assert "Stopped before" in capsys.readouterr().err


def test_a_bluetooth_link_is_not_scanned_for_addresses() -> None:
    with pytest.raises(WrongUsage) as error:
        scan(_given("ble:C8:47:80:12:34:56"))
    assert "scan --bluetooth" in str(error.value.reason)
