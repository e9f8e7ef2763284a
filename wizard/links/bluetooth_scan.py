"""Which boards are in radio range, and finding one of them. bleak is imported when it scans."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.errors import LinkUnavailable
from wizard.links import bluetooth_words as say
from wizard.links.bluetooth_gatt import SERVICE
from wizard.links.bluetooth_system import system

if TYPE_CHECKING:
    from bleak.args.bluez import BlueZScannerArgs
    from bleak.backends.device import BLEDevice
    from bleak.backends.scanner import AdvertisementData

MAKERS = frozenset({0x0B65, 0x4B4A})
"""Manufacturer ids that boards advertise, beside the service."""

NO_RSSI = -127  # what bleak gives where the system told none
STARTING_S = 10.0  # for the system to begin and end a scan


@dataclass(frozen=True, slots=True)
class Seen:
    """A board that advertises: RSSI in dBm, None where the system does not tell."""

    address: str
    name: str
    rssi: int | None
    manufacturer: Mapping[int, bytes]

    @property
    def reach(self) -> say.Reach:
        """What the signal promises."""
        return say.reach(self.rssi)

    def ends(self, digits: str) -> bool:
        """Whether name or address end in some digits, as people call their boards."""
        wanted = digits.upper().replace(":", "")
        return self.name.upper().endswith(wanted) or _bare(self.address).endswith(wanted)


@dataclass(frozen=True, slots=True)
class Found:
    """A device to connect to, and how strong it was."""

    device: "BLEDevice"
    rssi: int | None


async def scan(seconds: float, ends: str = "", adapter: str | None = None) -> tuple[Seen, ...]:
    """Return the boards that advertise, the strongest first. Raises LinkUnavailable."""
    from bleak import BleakScanner
    from bleak.exc import BleakError

    try:
        async with asyncio.timeout(seconds + STARTING_S), system("", adapter):
            seen = await BleakScanner.discover(seconds, return_adv=True, bluez=_on(adapter))
    except (BleakError, OSError, EOFError) as error:  # EOFError: the bus died meanwhile
        raise LinkUnavailable(say.of_computer(error) or say.not_looked(say.why(error))) from error
    boards = (_seen(*each) for each in seen.values() if _is_board(each[1]))
    return tuple(sorted((each for each in boards if each.ends(ends)), key=_weakness))


async def find(address: str, seconds: float, adapter: str | None = None) -> Found | None:
    """Return a device that advertises under an address, None where none does in time.

    bleak's own search begins to listen when the scan runs already and may miss the first
    advertisement. Raises what bleak raises, and TimeoutError where the system does not scan.
    """
    from bleak import BleakScanner

    found: asyncio.Future[Found] = asyncio.get_running_loop().create_future()

    def told(device: "BLEDevice", advert: "AdvertisementData") -> None:
        if device.address.upper() == address.upper() and not found.done():
            found.set_result(Found(device, _rssi(advert)))

    async with asyncio.timeout(seconds + STARTING_S):
        async with BleakScanner(told, bluez=_on(adapter)):
            await asyncio.wait({found}, timeout=seconds)
    return found.result() if found.done() else None


def _seen(device: "BLEDevice", advert: "AdvertisementData") -> Seen:
    name = advert.local_name or device.name or ""
    return Seen(device.address, name, _rssi(advert), dict(advert.manufacturer_data))


def _is_board(advert: "AdvertisementData") -> bool:
    services = {uuid.lower() for uuid in advert.service_uuids}
    return SERVICE in services or not MAKERS.isdisjoint(advert.manufacturer_data)


def _rssi(advert: "AdvertisementData") -> int | None:
    return advert.rssi if advert.rssi > NO_RSSI else None


def _weakness(seen: Seen) -> tuple[int, str]:
    return -(seen.rssi if seen.rssi is not None else NO_RSSI), seen.address


def _bare(address: str) -> str:
    return address.upper().replace(":", "").replace("-", "")


def _on(adapter: str | None) -> "BlueZScannerArgs":
    return {"adapter": adapter} if adapter else {}
