"""The pack's voltage by meter against the board's: what is nearly right is calibrated.

The calibration moves every cell, and with it every voltage protection. A wiring fault is
never calibrated away, and what did not prove is taken back.
"""

from decimal import Decimal

from wizard.boards.believe import same_picture, twice
from wizard.boards.writer import Writer
from wizard.measurement import Limit, Origin, Verdict
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.checklist import VoltageCalibration
from wizard.procedure.figures import Facts
from wizard.procedure.kinds.balance_off import balances, without_balancing
from wizard.procedure.kinds.calibrating import (
    bound,
    earlier,
    offered,
    once_more,
    percent,
    rounded,
    settle_earlier,
)
from wizard.procedure.kinds.confirm import confirm
from wizard.procedure.kinds.steady import SteadyWatch, Stillness
from wizard.procedure.kinds.voltage_consent import Consent
from wizard.procedure.kinds.voltage_measured import Measured, compared, metered
from wizard.procedure.kinds.voltage_proof import KEY, Proof
from wizard.procedure.kinds.voltage_wiring import wiring
from wizard.procedure.questions import Line, Number
from wizard.protocol.views import Status
from wizard.quantity import Quantity, volts
from wizard.text import Text, text

READINGS = 3


async def run(attempt: Attempt, step: VoltageCalibration) -> Judgement:
    """Compare, offer, write once, prove; take back what did not prove."""
    own = Decimal(attempt.facts.get("meter_percent", "0"))
    if own > bound(step.offered):
        return Judgement(
            Verdict.NOT_TAKEN,
            text(
                "The meter's own error is {own}: it cannot tell whether the board is right. "
                "Take a better one and enter it in the first step.",
                own=rounded(own),
            ),
        )
    if not await confirm(attempt, step.statements):
        return attempt.judgement(text("The meter's tips are not in place: nothing was measured."))
    writer = await attempt.bench.writer()
    comparison = _Comparison(attempt, step, writer, max(bound(step.passes), own))
    return await without_balancing(attempt, writer, step.patience.s, comparison.run)


class _Comparison:
    """One comparison of meter and board. `passes` is the % within which it is right."""

    def __init__(
        self, attempt: Attempt, step: VoltageCalibration, writer: Writer, passes: Decimal
    ) -> None:
        self._attempt = attempt
        self._step = step
        self._writer = writer
        self._passes = passes
        within = 2 * bound(step.steady_within)
        self._watch = SteadyWatch(
            attempt,
            writer.board,
            Stillness(step.steady.s, step.steady.s, lambda _: within),
            "V",
            lambda status: None if self._disturbed(status) else status.pack_voltage,
        )

    async def run(self) -> Judgement:
        attempt = self._attempt
        before = await self._writer.snapshot(f"before {attempt.step.id}", every=True)
        sent = earlier(attempt, KEY)
        start = await self._sound()
        if start is None:
            return attempt.judgement()
        found = await self._measured()
        if found is None:
            return Judgement(
                Verdict.NOT_TAKEN, text("The readings did not hold still: nothing was sent.")
            )
        self._settle(sent, found)
        reason = await self._not_to_calibrate(found)
        if reason is not None:
            return self._left(found, reason)
        agreed = await Consent(attempt, self._step, self._watch).ask(found, before, start)
        if agreed is None:
            return self._left(found, text("It was left as it is."))
        if isinstance(agreed, Judgement):
            return agreed
        proof = Proof(attempt, self._step, self._writer, before)
        return await proof.calibrate(agreed)

    def _disturbed(self, status: Status) -> bool:
        return balances(status) or abs(status.current) > bound(self._step.most_current)

    # ---- before anything is compared

    async def _sound(self) -> Status | None:
        """Return the board's picture of a pack at rest whose wiring is in order."""
        attempt, step = self._attempt, self._step
        attempt.progress(text("reading the cells"))
        status = await twice(self._writer.board.status, text("cells"), same_picture)
        attempt.progress(None)
        attempt.measure(
            "current",
            text("Current"),
            Quantity(abs(status.current), "A"),
            step.most_current,
            Origin.BOARD,
        )
        wiring(attempt, step, status)
        return status if attempt.verdict_so_far().passes else None

    async def _measured(self) -> Measured | None:
        attempt = self._attempt
        meter: Decimal | None = None
        while meter is None:
            if not await self._still():
                return None
            meter = await self._by_meter()
            if meter is None and not await once_more(
                attempt,
                "readings-apart",
                text("The readings were too far apart, or the voltage moved meanwhile."),
            ):
                return None
        moved = self._watch.window.spread / 2
        attempt.measure(
            "steady",
            text("Board's voltage, away from its mean in {n} s", n=self._step.steady.s),
            volts(moved),
            self._step.steady_within,
            Origin.BOARD,
        )
        return self._compared(meter, volts(self._watch.window.mean).value)

    async def _still(self) -> bool:
        waiting = text("waiting until the board's voltage holds still, without current")
        while not await self._watch.until_steady(waiting, self._step.patience.s):
            why = text("The board's voltage did not hold still in {n} s.", n=self._step.patience.s)
            if not await once_more(self._attempt, "not-steady", why):
                return False
        return True

    async def _by_meter(self) -> Decimal | None:
        """Return the mean of three readings of the meter; None where they do not hold."""
        attempt = self._attempt
        prompts = (_TERMINALS, *_PACK[1:]) if self._step.closed else _PACK
        taken = [
            await self._watch.beside(attempt.ask(self._reading(f"meter-{n}", prompts[n - 1])))
            for n in range(1, READINGS + 1)
        ]
        for number, value in enumerate(taken, 1):
            title = text("Pack by meter, reading {n}", n=number)
            attempt.reading(f"meter-{number}", title, volts(value), Origin.METER)
        verdict = attempt.measure(
            "meter-apart",
            text("Three readings of the meter, highest less lowest"),
            volts(max(taken) - min(taken)),
            self._step.readings_within,
            Origin.COMPUTED,
        )
        still = await self._watch.still_steady()
        return (
            volts(sum(taken, Decimal(0)) / len(taken)).value if verdict.passes and still else None
        )

    def _reading(self, key: str, prompt: Text) -> Number:
        return metered(self._attempt, key, prompt, self._step.possible)

    def _compared(self, meter: Decimal, board: Decimal) -> Measured:
        attempt = self._attempt
        found = Measured(meter, board, percent(board, meter))
        attempt.reading("board", text("Pack by the board"), volts(board), Origin.BOARD)
        attempt.reading(
            "deviation-found",
            text("Board against meter, as found"),
            rounded(found.apart),
            Origin.COMPUTED,
        )
        self._watch.above = (Facts(compared(found)),)
        attempt.picture(*self._watch.above)
        return found

    # ---- what to do about it

    def _settle(self, sent: tuple[int, ...], found: Measured) -> None:
        reason = text(
            "The board reads {board}, the meter {meter}.",
            board=volts(found.board),
            meter=volts(found.meter),
        )
        settle_earlier(self._writer, sent, reason, agrees=found.apart <= self._passes)

    async def _not_to_calibrate(self, found: Measured) -> Text | None:
        """Return why nothing is written; None where a calibration is offered."""
        step = self._step
        if found.apart <= self._passes:
            self._attempt.line(text("Board and meter agree: nothing is written."))
            return text("Board and meter agree.")
        if step.closed:
            return text(
                "In a closed pack no meter reaches the cells, so nothing is calibrated: have its "
                "maker look at it."
            )
        if found.apart > bound(step.second_meter):
            return text(
                "Over {most}: that is a fault, no error of calibration. Look at the meter's "
                "tips and battery, the sense wires and the cell count; nothing was sent.",
                most=Quantity(bound(step.second_meter), "%"),
            )
        if found.apart > bound(step.offered):
            return await self._second_meter(found)
        return None

    async def _second_meter(self, found: Measured) -> Text | None:
        """Ask a second meter; return why it does not bear the first one out, else None."""
        attempt = self._attempt
        name = await self._watch.beside(
            attempt.ask(
                Line(
                    key="second-meter",
                    prompt=text("Over {n} apart. Another meter, its name:", n=_offered(self._step)),
                    hint=text("Not the first one. Enter alone if there is none: nothing is sent."),
                    optional=True,
                )
            )
        )
        if not name or name.casefold() == attempt.facts.get("meter", "").casefold():
            return text("No second meter says so: nothing was sent.")
        prompt = text("Pack voltage by the second meter, at B- and pack plus:")
        value = await self._watch.beside(attempt.ask(self._reading("second-meter-reading", prompt)))
        title = text("Pack by the second meter")
        attempt.reading("second-meter", title, volts(value), Origin.METER, name)
        same = attempt.measure(
            "meters-apart",
            text("First meter against second"),
            volts(abs(value - found.meter)),
            self._step.readings_within,
            Origin.COMPUTED,
        )
        return None if same.passes else text("The two meters disagree: nothing was sent.")

    def _left(self, found: Measured, why: Text) -> Judgement:
        """Judge a deviation that stays."""
        step = self._step
        right = found.apart <= self._passes
        limit = Limit("%", high=self._passes, derived=step.passes.derived)
        note = text("The board is {n} off the meter. {why}", n=rounded(found.apart), why=why)
        self._attempt.measure(
            "deviation",
            text("Board against meter"),
            Quantity(found.apart, "%"),
            limit if right else offered(step.offered, self._passes),
            Origin.COMPUTED,
            note=None if right else note,
        )
        return self._attempt.judgement(None if right else note)


_PACK = (
    text("Pack voltage by meter, at B- and pack plus:"),
    text("Lift the tips, put them back, second reading:"),
    text("Once more, third reading:"),
)
_TERMINALS = text("Pack voltage by meter, at its terminals:")


def _offered(step: VoltageCalibration) -> Quantity:
    return Quantity(bound(step.offered), "%")
