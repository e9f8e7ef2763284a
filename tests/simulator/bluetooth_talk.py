"""A phone for simulated boards: its own commands, its own eyes for what comes."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from tests.simulator.talk import Arrived, jumping
from wizard.simulator.bluetooth import BluetoothFace
from wizard.simulator.bluetooth_create import BluetoothSimulation

INFO, SETTINGS = 0x97, 0x96
HEAD = bytes.fromhex("55aaeb90")
RECEIPT = bytes.fromhex("aa5590ebc8010100000000000000000000000044")
FRAME = 300
LIFEPO4 = 0x69


def command(number: int, value: bytes = b"") -> bytes:
    """Return the 20 bytes of a command, filled up with what an app left there."""
    body = bytes.fromhex("aa5590eb") + bytes([number, len(value)]) + value
    body = body.ljust(19, b"\x5a")
    return body + bytes([sum(body) & 0xFF])


def word(number: int, value: int, size: int = 4) -> bytes:
    """Return a command with a whole number."""
    return command(number, value.to_bytes(size, "little", signed=value < 0))


@dataclass
class Heard:
    """What came in one connection: notifications with their times, from 0 on."""

    arrived: Arrived = field(default_factory=Arrived)

    @property
    def stream(self) -> bytes:
        """All bytes in one."""
        return b"".join(data for _, data in self.arrived)

    @property
    def frames(self) -> list[bytes]:
        """The whole frames with a right sum, in order."""
        data, found = self.stream, list[bytes]()
        start = data.find(HEAD)
        while start >= 0:
            frame = data[start : start + FRAME]
            if len(frame) == FRAME and sum(frame[:-1]) & 0xFF == frame[-1]:
                found.append(frame)
            start = data.find(HEAD, start + (FRAME if frame in found[-1:] else 1))
        return found

    @property
    def kinds(self) -> list[int]:
        """The types of the frames, in order."""
        return [frame[4] for frame in self.frames]

    @property
    def receipts(self) -> list[float]:
        """When each receipt came that stood alone."""
        return [moment for moment, data in self.arrived if data == RECEIPT]

    def last(self, kind: int) -> bytes:
        """Return the last frame of a type."""
        return [frame for frame in self.frames if frame[4] == kind][-1]


def converse(face: BluetoothFace, sent: Iterable[tuple[float, bytes]], until: float = 4.0) -> Heard:
    """Join a board, send bytes at given seconds, part after `until`; return what came."""

    async def work() -> Heard:
        loop, heard = asyncio.get_running_loop(), Heard()
        begin = loop.time()
        face.plugged(lambda data: heard.arrived.append((round(loop.time() - begin, 4), data)))
        for moment, data in sent:
            loop.call_at(begin + moment, face.heard, data)
        await asyncio.sleep(until)
        face.unplugged()
        return heard

    return jumping(work)


def told(simulation: BluetoothSimulation, *commands: bytes) -> Heard:
    """Send commands one second apart, then ask for information, settings and status."""
    sent = [(float(place), data) for place, data in enumerate(commands)]
    then = float(len(commands))
    asked = [(then, command(INFO)), (then + 1, command(SETTINGS))]
    return converse(simulation.peer, [*sent, *asked], then + 3)


def near(found: float, expected: float, within: float) -> bool:
    """Return whether a number is another one, but for so much."""
    return abs(found - expected) <= within


def cell_volts(simulation: BluetoothSimulation) -> list[Decimal]:
    """Return what a meter shows at each cell."""
    return [simulation.meter.cell(n) for n in range(1, simulation.pack.cells + 1)]
