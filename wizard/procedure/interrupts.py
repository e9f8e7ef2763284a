"""Why a step is interrupted. The stronger replaces the weaker; none is lost."""

from enum import IntEnum


class Interrupt(IntEnum):
    """Reasons in rising rank."""

    REPEAT = 1
    BACK = 2
    RESTORE = 3  # the operator wants shifted limits restored now
    DEADLINE = 4  # a shift has been open for as long as it may
    QUIT = 5

    @property
    def word(self) -> str:
        """The word that the record holds."""
        return self.name.lower()
