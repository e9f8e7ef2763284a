"""The board's memory: one run of bytes a table, big-endian as Modbus shows it."""

import struct
from decimal import Decimal

from wizard.protocol.catalogue import Parameter
from wizard.protocol.fields import Field, TextField
from wizard.protocol.layout import Place, Table

# Where each table ends on firmware 15.41; a read past it is refused.
ENDS: dict[Table, int] = {Table.SETTINGS: 0x124, Table.STATUS: 0x114, Table.INFO: 0xF4}


class Memory:
    """The bytes of one table."""

    def __init__(self, table: Table) -> None:
        self.data = bytearray(ENDS[table])

    def put(self, place: Place, *raw: int) -> None:
        """Store raw numbers from a place on; fewer than it holds leave the rest."""
        struct.pack_into(f">{len(raw)}{place.kind.value}", self.data, place.offset, *raw)

    def get(self, place: Place) -> int:
        """Return the first raw number at a place."""
        found: tuple[int, ...] = struct.unpack_from(f">{place.kind.value}", self.data, place.offset)
        return found[0]

    def put_value(self, row: Parameter | Field, *values: Decimal) -> None:
        """Store values given in the unit of their row."""
        self.put(row.place, *(int(value / row.scale) for value in values))

    def put_text(self, row: TextField, text: str) -> None:
        """Store a string, filled up with NUL."""
        self.data[row.offset : row.offset + row.size] = text.encode("ascii").ljust(row.size, b"\0")
