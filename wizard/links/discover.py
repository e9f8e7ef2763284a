"""Which serial ports there are, and what is known of the adapters behind them.

Sources of the verdicts: drivers' field reports on PB boards over RS485. An adapter that
is not in the table is not bad: nothing is known of it.
"""

import contextlib
import errno
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from wizard.links.serial_port import unavailable
from wizard.text import Text, printable, text

BY_ID = Path("/dev/serial/by-id")
PROCESSES = Path("/proc")
MODEM_MANAGER = "ModemManager"


class Verdict(Enum):
    """What the field says of an adapter."""

    GOOD = "good"
    UNKNOWN = "nothing known"
    BAD = "known to fail"


@dataclass(frozen=True, slots=True)
class Adapter:
    """A chip: its name, the verdict and why."""

    name: str
    verdict: Verdict = Verdict.UNKNOWN
    note: Text | None = None


_ECHOES = text("Works; may echo 3 to 11 bytes of a request, which is seen through.")
_CUTS = text("Cuts long frames, whatever its latency timer says: use another adapter.")

ADAPTERS: Mapping[tuple[int, int], Adapter] = {
    (0x1A86, 0x7523): Adapter("CH340", Verdict.GOOD, _ECHOES),
    (0x1A86, 0x5523): Adapter("CH341", Verdict.GOOD, _ECHOES),
    (0x1A86, 0x55D3): Adapter("CH343"),
    (0x1A86, 0x55D4): Adapter("CH9102"),
    (0x0403, 0x6001): Adapter("FT232R", Verdict.BAD, _CUTS),
    (0x0403, 0x6010): Adapter("FT2232H", Verdict.GOOD, text("Works.")),
    (0x0403, 0x6011): Adapter("FT4232H"),
    (0x0403, 0x6014): Adapter("FT232H"),
    (0x0403, 0x6015): Adapter("FT-X"),
    (0x10C4, 0xEA60): Adapter("CP210x"),
    (0x067B, 0x2303): Adapter("PL2303"),
}
UNKNOWN = Adapter("")


@dataclass(frozen=True, slots=True)
class Port:
    """A serial port: its lasting path, its device node, and who makes it."""

    path: str
    device: str
    vid: int | None = None
    pid: int | None = None
    product: str = ""

    @property
    def adapter(self) -> Adapter:
        """What is known of the adapter."""
        return ADAPTERS.get((self.vid or 0, self.pid or 0), UNKNOWN)

    @property
    def known_as(self) -> str:
        """What people call it: `ttyUSB0 CH340`."""
        node = self.device.rpartition("/")[2]
        maker = self.adapter.name or printable(self.product)
        return f"{node} {maker}".rstrip()

    @property
    def usb(self) -> str:
        """VID:PID, empty where it is no USB adapter."""
        return "" if self.vid is None or self.pid is None else f"{self.vid:04x}:{self.pid:04x}"


def ports(by_id: Path = BY_ID) -> tuple[Port, ...]:
    """Return the USB serial ports of this machine, by their lasting paths."""
    from serial.tools import list_ports

    lasting = _lasting(by_id)
    return tuple(
        Port(
            lasting.get(port.device, port.device),
            port.device,
            port.vid,
            port.pid,
            port.product or "",
        )
        for port in sorted(list_ports.comports(), key=lambda port: port.device)
        if port.vid is not None
    )


def _lasting(by_id: Path) -> dict[str, str]:
    """Return the lasting paths by the device they point to."""
    links = sorted(by_id.glob("*")) if by_id.is_dir() else []
    return {str(link.resolve()): str(link) for link in links}


def hint(port: Port, processes: Path = PROCESSES) -> Text | None:
    """Return why a port may not work and the command that mends it; None if all seems well."""
    if not os.access(port.device, os.R_OK | os.W_OK):
        return unavailable(port.path, PermissionError(errno.EACCES, os.strerror(errno.EACCES)))
    held = holder(port.device, processes)
    if held is not None:
        return _busy(port.path, *held)
    return _probed(port.path) if running(MODEM_MANAGER, processes) else None


def holder(device: str, processes: Path = PROCESSES) -> tuple[str, str] | None:
    """Return number and name of another program that has a device open, None if none is seen."""
    return next(
        ((pid, name) for pid, name in _programs(processes) if _holds(processes / pid, device)), None
    )


def running(program: str, processes: Path = PROCESSES) -> bool:
    """Whether another program of this name runs."""
    return any(name == program for _, name in _programs(processes))


def _probed(path: str) -> Text:
    return text(
        "ModemManager is running and may talk into {port}. "
        "Stop it: `sudo systemctl stop ModemManager`.",
        port=path,
    )


def _busy(path: str, pid: str, name: str) -> Text:
    return text(
        "{port} is in use by {name}. Close it, or end it: `kill {pid}`.",
        port=path,
        name=name,
        pid=pid,
    )


def _programs(processes: Path) -> Iterator[tuple[str, str]]:
    """Yield number and name of the other processes that can be seen."""
    for folder in processes.glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if folder.name != str(os.getpid()):
                yield folder.name, (folder / "comm").read_text("utf-8", "replace").strip()


def _holds(process: Path, device: str) -> bool:
    """Whether a process has a device open, as far as this user may see it."""
    with contextlib.suppress(OSError):
        return any(_target(entry) == device for entry in (process / "fd").iterdir())
    return False


def _target(entry: Path) -> str:
    """Return what a descriptor points to, empty where it is closed by now."""
    try:
        return str(entry.readlink())
    except OSError:
        return ""
