"""The board's memory: one run of bytes a table, big-endian as Modbus shows it."""

import struct
from decimal import Decimal
from typing import Protocol

from wizard.protocol.layout import Place, Table

# Where each table ends. Status and information are whole frames of 293 bytes; firmware
# 15.41 answers a shorter information table (`Quirks.info_ends`).
ENDS: dict[Table, int] = {Table.SETTINGS: 0x124, Table.STATUS: 0x126, Table.INFO: 0x126}


class Row(Protocol):
    """What a stored value needs of a table row: its place, and `value = raw * scale`."""

    @property
    def place(self) -> Place:
        """Where it lies."""
        ...

    @property
    def scale(self) -> Decimal:
        """What one of its raw numbers stands for."""
        ...


class Memory:
    """The bytes of one table."""

    def __init__(self, table: Table) -> None:
        self.data = bytearray(ENDS[table])

    def put(self, place: Place, *raw: float) -> None:
        """Store raw numbers from a place on; fewer than it holds leave the rest."""
        struct.pack_into(f">{len(raw)}{place.kind.value}", self.data, place.offset, *raw)

    def get(self, place: Place) -> int:
        """Return the first raw number at a place."""
        found: tuple[int, ...] = struct.unpack_from(f">{place.kind.value}", self.data, place.offset)
        return found[0]

    def put_value(self, row: Row, *values: Decimal) -> None:
        """Store values given in the unit of their row."""
        self.put(row.place, *(int(value / row.scale) for value in values))

    def put_text(self, offset: int, size: int, text: str) -> None:
        """Store a string, filled up with NUL."""
        self.data[offset : offset + size] = text.encode("ascii").ljust(size, b"\0")

    def put_bits(self, offset: int, size: int, bits: int) -> None:
        """Store a bitmap, its lowest bits in the first byte."""
        self.data[offset : offset + size] = bits.to_bytes(size, "little")
