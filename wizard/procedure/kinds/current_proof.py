"""A current calibration: told once, proved by board and instrument, else taken back."""

import asyncio
from dataclasses import dataclass
from decimal import Decimal

from wizard.boards.writer import Writer
from wizard.errors import BoardError, CommissionError, LinkError, RecordError, Refused
from wizard.finish import finish
from wizard.measurement import Limit, Origin, Verdict
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.checklist import CurrentCalibration
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
from wizard.procedure.kinds.clamp import Clamp, amperes
from wizard.procedure.kinds.steady import SteadyWatch, Stillness
from wizard.protocol.catalogue import CALIBRATION
from wizard.protocol.views import Settings
from wizard.record.events import Outcome
from wizard.text import Text, text

KEY = "current_calibration"


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a person consented to: instrument and board, A, and what holds a current still."""

    meter: Decimal
    board: Decimal
    spread: Decimal


def tolerance(step: CurrentCalibration, clamp: Clamp, meter: Decimal) -> Decimal:
    """Return how far board and instrument may be apart after a calibration, A."""
    share = abs(meter) * bound(step.proved) / 100
    return max(share, bound(step.proved_floor), clamp.error(meter))


class Proof:
    """Sends a calibration and proves it; `before` are the settings as they were."""

    def __init__(
        self,
        attempt: Attempt,
        step: CurrentCalibration,
        writer: Writer,
        clamp: Clamp,
        before: Settings,
    ) -> None:
        self._attempt = attempt
        self._step = step
        self._writer = writer
        self._clamp = clamp
        self._before = before
        rule = Stillness(step.average.s, step.most_gap.s, lambda size: size)
        self._watch = SteadyWatch(attempt, writer.board, rule, "A", lambda one: one.current)
        self._by_hand = writer.board.untold(CALIBRATION[KEY]) is not None
        self._sent = 0  # its number, 0 while there is nothing to settle

    async def calibrate(self, agreed: Agreed) -> Judgement:
        """Send it once and prove it; where it does not prove, send the old value once.

        Where it cannot be sent, a person does it in the app, and nothing is taken back.
        """
        try:
            if not self._by_hand:
                await finish(self._send(agreed))
            elif not await self._in_app(agreed):
                return NOT_DONE
            meter = await self._by_meter()
        except asyncio.CancelledError:
            self._left(agreed)
            raise
        except Refused as error:
            return refused(self._attempt, error)
        except (LinkError, BoardError) as error:
            self._settle(Outcome.UNKNOWN, error.reason)
            raise
        why = self._why_not(agreed, meter)
        done = DONE_BY_HAND if self._by_hand else None
        self._settle(Outcome.REFUSED if why else Outcome.VERIFIED, why or done)
        await finish(self._close(agreed, meter, why))
        return self._attempt.judgement(why)

    async def _in_app(self, agreed: Agreed) -> bool:
        """Have it done in the app while the current flows; return whether it was done."""
        shows, true = _magnitudes(agreed)
        number = await calibrated_in_app(self._attempt, self._writer, KEY, shows, true)
        if number is not None:
            self._sent = number
            await self._average()
        return number is not None

    async def _send(self, agreed: Agreed) -> None:
        shown, true = _magnitudes(agreed)
        number = await self._writer.calibrate(KEY, shown, true)
        self._sent = number
        await self._average()

    async def _average(self) -> None:
        """Let the board settle, then fill the window."""
        self._attempt.progress(text("the board takes it up"), 0, self._step.settle.s)
        await asyncio.sleep(self._step.settle.s)
        self._watch.window.clear()
        await self._watch.for_seconds(text("averaging the board's current"), self._step.average.s)

    async def _by_meter(self) -> Decimal:
        """Ask the instrument once more, while the board is watched."""
        prompt = text("Calibrated. What does the instrument show now?")
        asking = self._clamp.read(self._attempt, "meter-after", prompt)
        found = await self._watch.beside(asking)
        await self._watch.read()
        title = text("Current by instrument, after")
        self._attempt.reading("meter-after", title, amperes(found), Origin.METER, self._clamp.name)
        return found

    @property
    def _mean(self) -> Decimal | None:
        return self._watch.window.mean if self._watch.window.taken else None

    def _why_not(self, agreed: Agreed, meter: Decimal) -> Text | None:
        """Judge; return why it is not proved, None where it is."""
        attempt, mean = self._attempt, self._mean
        if mean is None:
            attempt.observe(
                "deviation", text("Board against instrument"), "-", Verdict.NOT_TAKEN, Origin.BOARD
            )
            return text("The board gave no reading after the calibration.")
        attempt.reading("board-after", text("Current by board, after"), amperes(mean), Origin.BOARD)
        most = amperes(tolerance(self._step, self._clamp, meter)).value
        off = amperes(abs(mean - meter))
        limit = Limit("A", high=most, derived=self._step.proved.derived)
        near = attempt.measure(
            "deviation", text("Board against instrument"), off, limit, Origin.COMPUTED
        ).passes
        kept = mean * agreed.board > 0 and meter * agreed.meter > 0
        attempt.observe(
            "direction-kept",
            text("Current flows the same way as before"),
            "yes" if kept else "no",
            Verdict.PASS if kept else Verdict.FAIL,
            Origin.COMPUTED,
        )
        if not near:
            return text(
                "The calibration did not prove: board and instrument are {off} apart, "
                "limit {limit}.",
                off=off,
                limit=limit.said,
            )
        return None if kept else text("The calibration did not prove: the current turned round.")

    async def _close(self, agreed: Agreed, meter: Decimal, why: Text | None) -> None:
        if why:
            await self._take_back(agreed, meter)
        await unchanged(self._attempt, self._writer, self._before)

    async def _take_back(self, agreed: Agreed, meter: Decimal) -> None:
        """Tell the board its old reading, once, if the same current still flows."""
        if self._by_hand:
            not_undone(self._attempt, ONLY_IN_APP)
            return
        mean = self._mean
        if mean is None or not self._stands(agreed, meter):
            not_undone(self._attempt, text("the current is no longer the same"))
            return
        try:
            old = amperes(abs(agreed.board)).value
            self._sent = await self._writer.calibrate(KEY, amperes(abs(mean)).value, old)
            await self._average()
        except RecordError:
            raise
        except CommissionError as error:
            self._settle(Outcome.UNKNOWN, error.reason)
            not_undone(self._attempt, error.reason)
            return
        self._judge_back(agreed)

    def _stands(self, agreed: Agreed, meter: Decimal) -> bool:
        same = percent(meter, agreed.meter) <= bound(self._step.typed_within)
        return same and self._watch.window.spread <= agreed.spread

    def _judge_back(self, agreed: Agreed) -> None:
        back = self._mean
        most = tolerance(self._step, self._clamp, agreed.meter)
        near = back is not None and abs(back - agreed.board) <= most
        self._settle(Outcome.VERIFIED if near else Outcome.UNKNOWN)
        self._attempt.observe(
            "taken-back",
            text("Old reading sent again, the board shows"),
            "-" if back is None else str(amperes(back)),
            Verdict.PASS if near else Verdict.FAIL,
            Origin.BOARD,
        )
        if not near:
            not_undone(self._attempt, text("the board does not show its old reading"))

    def _settle(self, outcome: Outcome, reason: Text | None = None) -> None:
        if self._sent:
            self._writer.settle_action(self._sent, outcome, reason)
            self._sent = 0

    def _left(self, agreed: Agreed) -> None:
        """Settle what was sent before the step was left, by the board's own reading."""
        if not self._sent:
            return
        mean = self._mean
        most = tolerance(self._step, self._clamp, agreed.meter)
        near = mean is not None and abs(mean - agreed.meter) <= most
        reason = text("left before the instrument was read again")
        self._settle(Outcome.VERIFIED if near else Outcome.UNKNOWN, None if near else reason)
        if not near:
            not_undone(self._attempt, reason)


def _magnitudes(agreed: Agreed) -> tuple[Decimal, Decimal]:
    """Return what the board shows and what the instrument says, without their sign."""
    return amperes(abs(agreed.board)).value, amperes(abs(agreed.meter)).value
