"""Resuming: a long journal is taken up, against reading and parsing its file once."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from tests.bench.row import Row
from tests.bench.stopwatch import by_turns
from tests.bench.walked import commissioned
from wizard.clock import SystemClock
from wizard.record.events import Event
from wizard.record.journal import GENESIS, Line, read
from wizard.record.recorder import Recorder

EVENTS = 100_000
AT = datetime(2026, 1, 2, tzinfo=UTC)


def measure() -> list[Row]:
    """Write a journal of a commissioning taken again and again, then take it up."""
    with TemporaryDirectory() as name:
        path = Path(name) / "journal.jsonl"
        path.write_bytes(b"".join(_chained(read(commissioned(Path(name) / "one").journal).events)))
        one, other = by_turns(lambda: _resume(path), lambda: _parse(path), 3)
        size = path.stat().st_size / 1e6
    how = f"{size:.0f} MB: chain, names, state; each line only read and parsed, all kept"
    return [Row("resume of 100 000 events", one, other, "s", 3, how)]


def _resume(path: Path) -> None:
    Recorder(path, SystemClock()).close()


def _parse(path: Path) -> list[object]:
    return [msgspec.json.decode(line) for line in path.read_bytes().splitlines()]


def _chained(events: Sequence[Event]) -> Iterator[bytes]:
    head, encoder = GENESIS, msgspec.json.Encoder(decimal_format="number", order="deterministic")
    for n, event in enumerate(islice(cycle(events), EVENTS), 1):
        row = encoder.encode(Line(n, AT, head, event))
        head = hashlib.sha256(row).hexdigest()
        yield row + b"\n"
