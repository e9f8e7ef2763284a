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
DIALECT_MODELS = ("JK_PB", "JK-PB")


class ModbusBoard:
    """A board at an address of a bus."""

    def __init__(self, bus: Bus, unit: int) -> None:
        self._bus = bus
        self._unit = unit
        self._identity: Identity | None = None
        self._known_since = 0
        self.name = f"{bus.name} addr {unit}"

    async def identity(self) -> Identity:
        """Read who it is; nothing can be written before."""
        found = views.identity(await self._image(Table.INFO, fields.IDENTITY_BLOCKS))
        self._identity, self._known_since = found, self._bus.openings
        return found

    async def settings(self) -> Settings:
        """Read all settings."""
        return views.settings(await self._image(Table.SETTINGS, fields.SETTINGS_BLOCKS))

    async def status(self) -> Status:
        """Read the pack as the board sees it."""
        return views.status(await self._image(Table.STATUS, fields.STATUS_BLOCKS))

    async def read_back(self, row: Parameter) -> Decimal:
        """Read one setting."""
        registers = max(1, row.place.kind.size // 2)
        image = await self._image(
            row.place.table, (Block(row.place.table, row.place.offset, registers),)
        )
        numbers = image.numbers(row.place)
        assert numbers is not None  # noqa: S101  the block was cut to the place
        return row.value(numbers[0])

    async def write(self, row: Parameter, value: Decimal) -> None:
        """Write one setting, once; silence is not followed by another try."""
        self._permit(row.code, row.label)
        await self._tell(Write(self._unit, row, value))

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
            modbus.encode(request), modbus.ReplyStream(request), reply_s=1.0
        )
        if isinstance(reply, Exceptional):
            raise Refused(
                text("the board refused it with exception {code}", code=reply.code), reply.code
            )
        if not isinstance(reply, Acknowledged):
            raise NotBelievable(text("the board answered a write with data"))

    async def _image(self, table: Table, blocks: Sequence[Block]) -> Image:
        image = Image(table)
        for block in blocks:
            await self._block(image, block)
        return image

    async def _block(self, image: Image, block: Block) -> None:
        """Read a block. A retry asks for it in parts of other lengths.

        A reply to the first try that comes very late cannot fit the second: replies are
        told apart by their length.
        """
        for attempt in range(TRIES):
            try:
                image.put(block.offset, await self._parts(block, attempt))
            except NoAnswer:
                continue
            return
        raise NoAnswer(
            text(
                "{board} does not answer after {n} tries. Is it awake, UART1 protocol 001, "
                "the address right, A and B not swapped?",
                board=self.name,
                n=TRIES,
            )
        )

    async def _parts(self, block: Block, attempt: int) -> bytes:
        first = block.registers - attempt if attempt < block.registers else block.registers
        data = await self._read(block.table + block.offset, first)
        rest = block.registers - first
        if rest:
            data += await self._read(block.table + block.offset + 2 * first, rest)
        return data

    async def _read(self, address: int, registers: int) -> bytes:
        request = Read(self._unit, address, registers)
        reply = await self._bus.exchange(modbus.encode(request), modbus.ReplyStream(request))
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
