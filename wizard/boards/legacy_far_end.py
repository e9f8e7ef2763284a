"""The far end of a UART: the one board at its plug."""

from wizard.boards.alone import Alone
from wizard.boards.bus import Bus
from wizard.boards.legacy import LegacyBoard
from wizard.boards.legacy_words import no_addresses
from wizard.boards.way import Way
from wizard.links.base import Link


class LegacyFarEnd(Alone):
    """The board that speaks the legacy protocol at the far end of a cable."""

    way: Way = "uart"

    def __init__(self, link: Link) -> None:
        super().__init__(no_addresses)
        self._bus = Bus(link)

    def board(self) -> LegacyBoard:
        """Return the board at the plug."""
        return LegacyBoard(self._bus)
