"""A board as others see it on the air."""

from dataclasses import dataclass, field

from wizard.links.memory import Peer


@dataclass(frozen=True)
class Board:
    """A board's face on the air, and who speaks behind it.

    With `apart`, FFE1 is there twice, as newer modules have it: one to write, one to listen.
    With a `code` it lets nobody listen who has not typed that. What was written to FFE1 is
    kept in `heard`.
    """

    peer: Peer
    address: str = "C8:47:80:12:34:56"
    name: str = "JK-PB2A16"
    apart: bool = False
    mtu: int = 247
    code: int | None = None
    heard: list[bytes] = field(default_factory=list[bytes])
