"""Reading a PB board by Modbus RTU, function 3."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from wizard.boards.bus import Bus
from wizard.boards.reader import TRIES, silent
from wizard.boards.rs485 import Rs485Board
from wizard.errors import NoAnswer, NotBelievable, Refused
from wizard.protocol import fields, modbus
from wizard.protocol.fields import Block
from wizard.protocol.layout import Image, Place, Table
from wizard.protocol.modbus import Data, Exceptional, Read
from wizard.text import text

BLOCKS: Mapping[Table, Sequence[Block]] = {
    Table.SETTINGS: fields.SETTINGS_BLOCKS,
    Table.STATUS: fields.STATUS_BLOCKS,
    Table.INFO: fields.IDENTITY_BLOCKS,
}


@dataclass(frozen=True, slots=True)
class _How:
    """In which opening of the link to read, how often to try, behind which gap (see `Bus`)."""

    opening: int
    tries: int
    trying: bool


class RegisterReader:
    """Reads the registers of one unit in blocks."""

    def __init__(self, bus: Bus, unit: int) -> None:
        self._bus = bus
        self._unit = unit
        self._unanswered = 0  # registers of the last read, while it has no answer

    async def table(self, table: Table, opening: int, tries: int = TRIES) -> Image:
        """Read the blocks of a table that views need."""
        return await self._image(table, BLOCKS[table], _How(opening, tries, trying=tries > 1))

    async def place(self, place: Place, opening: int, tries: int = TRIES) -> Image:
        """Read the registers of a place, at least two: a retry asks for other lengths."""
        start = place.offset - place.offset % 2
        registers = (place.end - start + 1) // 2
        if registers == 1 and start:
            start, registers = start - 2, 2
        block = Block(place.table, start, max(2, registers))
        return await self._image(place.table, (block,), _How(opening, tries, trying=False))

    async def _image(self, table: Table, blocks: Sequence[Block], how: _How) -> Image:
        image = Image(table)
        for block in blocks:
            image.put(block.offset, await self._whole_or_start(block, how))
        return image

    async def _whole_or_start(self, block: Block, how: _How) -> bytes:
        """Read a block, or the start of it that every board has where a table ends inside.

        What lies behind a table's end is refused with the whole block.
        """
        try:
            return await self._block(block, how)
        except Refused:
            if block not in fields.EVERYWHERE:
                raise
        start = Block(block.table, block.offset, fields.EVERYWHERE[block])
        return await self._block(start, how)

    async def _block(self, block: Block, how: _How) -> bytes:
        """Read a block. A retry asks for it in parts of other lengths.

        A reply to the first try that comes very late cannot fit the second: replies are
        told apart by their length.
        """
        for attempt in range(how.tries):
            try:
                return await self._parts(block, attempt, how)
            except NoAnswer:
                how = replace(how, trying=False)
        raise NoAnswer(silent(self._bus, self._unit, how.tries))

    async def _parts(self, block: Block, attempt: int, how: _How) -> bytes:
        data = b""
        for registers in _cut(block.registers, attempt, self._unanswered):
            data += await self._read(block.table + block.offset + len(data), registers, how)
        return data

    async def _read(self, address: int, registers: int, how: _How) -> bytes:
        request = Read(self._unit, address, registers)
        self._unanswered = registers  # also where this is cancelled
        reply = await self._bus.exchange(
            modbus.encode(request),
            modbus.ReplyStream(request),
            opening=how.opening,
            unit=self._unit,
            trying=how.trying,
        )
        self._unanswered = 0
        if isinstance(reply, Exceptional):
            raise Refused(
                text(
                    "the board refused to read {address} with exception {code}",
                    address=f"0x{address:04X}",
                    code=reply.code,
                ),
                reply.code,
            )
        if not isinstance(reply, Data):
            raise NotBelievable(text("the board answered a read with a receipt"))
        return reply.data


def _cut(registers: int, attempt: int, unanswered: int) -> tuple[int, ...]:
    """Return the lengths in which a block is read; the first is not the unanswered one."""
    lengths = [registers - n % registers for n in (attempt, attempt + 1)]
    first = next((length for length in lengths if length != unanswered), registers)
    return (first, registers - first) if first < registers else (first,)


class ModbusBoard(Rs485Board):
    """A board at an address of a bus, read by function 3."""

    def __init__(self, bus: Bus, unit: int) -> None:
        super().__init__(bus, unit, RegisterReader(bus, unit))
