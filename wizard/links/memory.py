"""A cable inside this process: whoever speaks at its far end is a `Peer`."""

from collections.abc import Callable
from typing import Protocol

from wizard.errors import LinkLost, LinkUnavailable
from wizard.links.base import Sink
from wizard.text import text


class Peer(Protocol):
    """The far end of a cable, a simulated bus for instance."""

    def plugged(self, deliver: Callable[[bytes], None]) -> None:
        """Learn where bytes for the near end go, on the loop that is running now."""
        ...

    def heard(self, data: bytes) -> None:
        """Take bytes that the near end sent."""
        ...

    def unplugged(self) -> None:
        """Learn that the near end is closed."""
        ...


class MemoryLink:
    """The near end of a cable to a peer in this process."""

    def __init__(self, name: str, peer: Peer) -> None:
        self.name = name
        self._peer = peer
        self._sink: Sink | None = None

    async def open(self, sink: Sink) -> None:
        """Plug in. Raises LinkUnavailable where it is plugged in already."""
        if self._sink is not None:
            raise LinkUnavailable(text("{link} is in use by this program", link=self.name))
        self._sink = sink
        self._peer.plugged(sink.received)

    async def send(self, data: bytes) -> None:
        """Hand bytes to the peer. Raises LinkLost where the cable is out."""
        if self._sink is None:
            raise LinkLost(text("{link} is not open", link=self.name))
        self._peer.heard(data)

    async def close(self) -> None:
        """Unplug."""
        if self._sink is not None:
            self._sink = None
            self._peer.unplugged()

    def pull(self) -> None:
        """Pull the cable, as a person might: the listener is told."""
        sink, self._sink = self._sink, None
        if sink is not None:
            self._peer.unplugged()
            sink.lost(text("{link}: the cable was pulled", link=self.name))
