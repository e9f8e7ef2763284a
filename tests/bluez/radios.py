"""Boards in radio range: what they advertise, their characteristics, who speaks behind them."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from wizard.links.memory import Peer

SERVICE = "0000ffe0-0000-1000-8000-00805f9b34fb"
FFE1 = "0000ffe1-0000-1000-8000-00805f9b34fb"
FFE2 = "0000ffe2-0000-1000-8000-00805f9b34fb"
ADDRESS = "C8:47:80:12:34:56"
WRITES = ("write-without-response", "write")
HEAD = bytes.fromhex("55aaeb90")
ACK = bytes.fromhex("aa5590ebc8010100000000000000000000000044")
FRAMES: Mapping[int, int] = {0x97: 3, 0x96: 1}
"""Command to the type of the frame that answers it."""


@dataclass(frozen=True)
class Char:
    """A characteristic: its handle, its UUID, its flags."""

    handle: int
    uuid: str
    flags: Sequence[str]


ONE_FOR_BOTH = (Char(0x12, FFE1, (*WRITES, "notify")), Char(0x15, FFE2, WRITES))
TWO_WITH_ONE_NAME = (Char(0x03, FFE1, WRITES), Char(0x05, FFE1, ("read", "notify")))


def frame(kind: int, counter: int) -> bytes:
    """Return a frame of 300 bytes with a right sum."""
    body = HEAD + bytes((kind, counter)) + bytes(range(200)) + bytes(93)
    return body + bytes((sum(body) & 0xFF,))


def command(code: int) -> bytes:
    """Return a command of 20 bytes without a value."""
    body = bytes.fromhex("aa5590eb") + bytes((code,)) + bytes(14)
    return body + bytes((sum(body) & 0xFF,))


class Answering:
    """A board that answers a command of 20 bytes with its frame and the receipt."""

    def __init__(self) -> None:
        self.heard_all: list[bytes] = []
        self._counter = 0
        self._deliver: Callable[[bytes], None] = lambda _: None

    def plugged(self, deliver: Callable[[bytes], None]) -> None:
        self._deliver = deliver

    def unplugged(self) -> None:
        self._deliver = lambda _: None

    def heard(self, data: bytes) -> None:
        self.heard_all.append(data)
        kind = FRAMES.get(data[4]) if len(data) == 20 else None
        if kind is not None:
            asyncio.get_running_loop().call_soon(self.say, frame(kind, self._counter) + ACK)
            self._counter += 1

    def say(self, data: bytes) -> None:
        """Bring bytes without being asked."""
        self._deliver(data)


@dataclass
class Radio:
    """A board that advertises; `wants` is what its pairing asks an agent, if it must pair.

    `cut` is how many bytes go into one notification, `loses` whether the notification of
    that number (from 0) is lost. `never_seen` boards are known to bluetoothd but silent,
    as one that a phone holds. One that `demands` pairing has bluetoothd pair by itself when
    somebody wants to listen, which is answered when that succeeded, or never.
    """

    peer: Peer = field(default_factory=Answering)
    address: str = ADDRESS
    name: str = "JK_PB2A16S20P"
    rssi: int = -55
    manufacturer: Mapping[int, bytes] = field(default_factory=lambda: {0x0B65: b"\x88\xa0"})
    services: Sequence[str] = (SERVICE,)
    chars: Sequence[Char] = ONE_FOR_BOTH
    mtu: int | None = 131
    cut: int = 128
    loses: Callable[[int], bool] = lambda _: False
    secured: bool = False
    demands: bool = False
    wants: str | None = None
    code: str | int = 0
    seen: bool = True
    notified: int = 0

    @property
    def place(self) -> str:
        """Its object path."""
        return f"/org/bluez/hci0/dev_{self.address.replace(':', '_')}"

    @property
    def service(self) -> str:
        """The object path of its service."""
        return f"{self.place}/service0001"

    def path(self, char: Char) -> str:
        """Return the object path of a characteristic."""
        return f"{self.service}/char{char.handle:04x}"
