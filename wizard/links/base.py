"""What a link is: bytes out, chunks of any size in, and a word when it is gone."""

from typing import Protocol

from wizard.text import Text


class Sink(Protocol):
    """Who listens to a link. Both calls come on the loop that opened it."""

    def received(self, chunk: bytes) -> None:
        """Take bytes as they came, cut anywhere."""
        ...

    def lost(self, reason: Text) -> None:
        """Learn that the link is gone; nothing more will come."""
        ...


class Link(Protocol):
    """A way to a bus. It may be opened again after it was closed or lost."""

    @property
    def name(self) -> str:
        """How a person calls it, `serial:/dev/ttyUSB0`."""
        ...

    async def open(self, sink: Sink) -> None:
        """Open it and deliver to `sink`. Raises LinkUnavailable."""
        ...

    async def send(self, data: bytes) -> None:
        """Send bytes. Raises LinkLost."""
        ...

    async def close(self) -> None:
        """Close it; a link that is not open stays so."""
        ...
