"""Requests for simulated boards, and a loop whose clock jumps instead of waiting."""

import asyncio
import selectors
from collections.abc import Callable, Coroutine, Iterable
from decimal import Decimal
from typing import Any, TypeVar

from wizard.protocol.catalogue import SETTING
from wizard.simulator.create import Simulation, create
from wizard.simulator.faces import ModbusFace, frame
from wizard.simulator.line import SimulatedLine

LIFEPO4 = 0x160C
Result = TypeVar("Result")


def reading(address: int, registers: int, unit: int = 1) -> bytes:
    return frame(bytes([unit, 3]), address.to_bytes(2), registers.to_bytes(2))


def writing_raw(address: int, data: bytes, unit: int = 1) -> bytes:
    count = (len(data) // 2).to_bytes(2)
    return frame(bytes([unit, 16]), address.to_bytes(2), count, bytes([len(data)]), data)


def writing(key: str, value: Decimal | str, unit: int = 1) -> bytes:
    row = SETTING[key]
    raw = int(Decimal(value) / row.scale)
    return writing_raw(row.place.address, raw.to_bytes(4, signed=raw < 0), unit)


def pressing(address: int, unit: int = 1) -> bytes:
    return writing_raw(address, b"\0\0", unit)


class Talk:
    """Speaks to the boards of a simulation at times that the test gives."""

    def __init__(self, simulation: Simulation) -> None:
        self.simulation = simulation
        self.board = simulation.board
        self.face = ModbusFace(simulation.line.boards)

    def ask(self, request: bytes, now: float = 0.0) -> bytes:
        """Return the one reply to a request, empty for silence."""
        (exchange,) = self.face.hear(request, now)
        return exchange.reply

    def code(self, request: bytes) -> int:
        """Return the exception code that answers a request, 0 for none."""
        reply = self.ask(request)
        return reply[2] if reply[1] & 0x80 else 0

    def number(self, address: int, size: int = 2, now: float = 0.0) -> int:
        """Return an unsigned number of the tables."""
        even = address & ~1
        registers = (address - even + size + 1) // 2
        data = self.ask(reading(even, registers), now)[3:-2]
        return int.from_bytes(data[address - even :][:size])

    def mos(self, now: float) -> tuple[int, int]:
        """Return the charge and discharge MOS bytes."""
        return self.number(0x12C0, 1, now), self.number(0x12C1, 1, now)

    def alarms(self, now: float = 0.0) -> set[int]:
        """Return the alarm bits that are set."""
        word = self.number(0x12A0, 4, now)
        return {bit for bit in range(32) if word >> bit & 1}


def lifepo4(fault: str | None = None, cells: int = 16) -> Talk:
    """Return a talk with a board that is set for its LiFePO4 pack."""
    talk = Talk(create(fault, cells=cells))
    talk.ask(pressing(LIFEPO4))
    talk.ask(writing("cell_count", Decimal(cells)))
    return talk


class _JumpingSelector(selectors.DefaultSelector):
    """Reaches every deadline at once."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        self.now += max(0.0, timeout or 0.0)
        return super().select(0)


class _JumpingLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._jumping = _JumpingSelector()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now


def jumping(work: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
    """Run a coroutine on a loop whose clock jumps to the next deadline."""
    with asyncio.Runner(loop_factory=_JumpingLoop) as runner:
        return runner.run(work())


Arrived = list[tuple[float, bytes]]


def converse(line: SimulatedLine, sent: Iterable[tuple[float, bytes]]) -> Arrived:
    """Send bytes at given seconds; return what arrived until 2 s later, and when."""

    async def work() -> Arrived:
        loop, arrived = asyncio.get_running_loop(), Arrived()
        line.plugged(lambda data: arrived.append((round(loop.time(), 4), data)))
        for moment, data in sent:
            loop.call_at(moment, line.heard, data)
        await asyncio.sleep(max(moment for moment, _ in sent) + 2)
        line.unplugged()
        return arrived

    return jumping(work)
