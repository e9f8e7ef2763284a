"""The kinds of field that a board reports."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from wizard.protocol.layout import Place, Table
from wizard.units import Unit

Measure = Unit | Literal["W", "min"]
"""A unit, with two that are only ever reported."""


@dataclass(frozen=True, slots=True)
class Field:
    """A number the board reports: key, place, unit, scale, JK's own label."""

    key: str
    place: Place
    unit: Measure = ""
    scale: Decimal = Decimal(1)
    label: str = ""


@dataclass(frozen=True, slots=True)
class TextField:
    """A string of the information table: key, byte offset, length in bytes, JK's label."""

    key: str
    offset: int
    size: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class BitsField:
    """A set of numbers: bit n, counted from the lowest of the first byte, stands for n."""

    key: str
    table: Table
    offset: int
    size: int
    label: str


@dataclass(frozen=True, slots=True)
class Block:
    """A run of bytes read in one request; at most 40 registers fit into one."""

    table: Table
    offset: int
    registers: int


def registers_of(place: Place) -> Block:
    """Return the whole registers that hold a place, also one of a single byte."""
    first = place.offset & ~1
    return Block(place.table, first, (place.end - first + 1) // 2)
