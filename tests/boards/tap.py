"""A tap in a cable: it notes what passes, keeps replies back, acts at a moment."""

import asyncio
from collections.abc import Callable

from wizard.links.memory import Peer


class Tap:
    """Sits between a cable and the far end.

    `requests` are the bytes that were sent; `swallow` says for each reply whether it is
    lost, `lost` numbers the requests it was lost of.
    """

    def __init__(self, peer: Peer) -> None:
        self.peer = peer
        self.requests: list[bytes] = []
        self.lost: list[int] = []
        self.swallow: Callable[[], bool] = lambda: False
        self.plugged_in = False
        self._then: tuple[int, float, Callable[[], None]] | None = None

    def after(self, request: int, seconds: float, then: Callable[[], None]) -> None:
        """Call `then` some seconds after the reply to the n-th request from now."""
        self._then = len(self.requests) + request, seconds, then

    def plugged(self, deliver: Callable[[bytes], None]) -> None:
        def pass_on(data: bytes) -> None:
            if self.swallow():
                self.lost.append(len(self.requests) - 1)
            else:
                deliver(data)
            if self._then is not None and len(self.requests) == self._then[0]:
                asyncio.get_running_loop().call_later(*self._then[1:])
                self._then = None

        self.plugged_in = True
        self.peer.plugged(pass_on)

    def heard(self, data: bytes) -> None:
        self.requests.append(data)
        self.peer.heard(data)

    def unplugged(self) -> None:
        self.plugged_in = False
        self.peer.unplugged()
