"""A simulated board heard over Bluetooth: the far end of a `MemoryLink`, or of a radio.

It takes the 20 bytes of one write at a time and answers in the order that was recorded:
frame, receipt, and behind 0x96 the status every half second for as long as it is joined.
A receipt says that a command came, never what became of it.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Literal

from wizard.protocol.layout import Table
from wizard.simulator import bluetooth_32s, bluetooth_frames, native
from wizard.simulator.bluetooth_air import Air, Deliver, Radio
from wizard.simulator.bluetooth_command import (
    INFO,
    LOG,
    ONE_STATUS,
    RECEIPT,
    STATUS_STREAM,
    Command,
    understood,
)
from wizard.simulator.bluetooth_frames import Payloads
from wizard.simulator.bluetooth_harm import Harm, Take
from wizard.simulator.bluetooth_older import take_24s, take_jk04
from wizard.simulator.capabilities import FIRST_WITH_BITMAPS, major
from wizard.simulator.firmware import Board
from wizard.simulator.readings import supported

Dialect = Literal["32S", "24S", "JK04"]

BALANCERS = frozenset({"8.0.3M"})  # of major version 3 besides
LAST_BALANCER = 3
FIRST_WITH_TWO = 14  # firmware that answers 0x96 with the information, too
SECOND_COUNTER = 0xA5
PERIOD = 0.5  # s between two frames of the status
FIRST_STATUS = 0.6  # s from 0x96 to the first of them
TICK = 0.25  # s, in which a module makes noise and a board is found dark
ANSWER = (0.04, 0.17)  # s from a request to its frame, as recorded; the rest likewise
RECEIPT_BEHIND = (0.04, 0.2)
SECOND_BEHIND = 0.15
WRITTEN = (0.062, 0.251)  # s from a write to its receipt
TAIL = 20
LOG_TYPE, LOG_ENTRIES, LOG_AT = 5, 50, 5


@dataclass(frozen=True, slots=True)
class Speech:
    """What is a dialect's own: the payloads of its frames, and what it takes."""

    payloads: Payloads
    take: Take


SPEECH: dict[Dialect, Speech] = {
    "32S": Speech(bluetooth_frames.OF_32S, bluetooth_32s.take),
    "24S": Speech(bluetooth_frames.OF_24S, take_24s),
    "JK04": Speech(bluetooth_frames.OF_JK04, take_jk04),
}


def dialect_of(firmware: str) -> Dialect:
    """Return the dialect that boards with a firmware speak."""
    if firmware in BALANCERS or major(firmware) <= LAST_BALANCER:
        return "JK04"
    return "32S" if major(firmware) >= FIRST_WITH_BITMAPS else "24S"


class BluetoothFace:
    """One board as its Bluetooth module shows it, to one client at a time.

    `commands` keeps everything that was understood, `harms` what did harm, in order.
    `gone` is called when the board goes dark while a client is joined, or one joins while
    it is; the connection is lost then, and the client has to join again. `dialect` is for
    a board that contradicts itself: another one than that of its firmware.
    """

    def __init__(
        self, board: Board, radio: Radio | None = None, dialect: Dialect | None = None
    ) -> None:
        self.board, self.radio = board, radio or Radio()
        self.dialect: Dialect = dialect or dialect_of(board.nameplate.firmware)
        self.commands: list[Command] = []
        self.harms: list[Harm] = []
        self.gone: Callable[[], None] = lambda: None
        self._chance = Random(self.radio.seed)
        self._joined = 0
        self._counter = 0
        self._talk: _Talk | None = None

    @property
    def joined(self) -> bool:
        """Whether a client is connected: no other finds the board then."""
        return self._talk is not None

    @property
    def keeps_log(self) -> bool:
        """Whether it tells its log: boards for 32 cells do, where they list the command."""
        return self.dialect == "32S" and LOG in supported(self.board)

    def plugged(self, deliver: Deliver) -> None:
        """Take up a connection, on the loop that is running now."""
        self.unplugged()
        self._joined += 1
        loop = asyncio.get_running_loop()
        air = Air(loop, deliver, self.radio, self._chance)
        self._talk = _Talk(self, loop, air, self._chance, deaf=self._joined <= self.radio.deaf)
        self._talk.begin()

    def heard(self, data: bytes) -> None:
        """Take the bytes of one write; what is no command changes nothing."""
        command = understood(data)
        if self._talk and command:
            self._talk.answer(command)

    def unplugged(self) -> None:
        """End the connection; what was under way is lost."""
        if self._talk:
            self._talk.end()
        self._talk = None

    def drop(self) -> None:
        """Lose the connection, as when the board goes dark."""
        self.unplugged()
        self.gone()

    def frame(self, which: Table, counter: int | None = None) -> bytes:
        """Return a frame as it is now; one of the status counts on."""
        payloads = SPEECH[self.dialect].payloads
        build = {
            Table.SETTINGS: payloads.settings,
            Table.STATUS: payloads.status,
            Table.INFO: payloads.info,
        }
        number = self._counter if counter is None else counter
        made = native.frame(native.TYPE[which], number, build[which](self.board))
        if which is Table.STATUS:
            self.board.pack.swing()
            self._counter = (self._counter + 1) & 0xFF
        return made

    def log_frame(self) -> bytes:
        """Return the newest entries of the board's log."""
        log = self.board.log
        entries = b"".join(
            entry.at.to_bytes(4, "little") + bytes([entry.number]) for entry in log[-LOG_ENTRIES:]
        )
        payload = len(log).to_bytes(LOG_AT, "little") + entries
        return native.frame(LOG_TYPE, self._counter, payload)

    def take(self, command: Command) -> None:
        """Let a write do to the board what its number means there."""
        sentence = SPEECH[self.dialect].take(self.board, command)
        if sentence:
            self.harms.append(Harm(command, sentence))


class _Talk:
    """One connection: what was asked so far, and what is due."""

    def __init__(
        self,
        face: BluetoothFace,
        loop: asyncio.AbstractEventLoop,
        air: Air,
        chance: Random,
        *,
        deaf: bool,
    ) -> None:
        self._face, self._loop, self._air, self._chance = face, loop, air, chance
        self._deaf = deaf
        self._informed = self._streaming = False
        # The board may have been brought further by a loop whose clock was ahead.
        self._offset = max(0.0, face.board.now - loop.time())
        self._ticker = loop.call_soon(self._tick)

    def begin(self) -> None:
        """Send what is left from the connection before, where the module does so."""
        if self._face.radio.tail:
            self._air.say(0.0, lambda: self._face.frame(Table.STATUS)[-TAIL:])

    def end(self) -> None:
        """Say nothing more."""
        self._streaming = False
        self._ticker.cancel()
        self._air.close()

    def answer(self, command: Command) -> None:
        """Do and answer one command."""
        self._pass_time()
        board = self._face.board
        if self._deaf or board.quirks.silent or not board.awake:
            return
        self._face.commands.append(command)
        answers: dict[int, Callable[[], None]] = {
            INFO: self._inform,
            STATUS_STREAM: self._begin_stream,
            ONE_STATUS: lambda: self._answer_with(lambda: self._face.frame(Table.STATUS)),
        }
        if self._face.keeps_log:
            answers[LOG] = lambda: self._answer_with(self._face.log_frame)
        answers.get(command.number, lambda: self._take(command))()

    def _pass_time(self) -> None:
        self._face.board.advance(self._loop.time() + self._offset)

    def _tick(self) -> None:
        self._pass_time()
        if not self._face.board.awake:
            self._face.drop()
            return
        if self._face.radio.noise != "none":
            self._air.hiss()
        self._ticker = self._loop.call_later(TICK, self._tick)

    def _take(self, command: Command) -> None:
        self._face.take(command)
        self._pass_time()
        self._air.say(self._chance.uniform(*WRITTEN), lambda: RECEIPT)

    def _inform(self) -> None:
        self._informed = True
        self._answer_with(lambda: self._face.frame(Table.INFO))

    def _begin_stream(self) -> None:
        if self._face.radio.info_first and not self._informed:
            return
        two = major(self._face.board.nameplate.firmware) >= FIRST_WITH_TWO
        self._answer_with(lambda: self._face.frame(Table.SETTINGS), second=two)
        if not self._streaming:
            self._streaming = True
            self._loop.call_later(FIRST_STATUS, self._go_on)

    def _answer_with(self, build: Callable[[], bytes], *, second: bool = False) -> None:
        delay = self._chance.uniform(*ANSWER)
        glued = self._face.radio.chunking == "glued"
        self._say(delay, (lambda: build() + RECEIPT) if glued and not second else build)
        if second:
            delay += SECOND_BEHIND
            self._say(delay, self._second)
        if second or not glued:
            self._air.say(delay + self._chance.uniform(*RECEIPT_BEHIND), lambda: RECEIPT)

    def _second(self) -> bytes:
        return self._face.frame(Table.INFO, SECOND_COUNTER)

    def _say(self, delay: float, build: Callable[[], bytes]) -> None:
        def made() -> bytes:
            self._pass_time()
            return build()

        self._air.say(delay, made)

    def _go_on(self) -> None:
        if self._streaming:
            self._say(0.0, lambda: self._face.frame(Table.STATUS))
            self._loop.call_later(PERIOD, self._go_on)
