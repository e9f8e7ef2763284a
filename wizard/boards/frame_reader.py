"""Reading a PB board by the frames that it sends when triggered.

A trigger is a write that changes nothing; the answer is a whole table, then the receipt.
"""

from wizard.boards.bus import Bus
from wizard.boards.reader import TRIES, silent
from wizard.errors import NoAnswer, NotBelievable, Refused
from wizard.protocol import modbus
from wizard.protocol.framing import AnswerStream
from wizard.protocol.layout import Image, Place, Table
from wizard.protocol.modbus import Exceptional, Trigger
from wizard.text import text

FRAME_REPLY_S = 0.5  # 40 ms, then 310 bytes: 27 ms of them at 115200, 323 ms at 9600


class FrameReader:
    """Reads whole tables of one unit, a frame each."""

    def __init__(self, bus: Bus, unit: int) -> None:
        self._bus = bus
        self._unit = unit

    async def table(self, table: Table, opening: int, tries: int = TRIES) -> Image:
        """Ask for the frame of a table until it comes.

        Retries cannot differ from each other, as a frame has one length: the silence that
        the bus keeps after a time-out is what a late frame falls into.
        """
        return await self._table(table, opening, tries, trying=tries > 1)

    async def place(self, place: Place, opening: int, tries: int = TRIES) -> Image:
        """Read the whole table anew."""
        return await self._table(place.table, opening, tries, trying=False)

    async def _table(self, table: Table, opening: int, tries: int, *, trying: bool) -> Image:
        for _ in range(tries):
            try:
                return await self._frame(Trigger(self._unit, table), opening, trying=trying)
            except NoAnswer:
                continue
        raise NoAnswer(silent(self._bus, self._unit, tries))

    async def _frame(self, trigger: Trigger, opening: int, *, trying: bool) -> Image:
        reply = await self._bus.exchange(
            modbus.encode(trigger),
            AnswerStream(trigger),
            FRAME_REPLY_S,
            opening,
            unit=self._unit,
            trying=trying,
        )
        if isinstance(reply, Exceptional):
            raise Refused(
                text(
                    "the board refused to send its {table} frame with exception {code}",
                    table=trigger.table.name.lower(),
                    code=reply.code,
                ),
                reply.code,
            )
        image = reply.image()
        if image is None:
            raise NotBelievable(text("the board sent a frame without a table"))
        return image
