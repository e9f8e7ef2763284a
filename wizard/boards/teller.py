"""What a board is told once and nothing reads back: actions and calibrations.

Each is on disk as *intended* before its first byte. Silence is no refusal, and none is
ever sent again by itself: what it did is for the step to judge, by `settle_action`.
"""

from collections.abc import Awaitable, Callable
from decimal import Decimal

from wizard.boards.board import Board
from wizard.boards.changes import quantity
from wizard.errors import BoardError, LinkError, NoAnswer, NotAllowed, Refused
from wizard.protocol.catalogue import ACTION, CALIBRATION
from wizard.protocol.views import Identity
from wizard.record.events import ActionIntended, CalibrationIntended, Outcome, WriteSettled
from wizard.record.recorder import Recorder
from wizard.text import Text


class Teller:
    """Tells things to one board, by its serial number, with one record."""

    def __init__(self, board: Board, recorder: Recorder, identity: Identity) -> None:
        self.board = board
        self.identity = identity
        self.recorder = recorder

    async def act(self, key: str) -> int:
        """Send an action once and return its number. Raises what `Board.act` raises."""
        number = self.number()
        self.recorder.append(ActionIntended(number, self.identity.serial, key))
        await self._told(number, lambda: self.board.act(ACTION[key]))
        return number

    async def calibrate(self, key: str, shown: Decimal, true: Decimal) -> int:
        """Tell the board once what the meter says; return the number.

        `shown` is what the board showed, `true` what the meter says (a current without
        sign). Raises what `Board.calibrate` raises; what was refused is settled as that.
        """
        row, number = CALIBRATION[key], self.number()
        before, wanted = quantity(row, shown), quantity(row, true)
        self.recorder.append(CalibrationIntended(number, self.identity.serial, key, before, wanted))
        await self._told(number, lambda: self.board.calibrate(row, true))
        return number

    def settle_action(self, number: int, outcome: Outcome, reason: Text | None = None) -> None:
        """Record what became of an action or a calibration."""
        self.recorder.append(WriteSettled(number, outcome, None, reason))

    def number(self) -> int:
        """Return the number of the next write, action or calibration."""
        return max(self.recorder.state.writes, default=0) + 1

    async def _told(self, number: int, tell: Callable[[], Awaitable[None]]) -> None:
        try:
            await tell()
        except NoAnswer:
            return
        except (Refused, NotAllowed) as error:
            self.settle_action(number, Outcome.REFUSED, error.reason)
            raise
        except (LinkError, BoardError) as error:
            self.settle_action(number, Outcome.UNKNOWN, error.reason)
            raise
