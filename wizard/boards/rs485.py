"""A PB board on an RS485 bus: written by function 16, read in one of several ways."""

from decimal import Decimal
from typing import Protocol

from wizard.boards.bus import Bus
from wizard.errors import NotAllowed, NotBelievable, Refused
from wizard.protocol import modbus, views
from wizard.protocol.catalogue import OPTIONS, Action, Parameter
from wizard.protocol.layout import Image, Kind, Place, Table
from wizard.protocol.modbus import Acknowledged, Act, Exceptional, Write
from wizard.protocol.views import Identity, Settings, Status
from wizard.text import Text, text

TRIES = 6  # a cold bus loses about half of the first requests
WRITE_REPLY_S = 1.0  # a preset comes with a frame of 300 bytes before its receipt
DIALECT_MODELS = ("JK_PB", "JK-PB")


class Reader(Protocol):
    """A way to read the tables of one board.

    Everything is read in one opening of the link: no image holds bytes of two boards.
    Raises NoAnswer after so many tries, and what else a `Board` raises.
    """

    async def table(self, table: Table, opening: int, tries: int = TRIES) -> Image:
        """Read what the views of a table need."""
        ...

    async def place(self, place: Place, opening: int, tries: int = TRIES) -> Image:
        """Read at least the bytes of one place, as they stand now."""
        ...


class Rs485Board:
    """A board at an address of a bus; `reader` is how it is read."""

    def __init__(self, bus: Bus, unit: int, reader: Reader) -> None:
        self._bus = bus
        self._unit = unit
        self._reader = reader
        self._identity: Identity | None = None
        self._known_since = 0
        self.name = named(bus, unit)

    @property
    def losses(self) -> int:
        """How many exchanges on the bus had no answer so far."""
        return self._bus.silences

    async def identity(self) -> Identity:
        """Read who it is; nothing can be written before."""
        opening = await self._bus.opened()
        found = views.identity(await self._reader.table(Table.INFO, opening))
        self._identity, self._known_since = found, opening
        return found

    async def settings(self) -> Settings:
        """Read all settings."""
        opening = await self._bus.opened()
        return views.settings(await self._reader.table(Table.SETTINGS, opening))

    async def every_setting(self) -> Settings:
        """Read all settings, and the options of the information table that it gives."""
        opening = await self._bus.opened()
        table = await self._reader.table(Table.SETTINGS, opening)
        info = await self._reader.table(Table.INFO, opening)
        for row in OPTIONS:
            if info.numbers(row.place) is None:
                await self._option(info, row.place, opening)
        return views.settings(table, info)

    async def _option(self, info: Image, place: Place, opening: int) -> None:
        """Add an option's bytes; what lies behind the table's end is left out."""
        try:
            found = (await self._reader.place(place, opening)).take(place.offset, place.kind.size)
        except Refused:
            return
        if found is not None:
            info.put(place.offset, found)

    async def status(self) -> Status:
        """Read the pack as the board sees it."""
        opening = await self._bus.opened()
        return views.status(await self._reader.table(Table.STATUS, opening))

    async def read_back(self, row: Parameter) -> Decimal:
        """Read one setting."""
        image = await self._reader.place(row.place, await self._bus.opened())
        return row.value(_only(image, row.place, row.label))

    async def write(self, row: Parameter, value: Decimal) -> None:
        """Write one setting, once; silence is not followed by another try.

        Of a register that two settings share, the other half is read and sent back.
        """
        self._permit(row.code, row.label)
        other = await self._other_half(row) if row.is_half else None
        try:
            request = Write(self._unit, row, value, other)
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

    async def _other_half(self, row: Parameter) -> int:
        """Read the byte that shares a register with a setting of one byte."""
        place = Place(row.place.table, row.place.offset ^ 1, Kind.U8)
        image = await self._reader.place(place, self._known_since)
        return int(_only(image, place, row.label))

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


def _only(image: Image, place: Place, label: str) -> float:
    numbers = image.numbers(place)
    if numbers is None:
        raise NotBelievable(text("{label} is not in what the board sent", label=label))
    return numbers[0]


def named(bus: Bus, unit: int) -> str:
    """Return how a board at an address is called."""
    return f"{bus.name} addr {unit}"


def silent(bus: Bus, unit: int, tries: int) -> Text:
    """Return the sentence for a board that gave no answer."""
    return text(
        "{board} does not answer after {n} tries. Is it awake, UART1 protocol 001, "
        "the address right, A and B not swapped?",
        board=named(bus, unit),
        n=tries,
    )
