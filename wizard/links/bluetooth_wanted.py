"""What is wanted of a connection by Bluetooth: to which board, how, how long."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum

from wizard.text import Text

Ask = Callable[[Text], Awaitable[str | None]]
"""Asks the person for a pairing code; None where there is none to give."""

Tell = Callable[[Text | None], None]
"""Tells the person what takes its time just now; None where nothing does any more."""


def nobody(_: Text | None) -> None:
    """Tell nobody."""


class Pairing(Enum):
    """When a board is paired. Some firmware needs it, some refuses it."""

    WHEN_ASKED = "auto"
    FIRST = "yes"
    NEVER = "no"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long each part may take, in seconds, and how often a connection is tried."""

    find: float = 10.0
    connect: float = 15.0
    pair: float = 60.0  # a person may have to type a code
    listen: float = 5.0
    write: float = 3.0
    release: float = 5.0
    pause: float = 0.5
    attempts: int = 3


PATIENCE = Patience()


@dataclass(frozen=True, slots=True)
class Wanted:
    """A board, by the name of its link and its address, and how to connect to it."""

    board: str
    address: str
    adapter: str | None
    pairing: Pairing
    ask: Ask | None
    tell: Tell
    patience: Patience
