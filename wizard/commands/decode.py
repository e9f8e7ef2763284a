"""`decode`: says what recorded frames are, one JSON object a frame.

In: lines of hex, or a JSON list of objects with `id` and `hex`. Out: `id`, `ok`,
`dialect`, `kind`, `values`, and `error` where it is not ok.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from wizard.commands.output import out
from wizard.errors import BadFile
from wizard.protocol.describe import Description, describe
from wizard.protocol.registers import asked_by
from wizard.text import text

STANDARD_INPUT = "-"
NOT_OK = 1


class Entry(NamedTuple):
    """A frame of a file: its id, and its hex digits if it has any."""

    id: str
    hex: str | None


def decode(given: argparse.Namespace) -> int:
    """Describe each frame of a file; 1 where one is not ok. Raises BadFile."""
    asked, good = None, True
    for entry in _entries(_content(given.file), given.file):
        data = _bytes(entry)
        found = data if isinstance(data, Description) else describe(data, asked)
        asked = None if isinstance(data, Description) else asked_by(data)
        good = good and found.ok
        out(json.dumps(_shown(entry.id, found), allow_nan=False))
    return 0 if good else NOT_OK


def _content(file: str) -> str:
    try:
        return sys.stdin.read() if file == STANDARD_INPUT else Path(file).read_text("utf-8")
    except (OSError, ValueError) as error:
        raise BadFile(text("{file}: {why}", file=file, why=str(error))) from error


def _entries(content: str, file: str) -> Iterator[Entry]:
    if not content.lstrip().startswith("["):
        yield from _lines(content)
        return
    try:
        listed = msgspec.json.decode(content, type=list[dict[str, object]])
    except (msgspec.DecodeError, RecursionError) as error:
        raise BadFile(text("{file}: {why}", file=file, why=str(error))) from error
    for number, row in enumerate(listed, 1):
        name, digits = row.get("id"), row.get("hex")
        yield Entry(
            name if isinstance(name, str) else f"entry {number}",
            digits if isinstance(digits, str) else None,
        )


def _lines(content: str) -> Iterator[Entry]:
    for number, line in enumerate(content.splitlines(), 1):
        digits = line.split("#", 1)[0].strip()
        if digits:
            yield Entry(f"line {number}", digits)


def _bytes(entry: Entry) -> bytes | Description:
    if entry.hex is None:
        return Description("unknown", "none", error='there is no "hex" in this entry')
    try:
        return bytes.fromhex(entry.hex)
    except ValueError:
        return Description("unknown", "none", error="these are not pairs of hex digits")


def _shown(name: str, found: Description) -> dict[str, object]:
    shown: dict[str, object] = {
        "id": name,
        "ok": found.ok,
        "dialect": found.dialect,
        "kind": found.kind,
        "values": dict(found.values),
    }
    return shown if found.ok else shown | {"error": found.error}
