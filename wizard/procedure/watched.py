"""A board at whose readings a person looks too; that asks it nothing more."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal

from wizard.boards.board import Board, Tellable
from wizard.clock import Clock
from wizard.procedure.views import Live
from wizard.protocol.ble.logbook import Entry
from wizard.protocol.catalogue import Action, Calibration, Writable
from wizard.protocol.views import Identity, Secrets, Settings, Status
from wizard.text import Text

LOW, HIGH = "cell_uvp", "cell_ovp"


class Lookout:
    """Shows each reading of a board beside the limits of its cells that were read last."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._limits: dict[str, Decimal] = {}
        self.show: Callable[[Live], None] = _to_nobody

    def status(self, found: Status) -> Status:
        """Show a reading; return it."""
        at = self._clock.utc().astimezone().strftime("%H:%M:%S")
        self.show(Live(found, at, self._limits.get(LOW), self._limits.get(HIGH)))
        return found

    def settings(self, found: Settings) -> Settings:
        """Take the limits from a read-out; return it."""
        for key in (LOW, HIGH):
            if (value := found.values.get(key)) is not None:
                self.limit(key, value)
        return found

    def limit(self, key: str, value: Decimal) -> Decimal:
        """Take a setting that was read alone, if it is a limit; return it."""
        if key in {LOW, HIGH}:
            self._limits[key] = value
        return value


def _to_nobody(_live: Live) -> None:
    """Show nothing."""


class Watched:
    """A board; whatever is read of it a lookout sees as well."""

    def __init__(self, board: Board, lookout: Lookout) -> None:
        self._board = board
        self._lookout = lookout

    @property
    def name(self) -> str:
        """The link and address it is reached by."""
        return self._board.name

    @property
    def losses(self) -> int:
        """How many exchanges had no believable answer so far, retries included."""
        return self._board.losses

    async def identity(self) -> Identity:
        """Read who it is."""
        return await self._board.identity()

    async def settings(self) -> Settings:
        """Read all settings."""
        return self._lookout.settings(await self._board.settings())

    async def every_setting(self) -> Settings:
        """Read all settings and the options."""
        return self._lookout.settings(await self._board.every_setting())

    async def status(self) -> Status:
        """Read the pack as the board sees it."""
        return self._lookout.status(await self._board.status())

    async def every_reading(self) -> Status:
        """Read the pack with all that the board tells."""
        return self._lookout.status(await self._board.every_reading())

    async def secrets(self) -> Secrets:
        """Read the passwords; nothing keeps them."""
        return await self._board.secrets()

    async def log(self) -> tuple[Entry, ...] | None:
        """Read what it noted by itself, None where it does not tell."""
        return await self._board.log()

    def untold(self, row: Tellable) -> Text | None:
        """Return why it cannot be told this by this way of talking."""
        return self._board.untold(row)

    async def read_back(self, row: Writable) -> Decimal:
        """Read one setting, option or switch."""
        return self._lookout.limit(row.key, await self._board.read_back(row))

    async def write(self, row: Writable, value: Decimal) -> None:
        """Write one setting, option or switch."""
        await self._board.write(row, value)

    async def calibrate(self, row: Calibration, value: Decimal) -> None:
        """Tell it the measured volts or amperes."""
        await self._board.calibrate(row, value)

    async def act(self, action: Action) -> None:
        """Carry out an action."""
        await self._board.act(action)

    def careful(self) -> AbstractContextManager[None]:
        """Within, nothing is tried out that may lose a request."""
        return self._board.careful()

    async def close(self) -> None:
        """Let go of the link."""
        await self._board.close()
