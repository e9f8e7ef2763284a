"""A serial port by pyserial: RS485 and UART adapters.

On POSIX systems the loop reads the port's descriptor itself: no thread, and a pulled
cable is seen at once. pyserial is imported when a port is opened.
"""

import asyncio
import errno
import grp
import os
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.errors import LinkLost, LinkUnavailable
from wizard.links.base import Sink
from wizard.links.lock import hold_port
from wizard.lock import Lock
from wizard.text import Text, text

if TYPE_CHECKING:
    import serial

BAUD = 115200  # protocol 001 of a PB board's UART1
CHUNK = 4096
BY_ID = Path("/dev/serial/by-id")


class SerialLink:
    """A serial port, 8N1, held by this program alone; `kind` begins its name."""

    def __init__(self, path: str, baud: int = BAUD, kind: str = "serial") -> None:
        self.name = f"{kind}:{path}"
        self._path = path
        self._baud = baud
        self._port: serial.Serial | None = None
        self._lock: Lock | None = None
        self._sink: Sink | None = None

    async def open(self, sink: Sink) -> None:
        """Open the port and let the loop read it. Raises LinkUnavailable."""
        import serial

        try:
            self._lock = hold_port(self._path)
            self._port = serial.Serial(
                self._path, self._baud, timeout=0, write_timeout=1, exclusive=True
            )
        except (OSError, ValueError) as error:
            self._release()
            raise LinkUnavailable(unavailable(self._path, error)) from error
        self._sink = sink
        asyncio.get_running_loop().add_reader(self._port.fileno(), self._readable)

    async def send(self, data: bytes) -> None:
        """Write bytes to the port. Raises LinkLost."""
        if self._port is None:
            raise LinkLost(text("{link} is not open", link=self.name))
        try:
            self._port.write(data)
        except OSError as error:
            reason = self._gone(error.strerror or str(error))
            await self.close()
            raise LinkLost(reason) from error

    async def close(self) -> None:
        """Close the port."""
        self._drop()

    def _readable(self) -> None:
        port, sink = self._port, self._sink
        if port is None or sink is None:
            return
        chunk, why = b"", "the adapter was pulled out"
        try:
            chunk = os.read(port.fileno(), CHUNK)
        except BlockingIOError:
            return
        except OSError as error:
            why = error.strerror or why
        if chunk:
            sink.received(chunk)
        else:
            self._drop()
            sink.lost(self._gone(why))

    def _drop(self) -> None:
        port, self._port, self._sink = self._port, None, None
        if port is not None:
            asyncio.get_running_loop().remove_reader(port.fileno())
            port.close()
        self._release()

    def _release(self) -> None:
        lock, self._lock = self._lock, None
        if lock is not None:
            lock.release()

    def _gone(self, why: str) -> Text:
        return text("{port} is gone ({why}). Put the adapter back in.", port=self._path, why=why)


def adapter_name(path: str, by_id: Path = BY_ID) -> str:
    """Return the name that the adapter at a port keeps wherever it is plugged in.

    Where it has none, it is the port's own path: also of what is no port, which opening
    it tells.
    """
    try:
        device = Path(path).resolve()
        names = sorted(by_id.glob("*")) if by_id.is_dir() else []
        return next((name.name for name in names if name.resolve() == device), path)
    except (OSError, RuntimeError, ValueError):  # a loop of links, or no path at all
        return path


def unavailable(path: str, error: OSError | ValueError) -> Text:
    """Return why a port cannot be opened, with the command that mends it where there is one."""
    number = getattr(error, "errno", None)
    if number in {errno.EAGAIN, errno.EBUSY, errno.EWOULDBLOCK}:
        return text(
            "{port} is in use by another program. Close it; `fuser -v {port}` names it.", port=path
        )
    if number == errno.EACCES:
        return text(
            "{port}: no permission. Run `sudo usermod -aG {group} $USER`, then log in again.",
            port=path,
            group=_group(path),
        )
    if number in {errno.ENOENT, errno.ENXIO, errno.ENODEV}:
        return text(
            "{port} is not there. Plug in the adapter; `ls /dev/serial/by-id` shows it.", port=path
        )
    return text("{port} cannot be opened: {why}", port=path, why=str(error))


def _group(path: str) -> str:
    try:
        return grp.getgrgid(Path(path).stat().st_gid).gr_name
    except (OSError, KeyError):
        return "dialout"
