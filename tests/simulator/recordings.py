"""Recorded frames and the register table, where they are at hand."""

import csv
import json
import os
from pathlib import Path
from typing import TypedDict

import pytest

SHARED = Path(__file__).parents[3] / "shared"
CAPTURES = Path(os.environ.get("JK_CAPTURES", SHARED / "captures" / "dev.json"))
REGISTERS = SHARED / "reference" / "modbus_registers.csv"

needs_captures = pytest.mark.skipif(not CAPTURES.exists(), reason="the captures are not here")
needs_registers = pytest.mark.skipif(
    not REGISTERS.exists(), reason="the register table is not here"
)


class Capture(TypedDict):
    id: str
    transport: str
    kind: str
    hex: str


def captures(transport: str) -> list[Capture]:
    """Return the recordings of one way to talk, none where they are not here."""
    if not CAPTURES.exists():
        return []
    found: list[Capture] = json.loads(CAPTURES.read_text("utf-8"))
    return [capture for capture in found if capture["transport"] == transport]


def rows() -> list[dict[str, str]]:
    """Return the rows of the register table."""
    with REGISTERS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
