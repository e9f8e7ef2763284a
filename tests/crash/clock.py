"""A clock whose time passes only by waiting, however long the computer takes."""

from datetime import datetime

from wizard.clock import JumpClock

BEGAN_S = 1000.0


class StillClock(JumpClock):
    """A clock that stands still while the computer works, so that every run is alike."""

    def __init__(self, start: datetime | None = None) -> None:
        super().__init__(start)
        self._began = BEGAN_S

    def monotonic(self) -> float:
        """Return the time that was jumped over."""
        return BEGAN_S + self._ahead
