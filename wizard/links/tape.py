"""Tapes: what went over links, kept as JSON lines, and played back as a link.

A line holds `t` (seconds since the tape began) and either `way` (`out`, `in`) with `hex`,
or `event` (`opened` with `link`, `closed`, `lost` with `reason`). `redacted` marks a
chunk in which secrets were replaced. What a redactor needs to know of the bytes it knows;
this module only sees to it that nothing reaches the disk before it was asked.
"""

import asyncio
import json
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import msgspec

from wizard.errors import BadFile, LinkLost, LinkUnavailable
from wizard.links.base import Link, Sink
from wizard.text import Text, text

Redact = Callable[[Sequence[bytes], bytes], bytes]
"""What was asked lately and what came, in; what may be kept of it, of the same length, out."""

REMEMBERED = 331  # bytes in which a frame may have begun that ends behind them, with noise in it
ASKED = 2  # requests whose answer may still be coming
MOST_HELD = 4096  # bytes held back on a line that nobody asks anything


class Tape:
    """A new file, readable by its owner alone, for all links of one command."""

    def __init__(self, path: Path, redact: Redact) -> None:
        """Create the file. Raises BadFile, also where it is there already."""
        self.redact = redact
        self._start: float | None = None
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError as error:
            raise BadFile(
                text("{file} is there already: name a new file", file=str(path))
            ) from error
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or str(error)
            raise BadFile(text("{file}: {why}", file=str(path), why=why)) from error
        self._file = os.fdopen(descriptor, "w", encoding="ascii")

    def on(self, link: Link) -> Link:
        """Return a link whose traffic is kept."""
        return _Taped(link, self)

    def now(self) -> float:
        """Return the seconds since the tape began, by the running loop's clock."""
        now = asyncio.get_running_loop().time()
        self._start = now if self._start is None else self._start
        return round(now - self._start, 6)

    def keep(self, t: float, **line: str | bool) -> None:
        """Write a line."""
        self._file.write(json.dumps({"t": t, **line}) + "\n")
        self._file.flush()

    def close(self) -> None:
        """Close the file; links are closed before."""
        self._file.close()


class _Taped:
    """A link whose traffic goes to a tape. What comes in is held back until it is redacted."""

    def __init__(self, link: Link, tape: Tape) -> None:
        self.name = link.name
        self._link = link
        self._tape = tape
        self._sink: Sink | None = None
        self._asked: deque[bytes] = deque(maxlen=ASKED)
        self._held: deque[tuple[float, bytes]] = deque()
        self._tail = b""  # end of what was written last, as it came

    async def open(self, sink: Sink) -> None:
        """Open the link. Raises LinkUnavailable."""
        t, self._sink = self._tape.now(), sink
        self._tape.keep(t, event="opened", link=self.name)
        await self._link.open(self)

    async def send(self, data: bytes) -> None:
        """Send bytes. Raises LinkLost."""
        if not self._asked:  # what is spoken here tells also what came before
            self._asked.append(data)
        self._write()
        self._asked.append(data)
        self._tape.keep(self._tape.now(), way="out", hex=data.hex())
        await self._link.send(data)

    async def close(self) -> None:
        """Close the link; a link that was not opened leaves no line."""
        await self._link.close()
        if self._sink is not None:
            self._sink = None
            self._write()
            self._tape.keep(self._tape.now(), event="closed")

    def received(self, chunk: bytes) -> None:
        """Pass bytes on and hold them for the tape."""
        self._held.append((self._tape.now(), chunk))
        if sum(len(data) for _, data in self._held) > MOST_HELD:
            self._write(REMEMBERED)
        if self._sink is not None:
            self._sink.received(chunk)

    def lost(self, reason: Text) -> None:
        """Keep and pass on that the link is gone."""
        sink, self._sink = self._sink, None
        self._write()
        self._tape.keep(self._tape.now(), event="lost", reason=str(reason))
        if sink is not None:
            sink.lost(reason)

    def _write(self, ahead: int = 0) -> None:
        """Write what was held back, but for some bytes `ahead` in which a frame may end.

        What a frame began with before still hides its end.
        """
        came = self._tail + b"".join(data for _, data in self._held)
        at, clean = len(self._tail), self._tape.redact(tuple(self._asked), came)
        while self._held and at + len(self._held[0][1]) <= len(came) - ahead:
            t, data = self._held.popleft()
            kept = clean[at : at + len(data)]
            marks = {} if kept == data else {"redacted": True}
            self._tape.keep(t, way="in", hex=kept.hex(), **marks)
            at += len(data)
        self._tail = came[:at][-REMEMBERED:]


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    t: float
    way: str = ""
    hex: str = ""
    event: str = ""
    link: str = ""
    reason: str = ""
    redacted: bool = False


class TapeLink:
    """A tape as a link: it expects what was asked on it and answers what came then.

    It may be opened as often as on the tape. Delays are those of the tape, on the clock
    of the running loop.
    """

    def __init__(self, path: Path) -> None:
        """Read a tape. Raises BadFile with the line that is none."""
        self.name = f"tape:{path}"
        self._lines = deque(_lines(path))
        self._sink: Sink | None = None
        self._pending: list[asyncio.TimerHandle] = []

    @property
    def left(self) -> int:
        """The number of lines that were not played."""
        return len(self._lines)

    async def open(self, sink: Sink) -> None:
        """Begin the next opening of the tape. Raises LinkUnavailable where it has none."""
        line = self._next()
        if line is None or line.event != "opened":
            raise LinkUnavailable(self._else("opened", line))
        self._sink = sink
        self._answer(line.t)

    async def send(self, data: bytes) -> None:
        """Take what is asked. Raises LinkLost where the tape has something else there."""
        line = self._next()
        if self._sink is None or line is None or line.way != "out" or line.hex != data.hex():
            raise LinkLost(self._else(data.hex(" "), line))
        self._answer(line.t)

    async def close(self) -> None:
        """Close; what the tape says after it comes with the next opening."""
        for handle in self._pending:
            handle.cancel()
        self._pending.clear()
        if self._sink is not None and self._lines and self._lines[0].event == "closed":
            self._lines.popleft()
        self._sink = None

    def _next(self) -> _Line | None:
        return self._lines.popleft() if self._lines else None

    def _else(self, asked: str, line: _Line | None) -> Text:
        if line is None:
            return text("{tape} is at its end, not at: {asked}", tape=self.name, asked=asked)
        return text(
            "{tape} line {number} has `{there}`, not: {asked}",
            tape=self.name,
            number=line.number,
            there=line.event or f"{line.way} {bytes.fromhex(line.hex).hex(' ')}",
            asked=asked,
        )

    def _answer(self, since: float) -> None:
        """Bring, each at its time, all that the tape holds before the next request."""
        loop = asyncio.get_running_loop()
        while self._lines and (self._lines[0].way == "in" or self._lines[0].event == "lost"):
            line = self._lines.popleft()
            self._pending.append(loop.call_later(line.t - since, self._play, line))

    def _play(self, line: _Line) -> None:
        sink = self._sink
        if sink is None:
            return
        if line.way:
            sink.received(bytes.fromhex(line.hex))
        else:
            self._sink = None
            sink.lost(text("{reason}", reason=line.reason))


def _lines(path: Path) -> Iterator[_Line]:
    try:
        with path.open("rb") as file:
            yield from (_line(path, number, row) for number, row in enumerate(file, start=1))
    except OSError as error:
        raise BadFile(text("{file}: {why}", file=str(path), why=str(error.strerror))) from error


def _line(path: Path, number: int, written: bytes) -> _Line:
    try:
        line = _Line(number, **msgspec.json.decode(written, type=dict[str, Any]))
        msgspec.convert(asdict(line), _Line)  # each value is of its type
        bytes.fromhex(line.hex)
    except (ValueError, TypeError, msgspec.DecodeError, RecursionError) as error:
        raise BadFile(
            text("{file} line {number} is no line of a tape", file=str(path), number=number)
        ) from error
    return line
