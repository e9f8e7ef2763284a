"""Taking fields out of an image of a table, whatever byte order it has."""

from collections.abc import Iterable
from decimal import Decimal

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
    return tuple(scaled(number, row.scale) for number in raw)


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
    return {row.key: numbers(image, row) for row in rows if image.numbers(row.place) is not None}


def all_bits(image: Image, rows: Iterable[BitsField]) -> dict[str, frozenset[int]]:
    """Return the sets of those rows whose bytes were read, by key."""
    return {
        row.key: bits(image, row) for row in rows if image.take(row.offset, row.size) is not None
    }
