"""The ways to a board: serial ports, Bluetooth, and who stands in them."""

import os
from collections.abc import Iterator
from pathlib import Path

from wizard.links.discover import MODEM_MANAGER, holder, running
from wizard.preflight.finding import Finding, Level, Machine
from wizard.text import text

LASTING = "/dev/serial/by-id"
NODES = ("ttyUSB*", "ttyACM*")
ADAPTERS = "/sys/class/bluetooth"
SWITCHES = "/sys/class/rfkill"
ROOT = "root"
START_BLUETOOTH = "sudo systemctl start bluetooth"


def found(machine: Machine) -> list[Path]:
    """Return the serial adapters, by their lasting names where they have one."""
    folder = machine.below(LASTING)
    lasting = sorted(folder.iterdir()) if folder.is_dir() else []
    named = {port.resolve() for port in lasting}
    nodes = sorted(node for name in NODES for node in machine.below("/dev").glob(name))
    return [*lasting, *(node for node in nodes if node.resolve() not in named)]


def may_use(port: Path) -> bool:
    """Whether this user may read and write a port."""
    return os.access(port, os.R_OK | os.W_OK)


def ports(machine: Machine) -> Iterator[Finding]:
    """Which adapters there are, and whether they may be used."""
    for port in found(machine):
        yield (
            Finding("ports", Level.OK, text("{port} can be used.", port=machine.shown(port)))
            if may_use(port)
            else _refused(machine, port)
        )
    if not found(machine):
        yield Finding(
            "ports",
            Level.MIND,
            text("No serial adapter is plugged in. Bluetooth needs none."),
            f"ls {LASTING}",
        )


def _refused(machine: Machine, port: Path) -> Finding:
    group, members = _group(machine, port)
    place = machine.shown(port)
    if machine.environment.get("USER", "") in members:
        return Finding(
            "ports",
            Level.STOPS,
            text("{port} may be used after the next login only.", port=place),
            f"newgrp {group}",
        )
    if group == ROOT:
        said = text("{port} belongs to root alone: ask who looks after this computer.", port=place)
        return Finding("ports", Level.STOPS, said, f"ls -lL {place}")
    return Finding(
        "ports",
        Level.STOPS,
        text("{port} may not be used by this user. Log in again afterwards.", port=place),
        f"sudo usermod -aG {group} $USER",
    )


def _group(machine: Machine, port: Path) -> tuple[str, frozenset[str]]:
    """Return the name and members of the group that a port belongs to."""
    try:
        number = str(port.stat().st_gid)
        lines = machine.below("/etc/group").read_text("utf-8", "replace").splitlines()
    except OSError:
        return "dialout", frozenset()
    rows = (line.split(":") for line in lines if line.count(":") == 3)  # noqa: PLR2004  group(5)
    for name, _, gid, members in rows:
        if gid == number:
            return name, frozenset(filter(None, members.split(",")))
    return "dialout", frozenset()


def holders(machine: Machine) -> Iterator[Finding]:
    """Which adapters another program has open."""
    for port in found(machine):
        held = holder(str(port.resolve()), machine.below("/proc"))
        if held is not None:
            pid, name = held
            said = text("{port} is in use by {name}.", port=machine.shown(port), name=name)
            yield Finding("in-use", Level.STOPS, said, f"kill {pid}")


def modem_manager(machine: Machine) -> Iterator[Finding]:
    """Whether ModemManager may talk into an adapter."""
    if not running(MODEM_MANAGER, machine.below("/proc")):
        yield Finding("modem-manager", Level.OK, text("No ModemManager takes serial adapters."))
        return
    yield Finding(
        "modem-manager",
        Level.MIND,
        text("ModemManager is running and may talk into a serial adapter."),
        "sudo systemctl stop ModemManager",
    )


def bluetooth(machine: Machine) -> Iterator[Finding]:
    """Whether boards can be reached over Bluetooth."""
    if machine.system != "linux":
        said = text("This system says when Bluetooth is used whether it may be.")
        yield Finding("bluetooth", Level.OK, said)
        return
    yield _bluetooth(machine)


def _bluetooth(machine: Machine) -> Finding:
    if not list(machine.below(ADAPTERS).glob("hci*")):
        said = text("There is no Bluetooth adapter: boards can be reached by wire only.")
        return Finding("bluetooth", Level.MIND, said, "lsusb")
    if _is_blocked(machine):
        said = text("Bluetooth is blocked by a switch.")
        return Finding("bluetooth", Level.MIND, said, "rfkill unblock bluetooth")
    if not running("bluetoothd", machine.below("/proc")):
        said = text("The Bluetooth service of this computer is not running.")
        return Finding("bluetooth", Level.MIND, said, START_BLUETOOTH)
    if "Powered: no" in (machine.told("bluetoothctl", "show") or ""):
        said = text("Bluetooth is switched off.")
        return Finding("bluetooth", Level.MIND, said, "bluetoothctl power on")
    return Finding("bluetooth", Level.OK, text("Bluetooth is ready."))


def _is_blocked(machine: Machine) -> bool:
    return any(
        _content(switch / "type") == "bluetooth"
        and "1" in {_content(switch / "soft"), _content(switch / "hard")}
        for switch in machine.below(SWITCHES).glob("rfkill*")
    )


def _content(file: Path) -> str:
    try:
        return file.read_text("ascii", "replace").strip()
    except OSError:
        return ""


def any_way(machine: Machine) -> Iterator[Finding]:
    """Whether any board can be reached at all."""
    if any(map(may_use, found(machine))):
        return
    if all(finding.level is Level.OK for finding in bluetooth(machine)):
        return
    yield Finding(
        "way",
        Level.STOPS,
        text("No board can be reached from here: neither by wire nor over Bluetooth."),
        "jk-commission --demo",
    )
