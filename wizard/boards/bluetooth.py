"""A board by Bluetooth, of every dialect: read in the order of the vendor's app, told once.

Sources: recorded sessions of the vendor's app. It asks for the information, then for the
settings, after which statuses come by themselves; some boards answer the second question
only after the first. Nothing ever says no: a receipt is no proof, reading again is.
"""

from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from decimal import Decimal

from wizard.boards import bluetooth_words as words
from wizard.boards.bluetooth_line import BluetoothLine
from wizard.boards.board import Tellable
from wizard.errors import BoardError, LinkError, NoAnswer, NotAllowed, NotBelievable
from wizard.protocol.ble import REGISTERS, AskLog, Do, Put, Tune, views
from wizard.protocol.ble.commands import LOG
from wizard.protocol.ble.logbook import Entry, entries
from wizard.protocol.ble.views import Balancer
from wizard.protocol.catalogue import Action, Calibration, Evidence, Writable
from wizard.protocol.dialects import Dialect, Doubt, evidence
from wizard.protocol.framing import Frame
from wizard.protocol.layout import Image, Table
from wizard.protocol.reading import Incomplete
from wizard.protocol.views import Identity, Secrets, Settings, Status
from wizard.text import Text, text

TRIES = 4  # of each frame, after which the link is closed: a new connection can mend it
LOG_TRIES = 2  # nothing depends on it
MODELS = ("JK_", "JK-")


@dataclass(frozen=True, slots=True)
class _Met:
    """A board as it was met in an opening of the link, and the dialect that this tells."""

    opening: int
    settings: Frame
    status: Frame
    told: Dialect | Doubt

    @property
    def likely(self) -> Dialect:
        """The dialect to read it in."""
        return self.told.likely if isinstance(self.told, Doubt) else self.told


@dataclass(frozen=True, slots=True)
class Picture:
    """A board as a whole: who it is, its settings, what it measures."""

    identity: Identity
    settings: Settings
    reading: Status | Balancer


class BluetoothBoard:
    """The board at the far end of a line. Its dialect is told anew in each opening.

    In doubt it is read as what it looks like, and told nothing.
    """

    def __init__(self, line: BluetoothLine) -> None:
        self._line = line
        self._as_met: _Met | None = None
        self._identity: Identity | None = None
        self._known_since = 0
        self.name = line.name

    @property
    def losses(self) -> int:
        """How many commands and statuses stayed out so far."""
        return self._line.silences

    async def identity(self) -> Identity:
        """Read who it is; nothing can be written before."""
        opening = await self._line.opened()
        info = await self._asked(Table.INFO, opening)
        met = await self._meet(info, opening)
        return self._known(info, opening, met.likely)

    async def picture(self) -> Picture:
        """Read all of it, with the three frames that tell who it is and no more."""
        opening = await self._line.opened()
        info = await self._asked(Table.INFO, opening)
        self._as_met = None  # its frames are older than this call
        met = await self._meet(info, opening)
        dialect = met.likely
        with _believed():
            settings = views.settings(dialect, _image(met.settings), _image(info))
            status = _image(met.status)
            balances = dialect is Dialect.JK04
            reading = views.balancer(status) if balances else views.status(dialect, status)
        return Picture(self._known(info, opening, dialect), settings, reading)

    async def settings(self) -> Settings:
        """Read all settings that the dialect has."""
        opening, dialect = await self._met()
        table = await self._asked(Table.SETTINGS, opening)
        with _believed():
            return views.settings(dialect, _image(table))

    async def every_setting(self) -> Settings:
        """Read all settings and the options of the information frame."""
        opening, dialect = await self._met()
        table = await self._asked(Table.SETTINGS, opening)
        info = await self._asked(Table.INFO, opening)
        with _believed():
            return views.settings(dialect, _image(table), _image(info))

    async def status(self) -> Status:
        """Return the next status; BoardError where the board is a balancer."""
        opening, dialect = await self._met()
        if dialect is Dialect.JK04:
            raise BoardError(words.NO_STATUS)
        table = await self._status(opening)
        with _believed():
            return views.status(dialect, _image(table))

    async def every_reading(self) -> Status:
        """Return the next status: it holds all that the board tells."""
        return await self.status()

    async def secrets(self) -> Secrets:
        """Read the passwords; nothing keeps them."""
        opening, dialect = await self._met()
        if dialect is Dialect.JK04:
            raise BoardError(text("A JK04 balancer has no password for its settings."))
        info = await self._asked(Table.INFO, opening)
        with _believed():
            return views.secrets(dialect, _image(info))

    async def log(self) -> tuple[Entry, ...] | None:
        """Read the log book of a board for 32 cells that lists the command for it.

        The link is neither opened nor closed for it.
        """
        known, met, opening = self._identity, self._as_met, self._line.openings
        if known is None or met is None or {self._known_since, met.opening} != {opening}:
            return None
        if met.told is not Dialect.JK02_32S or not known.supports(LOG):
            return None
        for _ in range(LOG_TRIES):
            try:
                return entries(await self._line.log(AskLog(met.told), opening))
            except NoAnswer:
                continue
            except LinkError:
                break
        return None

    def untold(self, row: Tellable) -> Text | None:
        """Return why its dialect cannot be told a row; None in doubt, where nothing is told."""
        if self._identity is None or self._as_met is None:
            return None
        told = self._as_met.told
        return None if isinstance(told, Doubt) else _untold(told, row)

    async def read_back(self, row: Writable) -> Decimal:
        """Read the frame that holds one setting, option or switch anew."""
        opening, dialect = await self._met()
        is_status = row.place.table is Table.STATUS
        frame = await (
            self._status(opening) if is_status else self._asked(row.place.table, opening)
        )
        image = _image(frame)
        with _believed():
            found = _value(dialect, row, image)
        if found is None:
            raise NotBelievable(text("{label} is not in what the board sent", label=row.label))
        return found

    async def write(self, row: Writable, value: Decimal) -> None:
        """Write one setting, option or switch, once; silence is not followed by another try."""
        dialect = self._permitted(row)
        with _sendable(row.label):
            command = Put(dialect, row, value)
        await self._line.tell(command, self._known_since)

    async def calibrate(self, row: Calibration, value: Decimal) -> None:
        """Tell it a measured value, once."""
        dialect = self._permitted(row)
        with _sendable(row.label):
            command = Tune(dialect, row, value)
        await self._line.tell(command, self._known_since)

    async def act(self, action: Action) -> None:
        """Carry out an action, once; only boards for 32 cells have one."""
        command = Do(self._permitted(action), action)
        await self._line.tell(command, self._known_since)

    def careful(self) -> AbstractContextManager[None]:
        """Do nothing: nothing is ever tried out."""
        return nullcontext()

    async def close(self) -> None:
        """Close the link."""
        await self._line.close()

    def _known(self, info: Frame, opening: int, dialect: Dialect) -> Identity:
        """Return who an information frame tells it is, and hold to that."""
        with _believed():
            found = views.identity(dialect, _image(info))
        self._identity, self._known_since = found, opening
        return found

    async def _met(self) -> tuple[int, Dialect]:
        """Return the opening of the link and the dialect in which to read."""
        opening = await self._line.opened()
        met = self._as_met
        if met is None or met.opening != opening:
            met = await self._meet(await self._asked(Table.INFO, opening), opening)
        return opening, met.likely

    async def _meet(self, info: Frame, opening: int) -> _Met:
        """Tell the dialect by the three frames of one opening."""
        met = self._as_met
        if met is None or met.opening != opening:
            settings = await self._asked(Table.SETTINGS, opening)
            status = await self._status(opening)
        else:
            settings, status = met.settings, met.status
        self._as_met = _Met(opening, settings, status, evidence(info, settings, status))
        return self._as_met

    async def _asked(self, table: Table, opening: int) -> Frame:
        for _ in range(TRIES):
            try:
                return await self._line.ask(table, opening)
            except NoAnswer:
                continue
        raise await self._given_up()

    async def _status(self, opening: int) -> Frame:
        """Return the next status; where none comes, asking for the settings brings them."""
        for _ in range(TRIES):
            try:
                return await self._line.status(opening)
            except NoAnswer:
                await self._asked(Table.SETTINGS, opening)
        raise await self._given_up()

    async def _given_up(self) -> NoAnswer:
        await self._line.close()
        return NoAnswer(words.silent(self.name, TRIES))

    def _permitted(self, row: Tellable) -> Dialect:
        """Return the dialect to write a row in; raises NotAllowed."""
        known, met = self._identity, self._as_met
        if known is None or met is None or self._known_since != self._line.openings:
            raise NotAllowed(text("Nothing is written before the board said who it is."))
        told = met.told
        if isinstance(told, Doubt):
            raise NotAllowed(words.in_doubt(known, told))
        if not known.model.startswith(MODELS) and told is not Dialect.JK04:
            raise NotAllowed(words.strange(known))
        if why := _untold(told, row):
            raise NotAllowed(why)
        if not known.supports(row.code):
            raise NotAllowed(words.missing(row.label, known))
        return told


def _untold(dialect: Dialect, row: Tellable) -> Text | None:
    """Return why no command for a row can be built in a dialect, None where one can."""
    if dialect is Dialect.JK04:
        return words.ONLY_READ
    register = REGISTERS[dialect].get(row.key)
    if register is None or Evidence.NONE in {register.evidence, row.evidence}:
        return words.no_command(row.label, dialect)
    return None


def _image(frame: Frame) -> Image:
    image = frame.image()
    if image is None:
        raise NotBelievable(text("the board sent a frame without a table"))
    return image


def _value(dialect: Dialect, row: Writable, image: Image) -> Decimal | None:
    """Return the value of a row in the image of its table, None where it has none there."""
    if image.table is Table.SETTINGS:
        return views.settings(dialect, image).everything.get(row.key)
    numbers = image.numbers(row.place) if dialect is Dialect.JK02_32S else None
    return None if numbers is None else row.value(numbers[0])


@contextmanager
def _believed() -> Generator[None]:
    """Turn a frame that holds no number where one must be into NotBelievable."""
    try:
        yield
    except Incomplete as error:
        raise NotBelievable(
            text("the board's frame holds no number for {what}", what=str(error))
        ) from error


@contextmanager
def _sendable(label: str) -> Generator[None]:
    """Turn what cannot be encoded into NotAllowed."""
    try:
        yield
    except ValueError as error:
        raise NotAllowed(text("{label}: {why}", label=label, why=text(str(error)))) from error
