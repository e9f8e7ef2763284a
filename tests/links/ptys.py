"""Pseudo-terminals as cables, and an ear that listens to a link."""

import asyncio
import os
import tty
from collections.abc import Generator
from contextlib import contextmanager

from wizard.text import Text

BOUND_S = 10.0  # far above what any test takes


@contextmanager
def cable() -> Generator[tuple[int, str]]:
    """Yield the far end's descriptor and the path of the near end; close what is open."""
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    path = os.ttyname(theirs)
    os.close(theirs)
    try:
        yield ours, path
    finally:
        shut(ours)


def shut(descriptor: int) -> None:
    """Close a descriptor unless it is closed."""
    try:
        os.close(descriptor)
    except OSError:
        return


class Ear:
    """Hears what a link brings."""

    def __init__(self) -> None:
        self.bytes = b""
        self.reasons: list[str] = []
        self._changed = asyncio.Event()

    def received(self, chunk: bytes) -> None:
        self.bytes += chunk
        self._changed.set()

    def lost(self, reason: Text) -> None:
        self.reasons.append(str(reason))
        self._changed.set()

    async def hear(self, size: int) -> bytes:
        """Wait for so many bytes."""
        while len(self.bytes) < size:
            await self._next()
        return self.bytes

    async def hear_loss(self) -> str:
        """Wait until the link is gone; return why."""
        while not self.reasons:
            await self._next()
        return self.reasons[0]

    async def _next(self) -> None:
        async with asyncio.timeout(BOUND_S):
            await self._changed.wait()
        self._changed.clear()
