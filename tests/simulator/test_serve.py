"""A Modbus master written by others, on the pseudo-terminal."""

import asyncio
import contextlib
import os
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager

import pytest
from pymodbus.client import AsyncModbusSerialClient

from tests.simulator.talk import reading, writing
from wizard.simulator.create import Simulation, create
from wizard.simulator.serve import serve

pytestmark = pytest.mark.skipif(not hasattr(os, "openpty"), reason="POSIX only")
BOUND = 20.0  # s, far above what a test takes


@asynccontextmanager
async def _served(simulation: Simulation) -> AsyncGenerator[str]:
    path: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(serve(simulation.line, path.set_result))
    try:
        async with asyncio.timeout(BOUND):
            yield await path
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


@asynccontextmanager
async def _master(path: str) -> AsyncGenerator[AsyncModbusSerialClient]:
    client = AsyncModbusSerialClient(path, baudrate=115200)
    assert await client.connect()
    try:
        yield client
    finally:
        client.close()


@contextmanager
def _opened(path: str) -> Generator[int]:
    port = os.open(path, os.O_RDWR | os.O_NOCTTY)
    try:
        yield port
    finally:
        os.close(port)


async def test_another_master_reads_and_writes() -> None:
    simulation = create(turnaround=0.001)
    async with _served(simulation) as path, _master(path) as master:
        read = await master.read_holding_registers(0x100C, count=2, device_id=1)
        assert read.registers == [0, 4200]
        wrote = await master.write_registers(0x107C, [0x0004, 0x45C0], device_id=1)
        assert not wrote.isError()
    assert simulation.board.setting("capacity") == 280


async def test_another_master_is_told_what_is_refused() -> None:
    async with _served(create(turnaround=0.001)) as path, _master(path) as master:
        crossing = await master.write_registers(0x100C, [0, 2000], device_id=1)
        outside = await master.read_holding_registers(0x1300, count=40, device_id=1)
        beyond = await master.write_registers(0x107C, [0, 1], device_id=1)
    assert [crossing.exception_code, outside.exception_code, beyond.exception_code] == [2, 2, 3]


async def test_a_master_may_leave_and_another_come() -> None:
    async with _served(create(turnaround=0.001)) as path:
        for _ in range(3):
            async with _master(path) as master:
                read = await master.read_holding_registers(0x1400, count=7, device_id=1)
                assert not read.isError()


@pytest.mark.timeout(30, method="thread")  # a server that blocks would swallow a signal
async def test_a_master_that_does_not_read_holds_up_nobody() -> None:
    simulation, taken = create(turnaround=0.0), asyncio.Event()
    simulation.board.changed = taken.set
    async with _served(simulation) as path:
        with _opened(path) as port:
            for capacity in ("100", "200"):
                os.write(port, reading(0x1000, 122) * 400 + writing("capacity", capacity))
                await taken.wait()
                taken.clear()
    assert simulation.board.setting("capacity") == 200


async def test_the_port_is_dead_when_serving_ends() -> None:
    with contextlib.ExitStack() as stack:
        async with _served(create()) as path:
            port = stack.enter_context(_opened(path))
        with pytest.raises(OSError, match="Input/output"):
            os.write(port, b"x")
