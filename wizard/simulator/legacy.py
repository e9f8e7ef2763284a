"""A simulated board by the legacy protocol on its UART: the far end of a cable.

It answers some time after it was asked, in one piece. A request that comes less than 100 ms
behind the one before it is not heard; a switch is turned only where the password's frame
came right before, as long ago as that. Likely: a write that it does not take (the balance
switch, on firmware 11) is answered all the same. Unknown: whether the password's frame is
answered, and how; here it is unless `mute` says otherwise.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from wizard.simulator.firmware import Board, Write
from wizard.simulator.legacy_content import contents

HEAD = b"\x4e\x57"
LENGTH_AT, COMMAND_AT, CONTENT_AT = 2, 8, 11
TAIL = 9  # record number, 68, checksum
SHORTEST = CONTENT_AT + TAIL
LONGEST = 64  # bytes of a request; those known have 21 and 22
END, RECORD = b"\x68", bytes(4)
WRITE, READ, PASSWORD, READ_ALL = 2, 3, 5, 6
BOARD, REQUEST, REPLY = 0, 0, 1
DELAY = 0.2  # s; well under 1 s as a rule, up to 5 s were seen
INTERVAL = 0.1  # s
UNDER_WAY = 64  # answers that can still be called back
SWITCHES: Mapping[int, str] = MappingProxyType({0xAB: "charge_switch", 0xAC: "discharge_switch"})

ON_OFF = (b"\0", b"\1")

Deliver = Callable[[bytes], None]


@dataclass(frozen=True, slots=True)
class Heard:
    """A whole request: its command, its ids with their data."""

    command: int
    content: bytes


def framed(command: int, content: bytes, kind: int = REPLY, source: int = BOARD) -> bytes:
    """Return a frame; the sum of all its bytes stands in the last four."""
    length = (CONTENT_AT - LENGTH_AT + len(content) + TAIL).to_bytes(2)
    body = HEAD + length + bytes(4) + bytes([command, source, kind]) + content + RECORD + END
    return body + (sum(body) & 0xFFFF).to_bytes(4)


class LegacyFace:
    """One board as its UART shows it. `requests` keeps what was heard, in order.

    `delay` are the s to an answer and may be changed. With `mute` the frame of the password
    has no answer.
    """

    def __init__(self, board: Board, *, delay: float = DELAY, mute: bool = False) -> None:
        self.board, self.delay, self._mute = board, delay, mute
        self.requests: list[Heard] = []
        self._kept = b""
        self._loop: asyncio.AbstractEventLoop | None = None
        self._deliver: Deliver | None = None
        self._offset, self._heard_at = 0.0, -INTERVAL
        self._pending: deque[asyncio.TimerHandle] = deque(maxlen=UNDER_WAY)

    def plugged(self, deliver: Deliver) -> None:
        """Learn where answers go, on the loop that is running now."""
        self._loop, self._deliver = asyncio.get_running_loop(), deliver
        # The board may have been brought further by a loop whose clock was ahead.
        self._offset = max(0.0, self.board.now - self._loop.time())
        self._kept, self._heard_at = b"", self._offset - INTERVAL

    def heard(self, data: bytes) -> None:
        """Take bytes from the computer, cut anywhere."""
        if self._loop is None or self._deliver is None:
            return
        self._kept += data
        while found := _first(self._kept):
            request, self._kept = found
            answer = self._answer(request[COMMAND_AT], request[CONTENT_AT:-TAIL])
            if answer:
                timer = self._loop.call_later(self.delay, self._deliver, answer)
                self._pending.append(timer)
        self._kept = self._kept[-LONGEST:]

    def unplugged(self) -> None:
        """Forget who listened; what was under way is lost."""
        for timer in self._pending:
            timer.cancel()
        self._pending.clear()
        self._loop = self._deliver = None

    def _answer(self, command: int, content: bytes) -> bytes:
        """Do what is asked; return the answer, nothing where there is none."""
        now = self._now()
        self.board.advance(now)
        early = now - self._heard_at < INTERVAL
        if self.board.quirks.silent or not self.board.awake or early:
            return b""
        before = self.requests[-1] if self.requests else None
        self._heard_at = now
        self.requests.append(Heard(command, content))
        told = _CARRY_OUT.get(command, _nothing)(self, content, before)
        self.board.advance(now)
        return b"" if told is None else framed(command, told)

    def _now(self) -> float:
        return 0.0 if self._loop is None else self._loop.time() + self._offset

    def read(self, content: bytes, _before: Heard | None) -> bytes | None:
        """Return everything for id 0, else the one id; None for an unknown one."""
        found = dict(contents(self.board))
        code = int.from_bytes(content[:1])
        ids = found if code == 0 else [code] if code in found else []
        return b"".join(bytes([each]) + found[each] for each in ids) or None

    def unlock(self, content: bytes, _before: Heard | None) -> bytes | None:
        """Let the next write in, whatever the password."""
        return None if self._mute else content

    def write(self, content: bytes, before: Heard | None) -> bytes | None:
        """Turn a switch; what else is written changes nothing."""
        code, value = int.from_bytes(content[:1]), content[1:]
        self.board.writes.append(Write(code, int.from_bytes(value)))
        unlocked = before is not None and before.command == PASSWORD
        if unlocked and code in SWITCHES and value in ON_OFF:
            self.board.take(SWITCHES[code], Decimal(ON_OFF.index(value)))
        return content


def _nothing(_face: LegacyFace, _content: bytes, _before: Heard | None) -> None:
    """Leave an unknown command without an answer."""


_CARRY_OUT: Mapping[int, Callable[[LegacyFace, bytes, Heard | None], bytes | None]] = (
    MappingProxyType(
        {
            READ: LegacyFace.read,
            READ_ALL: LegacyFace.read,
            PASSWORD: LegacyFace.unlock,
            WRITE: LegacyFace.write,
        }
    )
)


def _first(line: bytes) -> tuple[bytes, bytes] | None:
    """Return the first whole request of a line and what is behind it."""
    start = line.find(HEAD)
    while start >= 0:
        size = len(HEAD) + int.from_bytes(line[start + LENGTH_AT :][:2])
        found = line[start : start + size]
        if len(found) >= SHORTEST and found == _again(found):
            return found, line[start + size :]
        start = line.find(HEAD, start + 1)
    return None


def _again(found: bytes) -> bytes:
    """Return the request that has this command, source and content."""
    command, source = found[COMMAND_AT], found[COMMAND_AT + 1]
    return framed(command, found[CONTENT_AT:-TAIL], REQUEST, source)
