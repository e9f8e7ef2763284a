"""A system bus of the test's own, with a stand-in for bluetoothd on it and bleak in front.

dbus-fast reads the address of the system bus whenever it connects, and bleak keeps one
manager per loop; each test has its own loop. So the variable may be set while bleak is
imported already, and one process serves all tests.
"""

import logging
from collections.abc import AsyncGenerator

import pytest

from tests.bluez.bluetoothd import Bluetoothd, served
from tests.bluez.daemon import system_bus
from tests.bluez.support import left_by_bleak


@pytest.fixture
async def empty(monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Bluetoothd]:
    """Yield a bluetoothd without adapter, and see that the link left no task behind."""
    logging.getLogger("bleak").setLevel(logging.CRITICAL)
    with system_bus() as (address, _):
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        bluez = await served(address)
        yield bluez
        await bluez.stop()
        await left_by_bleak()


@pytest.fixture
def bluez(empty: Bluetoothd) -> Bluetoothd:
    """Return a bluetoothd with an adapter that is on."""
    empty.plug_adapter()
    return empty
