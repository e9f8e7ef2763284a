"""A board on its UART by the legacy protocol: read whole, told two switches.

Everything is read in one frame: that is what was recorded. No answer to a write was: its
silence and its receipt mean the same, and the read-back tells. No board tells a serial
number here. What stands for it may be that of two boards of one month, so each write comes
right behind a reading that shows the same board, grown older by as much as it can have.
"""

import asyncio
from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from decimal import Decimal

from wizard.boards import legacy_words as words
from wizard.boards.board import Tellable
from wizard.boards.bus import Bus
from wizard.errors import NoAnswer, NotAllowed, NotBelievable
from wizard.protocol import legacy
from wizard.protocol.catalogue import Action, Calibration, Writable
from wizard.protocol.legacy import SWITCHES, Age, AnswerStream, ReadAll, Reading, Turn, Unlock
from wizard.protocol.reading import Incomplete
from wizard.protocol.views import Identity, Secrets, Settings, Status
from wizard.text import Text, text

REPLY_S = 5.0  # under 1 s as a rule
TRIES = 3
MODELS = ("JK_", "JK-")
MINUTE = 60  # s
_SWITCH = {row.key: row for row in SWITCHES}


@dataclass(frozen=True, slots=True)
class _Known:
    """The board that belongs here: how old it was, and when, by the loop's clock."""

    serial: str
    age: Age
    at: float

    def is_still(self, other: "_Known") -> bool:
        """Whether a later one can be it."""
        minutes = (other.at - self.at) / MINUTE
        return other.serial == self.serial and other.age.follows(self.age, minutes)


@dataclass(frozen=True, slots=True)
class _Met:
    """Who answered last, in which opening of the link, and why nothing is written to it."""

    opening: int
    identity: Identity
    doubt: Text | None


class LegacyBoard:
    """The board at the far end of a bus."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._known: _Known | None = None
        self._met: _Met | None = None
        self.name = bus.name

    @property
    def losses(self) -> int:
        """How many requests had no answer so far."""
        return self._bus.silences

    async def identity(self) -> Identity:
        """Read who it is; nothing can be written before."""
        opening = await self._bus.opened()
        return self._meet(await self._read(opening), opening).identity

    async def settings(self) -> Settings:
        """Read all settings that the protocol has."""
        reading = await self._read(await self._bus.opened())
        with _believed():
            return legacy.settings(reading)

    async def every_setting(self) -> Settings:
        """Read all settings; there are no options."""
        return await self.settings()

    async def status(self) -> Status:
        """Read the pack as the board sees it."""
        reading = await self._read(await self._bus.opened())
        with _believed():
            return legacy.status(reading)

    async def every_reading(self) -> Status:
        """Read the pack: one frame holds all that the board tells."""
        return await self.status()

    async def secrets(self) -> Secrets:
        """Read the settings password; that of the connection is not told and stays empty."""
        reading = await self._read(await self._bus.opened())
        with _believed():
            return legacy.secrets(reading)

    async def log(self) -> None:
        """Return None: no request for it is known here."""

    def untold(self, row: Tellable) -> Text | None:
        """Return why it cannot be told a row; None in doubt, where nothing is told."""
        if self._met is None or self._met.doubt or row.key in _SWITCH:
            return None
        return words.untold(row.label)

    async def read_back(self, row: Writable) -> Decimal:
        """Read everything anew and return one setting of it."""
        found = (await self.settings()).everything.get(row.key)
        if found is None:
            raise NotBelievable(text("{label} is not in what the board sent", label=row.label))
        return found

    async def write(self, row: Writable, value: Decimal) -> None:
        """Turn a switch, once; silence is not followed by another try."""
        opening = self._permitted(row).opening
        try:
            row.raw(value)
        except ValueError as error:
            raise NotAllowed(
                text("{label}: {why}", label=row.label, why=text(str(error)))
            ) from error
        self._meet(await self._read(opening), opening)
        self._permitted(row)
        request = Turn(_SWITCH[row.key], on=value == 1)
        await self._bus.exchange(
            legacy.encode(request),
            AnswerStream(request),
            REPLY_S,
            opening,
            ahead=legacy.encode(Unlock()),
        )

    async def calibrate(self, row: Calibration, value: Decimal) -> None:
        """Raise NotAllowed: the calibration is not known well enough to be written."""
        _ = value
        self._permitted(row)

    async def act(self, action: Action) -> None:
        """Raise NotAllowed: there are no presets."""
        self._permitted(action)

    def careful(self) -> AbstractContextManager[None]:
        """Within, the bus tries out no shorter gaps."""
        return self._bus.careful()

    async def close(self) -> None:
        """Close the bus's link."""
        await self._bus.close()

    async def _read(self, opening: int) -> Reading:
        """Ask for everything until it comes."""
        for _ in range(TRIES):
            request = ReadAll()
            try:
                frame = await self._bus.exchange(
                    legacy.encode(request), AnswerStream(request), REPLY_S, opening
                )
            except NoAnswer:
                continue
            return legacy.read(frame)
        raise NoAnswer(words.silent(self.name, TRIES))

    def _meet(self, reading: Reading, opening: int) -> _Met:
        """Take note of who answers now, and of what speaks against writing to it."""
        with _believed():
            found, age = legacy.identity(reading), legacy.age(reading)
        now = _Known(found.serial, age, asyncio.get_running_loop().time())
        is_still = self._known is None or self._known.is_still(now)
        if is_still:
            self._known = now
        doubt = _doubt(found, reading) if is_still else words.ANOTHER
        self._met = _Met(opening, found, doubt)
        return self._met

    def _permitted(self, row: Tellable) -> _Met:
        """Return the board that may be told a row; raises NotAllowed."""
        met = self._met
        if met is None or met.opening != self._bus.openings:
            raise NotAllowed(words.UNKNOWN)
        why = met.doubt or self.untold(row)
        if why is not None:
            raise NotAllowed(why)
        return met


def _doubt(found: Identity, reading: Reading) -> Text | None:
    """Return what speaks against writing to a board whoever it is."""
    if not found.model.startswith(MODELS):
        return words.strange(found)
    return words.stopped(reading.stopped_at) if reading.stopped_at else None


@contextmanager
def _believed() -> Generator[None]:
    """Turn a frame that lacks something, or holds what cannot be, into NotBelievable."""
    try:
        yield
    except Incomplete as error:
        raise NotBelievable(
            text("the board's read-out does not tell {what}", what=str(error))
        ) from error
