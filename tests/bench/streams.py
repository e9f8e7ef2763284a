"""Streams: how many bytes a second frames and replies are found in."""

from collections.abc import Callable
from time import process_time
from typing import Protocol

from tests.bench.row import Row
from tests.bench.samples import among_noise, cut, status_frame
from wizard.protocol.framing import AnswerStream, BusEar, FrameStream
from wizard.protocol.layout import Table
from wizard.protocol.modbus import Read, ReplyStream, Trigger, encode, sealed

PIECE = 20  # bytes at once, as Bluetooth brings them
SHORT, PART, LONG = 10_000, 100_000, 10_000_000
REGISTERS = 40
MEGA, NANO = 1e6, 1e9
STEADY = 1.1  # as much as the clock itself wavers


class Stream(Protocol):
    """Takes bytes from the line."""

    def feed(self, chunk: bytes) -> object:
        """Return what was found."""
        ...


def measure() -> list[Row]:
    """Measure each stream on a long line and on short ones."""
    request = Read(1, Table.STATUS, REGISTERS)
    reply = sealed(encode(request)[:2] + bytes([2 * REGISTERS]) + bytes(2 * REGISTERS))
    frame, asked = status_frame(), Trigger(1, Table.STATUS)
    return [
        *_rows("55AA stream", FrameStream, frame, 20),
        *_rows("RTU stream, replies", lambda: ReplyStream(request), reply, 5),
        *_rows("answers with a frame", lambda: AnswerStream(asked), frame, None),
        *_rows("others' frames", BusEar, frame, None),
    ]


def _rows(name: str, make: Callable[[], Stream], frame: bytes, least: float | None) -> list[Row]:
    """Return the pace, of MB a second at `least`, and that of a long line for short ones."""
    slow, short = _paces(make, frame)
    how = f"frames and noise in pieces of {PIECE} bytes"
    return [
        Row(name, slow, NANO / MEGA / least if least else slow, "ns/B", 1 if least else None,
            f"{how}; {least:g} MB a second" if least else how),
        Row(f"{name}, 10 MB", slow, short, "ns/B", STEADY if least else None,
            "a byte of the second half of 10 MB against one of 10 kB"),
    ]  # fmt: skip


def _paces(make: Callable[[], Stream], frame: bytes) -> tuple[float, float]:
    """Return ns for a byte late in a long line, and for one of short lines taken in between."""
    long, short = among_noise(frame, LONG), among_noise(frame, SHORT)
    stream, late, early = make(), list[float](), list[float]()
    for part in cut(long, PART):
        late.append(_pace(stream, part))
        early.append(_pace(make(), short))
    return min(late[len(late) // 2 :]), min(early)


def _pace(stream: Stream, line: bytes) -> float:
    pieces = list(cut(line, PIECE))
    began = process_time()
    for piece in pieces:
        stream.feed(piece)
    return (process_time() - began) / len(line) * NANO
