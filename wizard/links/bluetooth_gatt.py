"""Which characteristics of a board carry the bytes.

Boards have service FFE0 with characteristic FFE1. Old modules use one for both ways; newer
ones list FFE1 twice, one to write and one to listen (both seen in recordings of the vendor's
app). So the UUID alone names nothing: properties choose, and handles tell them apart.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

SERVICE = "0000ffe0-0000-1000-8000-00805f9b34fb"
CHARACTERISTIC = "0000ffe1-0000-1000-8000-00805f9b34fb"
LISTEN, COMMAND, REQUEST = "notify", "write-without-response", "write"


class Characteristic(Protocol):
    """What is asked of a characteristic here."""

    @property
    def uuid(self) -> str:
        """Its UUID, long form."""
        ...

    @property
    def service_uuid(self) -> str:
        """The UUID of its service."""
        ...

    @property
    def handle(self) -> int:
        """What tells two of one UUID apart."""
        ...

    @property
    def properties(self) -> Sequence[str]:
        """What it can do."""
        ...


Kind = TypeVar("Kind", bound=Characteristic)


@dataclass(frozen=True, slots=True)
class Ways(Generic[Kind]):
    """Where to listen and where to write; `response` where it can only write with one."""

    listen: Kind
    write: Kind
    response: bool


def ways(characteristics: Iterable[Kind]) -> Ways[Kind] | None:
    """Return the two ways, None where one is missing; the lowest handle of several."""
    ours = sorted(filter(_is_ours, characteristics), key=lambda each: each.handle)
    listen = [each for each in ours if LISTEN in each.properties]
    command = [each for each in ours if COMMAND in each.properties]
    write = command or [each for each in ours if REQUEST in each.properties]
    return Ways(listen[0], write[0], response=not command) if listen and write else None


def _is_ours(found: Characteristic) -> bool:
    return (found.service_uuid.lower(), found.uuid.lower()) == (SERVICE, CHARACTERISTIC)
