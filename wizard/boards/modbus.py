"""A PB board on a bus, spoken to by Modbus RTU (functions 3 and 16)."""

from collections.abc import Sequence
from decimal import Decimal

from wizard.boards.bus import Bus
from wizard.errors import NoAnswer, NotAllowed, NotBelievable, Refused
from wizard.protocol import fields, modbus, views
from wizard.protocol.catalogue import Action, Parameter
from wizard.protocol.fields import Block
from wizard.protocol.layout import Image, Table
from wizard.protocol.modbus import Acknowledged, Act, Data, Exceptional, Read, Write
from wizard.protocol.views import Identity, Settings, Status
from wizard.text import text

TRIES = 6  # a cold bus loses about half of the first requests
WRITE_REPLY_S = 1.0  # a preset comes with a frame of 300 bytes before its receipt
DIALECT_MODELS = ("JK_PB", "JK-PB")


class ModbusBoard:
    """A board at an address of a bus."""

    def __init__(self, bus: Bus, unit: int) -> None:
        self._bus = bus
        self._unit = unit
        self._identity: Identity | None = None
        self._known_since = 0
        self._unanswered = 0  # registers of the last read, while it has no answer
        self.name = f"{bus.name} addr {unit}"

    async def identity(self) -> Identity:
        """Read who it is; nothing can be written before."""
        opening = await self._bus.opened()
        found = views.identity(await self._image(Table.INFO, fields.IDENTITY_BLOCKS, opening))
        self._identity, self._known_since = found, opening
        return found

    async def settings(self) -> Settings:
        """Read all settings."""
        opening = await self._bus.opened()
        return views.settings(await self._image(Table.SETTINGS, fields.SETTINGS_BLOCKS, opening))

    async def status(self) -> Status:
        """Read the pack as the board sees it."""
        opening = await self._bus.opened()
        return views.status(await self._image(Table.STATUS, fields.STATUS_BLOCKS, opening))

    async def read_back(self, row: Parameter) -> Decimal:
        """Read one setting."""
        registers = max(1, row.place.kind.size // 2)
        block = Block(row.place.table, row.place.offset, registers)
        image = await self._image(row.place.table, (block,), await self._bus.opened())
        numbers = image.numbers(row.place)
        assert numbers is not None  # noqa: S101  the block was cut to the place
        return row.value(numbers[0])

    async def write(self, row: Parameter, value: Decimal) -> None:
        """Write one setting, once; silence is not followed by another try."""
        self._permit(row.code, row.label)
        try:
            request = Write(self._unit, row, value)
        except ValueError as error:
            raise NotAllowed(text("{label}: {why}", label=row.label, why=str(error))) from error
        await self._tell(request)

    async def act(self, action: Action) -> None:
        """Carry out an action, once."""
        self._permit(action.code, action.label)
        await self._tell(Act(self._unit, action))

    async def close(self) -> None:
        """Close the bus's link."""
        await self._bus.close()

    def _permit(self, code: int, label: str) -> None:
        known = self._identity
        if known is None or self._known_since != self._bus.openings:
            raise NotAllowed(text("Nothing is written before the board said who it is."))
        if not known.model.startswith(DIALECT_MODELS):
            raise NotAllowed(
                text(
                    "{model} is not known to speak this dialect: nothing is written.",
                    model=known.model or "a board without a model name",
                )
            )
        if not known.supports(code):
            raise NotAllowed(
                text(
                    "{label}: firmware {firmware} says that it does not have it.",
                    label=label,
                    firmware=known.firmware,
                )
            )

    async def _tell(self, request: Write | Act) -> None:
        reply = await self._bus.exchange(
            modbus.encode(request),
            modbus.ReplyStream(request),
            reply_s=WRITE_REPLY_S,
            opening=self._known_since,
        )
        if isinstance(reply, Exceptional):
            raise Refused(
                text("the board refused it with exception {code}", code=reply.code), reply.code
            )
        if not isinstance(reply, Acknowledged):
            raise NotBelievable(text("the board answered a write with data"))

    async def _image(self, table: Table, blocks: Sequence[Block], opening: int) -> Image:
        """Read blocks in one opening of the link: no image holds bytes of two boards."""
        image = Image(table)
        for block in blocks:
            image.put(block.offset, await self._block(block, opening))
        return image

    async def _block(self, block: Block, opening: int) -> bytes:
        """Read a block. A retry asks for it in parts of other lengths.

        A reply to the first try that comes very late cannot fit the second: replies are
        told apart by their length.
        """
        for attempt in range(TRIES):
            try:
                return await self._parts(block, attempt, opening)
            except NoAnswer:
                continue
        raise NoAnswer(
            text(
                "{board} does not answer after {n} tries. Is it awake, UART1 protocol 001, "
                "the address right, A and B not swapped?",
                board=self.name,
                n=TRIES,
            )
        )

    async def _parts(self, block: Block, attempt: int, opening: int) -> bytes:
        data = b""
        for registers in _cut(block.registers, attempt, self._unanswered):
            data += await self._read(block.table + block.offset + len(data), registers, opening)
        return data

    async def _read(self, address: int, registers: int, opening: int) -> bytes:
        request = Read(self._unit, address, registers)
        stream = modbus.ReplyStream(request)
        self._unanswered = registers  # also where this is cancelled
        reply = await self._bus.exchange(modbus.encode(request), stream, opening=opening)
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
