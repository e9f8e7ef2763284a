"""A voltage calibration: told once, proved by the board's own readings, else taken back.

That the factor follows the value by rule of three is likely, not known: the readings
prove, the factor is noted.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal

from wizard.boards.believe import same_picture, twice
from wizard.boards.writer import Writer
from wizard.errors import BoardError, CommissionError, LinkError, RecordError, Refused
from wizard.finish import finish
from wizard.measurement import Limit, Origin, Verdict, judge
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.checklist import VoltageCalibration
from wizard.procedure.kinds.by_app import DONE_BY_HAND, calibrated_in_app
from wizard.procedure.kinds.calibrating import (
    NOT_DONE,
    ONLY_IN_APP,
    bound,
    not_undone,
    percent,
    refused,
    unchanged,
)
from wizard.protocol.catalogue import CALIBRATION, Evidence, Parameter
from wizard.protocol.layout import Kind, Place, Table
from wizard.protocol.views import Settings, Status
from wizard.quantity import Quantity, volts
from wizard.record.events import Outcome
from wizard.text import Text, text

KEY = "voltage_calibration"
READ_TWICE = 2
FINE = Decimal("0.0001")
FACTOR = Parameter(  # never written: its evidence says so
    "voltage_correction",
    "Bat. Volt. Correct",
    0,
    Place(Table.STATUS, 0xDC, Kind.F32),
    "",
    Decimal(1),
    Decimal(0),
    Decimal(0),
    Evidence.NONE,
)


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a person consented to: meter and board, V; the cells, one of them by meter."""

    meter: Decimal
    board: Decimal
    cells: tuple[Decimal, ...]
    cell: int
    metered: Decimal


class Proof:
    """Sends a calibration and proves it; `before` are the settings as they were."""

    def __init__(
        self, attempt: Attempt, step: VoltageCalibration, writer: Writer, before: Settings
    ) -> None:
        self._attempt = attempt
        self._step = step
        self._writer = writer
        self._before = before

    async def calibrate(self, agreed: Agreed) -> Judgement:
        """Calibrate once and prove it: sent where it can be, else by a person in the app."""
        if self._writer.board.untold(CALIBRATION[KEY]):
            return await self._by_hand(agreed)
        return await finish(self._sent(agreed))

    async def _sent(self, agreed: Agreed) -> Judgement:
        """Send it once and prove it; where it does not prove, send the old value once."""
        attempt = self._attempt
        attempt.progress(text("sending the calibration and reading everything back"))
        factor = await self._factor("factor-before", text("Factor before"))
        try:
            number = await self._writer.calibrate(KEY, agreed.board, agreed.meter)
        except Refused as error:
            return refused(attempt, error)
        why = await self._settled(number, agreed)
        if why:
            await self._take_back(agreed)
        return await self._ended(agreed, factor, why)

    async def _by_hand(self, agreed: Agreed) -> Judgement:
        """Have a person do it in the app, once, and prove it; nothing is taken back there."""
        attempt = self._attempt
        factor = await self._factor("factor-before", text("Factor before"))
        number = await calibrated_in_app(attempt, self._writer, KEY, agreed.board, agreed.meter)
        if number is None:
            return NOT_DONE
        attempt.progress(text("reading everything back"))
        why = await self._settled(number, agreed)
        if why:
            not_undone(attempt, ONLY_IN_APP)
        return await self._ended(agreed, factor, why)

    async def _settled(self, number: int, agreed: Agreed) -> Text | None:
        """Judge and settle it; return why it is not proved, None where it is."""
        try:
            why = await self._why_not(agreed)
        except (LinkError, BoardError) as error:
            self._writer.settle_action(number, Outcome.UNKNOWN, error.reason)
            raise
        by_hand = self._writer.recorder.state.writes[number].in_app
        outcome = Outcome.REFUSED if why else Outcome.VERIFIED
        self._writer.settle_action(number, outcome, why or (DONE_BY_HAND if by_hand else None))
        return why

    async def _ended(self, agreed: Agreed, factor: Decimal | None, why: Text | None) -> Judgement:
        if why is None:
            await self._note_factor(factor, agreed.meter / agreed.board)
        await unchanged(self._attempt, self._writer, self._before)
        self._attempt.progress(None)
        return self._attempt.judgement(why)

    async def _why_not(self, agreed: Agreed) -> Text | None:
        """Read twice and judge; return why it is not proved, None where it is."""
        found: list[Status] = []
        for _ in range(READ_TWICE):
            await asyncio.sleep(self._step.proved_over.s / READ_TWICE)
            found.append(await self._status())
        off = max(percent(status.pack_voltage, agreed.meter) for status in found)
        uneven = max(_uneven(agreed, status) for status in found)
        cell = max(abs(_cell(status, agreed.cell) - agreed.metered) for status in found)
        rows = (
            ("deviation", text("Board against meter"), _fine(off), self._step.proved),
            ("cells-alike", text("Cells, away from one ratio"), volts(uneven), self._alike),
            (
                "metered-cell-after",
                text("Cell {n}, board against meter", n=agreed.cell),
                volts(cell),
                self._step.metered_cell,
            ),
        )
        bad = [row for row in rows if not self._judged(*row).passes]
        if not bad:
            return None
        _, title, value, limit = bad[0]
        return text(
            "The calibration did not prove: {title}: {value}, limit {limit}.",
            title=title,
            value=value,
            limit=limit.said,
        )

    @property
    def _alike(self) -> Limit:
        return self._step.cells_alike

    def _judged(self, name: str, title: Text, value: Quantity, limit: Limit) -> Verdict:
        self._attempt.measure(name, title, value, limit, Origin.COMPUTED)
        return judge(value.value, limit)

    async def _status(self) -> Status:
        return await twice(self._writer.board.status, text("cells"), same_picture)

    async def _take_back(self, agreed: Agreed) -> None:
        """Tell the board its old reading, once, and see whether it is back."""
        try:
            shown = (await self._status()).pack_voltage
            number = await self._writer.calibrate(KEY, shown, agreed.board)
            back = await self._back(number)
        except RecordError:
            raise
        except CommissionError as error:
            not_undone(self._attempt, error.reason)
            return
        near = percent(back, agreed.board) <= bound(self._step.proved)
        self._writer.settle_action(number, Outcome.VERIFIED if near else Outcome.UNKNOWN)
        self._attempt.observe(
            "taken-back",
            text("Old reading sent again, the board shows"),
            str(volts(back)),
            Verdict.PASS if near else Verdict.FAIL,
            Origin.BOARD,
        )
        if not near:
            not_undone(self._attempt, text("the board shows {v}", v=volts(back)))

    async def _back(self, number: int) -> Decimal:
        await asyncio.sleep(self._step.proved_over.s / READ_TWICE)
        try:
            return (await self._status()).pack_voltage
        except (LinkError, BoardError) as error:
            self._writer.settle_action(number, Outcome.UNKNOWN, error.reason)
            raise

    # ---- the factor

    async def _factor(self, name: str, title: Text) -> Decimal | None:
        """Read the factor of all cells; None where the board does not tell it."""
        with suppress(LinkError, BoardError):
            found = await self._writer.board.read_back(FACTOR)
            self._attempt.reading(name, title, Quantity(found.quantize(FINE)), Origin.BOARD)
            return found
        return None

    async def _note_factor(self, before: Decimal | None, ratio: Decimal) -> None:
        after = await self._factor("factor-after", text("Factor after"))
        if not before or after is None:
            self._attempt.note(text("The factor of the voltages was not read."))
        elif percent(after / before, ratio) > bound(self._step.proved):
            self._attempt.note(
                text(
                    "The voltages are right, but the factor went from {before} to {after}, "
                    "which is not the ratio of meter to board.",
                    before=Quantity(before.quantize(FINE)),
                    after=Quantity(after.quantize(FINE)),
                )
            )


def _fine(share: Decimal) -> Quantity:
    return Quantity(share.quantize(FINE), "%")


def _cell(status: Status, number: int) -> Decimal:
    return status.cells[number - 1] if number <= len(status.cells) else Decimal(0)


def _uneven(agreed: Agreed, status: Status) -> Decimal:
    """Return how far a cell is at most from the ratio by which the pack moved, V."""
    ratio = status.pack_voltage / agreed.board
    cells = range(1, len(agreed.cells) + 1)
    return max(abs(_cell(status, n) - agreed.cells[n - 1] * ratio) for n in cells)
