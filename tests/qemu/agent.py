"""Runs inside the virtual machine: errands come on its second serial port, outcomes go back."""

import asyncio
import os
import platform
import signal
import sys
import time
import tty
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
from dbus_fast import BusType, Message, MessageType, Variant
from dbus_fast.aio import MessageBus

from tests.qemu.errand import Errand, Outcome, Ready

PORT = "/dev/ttyS1"
BLUEZ = "org.bluez"
ADAPTER = "org.bluez.Adapter1"
DEVICE = "org.bluez.Device1"
POLL_SECONDS = 0.05
ADAPTER_SECONDS = 30.0


async def main() -> None:
    """Wait for the adapter, say so, and run errands one after the other."""
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), port())
    async with asyncio.timeout(ADAPTER_SECONDS):
        bluetooth = await Bluetoothd.up()
    say(Ready(platform.release(), uptime()))
    while line := await reader.readline():
        say(await run(bluetooth, msgspec.json.decode(line, type=Errand)))


def port() -> BinaryIO:
    """Open the serial port, its bytes as they are."""
    descriptor = os.open(PORT, os.O_RDONLY | os.O_NOCTTY)
    tty.setraw(descriptor)
    return os.fdopen(descriptor, "rb", buffering=0)


async def run(bluetooth: "Bluetoothd", errand: Errand) -> Outcome:
    """Run a command; bluetoothd forgets the boards it met."""
    started = time.monotonic()
    code, output = await command(errand)
    seconds = time.monotonic() - started
    await bluetooth.forget()
    return Outcome(code, output, seconds)


async def command(errand: Errand) -> tuple[int | None, str]:
    """Run the command in a session of its own, and end all of it when its time is up."""
    process = await asyncio.create_subprocess_exec(
        *errand.command,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
    )
    output: list[bytes] = []
    try:
        async with asyncio.timeout(errand.seconds):
            await collect(process, output)
            code = await process.wait()
    except TimeoutError:
        os.killpg(process.pid, signal.SIGKILL)
        code = None
    return code, b"".join(output).decode(errors="replace")


async def collect(process: asyncio.subprocess.Process, output: list[bytes]) -> None:
    """Keep what a process says, and show it on the console."""
    assert process.stdout is not None
    while chunk := await process.stdout.read(4096):
        output.append(chunk)
        sys.stdout.buffer.write(chunk)
        sys.stdout.buffer.flush()


class Bluetoothd:
    """bluetoothd on the system bus, with the adapter powered."""

    def __init__(self, bus: MessageBus) -> None:
        self._bus = bus

    @classmethod
    async def up(cls) -> "Bluetoothd":
        """Wait until it has the adapter and the adapter has power."""
        bluetooth = cls(await MessageBus(bus_type=BusType.SYSTEM).connect())
        while not await bluetooth._powered():  # noqa: ASYNC110 - another process's event
            await asyncio.sleep(POLL_SECONDS)
        return bluetooth

    async def forget(self) -> None:
        """Remove every device, so that the next errand meets its boards for the first time."""
        for path in await self._having(DEVICE):
            await self._call(path.rpartition("/")[0], ADAPTER, "RemoveDevice", "o", [path])

    async def _powered(self) -> bool:
        for path, adapter in (await self._having(ADAPTER)).items():
            if adapter["Powered"].value:
                return True
            on = [ADAPTER, "Powered", Variant("b", True)]
            await self._call(path, "org.freedesktop.DBus.Properties", "Set", "ssv", on)
        return False

    async def _having(self, interface: str) -> dict[str, dict[str, Variant]]:
        manager = "org.freedesktop.DBus.ObjectManager"
        answer = await self._call("/", manager, "GetManagedObjects", "", [])
        objects: dict[str, dict[str, dict[str, Variant]]] = answer[0] if answer else {}
        return {path: has[interface] for path, has in objects.items() if interface in has}

    async def _call(
        self, path: str, interface: str, member: str, signature: str, body: list[Any]
    ) -> list[Any]:
        """Return what came back, nothing where bluetoothd is not there or refuses."""
        message = Message(BLUEZ, path, interface, member, signature=signature, body=body)
        reply = await self._bus.call(message)
        return reply.body if reply.message_type is MessageType.METHOD_RETURN else []


def say(line: msgspec.Struct) -> None:
    """Send one line to the host."""
    with Path(PORT).open("wb", buffering=0) as port:
        port.write(msgspec.json.encode(line) + b"\n")


def uptime() -> float:
    """Return seconds since the kernel started."""
    return float(Path("/proc/uptime").read_text().split()[0])


if __name__ == "__main__":
    asyncio.run(main())
