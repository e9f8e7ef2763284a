"""The far end of a link with one board and no addresses."""

from collections.abc import Callable, Sequence
from typing import NoReturn

from wizard.boards.overheard import Overheard
from wizard.errors import NotAllowed
from wizard.text import Text


class Alone:
    """What of a `FarEnd` is so wherever a board is alone.

    `no_addresses` is the sentence for whoever asks at an address.
    """

    wired = False

    def __init__(self, no_addresses: Callable[[int], Text]) -> None:
        self._no_addresses = no_addresses

    def at(self, address: int) -> NoReturn:
        """Raise NotAllowed."""
        raise NotAllowed(self._no_addresses(address))

    def written(self, address: int) -> NoReturn:
        """Raise NotAllowed."""
        raise NotAllowed(self._no_addresses(address))

    async def master(self, seconds: int) -> None:
        """Return None: no master is heard here, the board itself is asked."""

    async def overhear(self, seconds: float) -> Overheard:
        """Return that nothing was heard, at once: a board says nothing to others here."""
        _ = seconds
        return Overheard()

    async def who(self, addresses: Sequence[int]) -> NoReturn:
        """Raise NotAllowed."""
        raise NotAllowed(self._no_addresses(next(iter(addresses), 0)))

    async def answers(self, address: int, way: str) -> NoReturn:
        """Raise NotAllowed."""
        _ = way
        raise NotAllowed(self._no_addresses(address))
