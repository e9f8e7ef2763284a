"""Links as a person writes them: `serial:/dev/ttyUSB0?address=1`, `demo:?fault=echo`.

`ble:C8:47:80:12:34:56` is a board's Bluetooth; macOS has an id in place of the address.
`uart:/dev/ttyUSB0` is a port at a board's UART: GPS plug, RS485 adapter, protocol 000.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from urllib.parse import parse_qsl, urlencode

from wizard.errors import WrongUsage
from wizard.links.bluetooth_wanted import Pairing
from wizard.text import Text, listed, text

KNOWN: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "serial": frozenset({"address", "baud", "read"}),
        "ble": frozenset({"adapter", "pair"}),
        "uart": frozenset(),
        "demo": frozenset(
            {
                "address",
                "board",
                "capacity",
                "cells",
                "chemistry",
                "fault",
                "packs",
                "read",
                "surprise",
            }
        ),
    }
)
BAUDS = (9600, 115200)
READS = ("auto", "fc03", "frames")
MOST_DIGITS = 6
PAIRS = tuple(each.value for each in Pairing)
ADAPTER = re.compile(r"hci[0-9]{1,3}")
RADIO_ADDRESS = re.compile(
    r"[0-9A-F]{2}(:[0-9A-F]{2}){5}|[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}"
)


@dataclass(frozen=True, slots=True)
class LinkSpec:
    """A link: its kind, what it is on (a port, a board's Bluetooth), and options by name."""

    kind: str
    place: str
    options: Mapping[str, str]

    @property
    def address(self) -> int:
        """The unit address at a serial line, 1 to 15. Raises WrongUsage."""
        return _whole("address", self.options.get("address", "1"), range(1, 16))

    @property
    def baud(self) -> int:
        """The speed of a serial line. Raises WrongUsage."""
        return _whole("baud", self.options.get("baud", "115200"), BAUDS)

    @property
    def packs(self) -> int:
        """How many packs a simulated site has; 1 where it is none. Raises WrongUsage."""
        return _whole("packs", self.options.get("packs", "1"), range(1, 17))

    @property
    def read(self) -> str:
        """How a board is read: by function 3, by frames, or by what answers. Raises WrongUsage."""
        typed = self.options.get("read", READS[0])
        if typed not in READS:
            raise _must_be("read", typed, _either(READS))
        return typed

    @property
    def adapter(self) -> str | None:
        """The Bluetooth adapter, None for the system's own choice. Raises WrongUsage."""
        typed = self.options.get("adapter")
        if typed is not None and not ADAPTER.fullmatch(typed):
            raise _must_be("adapter", typed, _ADAPTERS)
        return typed

    @property
    def pairing(self) -> Pairing:
        """When a board is paired by Bluetooth. Raises WrongUsage."""
        typed = self.options.get("pair", Pairing.WHEN_ASKED.value)
        if typed not in PAIRS:
            raise _must_be("pair", typed, _either(PAIRS))
        return Pairing(typed)

    def written_for(self, address: int) -> str:
        """Return the link to another unit address of the same line, as it is written."""
        return str(replace(self, options={**self.options, "address": str(address)}))

    def __str__(self) -> str:
        """Return the link as it is written."""
        options = urlencode(self.options)
        return f"{self.kind}:{self.place}" + (f"?{options}" if options else "")


def parse(written: str) -> LinkSpec:
    """Return the link that was written. Raises WrongUsage with what is known."""
    kind, _, rest = written.partition(":")
    place, _, query = rest.partition("?")
    if kind not in KNOWN:
        raise WrongUsage(
            text(
                "`{link}` is no link. Write serial:/dev/ttyUSB0?address=1, "
                "ble:C8:47:80:12:34:56, uart:/dev/ttyUSB0 or demo:",
                link=written,
            )
        )
    options = _options(kind, query)
    if kind in {"serial", "uart"} and not place:
        raise WrongUsage(text("{kind}: needs a port, such as {kind}:/dev/ttyUSB0", kind=kind))
    spec = LinkSpec(kind, _radio(place) if kind == "ble" else place, options)
    _ = spec.address, spec.baud, spec.read, spec.adapter, spec.pairing, spec.packs
    return spec


def _radio(place: str) -> str:
    """Return a Bluetooth address as it is written everywhere. Raises WrongUsage."""
    if not place.isascii() or not RADIO_ADDRESS.fullmatch(place.upper()):
        raise WrongUsage(
            text(
                "ble:{place} is no Bluetooth address. Write it as ble:C8:47:80:12:34:56; "
                "`jk-commission scan --bluetooth` lists the boards in range",
                place=place,
            )
        )
    return place.upper()


def _options(kind: str, query: str) -> dict[str, str]:
    options: dict[str, str] = {}
    for key, value in parse_qsl(query, keep_blank_values=True):
        if key not in KNOWN[kind]:
            raise WrongUsage(
                text(
                    "{kind}: has no option `{key}`; known are {known}",
                    kind=kind,
                    key=key,
                    known=listed(sorted(KNOWN[kind])) if KNOWN[kind] else text("none"),
                )
            )
        if key in options:
            raise WrongUsage(text("{key} is given twice", key=key))
        options[key] = value
    return options


def _whole(name: str, typed: str, allowed: "range | tuple[int, ...]") -> int:
    number = typed.isascii() and typed.isdigit() and len(typed) <= MOST_DIGITS
    if not number or int(typed) not in allowed:
        choice = (
            text("{low} to {high}", low=allowed[0], high=allowed[-1])
            if isinstance(allowed, range)
            else _either(allowed)
        )
        raise _must_be(name, typed, choice)
    return int(typed)


_ADAPTERS = text("hci0, hci1 and so on; `bluetoothctl list` shows them")


def _either(choices: Iterable[str | int]) -> Text:
    one, *others = choices
    if not others:
        return text("{one}", one=one)
    return text("{one} or {other}", one=one, other=_either(others))


def _must_be(name: str, typed: str, choice: Text) -> WrongUsage:
    return WrongUsage(
        text("{name}={typed}: must be {choice}", name=name, typed=typed, choice=choice)
    )
