"""A simulated line on a pseudo-terminal, served from a thread, for commands that open ports."""

import asyncio
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from queue import Queue

from wizard.links.memory import Peer
from wizard.simulator.serve import serve

BOUND_S = 10.0


@contextmanager
def served(line: Peer) -> Generator[str]:
    """Yield the path of a port at whose far end a line, or a board's UART, is."""
    paths: Queue[str] = Queue()
    loop = asyncio.new_event_loop()
    task = loop.create_task(serve(line, paths.put))

    def run() -> None:
        with suppress(asyncio.CancelledError):
            loop.run_until_complete(task)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield paths.get(timeout=BOUND_S)
    finally:
        loop.call_soon_threadsafe(task.cancel)
        thread.join(BOUND_S)
        loop.close()
