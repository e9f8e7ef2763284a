"""A board's Bluetooth by bleak, on the loop that opens the link: no thread.

Everything that waits is bounded: bleak repeats a write that is "in progress" for ever, and
neither the end of bluetoothd nor a silent radio changes its `is_connected`.
"""

import asyncio
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from wizard.errors import LinkLost, LinkUnavailable
from wizard.links.base import Sink
from wizard.links.bluetooth_wanted import (
    PATIENCE,
    Ask,
    Pairing,
    Patience,
    Tell,
    Wanted,
    nobody,
)
from wizard.links.lock import hold_bluetooth
from wizard.text import Text, text

if TYPE_CHECKING:
    from wizard.links.bluetooth_connect import Connected

PIECE = 20  # bytes that every module takes in one write


class BluetoothLink:
    """A board under its Bluetooth address; macOS has an id in its place.

    `adapter` is one of several, such as `hci1`; `ask` asks the person for a pairing code,
    `tell` says what the connecting is at, which may take a minute.
    """

    def __init__(  # noqa: PLR0913  each is one thing that a person chose, or that asks one
        self,
        address: str,
        *,
        adapter: str | None = None,
        pairing: Pairing = Pairing.WHEN_ASKED,
        ask: Ask | None = None,
        tell: Tell = nobody,
        patience: Patience = PATIENCE,
    ) -> None:
        self.name = f"ble:{address}"
        self._wanted = Wanted(self.name, address.upper(), adapter, pairing, ask, tell, patience)
        self._up: Connected | None = None
        self._sink: Sink | None = None
        self._held = AsyncExitStack()
        self._releasing: asyncio.Task[None] | None = None

    async def open(self, sink: Sink) -> None:
        """Find the board, connect, listen. Raises LinkUnavailable."""
        if self._up is not None:
            raise LinkUnavailable(text("{link} is in use by this program", link=self.name))
        await self.close()
        from wizard.links.bluetooth_connect import connect

        async with AsyncExitStack() as held:
            held.callback(hold_bluetooth(self._wanted.address).release)
            try:
                up = await connect(self._wanted, held, self._received)
            finally:
                self._wanted.tell(None)
            self._up, self._sink, self._held = up, sink, held.pop_all()
        up.gone.reason.add_done_callback(lambda reason: self._ended(up, reason))

    async def send(self, data: bytes) -> None:
        """Write bytes, 20 at a time, without waiting for the board. Raises LinkLost."""
        for at in range(0, len(data), PIECE):
            if self._up is None:
                raise LinkLost(text("{link} is not open", link=self.name))
            try:
                await self._up.write(data[at : at + PIECE])
            except LinkLost:
                await self.close()
                raise

    async def close(self) -> None:
        """Disconnect; the board is free for others then."""
        self._sink, up, self._up = None, self._up, None
        if up is not None:
            self._release()
        if self._releasing is not None:
            await asyncio.wait({self._releasing})  # goes on also where this is cancelled
            self._releasing = None

    def _received(self, chunk: bytes) -> None:
        if self._sink is not None:
            self._sink.received(chunk)

    def _ended(self, up: "Connected", reason: asyncio.Future[Text]) -> None:
        if self._up is not up:
            return
        sink, self._sink, self._up = self._sink, None, None
        self._release()
        if sink is not None:
            sink.lost(reason.result())

    def _release(self) -> None:
        held, self._held = self._held, AsyncExitStack()
        self._releasing = asyncio.get_running_loop().create_task(held.aclose())
