"""Taking fields out of an image of a table, whatever byte order it has."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import islice

from wizard.protocol.catalogue import Parameter
from wizard.protocol.fields.rows import BitsField, Field, TextField
from wizard.protocol.layout import Image, scaled


class Incomplete(ValueError):
    """A view needs bytes that were not read; the message names the field."""


def numbers(image: Image, row: Field | Parameter) -> tuple[Decimal, ...]:
    """Return the values of a row in its unit; raises Incomplete."""
    raw = image.numbers(row.place)
    if raw is None:
        raise Incomplete(row.key)
    return _in_unit(raw, row.scale)


def _in_unit(raw: Iterable[int | float], scale: Decimal) -> tuple[Decimal, ...]:
    return tuple([scaled(number, scale) for number in raw])


def text(image: Image, row: TextField) -> str:
    """Return the string of a row; raises Incomplete."""
    found = image.text(row.offset, row.size)
    if found is None:
        raise Incomplete(row.key)
    return found


def bits(image: Image, row: BitsField) -> frozenset[int]:
    """Return the numbers whose bit is set; raises Incomplete."""
    data = image.take(row.offset, row.size)
    if data is None:
        raise Incomplete(row.key)
    return frozenset(n for n in range(8 * len(data)) if data[n // 8] >> n % 8 & 1)


def all_read(image: Image, rows: Iterable[Field | Parameter]) -> dict[str, tuple[Decimal, ...]]:
    """Return the values of those rows whose bytes were read, by key."""
    raws = ((row, image.numbers(row.place)) for row in rows)
    return {row.key: _in_unit(raw, row.scale) for row, raw in raws if raw is not None}


class Strip:
    """Rows of one table in the order of their bytes, taken out in one go from one block.

    A row that begins before the end of the one before it makes a bad format: struct.error.
    """

    def __init__(self, rows: Sequence[Field | Parameter]) -> None:
        self.rows = rows
        self._start = end = rows[0].place.offset
        self._form = ""
        for place in (row.place for row in rows):
            self._form += f"{place.offset - end}x{place.repeat}{place.kind.letter}"
            end = place.end

    def read(self, image: Image) -> dict[str, tuple[Decimal, ...]]:
        """Return the values of those rows whose bytes were read, by key."""
        raw = image.unpacked(self._start, self._form)
        if raw is None:
            return all_read(image, self.rows)
        numbers = iter(raw)
        return {
            row.key: _in_unit(islice(numbers, row.place.repeat), row.scale) for row in self.rows
        }

    def whole(self, image: Image) -> dict[str, tuple[Decimal, ...]]:
        """Return the values of all rows by key; raises Incomplete."""
        found = self.read(image)
        for row in self.rows:
            if row.key not in found:
                raise Incomplete(row.key)
        return found


def all_bits(image: Image, rows: Iterable[BitsField]) -> dict[str, frozenset[int]]:
    """Return the sets of those rows whose bytes were read, by key."""
    return {
        row.key: bits(image, row) for row in rows if image.take(row.offset, row.size) is not None
    }
