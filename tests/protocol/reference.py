"""The register tables that this library is built from, from outside the checkout."""

import csv
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from wizard.protocol.layout import Kind, Table

FOLDER = Path(__file__).parents[3] / "shared" / "reference"
needed = pytest.mark.skipif(not FOLDER.is_dir(), reason="the reference tables are not here")

KINDS = {
    "UINT8": Kind.U8,
    "INT8": Kind.I8,
    "UINT16": Kind.U16,
    "INT16": Kind.I16,
    "UINT32": Kind.U32,
    "INT32": Kind.I32,
    "FLOAT": Kind.F32,
}
UNITS = {"degC": "°C", "us": "µs", "mOhm": "mΩ", "Ohm": "mΩ"}
IN_OURS = {"Ohm": Decimal(1000)}  # of our unit in one of theirs


def rows(name: str) -> Iterator[Mapping[str, str]]:
    """Yield the rows of a reference table."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def registers(first: int) -> list[Mapping[str, str]]:
    """Return the rows of the register table that lie behind one base address."""
    found = rows("modbus_registers.csv")
    return [row for row in found if first <= register(row) < first + 0x200]


def register(row: Mapping[str, str]) -> int:
    """Return the register of a row."""
    return int(row["address"].split(".")[0], 16)


def address(row: Mapping[str, str], table: Table) -> int:
    """Return the address of a row's first byte."""
    return table + int(row["byte_offset"], 16)
