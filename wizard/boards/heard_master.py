"""The master of a line as a board: it is heard, never asked, and told nothing."""

from contextlib import AbstractContextManager, nullcontext
from decimal import Decimal
from typing import NoReturn

from wizard.boards.board import Tellable
from wizard.boards.far_end import FarEnd
from wizard.errors import NoAnswer, NotAllowed
from wizard.protocol.catalogue import Action, Calibration, Writable
from wizard.protocol.views import Status
from wizard.text import Text, text

STEP_S = 1.0
PATIENCE_S = 35  # two rounds of a master with old firmware

HEARD_ONLY = text(
    "The master (DIP 0) is only heard: it takes no question and no setting from here."
)


class HeardMaster:
    """A `Board`: tells the status that the line's one master tells; the rest is NotAllowed."""

    losses = 0
    name = "master"

    def __init__(self, far_end: FarEnd) -> None:
        self._far_end = far_end

    async def status(self) -> Status:
        """Wait for the next status that it tells. Raises NoAnswer where it is not heard."""
        for _ in range(PATIENCE_S):
            heard = await self._far_end.overhear(STEP_S)
            if heard.statuses:
                return heard.statuses[-1].status
        raise NoAnswer(text("No master is heard: is it on, and the adapter in its chain?"))

    async def every_reading(self) -> Status:
        """Return its status: a master's frame has all that the table holds."""
        return await self.status()

    async def identity(self) -> NoReturn:
        """Raise NotAllowed, as all below do."""
        raise NotAllowed(HEARD_ONLY)

    async def settings(self) -> NoReturn:
        """Raise NotAllowed."""
        raise NotAllowed(HEARD_ONLY)

    async def every_setting(self) -> NoReturn:
        """Raise NotAllowed."""
        raise NotAllowed(HEARD_ONLY)

    async def secrets(self) -> NoReturn:
        """Raise NotAllowed."""
        raise NotAllowed(HEARD_ONLY)

    async def log(self) -> None:
        """Return None: a master does not tell it, and nothing is asked."""

    def untold(self, row: Tellable) -> Text:
        """Return that nothing can be told."""
        _ = row
        return HEARD_ONLY

    async def read_back(self, row: Writable) -> NoReturn:
        """Raise NotAllowed."""
        _ = row
        raise NotAllowed(HEARD_ONLY)

    async def write(self, row: Writable, value: Decimal) -> NoReturn:
        """Raise NotAllowed."""
        _ = row, value
        raise NotAllowed(HEARD_ONLY)

    async def calibrate(self, row: Calibration, value: Decimal) -> NoReturn:
        """Raise NotAllowed."""
        _ = row, value
        raise NotAllowed(HEARD_ONLY)

    async def act(self, action: Action) -> NoReturn:
        """Raise NotAllowed."""
        _ = action
        raise NotAllowed(HEARD_ONLY)

    def careful(self) -> AbstractContextManager[None]:
        """Do nothing: it is only heard."""
        return nullcontext()

    async def close(self) -> None:
        """Let go of the line."""
        await self._far_end.board().close()
