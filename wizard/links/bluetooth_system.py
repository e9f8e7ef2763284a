"""This computer's Bluetooth, ready to be used. Only Linux tells more than bleak does."""

import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from wizard.links.bluetooth_quiet import quiet

if TYPE_CHECKING:
    from wizard.links.bluetooth_bluez import BlueZ


@asynccontextmanager
async def system(board: str, adapter: str | None) -> AsyncGenerator["BlueZ | None"]:
    """Yield what there is beside bleak, once an adapter is on.

    Raises LinkUnavailable with what to do, BleakDBusError, OSError.
    """
    quiet()
    if sys.platform != "linux":
        yield None
        return
    from wizard.links.bluetooth_bluez import bluez

    async with bluez(board) as found:
        await found.see_adapter(adapter)
        yield found
