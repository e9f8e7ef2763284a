"""Where a value lies in a table of the board, and how its bytes become a number.

A table is the payload of a native frame; over Modbus it is read by byte offset from a
base address, big-endian (`reference` of the vendor's RS485 document V1.1; the base and
offset scheme was confirmed on firmware 15.41 by overlapping reads).
"""

import struct
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, IntEnum


class Table(IntEnum):
    """A table of the board; the value is its Modbus base address."""

    SETTINGS = 0x1000
    STATUS = 0x1200
    INFO = 0x1400


class Kind(Enum):
    """The type of a number in a table, as its `struct` letter."""

    U32 = "I"
    I32 = "i"
    U16 = "H"
    I16 = "h"
    U8 = "B"
    I8 = "b"
    F32 = "f"

    def __init__(self, letter: str) -> None:
        """Keep the letter, and the number of bytes that it stands for."""
        self.letter, self.size = letter, struct.calcsize(f">{letter}")


@dataclass(frozen=True, slots=True)
class Place:
    """A number's place: table, byte offset, type and how often it repeats."""

    table: Table
    offset: int
    kind: Kind
    repeat: int = 1

    @property
    def address(self) -> int:
        """The Modbus address of its first byte."""
        return self.table + self.offset

    @property
    def end(self) -> int:
        """The first byte offset behind it."""
        return self.offset + self.kind.size * self.repeat


class Image:
    """The bytes of one table that were read, possibly with gaps.

    `put` adds a block; `numbers` gives the raw numbers of a place, `text` a string, and
    both give None where a byte of it was not read.
    """

    def __init__(self, table: Table, byte_order: str = ">") -> None:
        self.table = table
        self._order = byte_order
        self._blocks: list[tuple[int, bytes]] = []

    def put(self, offset: int, data: bytes) -> None:
        """Add the bytes that start at a byte offset of the table."""
        self._blocks.append((offset, data))

    def take(self, offset: int, size: int) -> bytes | None:
        """Return bytes of the table, or None where one block does not hold them all."""
        found = self._found(offset, size)
        return None if found is None else found[0][found[1] : found[1] + size]

    def numbers(self, place: Place) -> tuple[int | float, ...] | None:
        """Return the raw numbers at a place."""
        return self.unpacked(place.offset, f"{place.repeat}{place.kind.letter}")

    def unpacked(self, offset: int, form: str) -> tuple[int | float, ...] | None:
        """Return the raw numbers of a `struct` format without byte order from an offset on."""
        ordered = self._order + form
        found = self._found(offset, struct.calcsize(ordered))
        return None if found is None else struct.unpack_from(ordered, *found)

    def text(self, offset: int, size: int) -> str | None:
        """Return the ASCII string at an offset up to its first NUL."""
        data = self.take(offset, size)
        if data is None:
            return None
        return data.split(b"\0", 1)[0].decode("ascii", errors="replace").strip()

    def _found(self, offset: int, size: int) -> tuple[bytes, int] | None:
        """Return the first block that holds these bytes all, and where they begin in it."""
        for start, data in self._blocks:
            if start <= offset and offset + size <= start + len(data):
                return data, offset - start
        return None


def scaled(raw: float, scale: Decimal) -> Decimal:
    """Return a raw number in its unit, with the digits that the scale gives."""
    return scale * (raw if isinstance(raw, int) else Decimal(str(raw)))
