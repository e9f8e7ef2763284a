"""A stand-in for bluetoothd: `org.bluez` on a private bus, as far as a central uses it.

Every fault is a public attribute; an iterator of D-Bus error names fails that many calls,
`SILENT` leaves a call unanswered, `repeat(name)` fails for ever.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterator, Mapping
from typing import Any

from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus

from tests.bluez.radios import SERVICE, Char, Radio

SILENT = "silent"
ABORTED = "le-connection-abort-by-local"
FAILED = "org.bluez.Error.Failed"
IN_PROGRESS = "org.bluez.Error.InProgress"
ALREADY_CONNECTED = "org.bluez.Error.AlreadyConnected"
NOT_READY = "org.bluez.Error.NotReady"
NOT_PERMITTED = "org.bluez.Error.NotPermitted"
NOT_CONNECTED = "org.bluez.Error.NotConnected"
AUTHENTICATION_FAILED = "org.bluez.Error.AuthenticationFailed"
UNKNOWN_OBJECT = "org.freedesktop.DBus.Error.UnknownObject"

ADAPTER, DEVICE = "org.bluez.Adapter1", "org.bluez.Device1"
GATT_SERVICE, GATT_CHAR = "org.bluez.GattService1", "org.bluez.GattCharacteristic1"
PROPERTIES, MANAGER = "org.freedesktop.DBus.Properties", "org.freedesktop.DBus.ObjectManager"
HCI = "/org/bluez/hci0"
BOUND_S = 10.0

Properties = dict[str, Variant]
Reply = Message | None


class Bluetoothd:
    """Serves one adapter and the boards in its range."""

    def __init__(self, bus: MessageBus, address: str) -> None:
        self.bus = bus
        self.address = address
        self.objects: dict[str, dict[str, Properties]] = {}
        self.radios: dict[str, Radio] = {}
        self.calls: list[str] = []
        self.agent: tuple[str, str] | None = None
        self.why = "le-connection-abort-by-remote"
        self.connects: Iterator[str] = iter(())
        self.disconnects: Iterator[str] = iter(())
        self.discoveries: Iterator[str] = iter(())
        self.notifies: Iterator[str] = iter(())
        self.writes: Iterator[str] = iter(())
        self.pairs: Iterator[str] = iter(())
        self.listings: Iterator[str] = iter(())
        self.resolves = True
        self.forgets = 0
        self._called = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._members: Mapping[str, Callable[[Message], Reply]] = {
            "GetManagedObjects": self._list,
            "Set": self._set,
            "SetDiscoveryFilter": self._yes,
            "StartDiscovery": self._discover,
            "StopDiscovery": self._yes,
            "Connect": self._connect,
            "Disconnect": self._disconnect,
            "Pair": self._pair,
            "StartNotify": self._start_notify,
            "StopNotify": self._yes,
            "WriteValue": self._write,
            "RegisterAgent": self._register,
            "RequestDefaultAgent": self._yes,
            "UnregisterAgent": self._unregister,
        }

    async def serve(self) -> None:
        """Take the name and answer."""
        self.bus.add_message_handler(self._handle)
        await self.bus.request_name("org.bluez")

    async def stop(self) -> None:
        """Go away without a word, as a process that was killed."""
        for task in self._tasks:
            task.cancel()
        self.bus.disconnect()
        await self.bus.wait_for_disconnect()

    def plug_adapter(self, *, powered: bool = True, blocked: bool = False) -> None:
        """Show an adapter."""
        state = "on" if powered else "off-blocked" if blocked else "off"
        self.add(
            HCI,
            ADAPTER,
            {
                "Address": Variant("s", "00:11:22:33:44:55"),
                "Powered": Variant("b", powered),
                "PowerState": Variant("s", state),
                "Roles": Variant("as", ["central", "peripheral"]),
            },
        )

    def place(self, radio: Radio, *, known: bool = False) -> Radio:
        """Put a board in range; a known one is in the list before it is looked for."""
        self.radios[radio.place] = radio
        if known:
            self._show(radio)
        return radio

    async def called(self, member: str) -> None:
        """Wait until something was called, bounded as all waiting here."""
        async with asyncio.timeout(BOUND_S):
            while member not in self.calls:
                self._called.clear()
                await self._called.wait()

    # ---- objects and signals

    def add(self, path: str, interface: str, properties: Properties) -> None:
        """Add an interface of an object and say so."""
        self.objects.setdefault(path, {})[interface] = properties
        self._signal("/", MANAGER, "InterfacesAdded", "oa{sa{sv}}", [path, {interface: properties}])

    def remove(self, path: str) -> None:
        """Remove an object and what is below it, and say so."""
        for each in sorted(self.objects, reverse=True):
            if each == path or each.startswith(f"{path}/"):
                interfaces = list(self.objects.pop(each))
                self._signal("/", MANAGER, "InterfacesRemoved", "oas", [each, interfaces])

    def change(self, path: str, interface: str, **changed: Variant) -> None:
        """Change properties and say so."""
        if path in self.objects:
            self.objects[path][interface].update(changed)
            body = [interface, changed, list[str]()]
            self._signal(path, PROPERTIES, "PropertiesChanged", "sa{sv}as", body)

    def unplug_adapter(self) -> None:
        """Pull the adapter: all is gone."""
        self.remove(HCI)

    def power_off(self) -> None:
        """Switch the adapter off: every board is gone first."""
        for radio in self.radios.values():
            self.drop(radio)
        self.change(HCI, ADAPTER, Powered=Variant("b", False))

    def drop(self, radio: Radio) -> None:
        """Lose the connection to a board."""
        radio.peer.unplugged()
        self.change(
            radio.place,
            DEVICE,
            Connected=Variant("b", False),
            ServicesResolved=Variant("b", False),
        )

    def connected(self, radio: Radio) -> bool:
        """Whether a board is connected now."""
        return radio.place in self.objects and bool(
            self.objects[radio.place][DEVICE]["Connected"].value
        )

    def _signal(self, path: str, interface: str, member: str, form: str, body: list[Any]) -> None:
        if self.bus.connected:
            self._send(Message.new_signal(path, interface, member, form, body))

    def _send(self, message: Message) -> None:
        self.bus.send(message)  # pyright: ignore[reportUnknownMemberType] its future is untyped

    def _show(self, radio: Radio) -> None:
        self.add(
            radio.place,
            DEVICE,
            {
                "Address": Variant("s", radio.address),
                "Name": Variant("s", radio.name),
                "Alias": Variant("s", radio.name),
                "Adapter": Variant("o", HCI),
                "Connected": Variant("b", False),
                "Paired": Variant("b", False),
                "ServicesResolved": Variant("b", False),
                "UUIDs": Variant("as", list(radio.services)),
                "RSSI": Variant("n", radio.rssi),
                "ManufacturerData": Variant(
                    "a{qv}", {n: Variant("ay", data) for n, data in radio.manufacturer.items()}
                ),
            },
        )

    def _resolve(self, radio: Radio) -> None:
        owner = {"Device": Variant("o", radio.place), "UUID": Variant("s", SERVICE)}
        self.add(radio.service, GATT_SERVICE, {**owner, "Primary": Variant("b", True)})
        for char in radio.chars:
            self.add(radio.path(char), GATT_CHAR, self._char(radio, char))
        self.change(radio.place, DEVICE, ServicesResolved=Variant("b", True))

    def _char(self, radio: Radio, char: Char) -> Properties:
        mtu = {} if radio.mtu is None else {"MTU": Variant("q", radio.mtu)}
        return {
            "UUID": Variant("s", char.uuid),
            "Service": Variant("o", radio.service),
            "Flags": Variant("as", list(char.flags)),
            "Notifying": Variant("b", False),
            **mtu,
        }

    # ---- calls

    def _handle(self, message: Message) -> Message | bool:
        if message.message_type is not MessageType.METHOD_CALL:
            return False
        member = message.member or ""
        self.calls.append(member)
        self._called.set()
        if member not in self._members:
            return False
        return self._members[member](message) or True

    def _yes(self, message: Message) -> Reply:
        return Message.new_method_return(message)

    def _no(self, message: Message, name: str, why: str = "") -> Reply:
        return None if name == SILENT else Message.new_error(message, name, why or self.why)

    def _list(self, message: Message) -> Reply:
        if fault := next(self.listings, None):
            return self._no(message, fault)
        return Message.new_method_return(message, "a{oa{sa{sv}}}", [self.objects])

    def _set(self, message: Message) -> Reply:
        interface, name, value = message.body
        self.change(message.path or "", interface, **{name: value})
        return self._yes(message)

    def _discover(self, message: Message) -> Reply:
        if fault := next(self.discoveries, None):
            return self._no(message, fault)
        asyncio.get_running_loop().call_soon(self._advertise)
        return self._yes(message)

    def _advertise(self) -> None:
        for path, radio in self.radios.items():
            if not radio.seen or (path in self.objects and self.connected(radio)):
                continue
            if path in self.objects:
                self.change(path, DEVICE, RSSI=Variant("n", radio.rssi))
            else:
                self._show(radio)

    def _connect(self, message: Message) -> Reply:
        path = message.path or ""
        if self.forgets:
            self.forgets -= 1
            self.remove(path)
            return self._no(message, UNKNOWN_OBJECT)
        if fault := next(self.connects, None):
            if self.why == ABORTED:
                self.change(path, DEVICE, Connected=Variant("b", True))
                asyncio.get_running_loop().call_soon(self.drop, self.radios[path])
            return self._no(message, fault)
        asyncio.get_running_loop().call_soon(self._up, message)
        return None

    def _up(self, message: Message) -> None:
        self.come_up(self.radios[message.path or ""])
        self._send(Message.new_method_return(message))

    def come_up(self, radio: Radio) -> None:
        """Connect a board, as this or another program of the computer asked."""
        self.change(radio.place, DEVICE, Connected=Variant("b", True))
        if self.resolves:
            self._resolve(radio)

    def _disconnect(self, message: Message) -> Reply:
        if fault := next(self.disconnects, None):
            return self._no(message, fault)
        if (message.path or "") not in self.objects:
            return self._no(message, UNKNOWN_OBJECT)
        self.drop(self.radios[message.path or ""])
        return self._yes(message)

    def _at(self, message: Message) -> tuple[Radio, Char] | None:
        for radio in self.radios.values():
            for char in radio.chars:
                if radio.path(char) == message.path and message.path in self.objects:
                    return radio, char
        return None

    def _start_notify(self, message: Message) -> Reply:
        at = self._at(message)
        if fault := next(self.notifies, None):
            return self._no(message, fault)
        if at is None or "notify" not in at[1].flags:
            return self._no(message, "org.bluez.Error.NotSupported")
        radio, char = at
        paired = self.objects[radio.place][DEVICE]["Paired"].value
        if radio.demands and not paired:
            self._later(self._pairing_first(radio, char, message))
            return None
        if radio.secured and not paired:
            return self._no(message, NOT_PERMITTED, "Not paired")
        self._listen(radio, char)
        return self._yes(message)

    def _listen(self, radio: Radio, char: Char) -> None:
        self.change(radio.path(char), GATT_CHAR, Notifying=Variant("b", True))
        radio.peer.plugged(lambda data: self._notify(radio, char, data))

    async def _pairing_first(self, radio: Radio, char: Char, message: Message) -> None:
        if radio.wants is None or await self.ask(radio.place, radio.wants, radio.code):
            self.change(radio.place, DEVICE, Paired=Variant("b", True))
            self._listen(radio, char)
            self._send(Message.new_method_return(message))

    def _notify(self, radio: Radio, char: Char, data: bytes) -> None:
        for at in range(0, len(data), radio.cut):
            lost = radio.loses(radio.notified)
            radio.notified += 1
            if not lost:
                piece = Variant("ay", data[at : at + radio.cut])
                self.change(radio.path(char), GATT_CHAR, Value=piece)

    def _write(self, message: Message) -> Reply:
        at, (data, options) = self._at(message), message.body
        if fault := next(self.writes, None):
            return self._no(message, fault)
        kind = {"command": "write-without-response", "request": "write"}[options["type"].value]
        if at is None or kind not in at[1].flags:
            return self._no(message, "org.bluez.Error.NotSupported")
        at[0].peer.heard(bytes(data))
        return self._yes(message)

    # ---- pairing

    def _register(self, message: Message) -> Reply:
        self.agent = (message.sender or "", message.body[0])
        return self._yes(message)

    def _unregister(self, message: Message) -> Reply:
        self.agent = None
        return self._yes(message)

    def _pair(self, message: Message) -> Reply:
        if fault := next(self.pairs, None):
            return self._no(message, fault)
        self._later(self._pairing(message))
        return None

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _pairing(self, message: Message) -> None:
        radio = self.radios[message.path or ""]
        if radio.wants is not None and not await self.ask(radio.place, radio.wants, radio.code):
            self._send(Message.new_error(message, AUTHENTICATION_FAILED, "refused"))
            return
        self.change(radio.place, DEVICE, Paired=Variant("b", True))
        self._up(message)

    async def ask(self, device: str, member: str, code: str | int) -> bool:
        """Ask the agent about a device; whether it agreed and gave the right code."""
        if self.agent is None:
            return False
        form, more = FORMS[member]
        reply = await self.bus.call(
            Message(
                destination=self.agent[0],
                path=self.agent[1],
                interface="org.bluez.Agent1",
                member=member,
                signature=form,
                body=[device, *more],
            )
        )
        agreed = reply.message_type is MessageType.METHOD_RETURN
        return agreed and (not reply.body or reply.body[0] == code)


FORMS: Mapping[str, tuple[str, list[Any]]] = {
    "RequestConfirmation": ("ou", [123456]),
    "RequestAuthorization": ("o", []),
    "AuthorizeService": ("os", [SERVICE]),
    "RequestPinCode": ("o", []),
    "RequestPasskey": ("o", []),
    "DisplayPasskey": ("ouq", [123456, 0]),
    "Cancel": ("o", []),
}


async def served(address: str) -> Bluetoothd:
    """Return a stand-in that serves on a bus."""
    bluez = Bluetoothd(await MessageBus(bus_address=address).connect(), address)
    await bluez.serve()
    return bluez
