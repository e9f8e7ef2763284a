"""Which ports there are, what is known of their adapters, and why one may not work."""

import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from wizard.links.discover import ADAPTERS, Port, Verdict, hint, ports


def _comport(device: str, vid: int | None, pid: int | None, product: str | None) -> object:
    return SimpleNamespace(device=device, vid=vid, pid=pid, product=product)


def test_usb_ports_are_listed_by_their_lasting_paths(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    device = tmp_path / "ttyUSB0"
    device.touch()
    by_id = tmp_path / "by-id"
    by_id.mkdir()
    (by_id / "usb-1a86_USB_Serial-if00-port0").symlink_to(device)
    found = [
        _comport(str(tmp_path / "ttyUSB1"), 0x0403, 0x6001, None),
        _comport(str(device), 0x1A86, 0x7523, "USB Serial"),
        _comport("/dev/ttyS0", None, None, None),
    ]
    monkeypatch.setattr("serial.tools.list_ports.comports", lambda: found)
    listed = ports(by_id)
    assert [port.path for port in listed] == [
        str(by_id / "usb-1a86_USB_Serial-if00-port0"),
        str(tmp_path / "ttyUSB1"),
    ]
    assert [(port.usb, port.product) for port in listed] == [
        ("1a86:7523", "USB Serial"),
        ("0403:6001", ""),
    ]
    assert [port.adapter.name for port in listed] == ["CH340", "FT232R"]
    assert [port.path for port in ports(tmp_path / "none")] == [
        str(device),
        str(tmp_path / "ttyUSB1"),
    ]


def test_what_the_field_says_of_adapters() -> None:
    verdicts = {adapter.name: adapter.verdict for adapter in ADAPTERS.values()}
    assert verdicts["CH340"] is verdicts["CH341"] is verdicts["FT2232H"] is Verdict.GOOD
    assert verdicts["FT232R"] is Verdict.BAD
    assert verdicts["CP210x"] is Verdict.UNKNOWN
    assert all(
        (adapter.note is None) == (adapter.verdict is Verdict.UNKNOWN)
        for adapter in ADAPTERS.values()
    )
    nobody = Port("/dev/x", "/dev/x", 0x1234, 0x5678).adapter
    assert (nobody.name, nobody.verdict) == ("", Verdict.UNKNOWN)
    assert Port("/dev/x", "/dev/x").usb == ""


def _process(folder: Path, number: int, name: str, *held: Path) -> None:
    process = folder / str(number)
    (process / "fd").mkdir(parents=True)
    (process / "comm").write_text(f"{name}\n")
    for n, target in enumerate(held):
        (process / "fd" / str(n)).symlink_to(target)


@pytest.fixture
def port(tmp_path: Path) -> Port:
    device = tmp_path / "ttyUSB0"
    device.touch()
    return Port("/dev/serial/by-id/usb-x", str(device))


def test_a_port_that_nobody_holds_gives_no_hint(port: Port, tmp_path: Path) -> None:
    processes = tmp_path / "proc"
    _process(processes, 1, "init", tmp_path / "other")
    _process(processes, os.getpid(), "us", Path(port.device))
    (processes / "2").mkdir()
    (processes / "3").mkdir()
    (processes / "3" / "comm").write_text("without descriptors\n")
    _process(processes, 4, "odd")
    (processes / "4" / "fd" / "0").touch()
    assert hint(port, processes) is None


def test_whoever_holds_a_port_is_named_with_the_command_that_ends_it(
    port: Port, tmp_path: Path
) -> None:
    _process(tmp_path / "proc", 77, "minicom", tmp_path / "other", Path(port.device))
    assert str(hint(port, tmp_path / "proc")) == (
        "/dev/serial/by-id/usb-x is in use by minicom. Close it, or end it: `kill 77`."
    )


def test_a_modem_manager_that_runs_is_named(port: Port, tmp_path: Path) -> None:
    _process(tmp_path / "proc", 77, "ModemManager")
    assert "sudo systemctl stop ModemManager" in str(hint(port, tmp_path / "proc"))


def test_a_port_without_permission_names_the_group(
    port: Port, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> bool:
        return False

    monkeypatch.setattr(os, "access", refuse)
    assert "usermod -aG" in str(hint(port, tmp_path / "proc"))


def test_this_machine_can_be_asked() -> None:
    for found in ports():
        assert found.path
        hint(found)
