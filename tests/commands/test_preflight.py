"""What a computer lacks is said in one sentence, with the command that mends it."""

import json
import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.commands.support import run
from wizard import preflight
from wizard.commands.preflight import told
from wizard.preflight import CHECKS, Finding, Level, Machine

NOW = datetime(2026, 11, 21, 14, 30, tzinfo=UTC)
XTERM = {"TERM": "xterm-256color", "USER": "anna"}


@pytest.fixture
def sound(tmp_path: Path) -> Machine:
    """A computer that lacks nothing, as files below a folder and programs on a PATH."""
    machine = Machine(
        data=tmp_path / "home" / "data",
        free=10**10,
        size=(80, 24),
        encoding="utf-8",
        now=NOW,
        root=tmp_path / "root",
        environment={**XTERM, "PATH": str(tmp_path / "bin")},
        system="linux",
        version=(3, 11, 7),
        has_module=lambda _name: True,
    )
    (tmp_path / "home").mkdir()
    put(machine, "/run/systemd/timesync/synchronized")
    put(machine, "/sys/class/rtc/rtc0/since_epoch", str(int(NOW.timestamp())))
    put(machine, "/dev/ttyUSB0")
    lasting = machine.below("/dev/serial/by-id/usb-1a86-if00")
    lasting.parent.mkdir(parents=True)
    lasting.symlink_to(machine.below("/dev/ttyUSB0"))
    put(machine, "/sys/class/bluetooth/hci0/uevent")
    process(machine, 17, "bluetoothd")
    put(machine, "/etc/group", f"tty:x:99999:\nplugdev:x:{lasting.stat().st_gid}:otto,anna\n")
    program(machine, "bluetoothctl", "echo 'Powered: yes'")
    program(machine, "ssh-keygen", "")
    return machine


def put(machine: Machine, path: str, content: str = "") -> Path:
    file = machine.below(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content, "utf-8")
    return file


def program(machine: Machine, name: str, script: str) -> None:
    file = Path(machine.environment["PATH"]) / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    file.chmod(0o755)


def process(machine: Machine, number: int, name: str, *, holds: Path | None = None) -> None:
    put(machine, f"/proc/{number}/comm", f"{name}\n")
    descriptors = machine.below(f"/proc/{number}/fd")
    descriptors.mkdir(exist_ok=True)
    if holds is not None:
        (descriptors / "3").symlink_to(holds)


def given(machine: Machine, environment: Mapping[str, str]) -> Machine:
    return replace(machine, environment={**machine.environment, **environment})


def only(machine: Machine, check: str) -> Finding:
    (found,) = CHECKS[check].probe(machine)
    return found


def refuse(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """Let the operating system refuse a path; tests may run as root, whom it lets in."""
    real = os.access

    def access(asked: "os.PathLike[str] | str", mode: int) -> bool:
        return Path(asked).resolve() != path.resolve() and real(asked, mode)

    monkeypatch.setattr(os, "access", access)


def test_a_sound_computer_is_ready(sound: Machine) -> None:
    found = preflight.all_checks(sound)
    assert [each for each in found if each.level is not Level.OK or each.mend] == []
    assert {each.check for each in found} == set(CHECKS) - {"in-use", "way"}
    assert list(told(found))[-1] == "This computer is ready."


def test_an_old_python_stops(sound: Machine) -> None:
    found = only(replace(sound, version=(3, 10, 12)), "python")
    assert (found.level, str(found.says)) == (
        Level.STOPS,
        "Python is 3.10.12; 3.11 or later is needed.",
    )


@pytest.mark.parametrize("name", ["dumb", ""])
def test_a_terminal_that_takes_no_screens_is_named(sound: Machine, name: str) -> None:
    found = only(given(sound, {"TERM": name}), "terminal")
    assert (found.level, found.mend) == (Level.MIND, "export TERM=xterm-256color")
    assert "plain lines only" in str(found.says)


def test_no_terminal_means_plain_lines(sound: Machine) -> None:
    piped = replace(sound, size=None)
    assert "plain lines instead of screens" in str(only(piped, "terminal").says)
    assert list(CHECKS["size"].probe(piped)) == []


@pytest.mark.parametrize(
    ("size", "level", "said"),
    [
        ((80, 24), Level.OK, "80 columns and 24 rows."),
        ((79, 24), Level.MIND, "79 columns and 24 rows: screens want 80 and 24."),
        ((80, 23), Level.MIND, "80 columns and 23 rows: screens want 80 and 24."),
        ((59, 40), Level.MIND, "59 columns and 40 rows: screens want 60 and 20."),
    ],
)
def test_the_size_of_the_terminal(
    sound: Machine, size: tuple[int, int], level: Level, said: str
) -> None:
    found = only(replace(sound, size=size), "size")
    assert found.level is level
    assert str(found.says).endswith(said)


@pytest.mark.parametrize("name", ["utf-8", "UTF8"])
def test_utf_8_is_well(sound: Machine, name: str) -> None:
    assert only(replace(sound, encoding=name), "encoding").level is Level.OK


def test_another_encoding_is_named_with_what_to_set(sound: Machine) -> None:
    found = only(replace(sound, encoding="ISO-8859-2"), "encoding")
    assert (found.level, found.mend) == (Level.MIND, "export LC_ALL=C.UTF-8")
    assert "ISO-8859-2" in str(found.says)


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"NO_COLOR": "1"}, "No colours are used, as NO_COLOR asks."),
        ({"TERM": "vt100"}, "There are no colours; nothing depends on them."),
        ({"TERM": "xterm"}, "16 colours are there."),
        ({}, "256 colours are there."),
        ({"COLORTERM": "truecolor"}, "All colours are there."),
    ],
)
def test_colours_are_told_and_never_a_trouble(
    sound: Machine, environment: dict[str, str], said: str
) -> None:
    found = only(given(sound, environment), "colours")
    assert (found.level, str(found.says)) == (Level.OK, said)


def test_over_ssh_tmux_is_offered(sound: Machine) -> None:
    far = given(sound, {"SSH_CONNECTION": "10.0.0.2 50000 10.0.0.1 22"})
    assert only(far, "tmux").mend == "sudo apt install tmux"
    program(sound, "tmux", "")
    assert (only(far, "tmux").level, only(far, "tmux").mend) == (Level.MIND, "tmux new -A -s jk")
    assert only(given(far, {"TMUX": "/tmp/tmux-0/default,1,0"}), "tmux").level is Level.OK  # noqa: S108  a name
    assert only(given(far, {"STY": "1.pts-0"}), "tmux").level is Level.OK


@pytest.mark.parametrize(
    ("free", "level"),
    [(200_000_000, Level.OK), (199_999_999, Level.MIND), (19_999_999, Level.STOPS)],
)
def test_a_full_disk(sound: Machine, free: int, level: Level) -> None:
    found = only(replace(sound, free=free), "disk")
    assert found.level is level
    assert bool(found.mend) is (level is not Level.OK)
    assert f"{free // 10**6} MB" in str(found.says)


def test_a_folder_that_cannot_be_written_stops(
    sound: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = sound.data.parent
    refuse(monkeypatch, folder)
    found = only(sound, "disk")
    assert (found.level, found.mend) == (Level.STOPS, f"sudo chown -R $USER {folder}")


def test_nothing_is_made_where_the_records_will_go(sound: Machine) -> None:
    before = sorted(sound.root.parent.rglob("*"))
    preflight.all_checks(sound)
    assert sorted(sound.root.parent.rglob("*")) == before


def test_a_clock_that_was_never_set_stops(sound: Machine) -> None:
    found = only(replace(sound, now=datetime(1970, 1, 1, 0, 4, tzinfo=UTC)), "clock")
    assert (found.level, found.mend) == (Level.STOPS, "sudo date -s 'YYYY-MM-DD hh:mm'")
    assert "1970-01-01 00:04 UTC, which cannot be" in str(found.says)


def test_two_clocks_that_differ_are_to_be_minded(sound: Machine) -> None:
    found = only(replace(sound, now=NOW + timedelta(seconds=121)), "clock")
    assert (found.level, found.mend) == (Level.MIND, "sudo hwclock --show")
    assert "differs by 121 s" in str(found.says)


@pytest.mark.parametrize("content", ["", "soon", "9" * 30])
def test_a_hardware_clock_that_tells_nothing_is_left_out(sound: Machine, content: str) -> None:
    put(sound, "/sys/class/rtc/rtc0/since_epoch", content)
    assert only(sound, "clock").level is Level.OK


def test_who_sets_the_clock(sound: Machine) -> None:
    sound.below("/run/systemd/timesync/synchronized").unlink()
    assert "The network does not set the clock" in str(only(sound, "time-source").says)
    assert only(sound, "time-source").mend == "date"
    program(sound, "timedatectl", "echo no")
    assert only(sound, "time-source").mend == "sudo timedatectl set-ntp true"
    program(
        sound, "timedatectl", '[ "$*" = "show --property=NTPSynchronized --value" ] && echo yes'
    )
    assert only(sound, "time-source").level is Level.OK
    program(sound, "timedatectl", "exit 1")
    sound.below("/sys/class/rtc/rtc0/since_epoch").unlink()
    assert "Nothing sets the clock" in str(only(sound, "time-source").says)


def test_a_port_that_may_not_be_used_stops_and_names_its_own_group(
    sound: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse(monkeypatch, sound.below("/dev/ttyUSB0"))
    found = only(given(sound, {"USER": "eva"}), "ports")
    assert (found.level, found.mend) == (Level.STOPS, "sudo usermod -aG plugdev $USER")
    assert "/dev/serial/by-id/usb-1a86-if00 may not be used" in str(found.says)
    assert str(sound.root) not in str(found.says)


def test_who_is_in_the_group_already_has_to_log_in_again(
    sound: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse(monkeypatch, sound.below("/dev/ttyUSB0"))
    found = only(sound, "ports")
    assert (found.level, found.mend) == (Level.STOPS, "newgrp plugdev")


def test_nobody_is_told_to_join_the_group_root(
    sound: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse(monkeypatch, sound.below("/dev/ttyUSB0"))
    put(sound, "/etc/group", f"root:x:{sound.below('/dev/ttyUSB0').stat().st_gid}:\n")
    assert only(sound, "ports").mend == "ls -lL /dev/serial/by-id/usb-1a86-if00"


def test_a_port_without_a_lasting_name_is_found_too(sound: Machine) -> None:
    put(sound, "/dev/ttyACM3")
    assert [str(each.says) for each in CHECKS["ports"].probe(sound)] == [
        "/dev/serial/by-id/usb-1a86-if00 can be used.",
        "/dev/ttyACM3 can be used.",
    ]


def test_who_holds_a_port_is_named(sound: Machine) -> None:
    process(sound, 4711, "minicom", holds=sound.below("/dev/ttyUSB0"))
    found = only(sound, "in-use")
    assert (found.level, found.mend) == (Level.STOPS, "kill 4711")
    assert str(found.says) == "/dev/serial/by-id/usb-1a86-if00 is in use by minicom."


def test_modem_manager_is_to_be_minded(sound: Machine) -> None:
    process(sound, 99, "ModemManager")
    found = only(sound, "modem-manager")
    assert (found.level, found.mend) == (Level.MIND, "sudo systemctl stop ModemManager")


def test_a_bluetooth_that_is_blocked(sound: Machine) -> None:
    put(sound, "/sys/class/rfkill/rfkill0/type", "bluetooth\n")
    put(sound, "/sys/class/rfkill/rfkill0/soft", "1\n")
    assert only(sound, "bluetooth").mend == "rfkill unblock bluetooth"
    put(sound, "/sys/class/rfkill/rfkill0/type", "wlan\n")
    assert only(sound, "bluetooth").level is Level.OK


def test_a_bluetooth_whose_service_does_not_run(sound: Machine) -> None:
    sound.below("/proc/17/comm").unlink()
    assert only(sound, "bluetooth").mend == "sudo systemctl start bluetooth"


def test_a_bluetooth_that_is_switched_off(sound: Machine) -> None:
    program(sound, "bluetoothctl", "echo 'Controller AA'; echo '	Powered: no'")
    assert only(sound, "bluetooth").mend == "bluetoothctl power on"


def test_another_system_is_asked_when_bluetooth_is_used(sound: Machine) -> None:
    assert only(replace(sound, system="darwin"), "bluetooth").level is Level.OK


def test_no_way_to_any_board_stops(sound: Machine) -> None:
    sound.below("/dev/serial/by-id/usb-1a86-if00").unlink()
    sound.below("/dev/ttyUSB0").unlink()
    assert list(CHECKS["way"].probe(sound)) == []  # there is Bluetooth
    assert only(sound, "ports").level is Level.MIND
    sound.below("/sys/class/bluetooth/hci0/uevent").unlink()
    sound.below("/sys/class/bluetooth/hci0").rmdir()
    assert only(sound, "bluetooth").level is Level.MIND
    assert only(sound, "way").level is Level.STOPS


def test_what_reports_lack_is_named_with_what_to_install(sound: Machine) -> None:
    bare = replace(sound, has_module="typst".__ne__)
    pdf, photos = CHECKS["extras"].probe(bare)
    assert (pdf.level, photos.level) == (Level.MIND, Level.OK)
    assert pdf.mend.endswith("-m pip install 'typst>=0.13'")
    (Path(sound.environment["PATH"]) / "ssh-keygen").unlink()
    assert only(sound, "signing").mend == "sudo apt install openssh-client"


def test_quick_checks_start_no_program_and_tell_the_worst_first(
    sound: Machine, tmp_path: Path
) -> None:
    for name in ("bluetoothctl", "timedatectl", "tmux"):
        program(sound, name, f"echo {name} >>{tmp_path}/started")
    poor = replace(given(sound, {"SSH_CONNECTION": "x"}), free=1, encoding="ascii")
    found = preflight.quick(poor.data, poor)
    assert [each.check for each in found] == ["disk", "encoding", "tmux"]
    assert not (tmp_path / "started").exists()
    preflight.all_checks(poor)
    assert (tmp_path / "started").exists()


def test_a_command_to_copy_is_never_folded_and_lines_fit(sound: Machine) -> None:
    place = Path("/home") / ("long-" * 20) / "data"
    found = preflight.all_checks(replace(sound, data=place, free=1, encoding="ascii"))
    lines = list(told(found))
    commands = [line.strip() for line in lines if line.strip().startswith("$ ")]
    assert commands == [f"$ {each.mend}" for each in found if each.mend]
    assert all(len(line) < 80 for line in lines if "$ " not in line and "long-" not in line)
    assert lines[-1] == "Something above stops the work: mend it first."


def test_the_command_says_all_as_json_and_by_its_exit_code(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ran = run(capsys, "preflight", "--json")
    rows = json.loads(ran.out)
    worst = max(("ok", "mind", "stops").index(row["level"]) for row in rows)
    assert ran.code == (0, 1, 3)[worst]
    assert {row["check"] for row in rows} <= set(CHECKS)
    assert all(row["says"].endswith(".") for row in rows)
