"""What the tests of the Bluetooth link share: links, patience, and cleaning up after bleak."""

import asyncio
from dataclasses import replace

from bleak.backends.bluezdbus import manager

from tests.bluez.radios import ADDRESS
from wizard.errors import LinkUnavailable
from wizard.links.bluetooth import BluetoothLink
from wizard.links.bluetooth_wanted import Pairing, Patience

SURE = Patience(find=20, connect=20, pair=20, listen=20, write=20, release=20, pause=0.01)
"""Bounds that a busy machine keeps; a test shortens the one that it lets run out."""

SHORT = 0.15


def link(
    pairing: Pairing = Pairing.WHEN_ASKED, *, adapter: str | None = None, **short: float
) -> BluetoothLink:
    """Return the link to the test's board."""
    return BluetoothLink(ADDRESS, adapter=adapter, pairing=pairing, patience=replace(SURE, **short))


async def refusal(wanted: BluetoothLink) -> str:
    """Return why a link cannot be opened."""
    try:
        await wanted.open(Deaf())
    except LinkUnavailable as error:
        return str(error)
    finally:
        await wanted.close()
    return ""


class Deaf:
    """Hears nothing."""

    def received(self, chunk: bytes) -> None:
        """Let it pass."""

    def lost(self, reason: object) -> None:
        """Let it pass."""


async def left_by_bleak() -> None:
    """Close the connection that bleak keeps for the life of a loop."""
    kept = manager._global_instances.pop(asyncio.get_running_loop(), None)  # pyright: ignore[reportPrivateUsage]
    if kept is not None and kept._bus is not None:  # pyright: ignore[reportPrivateUsage]
        kept._bus.disconnect()  # pyright: ignore[reportPrivateUsage]
        if kept._bus_watcher_task is not None:  # pyright: ignore[reportPrivateUsage]
            await asyncio.wait({kept._bus_watcher_task})  # pyright: ignore[reportPrivateUsage]
