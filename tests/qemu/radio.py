"""The air: the machine's adapter on one side of it, boards with FFE0/FFE1 on the other (bumble)."""

import asyncio
import socket
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager

from bumble.att import Attribute
from bumble.controller import Connection as LinkConnection
from bumble.controller import Controller
from bumble.core import UUID, AdvertisingData, PhysicalTransport
from bumble.device import Connection, Device, DeviceConfiguration
from bumble.gatt import (
    GATT_CLIENT_CHARACTERISTIC_CONFIGURATION_DESCRIPTOR,
    Characteristic,
    CharacteristicValue,
    Service,
)
from bumble.hci import Address, HCI_ErrorCode, LeFeatureMask, OwnAddressType
from bumble.host import Host
from bumble.link import LocalLink
from bumble.ll import AdvertisingPdu
from bumble.pairing import PairingConfig, PairingDelegate
from bumble.transport.common import StreamPacketSink, StreamPacketSource

from tests.qemu.board import Board

ADAPTER = "F0:F1:F2:F3:F4:F5"
SERVICE = UUID.from_16_bits(0xFFE0)
VALUE = UUID.from_16_bits(0xFFE1)
MANUFACTURER = 0x0B65
MODEL = b"\x88\xa0"
DISCOVERABLE = bytes([0b110])  # general, and no classic Bluetooth
MOST_SAID = 31
WRITE = Characteristic.Properties.WRITE_WITHOUT_RESPONSE
NOTIFY = Characteristic.Properties.NOTIFY


class Air(LocalLink):
    """Carries data between controllers from the address that a connection was made with.

    bumble names the sender by its random address, but Linux connects with the public one.
    """

    def send_acl_data(
        self,
        sender_controller: Controller,
        destination_address: Address,
        transport: PhysicalTransport,
        data: bytes,
    ) -> None:
        """Hand data to who holds the other end."""
        connection = sender_controller.le_connections.get(destination_address)
        receiver = self.find_le_controller(destination_address)
        if connection is not None and receiver is not None:
            asyncio.get_running_loop().call_soon(
                receiver.on_link_acl_data, connection.self_address, transport, data
            )

    def send_advertising_pdu(self, sender_controller: Controller, packet: AdvertisingPdu) -> None:
        """Carry it while the sender is in reach."""
        if sender_controller in self.controllers:
            super().send_advertising_pdu(sender_controller, packet)


class Adapter(Controller):
    """An adapter as Linux drives it.

    It has no features of which Linux expects enhanced events: bumble sends plain ones, and
    Linux waits for the end of a connection's making, and cannot disconnect for that long.
    """

    le_features = Controller.le_features & ~(
        LeFeatureMask.LL_PRIVACY
        | LeFeatureMask.LE_EXTENDED_ADVERTISING
        | LeFeatureMask.LE_PERIODIC_ADVERTISING
    )


class Line(StreamPacketSource):
    """A serial line that carries packets between a machine and its adapter."""

    def __init__(self) -> None:
        super().__init__()
        self.closed = asyncio.Event()

    def connection_lost(self, exc: Exception | None) -> None:
        """Learn that nothing more comes."""
        super().connection_lost(exc)
        self.closed.set()


class Radio:
    """An adapter at the end of a serial line, and the air around it."""

    def __init__(self, air: Air, adapter: Controller) -> None:
        self._air = air
        self._adapter = adapter

    @classmethod
    @asynccontextmanager
    async def at(cls, end: socket.socket) -> AsyncGenerator["Radio"]:
        """Be the adapter at our end of the line, until it is closed."""
        loop = asyncio.get_running_loop()
        transport, line = await loop.create_connection(Line, sock=end)
        try:
            air = Air()
            yield cls(air, Adapter("adapter", line, StreamPacketSink(transport), air, ADAPTER))
        finally:
            transport.close()
            await line.closed.wait()

    @asynccontextmanager
    async def around(self, boards: Sequence[Board]) -> AsyncGenerator[None]:
        """Have boards on the air; afterwards they are out of reach, whoever is connected."""
        there = [OnAir(self._air, board) for board in boards]
        try:
            for one in there:
                await one.advertise()
            yield
        finally:
            for board in boards:
                self.take_away(board)

    def take_away(self, board: Board) -> None:
        """Carry a board out of reach, and so its connection ends."""
        for controller in self._of(board):
            self._air.remove_controller(controller)
            self._cut(controller)

    def interrupt(self, board: Board) -> None:
        """End the connection of a board that stays in reach."""
        for controller in self._of(board):
            self._cut(controller)

    def _of(self, board: Board) -> list[Controller]:
        address = _address(board)
        return [each for each in self._air.controllers if each.public_address == address]

    def _cut(self, controller: Controller) -> None:
        """Let both sides of a connection notice its end by its time-out."""
        own = controller.public_address
        cut = [it for it in self._adapter.le_connections.values() if it.peer_address == own]
        _time_out(controller, list(controller.le_connections.values()))
        _time_out(self._adapter, cut)


def _address(board: Board) -> Address:
    return Address(board.address, Address.PUBLIC_DEVICE_ADDRESS)


def _time_out(controller: Controller, connections: Sequence[LinkConnection]) -> None:
    for connection in connections:
        controller.on_le_disconnected(connection, HCI_ErrorCode.CONNECTION_TIMEOUT_ERROR)


class Shown(PairingDelegate):
    """A pairing code that the other side has to type."""

    def __init__(self, code: int) -> None:
        super().__init__(PairingDelegate.DISPLAY_OUTPUT_ONLY)
        self._code = code

    async def generate_passkey(self) -> int:
        """Return the code that is shown."""
        return self._code


class OnAir:
    """One board: its GATT server in front, a peer of wizard's behind."""

    def __init__(self, air: Air, board: Board) -> None:
        self.board = board
        self._peer = board.peer
        self.controller = Controller(board.name, link=air, public_address=board.address)
        self._device = self._make_device()
        self._out: asyncio.Queue[bytes] = asyncio.Queue()

    async def advertise(self) -> None:
        """Come up, and again after every disconnection."""
        await self._device.power_on()
        await self._device.start_advertising(
            auto_restart=True,
            own_address_type=OwnAddressType.PUBLIC,
            advertising_data=advertisement(self.board),
        )

    def _make_device(self) -> Device:
        host = Host()
        host.controller = self.controller
        plain = DeviceConfiguration(
            gap_service_enabled=not self.board.apart, gatt_service_enabled=not self.board.apart
        )
        device = Device(self.board.name, _address(self.board), plain, host)
        device.gatt_server.max_mtu = self.board.mtu
        values = self._characteristics()
        self._notified = values[-1]
        device.add_service(Service(SERVICE, values))
        if self.board.code is not None:
            self._demand(device, self.board.code)
        device.on("connection", self._connected)
        return device

    def _demand(self, device: Device, code: int) -> None:
        """Let nobody listen who is not paired by a code that stands on the board."""
        config = PairingConfig(delegate=Shown(code))

        def configured(_: Connection) -> PairingConfig:
            return config

        device.pairing_config_factory = configured
        kind = GATT_CLIENT_CHARACTERISTIC_CONFIGURATION_DESCRIPTOR
        cccd = device.gatt_server.get_descriptor_attribute(SERVICE, VALUE, kind)
        assert cccd is not None
        cccd.permissions |= Attribute.Permissions.WRITE_REQUIRES_AUTHENTICATION

    def _characteristics(self) -> list[Characteristic[bytes]]:
        """Apart they lie at handles 3 and 5 with the CCCD at 6, as in modules of 20:21:11."""
        write = CharacteristicValue[bytes](write=self._written)
        allowed = Characteristic.READABLE | Characteristic.WRITEABLE
        if not self.board.apart:
            return [Characteristic(VALUE, WRITE | NOTIFY, allowed, write)]
        return [
            Characteristic(VALUE, WRITE, allowed, write),
            Characteristic(VALUE, NOTIFY, Characteristic.READABLE, b""),
        ]

    def _connected(self, connection: Connection) -> None:
        self._out = asyncio.Queue()
        task = asyncio.create_task(self._notify(connection, self._out))
        self._peer.plugged(self._out.put_nowait)

        def gone(_reason: int) -> None:
            task.cancel()
            self._peer.unplugged()

        connection.on("disconnection", gone)

    def _written(self, _connection: object, data: bytes) -> None:
        self.board.heard.append(data)
        self._peer.heard(data)

    async def _notify(self, connection: Connection, out: asyncio.Queue[bytes]) -> None:
        """Send what the peer delivers, in its order, cut where the MTU is smaller."""
        while True:
            data = await out.get()
            step = connection.att_mtu - 3
            for start in range(0, len(data), step):
                piece = data[start : start + step]
                await self._device.notify_subscriber(connection, self._notified, piece)


def advertisement(board: Board) -> bytes:
    """Return what a board says of itself. Raises ValueError beyond 31 bytes, which none can send.

    bluetoothd passes over a device whose flags do not call it discoverable.
    """
    address = bytes.fromhex(board.address.replace(":", ""))
    kinds = AdvertisingData.Type
    parts = {
        kinds.FLAGS: DISCOVERABLE,
        kinds.COMPLETE_LIST_OF_16_BIT_SERVICE_CLASS_UUIDS: SERVICE.to_bytes(),
        kinds.MANUFACTURER_SPECIFIC_DATA: MANUFACTURER.to_bytes(2, "little") + MODEL + address,
        kinds.COMPLETE_LOCAL_NAME: board.name.encode(),
    }
    said = bytes(AdvertisingData([(int(kind), value) for kind, value in parts.items()]))
    if len(said) > MOST_SAID:
        raise ValueError(f"{board.name}: a name has at most 10 letters beside the rest")
    return said
