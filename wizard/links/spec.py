"""Links as a person writes them: `serial:/dev/ttyUSB0?address=1`, `demo:?fault=echo`."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from urllib.parse import parse_qsl, urlencode

from wizard.errors import WrongUsage
from wizard.text import text

KNOWN: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "serial": frozenset({"address", "baud", "read"}),
        "demo": frozenset({"address", "fault", "cells", "chemistry", "capacity", "read"}),
    }
)
BAUDS = (9600, 115200)
READS = ("auto", "fc03", "frames")
MOST_DIGITS = 6


@dataclass(frozen=True, slots=True)
class LinkSpec:
    """A link: its kind, what it is on (a port), and options by name."""

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
    def read(self) -> str:
        """How a board is read: by function 3, by frames, or by what answers. Raises WrongUsage."""
        typed = self.options.get("read", READS[0])
        if typed not in READS:
            raise _must_be("read", typed, " or ".join(READS))
        return typed

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
            text("`{link}` is no link. Write serial:/dev/ttyUSB0?address=1 or demo:", link=written)
        )
    options = _options(kind, query)
    if kind == "serial" and not place:
        raise WrongUsage(text("serial: needs a port, such as serial:/dev/ttyUSB0"))
    spec = LinkSpec(kind, place, options)
    _ = spec.address, spec.baud, spec.read
    return spec


def _options(kind: str, query: str) -> dict[str, str]:
    options: dict[str, str] = {}
    for key, value in parse_qsl(query, keep_blank_values=True):
        if key not in KNOWN[kind]:
            raise WrongUsage(
                text(
                    "{kind}: has no option `{key}`; known are {known}",
                    kind=kind,
                    key=key,
                    known=", ".join(sorted(KNOWN[kind])),
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
            f"{allowed[0]} to {allowed[-1]}"
            if isinstance(allowed, range)
            else (" or ".join(str(value) for value in allowed))
        )
        raise _must_be(name, typed, choice)
    return int(typed)


def _must_be(name: str, typed: str, choice: str) -> WrongUsage:
    return WrongUsage(
        text("{name}={typed}: must be {choice}", name=name, typed=typed, choice=choice)
    )
