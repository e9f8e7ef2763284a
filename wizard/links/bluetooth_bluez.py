"""What bleak does not tell of Linux' Bluetooth: is it there, who holds a board, is it gone.

One connection of our own to the system bus. It is asked before bleak is, so that what is
missing is named; it watches bluetoothd and the board's device object, for bleak notices
the end of neither; and it carries the agent for pairing.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any

from dbus_fast import AuthError, BusType, Message, MessageType, unpack_variants
from dbus_fast.aio import MessageBus

from wizard.errors import LinkUnavailable
from wizard.links import bluetooth_words as say
from wizard.links.bluetooth_agent import CAN, PATH, Agent
from wizard.links.bluetooth_wanted import Ask
from wizard.text import Text

BUS, SERVICE = "org.freedesktop.DBus", "org.bluez"
ADAPTER, DEVICE = "org.bluez.Adapter1", "org.bluez.Device1"
CHARACTERISTIC, AGENTS = "org.bluez.GattCharacteristic1", "org.bluez.AgentManager1"
MANAGER = "org.freedesktop.DBus.ObjectManager"
RULES = (
    "type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',arg0='org.bluez'",
    f"type='signal',sender='org.bluez',interface='{MANAGER}',member='InterfacesRemoved'",
)
FORMS: Mapping[str, str] = {
    "AddMatch": "s",
    "RegisterAgent": "os",
    "RequestDefaultAgent": "o",
    "UnregisterAgent": "o",
}
LISTENED = ("Notifying", "NotifyAcquired")
ASKING_S = 5.0

Objects = Mapping[str, Mapping[str, Mapping[str, Any]]]


class BlueZ:
    """Our own connection to the system bus, for one board."""

    def __init__(self, bus: MessageBus, board: str) -> None:
        self._bus = bus
        self._board = board
        self._device = ""
        self._gone: Callable[[Text], None] = _nobody
        bus.add_message_handler(self._handle)

    async def see_adapter(self, adapter: str | None) -> None:
        """Raise LinkUnavailable unless there is an adapter, the wanted one, switched on."""
        _see_adapter(await self._objects(), adapter)

    async def free(self, address: str) -> None:
        """Free a board that is connected here and used by nobody.

        A program that was killed leaves its board connected, and so hidden from a scan.
        Raises LinkUnavailable where another program listens to it.
        """
        objects = await self._objects()
        for path in _connected(objects, address):
            if _is_listened_to(objects, path):
                raise LinkUnavailable(say.held_here(self._board, address))
            await self.call(path, DEVICE, "Disconnect")

    def watch(self, device: str, gone: Callable[[Text], None]) -> None:
        """Tell `gone` why, when a device's object or bluetoothd is no more."""
        self._device, self._gone = device, gone

    @asynccontextmanager
    async def agent(self, device: str, ask: Ask | None) -> AsyncGenerator[Agent]:
        """Answer for a device while it is connected and paired."""
        agent = Agent(self._bus, device, ask)
        try:
            await self.call("/org/bluez", AGENTS, "RegisterAgent", PATH, CAN)
            await self.call("/org/bluez", AGENTS, "RequestDefaultAgent", PATH)
            yield agent
        finally:
            agent.stop()
            with suppress(Exception):  # where bluetoothd is gone, the agent is too
                await self.call("/org/bluez", AGENTS, "UnregisterAgent", PATH)

    async def call(self, path: str, interface: str, member: str, *body: str) -> Message:
        """Call bluetoothd. Raises BleakDBusError, TimeoutError."""
        return await _call(self._bus, _message(SERVICE, path, interface, member, *body))

    async def _objects(self) -> Objects:
        reply = await self.call("/", MANAGER, "GetManagedObjects")
        return {path: unpack_variants(found) for path, found in reply.body[0].items()}

    def _handle(self, message: Message) -> None:
        if message.message_type is not MessageType.SIGNAL:
            return
        if message.member == "NameOwnerChanged" and message.body[:1] == [SERVICE]:
            if not message.body[2]:
                self._gone(say.SERVICE_ENDED)
        elif message.member == "InterfacesRemoved":
            path, interfaces = message.body
            if path == self._device and DEVICE in interfaces:
                self._gone(say.forgotten(self._board))


@asynccontextmanager
async def bluez(board: str) -> AsyncGenerator[BlueZ]:
    """Connect to the system bus. Raises BleakDBusError, OSError, LinkUnavailable."""
    bus = await _joined()
    try:
        for rule in RULES:
            await _call(bus, _message(BUS, "/org/freedesktop/DBus", BUS, "AddMatch", rule))
        yield BlueZ(bus, board)
    finally:
        bus.disconnect()
        with suppress(Exception):  # how it ended is of no use any more
            await bus.wait_for_disconnect()


async def _joined() -> MessageBus:
    bus = MessageBus(bus_type=BusType.SYSTEM)
    try:
        async with asyncio.timeout(ASKING_S):
            return await bus.connect()
    except AuthError as error:
        raise LinkUnavailable(say.NOT_PERMITTED) from error


async def _call(bus: MessageBus, message: Message) -> Message:
    from bleak.exc import BleakDBusError

    async with asyncio.timeout(ASKING_S):
        reply = await bus.call(message)
    if reply.message_type is MessageType.ERROR:
        raise BleakDBusError(reply.error_name or "", reply.body)
    return reply


def _message(to: str, path: str, interface: str, member: str, *body: str) -> Message:
    form = FORMS.get(member, "")
    return Message(to, path, interface, member, signature=form, body=[*body])


def _nobody(_reason: Text) -> None:
    """Nobody listens yet."""


def _see_adapter(objects: Objects, wanted: str | None) -> None:
    adapters = [
        found[ADAPTER]
        for path, found in objects.items()
        if ADAPTER in found and wanted in {None, path.rpartition("/")[2]}
    ]
    if not adapters:
        raise LinkUnavailable(say.NO_ADAPTER)
    if not any(each["Powered"] for each in adapters):
        blocked = any(each.get("PowerState") == "off-blocked" for each in adapters)
        raise LinkUnavailable(say.BLOCKED if blocked else say.OFF)


def _connected(objects: Objects, address: str) -> list[str]:
    return [
        path
        for path, found in objects.items()
        if DEVICE in found
        and found[DEVICE]["Address"].upper() == address.upper()
        and found[DEVICE].get("Connected", False)
    ]


def _is_listened_to(objects: Objects, device: str) -> bool:
    return any(
        any(found[CHARACTERISTIC].get(each, False) for each in LISTENED)
        for path, found in objects.items()
        if CHARACTERISTIC in found and path.startswith(f"{device}/")
    )
