"""Inverters by brand, from `checklists/inverters.toml`: what they speak, what is set at them.

What no source gives is empty there, and a technician looks it up in the inverter's manual.
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Annotated, Literal

import msgspec
from msgspec import Struct

from wizard.procedure.step import Named
from wizard.protocol.ports import PROTOCOL, Bus
from wizard.text import Text, text

Signal = Literal["", "CANH", "CANL", "A", "B", "GND"]
Deed = Literal["stopped", "alarm", "goes-on"]
"""What an inverter does without its data cable: stops, only raises an alarm, or goes on."""

NOT_WORD = re.compile(r"[^0-9a-z]+")
LOOK_IT_UP = text("No source here gives it: look it up in the inverter's manual.")


class Connection(Struct, frozen=True, forbid_unknown_fields=True):
    """How a brand speaks over one bus.

    `numbers` are of the vendor's list, the usual one first. `bit_rate` (bit/s), `pins` (1 to
    8 of the jack at the inverter) and `tried` (the model that the board's maker tried) are
    empty where no source gives them. `settings` come after those of the brand.
    """

    bus: Bus
    numbers: Annotated[tuple[int, ...], msgspec.Meta(min_length=1)]
    source: Named
    bit_rate: int | None = None
    pins: tuple[Signal, ...] = ()
    pins_source: str = ""
    settings: tuple[str, ...] = ()
    tried: str = ""


class Pulled(Struct, frozen=True, forbid_unknown_fields=True):
    """What an inverter must do without its data cable, set up as told; who says so."""

    does: Literal["stopped", "alarm"]
    source: Named

    def met_by(self, deed: Deed) -> bool:
        """Whether what was seen is at least that much."""
        return deed in {"stopped", self.does}


class Inverter(Struct, frozen=True, forbid_unknown_fields=True):
    """A brand. `names` are further words that it is found by.

    `settings` is what is set at the inverter, in order, `shows` what its display shows when
    that works, `notes` what sources disagree about or owners report.
    """

    key: Named
    label: Named
    source: Named
    names: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    shows: str = ""
    notes: tuple[str, ...] = ()
    pulled: Pulled | None = None
    connection: tuple[Connection, ...] = ()

    def over(self, bus: Bus) -> Connection | None:
        """Return how it speaks over a bus; None where no source knows of it."""
        return next((each for each in self.connection if each.bus is bus), None)

    def numbers(self, bus: Bus) -> tuple[int, ...]:
        """Return the numbers of a bus, the usual one first."""
        found = self.over(bus)
        return found.numbers if found else ()

    def set_up(self, bus: Bus) -> tuple[str, ...]:
        """Return what is set at the inverter, in order."""
        found = self.over(bus)
        return (*self.settings, *(found.settings if found else ()))

    def answers_to(self, words: str) -> bool:
        """Whether a brand or a part of its name was meant."""
        wanted = _plain(words)
        return bool(wanted) and any(wanted in _plain(each) for each in (self.label, *self.names))


class NoBrand(Struct, frozen=True, forbid_unknown_fields=True):
    """Numbers of the vendor's list that are no inverter's, and what they are."""

    bus: Bus
    numbers: Annotated[tuple[int, ...], msgspec.Meta(min_length=1)]
    why: Named


class Book(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    inverter: tuple[Inverter, ...]
    no_brand: tuple[NoBrand, ...] = ()


@cache
def book() -> Book:
    """Return what `checklists/inverters.toml` holds."""
    raw = resources.files("checklists").joinpath("inverters.toml").read_bytes()
    return msgspec.toml.decode(raw, type=Book)


@cache
def inverters() -> Mapping[str, Inverter]:
    """Return the known brands by key."""
    return {row.key: row for row in book().inverter}


def search(words: str) -> tuple[Inverter, ...]:
    """Return the brands that a part of a name may mean, those that begin with it first."""
    found = [row for row in inverters().values() if row.answers_to(words)]
    return tuple(sorted(found, key=lambda row: not _plain(row.label).startswith(_plain(words))))


def _plain(words: str) -> str:
    return NOT_WORD.sub("", words.casefold())


# ---- bit rates


def bit_rate(bus: Bus, number: int, over: Connection | None) -> int | None:
    """Return how fast a protocol is (bit/s) where a source says so, None where none does."""
    row = PROTOCOL.get((bus, number))
    if row is not None and row.speed is not None and not row.assumed:
        return row.speed
    return over.bit_rate if over is not None else None


def speed(bus: Bus, number: int, over: Connection | None) -> Text:
    """Return how fast a protocol is, in words; what is only assumed is called so."""
    known = bit_rate(bus, number, over)
    if known is not None:
        return _rate(bus, known)
    row = PROTOCOL.get((bus, number))
    if row is None or row.speed is None:
        return text("speed not documented")
    return text("{rate} (assumed)", rate=_rate(bus, row.speed))


def _rate(bus: Bus, bits: int) -> Text:
    if bus is Bus.CAN:
        return text("{n} kbit/s", n=f"{bits / 1000:g}")
    return text("{n} baud", n=bits)
