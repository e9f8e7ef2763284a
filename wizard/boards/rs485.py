"""A PB board on an RS485 bus: written by function 16, read in one of several ways."""

from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager
from decimal import Decimal

from wizard.boards.board import Tellable
from wizard.boards.bus import Bus
from wizard.boards.frame_reader import FrameReader
from wizard.boards.reader import Reader, named
from wizard.errors import NoAnswer, NotAllowed, NotBelievable, Refused
from wizard.protocol import fields, modbus, views
from wizard.protocol.catalogue import OPTIONS, Action, Calibration, Parameter, Switch, Writable
from wizard.protocol.layout import Image, Kind, Place, Table
from wizard.protocol.modbus import Acknowledged, Act, Calibrate, Exceptional, Telling, Turn, Write
from wizard.protocol.views import Identity, Secrets, Settings, Status
from wizard.text import Text, text

WRITE_REPLY_S = 1.0  # a preset comes with a frame of 300 bytes before its receipt
DIALECT_MODELS = ("JK_PB", "JK-PB")


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
        self._bus.met(found.firmware)
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
                await self._add(info, row.place, opening)
        return views.settings(table, info)

    async def _add(self, image: Image, place: Place, opening: int) -> None:
        """Add the bytes of a place; what lies behind the table's end is left out."""
        size = place.end - place.offset
        try:
            found = (await self._reader.place(place, opening)).take(place.offset, size)
        except Refused:
            return
        if found is not None:
            image.put(place.offset, found)

    async def status(self) -> Status:
        """Read the pack as the board sees it."""
        opening = await self._bus.opened()
        return views.status(await self._reader.table(Table.STATUS, opening))

    async def every_reading(self) -> Status:
        """Read the pack with all that its table holds; what a board refuses is left out."""
        opening = await self._bus.opened()
        image = await self._reader.table(Table.STATUS, opening)
        for block in fields.STATUS_MORE_BLOCKS:
            place = Place(Table.STATUS, block.offset, Kind.U8, 2 * block.registers)
            if image.numbers(place) is None:
                await self._add(image, place, opening)
        return views.status(image)

    async def secrets(self) -> Secrets:
        """Read the passwords, by a native frame whatever way else it is read."""
        opening = await self._bus.opened()
        try:
            info = await FrameReader(self._bus, self._unit).table(Table.INFO, opening)
        except Refused as error:
            raise NoAnswer(error.reason) from error
        return views.secrets(info)

    async def log(self) -> None:
        """Return None: no request for it is known on this line."""

    def untold(self, row: Tellable) -> Text | None:
        """Return None: by RS485 it can be told all that the catalogue holds."""

    async def read_back(self, row: Writable) -> Decimal:
        """Read one setting, option or switch."""
        image = await self._reader.place(row.place, await self._bus.opened())
        found = _only(image, row.place, row.label)
        return row.of(int(found)) if isinstance(row, Switch) else row.value(found)

    async def write(self, row: Writable, value: Decimal) -> None:
        """Write one setting, option or switch, once; silence is not followed by another try.

        Of a register that two settings share, the other half is read and sent back; of
        the switch word, the other switches.
        """
        self._permit(row.code, row.label)
        with _sendable(row.label):
            row.raw(value)
        if isinstance(row, Switch):
            request = await self._turn(row, on=value == 1)
        else:
            request = await self._write(row, value)
        await self._tell(request)

    async def calibrate(self, row: Calibration, value: Decimal) -> None:
        """Tell it a measured value, once."""
        self._permit(row.code, row.label)
        with _sendable(row.label):
            request = Calibrate(self._unit, row, value)
        await self._tell(request)

    async def act(self, action: Action) -> None:
        """Carry out an action, once."""
        self._permit(action.code, action.label)
        await self._tell(Act(self._unit, action))

    def careful(self) -> AbstractContextManager[None]:
        """Within, the bus tries out no shorter gaps."""
        return self._bus.careful()

    async def close(self) -> None:
        """Close the bus's link."""
        await self._bus.close()

    async def _write(self, row: Parameter, value: Decimal) -> Write:
        other = await self._other_half(row) if row.is_half else None
        with _sendable(row.label):
            return Write(self._unit, row, value, other)

    async def _turn(self, row: Switch, *, on: bool) -> Turn:
        image = await self._reader.place(row.place, self._known_since)
        word = int(_only(image, row.place, row.label))
        with _sendable(row.label):
            return Turn(self._unit, row, on=on, word=word)

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

    async def _tell(self, request: Telling) -> None:
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


@contextmanager
def _sendable(label: str) -> Generator[None]:
    """Turn what cannot be encoded into NotAllowed."""
    try:
        yield
    except ValueError as error:
        raise NotAllowed(text("{label}: {why}", label=label, why=text(str(error)))) from error


def _only(image: Image, place: Place, label: str) -> float:
    numbers = image.numbers(place)
    if numbers is None:
        raise NotBelievable(text("{label} is not in what the board sent", label=label))
    return numbers[0]
