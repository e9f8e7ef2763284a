"""Consent to a calibration of the voltage: what it moves, the highest cell, a typed word."""

from wizard.measurement import Origin, Verdict
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.checklist import VoltageCalibration
from wizard.procedure.figures import Facts
from wizard.procedure.kinds.calibrating import CALIBRATE, LEAVE, bound
from wizard.procedure.kinds.steady import SteadyWatch
from wizard.procedure.kinds.voltage_measured import Measured, compared, metered, moves
from wizard.procedure.kinds.voltage_proof import Agreed
from wizard.procedure.questions import Choice, Number, Option, TypedWord
from wizard.protocol.views import Settings, Status
from wizard.quantity import Quantity, volts
from wizard.text import text


class Consent:
    """Asks whether to calibrate; `watch` goes on watching the board meanwhile."""

    def __init__(self, attempt: Attempt, step: VoltageCalibration, watch: SteadyWatch) -> None:
        self._attempt = attempt
        self._step = step
        self._watch = watch

    async def ask(
        self, found: Measured, before: Settings, start: Status
    ) -> Agreed | Judgement | None:
        """Show what it moves and ask; None where it is left, a judgement where it must be."""
        attempt = self._attempt
        self._watch.above = (Facts((*compared(found), *moves(found, before))),)
        attempt.picture(*self._watch.above)
        attempt.line(text("A calibration moves every cell, and with it every voltage limit."))
        if await self._watch.beside(attempt.ask(_CHOICE)) != CALIBRATE:
            return None
        cell, seen = max(enumerate(start.cells, 1), key=lambda one: one[1])
        by_meter = await self._watch.beside(attempt.ask(self._cell(cell)))
        attempt.reading(
            "metered-cell", text("Cell {n} by meter", n=cell), volts(by_meter), Origin.METER
        )
        expected = seen * found.meter / found.board
        fits = abs(expected - by_meter) <= bound(self._step.metered_cell)
        if not fits:
            return self._cell_differs(cell, volts(expected), volts(by_meter))
        if not await self._watch.beside(attempt.ask(_word(found))):
            return None
        if not await self._as_measured(found):
            return Judgement(
                Verdict.NOT_TAKEN,
                text("The voltage moved since it was measured: nothing was sent."),
            )
        return Agreed(found.meter, found.board, start.cells, cell, by_meter)

    def _cell(self, cell: int) -> Number:
        prompt = text("Voltage of cell {n}, the highest, by meter at its own poles:", n=cell)
        return metered(self._attempt, "metered-cell", prompt, self._step.possible_cell)

    def _cell_differs(self, cell: int, expected: Quantity, by_meter: Quantity) -> Judgement:
        reason = text(
            "Cell {n} should read {expected} and the meter says {metered}: one factor does "
            "not mend that. Look for a wiring fault; nothing was sent.",
            n=cell,
            expected=expected,
            metered=by_meter,
        )
        self._attempt.measure(
            "cell-by-factor",
            text("Highest cell, by factor against meter"),
            volts(abs(expected.value - by_meter.value)),
            self._step.metered_cell,
            Origin.COMPUTED,
            note=reason,
        )
        return Judgement(Verdict.FAIL, reason)

    async def _as_measured(self, found: Measured) -> bool:
        """Whether the board still holds still, where it stood when it was measured."""
        steady = await self._watch.still_steady()
        if not steady:
            return False
        moved = abs(self._watch.window.mean - found.board)
        return moved <= bound(self._step.steady_within)


_CHOICE = Choice(
    key="calibrate",
    prompt=text("Calibrate the board's voltage to the meter's?"),
    options=(
        Option(CALIBRATE, text("Calibrate: the meter is good and its tips are in place")),
        Option(LEAVE, text("Leave it as it is; the report names it")),
    ),
)


def _word(found: Measured) -> TypedWord:
    return TypedWord(
        key="calibrate-word",
        prompt=text(
            "Type CALIBRATE to tell the board that its {board} are {meter}.",
            board=volts(found.board),
            meter=volts(found.meter),
        ),
        word="CALIBRATE",
    )
