"""Our board class against a Modbus server written by others, over two pseudo-terminals.

The server's tables are filled from byte offsets, as the vendor's document has them: a
register address is a byte offset, and each register shows the two bytes from there on.
"""

import asyncio
import os
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from decimal import Decimal

import pytest
from pymodbus.constants import ExcCodes
from pymodbus.server import ModbusSerialServer
from pymodbus.simulator import DataType, SimData, SimDevice

from tests.links.ptys import cable
from wizard.boards.bus import Bus
from wizard.boards.modbus import ModbusBoard
from wizard.errors import Refused
from wizard.links.serial_port import SerialLink
from wizard.protocol.catalogue import ACTION, SETTING

pytestmark = pytest.mark.skipif(not hasattr(os, "openpty"), reason="pseudo-terminals are POSIX")
UNIT = 3
FIRST, LAST = 0x1000, 0x1700
READ_ONLY = 0x106C  # in this test: the server refuses to change the cell count


class _Tables:
    """The bytes of all tables, and the writes that came."""

    def __init__(self) -> None:
        self.data = bytearray(LAST - FIRST + 2)
        self.writes: list[tuple[int, bytes]] = []

    def put(self, address: int, data: bytes) -> None:
        start = address - FIRST
        self.data[start : start + len(data)] = data

    async def serve(
        self,
        _function: int,
        start: int,
        address: int,
        count: int,
        registers: list[int],
        values: list[int] | list[bool] | None,
    ) -> ExcCodes | None:
        if values is not None:
            return self._write(address, b"".join(int(value).to_bytes(2) for value in values))
        for n in range(count):
            offset = address - FIRST + 2 * n
            registers[address - start + n] = int.from_bytes(self.data[offset : offset + 2])
        return None

    def _write(self, address: int, data: bytes) -> ExcCodes | None:
        self.writes.append((address, data))
        if address == READ_ONLY:
            return ExcCodes.ILLEGAL_ADDRESS
        self.put(address, data)
        return None


def _board_tables() -> _Tables:
    tables = _Tables()
    tables.put(0x1004, (2580).to_bytes(4))
    tables.put(0x100C, (3650).to_bytes(4))
    tables.put(0x105C, (-45).to_bytes(4, signed=True))
    tables.put(0x106C, (16).to_bytes(4))
    tables.put(0x107C, (314_000).to_bytes(4))
    tables.put(0x1200, b"".join(mv.to_bytes(2) for mv in (3301, 3302, 3303, 3304)))
    tables.put(0x1240, (0xF).to_bytes(4))
    tables.put(0x1298, (-2500).to_bytes(4, signed=True))
    tables.put(0x12A0, (1 << 11).to_bytes(4))
    tables.put(0x12A7, bytes([61]))
    tables.put(0x1400, b"JK_PB2A16S20P")
    tables.put(0x1418, b"15.41")
    tables.put(0x1450, b"50410000001")
    tables.put(0x1490, b"\xff" * 32)
    return tables


@contextmanager
def _joined(one: int, other: int) -> Generator[None]:
    """Carry bytes both ways between two descriptors."""
    loop = asyncio.get_running_loop()
    loop.add_reader(one, lambda: os.write(other, os.read(one, 4096)))
    loop.add_reader(other, lambda: os.write(one, os.read(other, 4096)))
    try:
        yield
    finally:
        loop.remove_reader(one)
        loop.remove_reader(other)


@asynccontextmanager
async def _served(tables: _Tables) -> AsyncGenerator[ModbusBoard]:
    registers = SimData(FIRST, count=LAST - FIRST, values=0, datatype=DataType.REGISTERS)
    device = SimDevice(UNIT, simdata=[registers], action=tables.serve)
    with cable() as (far, path), cable() as (servers, port), _joined(far, servers):
        server = ModbusSerialServer(device, port=port, baudrate=115200)
        await server.serve_forever(background=True)
        board = ModbusBoard(Bus(SerialLink(path)), UNIT)
        try:
            yield board
        finally:
            await board.close()
            await server.shutdown()


async def test_tables_are_read_as_the_server_holds_them() -> None:
    async with _served(_board_tables()) as board:
        identity, settings = await board.identity(), await board.settings()
        status = await board.status()
    assert (identity.model, identity.firmware) == ("JK_PB2A16S20P", "15.41")
    assert identity.serial == "50410000001"
    assert settings["cell_ovp"] == Decimal("3.65")
    assert settings["charge_utp"] == Decimal("-4.5")
    assert settings["capacity"] == 314
    assert status.cells == tuple(Decimal(mv) / 1000 for mv in (3301, 3302, 3303, 3304))
    assert (status.current, status.soc, status.alarms) == (Decimal("-2.5"), 61, frozenset({11}))


async def test_writes_and_actions_arrive_whole_and_are_acknowledged() -> None:
    tables = _board_tables()
    async with _served(tables) as board:
        await board.identity()
        await board.write(SETTING["cell_ovp"], Decimal("3.55"))
        assert await board.read_back(SETTING["cell_ovp"]) == Decimal("3.55")
        await board.act(ACTION["preset_lifepo4"])
    assert tables.writes == [(0x100C, (3550).to_bytes(4)), (0x160C, bytes(2))]


async def test_an_exception_of_the_server_is_a_refusal() -> None:
    async with _served(_board_tables()) as board:
        await board.identity()
        with pytest.raises(Refused, match="exception 2"):
            await board.write(SETTING["cell_count"], Decimal(8))
        assert await board.read_back(SETTING["cell_count"]) == 16
