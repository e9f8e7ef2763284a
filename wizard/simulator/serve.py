"""A simulated line on a pseudo-terminal, for programs that want a serial port."""

import asyncio
import contextlib
import os
import tty
from collections.abc import Callable, Generator
from contextlib import contextmanager

from wizard.links.memory import Peer

CHUNK = 4096


async def serve(line: Peer, announce: Callable[[str], None]) -> None:
    """Serve a line, or one board's UART, until cancelled; `announce` gets the port's path first.

    Clients may close and open the port at will. POSIX only.
    """
    with _terminal() as (ours, path):
        line.plugged(lambda data: _send(ours, data))
        loop = asyncio.get_running_loop()
        loop.add_reader(ours, lambda: line.heard(os.read(ours, CHUNK)))
        try:
            announce(path)
            await loop.create_future()
        finally:
            loop.remove_reader(ours)
            line.unplugged()


@contextmanager
def _terminal() -> Generator[tuple[int, str]]:
    ours, theirs = os.openpty()
    try:
        tty.setraw(theirs)
        os.set_blocking(ours, False)
        # Ours would read an error after the last client left, if theirs were closed here.
        yield ours, os.ttyname(theirs)
    finally:
        os.close(ours)
        os.close(theirs)


def _send(ours: int, data: bytes) -> None:
    # Nobody need be reading; a full line drops bytes, as a wire without listener does.
    with contextlib.suppress(BlockingIOError):
        os.write(ours, data)
