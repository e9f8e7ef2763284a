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

Known = Mapping[str, Mapping[str, Any]]


class Capture(TypedDict):
    """What a test uses of an entry; `consensus` only stands with statuses."""

    id: str
    transport: str
    variant: str
    kind: str
    hex: str
    expected: Known
    consensus: Known


@cache
def everything() -> tuple[Capture, ...]:
    """Return every recorded frame, none where the file is absent; sessions hold no frame."""
    if not FILE.exists():
        return ()
    found: list[dict[str, Any]] = json.loads(FILE.read_text("utf-8"))
    return tuple(_capture(each) for each in found if "hex" in each)


def _capture(each: dict[str, Any]) -> Capture:
    return Capture(
        id=each["id"],
        transport=each["transport"],
        variant=each["variant"],
        kind=each["kind"],
        hex=each["hex"],
        expected=each["expected"],
        consensus=each.get("consensus", {}),
    )


def of(transport: str, kind: str | None = None) -> tuple[Capture, ...]:
    """Return the recorded frames of a transport, or of one kind on it."""
    return tuple(
        each
        for each in everything()
        if each["transport"] == transport and kind in {None, each["kind"]}
    )


def modbus(kind: str) -> tuple[Capture, ...]:
    """Return the recorded Modbus frames of one kind."""
    return of("rs485-modbus", kind)


def frame(capture: Capture) -> bytes:
    """Return the bytes of a recording."""
    return bytes.fromhex(capture["hex"])


def named(capture: Capture) -> str:
    """Return the id of a recording."""
    return capture["id"]
