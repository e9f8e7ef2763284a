"""How the tables of one board on a bus are read, whatever the way."""

from typing import Protocol

from wizard.boards.bus import Bus
from wizard.protocol.layout import Image, Place, Table
from wizard.text import Text, text

TRIES = 6  # a cold bus loses about half of the first requests


class Reader(Protocol):
    """A way to read the tables of one board.

    Everything is read in one opening of the link: no image holds bytes of two boards.
    Raises NoAnswer after so many tries, and what else a `Board` raises.
    """

    async def table(self, table: Table, opening: int, tries: int = TRIES) -> Image:
        """Read what the views of a table need."""
        ...

    async def place(self, place: Place, opening: int, tries: int = TRIES) -> Image:
        """Read at least the bytes of one place, as they stand now."""
        ...


def named(bus: Bus, unit: int) -> str:
    """Return how a board at an address is called."""
    return f"{bus.name} addr {unit}"


def silent(bus: Bus, unit: int, tries: int) -> Text:
    """Return the sentence for a board that gave no answer."""
    return text(
        "{board} does not answer after {n} tries. Is it awake, UART1 protocol 001, "
        "the address right, A and B not swapped?",
        board=named(bus, unit),
        n=tries,
    )
