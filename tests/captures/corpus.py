"""Recorded frames with what is known of them, from outside the checkout.

`JK_CAPTURES` names the file; otherwise it lies in `shared/` beside the checkout.
"""

import json
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypedDict

import pytest

FILE = Path(
    os.environ.get("JK_CAPTURES", Path(__file__).parents[3] / "shared" / "captures" / "dev.json")
)
needed = pytest.mark.skipif(
    not FILE.exists(), reason="the recorded frames are not here; JK_CAPTURES names their file"
)


class Capture(TypedDict):
    id: str
    transport: str
    kind: str
    hex: str
    expected: Mapping[str, Mapping[str, Any]]


@cache
def modbus(kind: str) -> tuple[Capture, ...]:
    """Return the recorded Modbus frames of one kind, none where the file is absent."""
    if not FILE.exists():
        return ()
    found: list[Capture] = json.loads(FILE.read_text("utf-8"))
    return tuple(
        capture
        for capture in found
        if capture["transport"] == "rs485-modbus" and capture["kind"] == kind
    )


def frame(capture: Capture) -> bytes:
    return bytes.fromhex(capture["hex"])


def named(capture: Capture) -> str:
    return capture["id"]
