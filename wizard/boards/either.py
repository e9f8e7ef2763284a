"""Reading a PB board by whichever way it answers."""

from collections.abc import Awaitable, Callable, Mapping
from itertools import cycle, islice

from wizard.boards.bus import Bus
from wizard.boards.frame_reader import FrameReader
from wizard.boards.frames import FrameBoard
from wizard.boards.modbus import ModbusBoard, RegisterReader
from wizard.boards.reader import TRIES, Reader, silent
from wizard.boards.rs485 import Rs485Board
from wizard.errors import BoardError, NoAnswer, Refused
from wizard.protocol.layout import Image, Place, Table

FC03, FRAMES, AUTO = "fc03", "frames", "auto"
Read = Callable[[Reader, int], Awaitable[Image]]


class EitherReader:
    """Tries the ways in turn, one try each, until one answers; then keeps to it.

    `answered` names the way that did. It is forgotten when it gives no answer in all its
    tries, so the next read looks at every way again.
    """

    def __init__(self, bus: Bus, unit: int) -> None:
        self._bus = bus
        self._unit = unit
        self._ways: Mapping[str, Reader] = {
            FC03: RegisterReader(bus, unit),
            FRAMES: FrameReader(bus, unit),
        }
        self.answered: str | None = None

    async def table(self, table: Table, opening: int, tries: int = TRIES) -> Image:
        """Read a table."""
        return await self._read(lambda way, n: way.table(table, opening, n), tries)

    async def place(self, place: Place, opening: int, tries: int = TRIES) -> Image:
        """Read one place."""
        return await self._read(lambda way, n: way.place(place, opening, n), tries)

    async def _read(self, read: Read, tries: int) -> Image:
        if self.answered is None:
            return await self._whichever(read, tries)
        try:
            return await read(self._ways[self.answered], tries)
        except NoAnswer:
            self.answered = None
            raise

    async def _whichever(self, read: Read, tries: int) -> Image:
        """Read by the first way that answers. Where one refused and none answers: Refused."""
        refusal: BoardError | None = None
        for name in islice(cycle(self._ways), tries):
            try:
                image = await read(self._ways[name], 1)
            except NoAnswer:
                continue
            except Refused as error:
                refusal = error
                continue
            self.answered = name
            return image
        raise refusal or NoAnswer(silent(self._bus, self._unit, tries))


class EitherBoard(Rs485Board):
    """A board at an address of a bus, read by what answers."""

    def __init__(self, bus: Bus, unit: int) -> None:
        self._either = EitherReader(bus, unit)
        super().__init__(bus, unit, self._either)

    @property
    def answered(self) -> str | None:
        """The way by which it answered last, None while none did."""
        return self._either.answered


WAYS: Mapping[str, Callable[[Bus, int], Rs485Board]] = {
    AUTO: EitherBoard,
    FC03: ModbusBoard,
    FRAMES: FrameBoard,
}


def board_on(bus: Bus, unit: int, read: str = AUTO) -> Rs485Board:
    """Return the board at an address, read by a way of `WAYS`."""
    return WAYS[read](bus, unit)
