"""Cleaning up after bleak where it ran on a loop of another thread."""

import asyncio
import threading

from bleak.backends.bluezdbus import manager


async def forget_closed_loops() -> None:
    """Wait for searches that were stopped; close the connections that bleak keeps for them."""
    for thread in threading.enumerate():
        if thread.name == "search":
            await asyncio.to_thread(thread.join, 10)
    for loop in [each for each in manager._global_instances if each.is_closed()]:  # pyright: ignore[reportPrivateUsage]
        bus = manager._global_instances.pop(loop)._bus  # pyright: ignore[reportPrivateUsage]
        if bus is not None:
            bus._finalize(None)  # pyright: ignore[reportPrivateUsage]
