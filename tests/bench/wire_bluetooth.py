"""Bluetooth, from connecting to the first complete picture, against an ideal client.

The stand-in draws its delays, the same ones for both. The ideal client asks for the
information, behind its receipt for the settings, and ends with the first status: three
frames, one command at a time, as the vendor's app does.
"""

import asyncio

from tests.bench.row import Row
from tests.bench.wire import seconds, virtual
from wizard.boards.bluetooth import BluetoothBoard
from wizard.boards.bluetooth_line import BluetoothLine
from wizard.links.memory import MemoryLink
from wizard.protocol.ble import Ask, BleStream, Received, encode
from wizard.protocol.layout import Table
from wizard.simulator.bluetooth import BluetoothFace
from wizard.simulator.bluetooth_create import create_bluetooth

TIMES = 20  # connections to a stand-in, each of which draws other delays


def measure() -> list[Row]:
    """Take the picture of each dialect that is commissioned."""
    how = f"{TIMES} connections; a client that knows what comes, on the same delays"
    return [
        Row("Bluetooth, first picture, 32 cells", *_both("32S"), "s", 1.1, how),
        Row("Bluetooth, first picture, 24 cells", *_both("24S"), "s", 1.1, how),
    ]


def _both(dialect: str) -> tuple[float, float]:
    ours = virtual(lambda: _ours(_face(dialect)))
    ideal = virtual(lambda: _ideal(_face(dialect)))
    return ours / TIMES, ideal / TIMES


def _face(dialect: str) -> BluetoothFace:
    return create_bluetooth("32S" if dialect == "32S" else "24S").peer


async def _ours(face: BluetoothFace) -> float:
    board = BluetoothBoard(BluetoothLine(MemoryLink("memory:ble", face)))
    took = 0.0
    for _ in range(TIMES):
        took += await seconds(board.picture)
        await board.close()
    return took


async def _ideal(face: BluetoothFace) -> float:
    client = _Ideal(face)
    took = 0.0
    for _ in range(TIMES):
        took += await seconds(client.picture)
        face.unplugged()
    return took


class _Ideal:
    """Waits for nothing but what must come."""

    def __init__(self, face: BluetoothFace) -> None:
        self._face = face
        self._stream = BleStream()
        self._receipt, self._status = asyncio.Event(), asyncio.Event()

    async def picture(self) -> None:
        self._stream, self._receipt, self._status = BleStream(), asyncio.Event(), asyncio.Event()
        self._face.plugged(self._take)
        self._face.heard(encode(Ask(Table.INFO)))
        await self._receipt.wait()
        self._face.heard(encode(Ask(Table.SETTINGS)))
        await self._status.wait()

    def _take(self, chunk: bytes) -> None:
        for event in self._stream.feed(chunk):
            if isinstance(event, Received):
                self._receipt.set()
            elif event.table is Table.STATUS:
                self._status.set()
