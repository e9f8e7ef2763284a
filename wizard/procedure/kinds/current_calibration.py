"""The current by clamp or shunt against the board's: what is nearly right is calibrated.

Only at 15 A or more, steady, and best while charging: whether the board takes the value
with its sign while discharging is not known.
"""

from dataclasses import dataclass
from decimal import Decimal

from wizard.boards.believe import twice
from wizard.boards.writer import Writer
from wizard.measurement import Limit, Origin, Verdict
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.checklist import CurrentCalibration
from wizard.procedure.figures import Fact, Facts
from wizard.procedure.kinds.calibrating import (
    CALIBRATE,
    LEAVE,
    bound,
    earlier,
    offered,
    once_more,
    percent,
    rounded,
    settle_earlier,
)
from wizard.procedure.kinds.clamp import (
    CHARGING,
    DISCHARGING,
    Clamp,
    amperes,
    ask_clamp,
    directed,
)
from wizard.procedure.kinds.confirm import confirm
from wizard.procedure.kinds.current_gate import Gate, deferred
from wizard.procedure.kinds.current_proof import KEY, Agreed, Proof, tolerance
from wizard.procedure.kinds.current_second import second_point
from wizard.procedure.questions import Acknowledge, Choice, Option, TypedWord
from wizard.protocol.views import Settings
from wizard.quantity import Quantity
from wizard.text import Text, text

CHARGE, LOAD, NONE = "charge", "load", "none"
WAY = {CHARGE: CHARGING, LOAD: DISCHARGING}


async def run(attempt: Attempt, step: CurrentCalibration) -> Judgement:
    """Compare at a steady current, offer, write once, prove; take back what did not prove."""
    source = await attempt.ask(_SOURCE)
    if source == NONE:
        return deferred(attempt, text("No source or load of 15 A is at hand."))
    if not await confirm(attempt, step.statements):
        return attempt.judgement(text("Not all current is measured: nothing was compared."))
    clamp = await ask_clamp(attempt, step.possible, step.possible_percent, step.possible_digits)
    least = bound(step.least)
    if clamp.error(least) > least * bound(step.offered) / 100:
        return deferred(attempt, text("{name} is too coarse at 15 A.", name=clamp.name))
    writer = await attempt.bench.writer()
    await _at_rest(attempt, step, writer)
    if not await attempt.ask(_FLOWING):
        return deferred(attempt, text("No steady current of 15 A could be had."))
    judged = await _Comparison(attempt, step, writer, clamp, WAY[source]).run()
    if not await attempt.ask(_SOURCE_OFF):
        attempt.note(text("Source or load of the current calibration was left on."))
    return judged


async def _at_rest(attempt: Attempt, step: CurrentCalibration, writer: Writer) -> None:
    """Look at the board's zero; what it shows of nothing is noted, it cannot be mended."""
    if not await attempt.ask(_AT_REST):
        attempt.note(text("The board's current at rest was not looked at."))
        return
    most = bound(step.at_rest)
    status = await twice(
        writer.board.status,
        text("status"),
        lambda one, other: abs(one.current - other.current) <= most,
    )
    found = amperes(status.current)
    attempt.reading("at-rest", text("Current by board, at rest"), found, Origin.BOARD)
    if abs(status.current) > most:
        note = text("At rest the board shows {a}: its zero is off.", a=found)
        attempt.note(note)
        attempt.line(note)


@dataclass(frozen=True, slots=True)
class _Measured:
    """Instrument and board at the same time, A, and how far apart they are, %."""

    meter: Decimal
    board: Decimal
    apart: Decimal
    passes: Decimal


class _Comparison:
    """One comparison of instrument and board. `way` is 1 charging, -1 discharging."""

    def __init__(
        self, attempt: Attempt, step: CurrentCalibration, writer: Writer, clamp: Clamp, way: int
    ) -> None:
        self._attempt = attempt
        self._step = step
        self._writer = writer
        self._clamp = clamp
        self._way = way
        self._gate = Gate(attempt, step, writer.board, way, bound(step.least))

    async def run(self) -> Judgement:
        """Compare, calibrate where that is wanted, and keep the current's curve."""
        judged = await self._judged()
        self._gate.trace.record()
        return judged

    async def _judged(self) -> Judgement:
        sent = earlier(self._attempt, KEY)
        before = await self._writer.snapshot(f"before {self._attempt.step.id}", every=True)
        found = await self._measured()
        if isinstance(found, Judgement):
            return found
        if found.meter * found.board < 0:
            return self._opposite(found)
        self._settle(sent, found)
        reason = self._not_to_calibrate(found)
        judged = self._left(found, reason) if reason else await self._calibrated(found, before)
        if judged.verdict.passes:
            await second_point(
                self._attempt, self._step, self._writer.board, self._clamp, self._way
            )
            return self._attempt.judgement(judged.reason)
        return judged

    # ---- measuring

    async def _measured(self) -> _Measured | Judgement:
        while True:
            if (stopped := await self._gate.hold()) is not None:
                return self._gate.judged(stopped)
            meter = await self._by_meter()
            if meter is not None:
                return self._compared(meter, amperes(self._gate.watch.window.mean).value)
            why = text("The two readings were too far apart, or the current moved meanwhile.")
            if not await once_more(self._attempt, "readings-apart", why):
                return deferred(self._attempt, why)

    async def _by_meter(self) -> Decimal | None:
        """Return the mean of two readings of the instrument; None where they do not hold."""
        attempt, watch = self._attempt, self._gate.watch
        first = await watch.beside(self._clamp.read(attempt, "meter-1", _READ))
        second = await watch.beside(self._clamp.read(attempt, "meter-2", _READ_AGAIN))
        for number, value in enumerate((first, second), 1):
            title = text("Current by instrument, reading {n}", n=number)
            attempt.reading(
                f"meter-{number}", title, amperes(value), Origin.METER, self._clamp.name
            )
        alike = attempt.measure(
            "meter-apart",
            text("Two readings of the instrument, apart"),
            Quantity(percent(first, second) if second else Decimal(100), "%"),
            self._step.typed_within,
            Origin.COMPUTED,
        )
        still = await watch.still_steady()
        return amperes((first + second) / 2).value if alike.passes and still else None

    def _compared(self, meter: Decimal, board: Decimal) -> _Measured:
        attempt = self._attempt
        own = rounded(self._clamp.error(meter) / abs(meter) * 100).value
        passes = max(bound(self._step.passes), own)
        found = _Measured(meter, board, percent(board, meter), passes)
        attempt.reading("board", text("Current by board"), amperes(board), Origin.BOARD)
        attempt.reading(
            "deviation-found",
            text("Board against instrument, as found"),
            rounded(found.apart),
            Origin.COMPUTED,
        )
        self._gate.watch.above = (Facts(_facts(found)),)
        return found

    def _opposite(self, found: _Measured) -> Judgement:
        why = text(
            "The instrument shows {meter}, the board {board}: the clamp is the wrong way "
            "round, current passes the board, or the variant is wrong. Nothing was sent.",
            meter=directed(found.meter),
            board=directed(found.board),
        )
        self._attempt.observe(
            "same-direction",
            text("Instrument and board show the same direction"),
            "no",
            Verdict.FAIL,
            Origin.COMPUTED,
            note=why,
        )
        return Judgement(Verdict.FAIL, why)

    # ---- what to do about it

    def _settle(self, sent: tuple[int, ...], found: _Measured) -> None:
        reason = text(
            "The board reads {board}, the instrument {meter}.",
            board=amperes(found.board),
            meter=amperes(found.meter),
        )
        settle_earlier(self._writer, sent, reason, agrees=found.apart <= found.passes)

    def _not_to_calibrate(self, found: _Measured) -> Text | None:
        """Return why nothing is written; None where a calibration is offered."""
        if found.apart <= found.passes:
            self._attempt.line(text("Board and instrument agree: nothing is written."))
            return text("Board and instrument agree.")
        if found.apart > bound(self._step.offered):
            return text(
                "Over {most}: a clamp that does not see all current, current past the board, "
                "or the wrong variant. Nothing was sent.",
                most=Quantity(bound(self._step.offered), "%"),
            )
        if abs(found.meter) < bound(self._step.least):
            return text(
                "Under {least} nothing is sent: raise the current and take the step again.",
                least=Quantity(bound(self._step.least), "A"),
            )
        return None

    def _left(self, found: _Measured, why: Text) -> Judgement:
        """Judge a deviation that stays."""
        step = self._step
        right = found.apart <= found.passes
        limit = Limit("%", high=found.passes, derived=step.passes.derived)
        note = text("The board is {n} off the instrument. {why}", n=rounded(found.apart), why=why)
        self._attempt.measure(
            "deviation",
            text("Board against instrument"),
            Quantity(found.apart, "%"),
            limit if right else offered(step.offered, found.passes),
            Origin.COMPUTED,
            note=None if right else note,
        )
        return self._attempt.judgement(None if right else note)

    async def _calibrated(self, found: _Measured, before: Settings) -> Judgement:
        attempt = self._attempt
        self._gate.watch.above = (Facts((*_facts(found), _effect(found))),)
        attempt.picture(*self._gate.watch.above)
        if await self._gate.watch.beside(attempt.ask(_CHOICE)) != CALIBRATE:
            return self._left(found, text("It was left as it is."))
        if not await self._gate.watch.beside(attempt.ask(self._word(found))):
            return self._left(found, text("It was left as it is."))
        if not await self._as_measured(found):
            return Judgement(
                Verdict.NOT_TAKEN,
                text("The current moved since it was measured: nothing was sent."),
            )
        board = amperes(self._gate.watch.window.mean).value
        agreed = Agreed(found.meter, board, self._gate.most_spread(abs(board)))
        proof = Proof(attempt, self._step, self._writer, self._clamp, before)
        return await proof.calibrate(agreed)

    def _word(self, found: _Measured) -> TypedWord:
        values = {"board": amperes(abs(found.board)), "meter": amperes(abs(found.meter))}
        if self._way == CHARGING:
            prompt = text(
                "Type CALIBRATE to tell the board that its {board} are {meter}.", **values
            )
            return TypedWord(key="calibrate-word", prompt=prompt, word="CALIBRATE")
        return TypedWord(
            key="magnitude-word",
            prompt=text(
                "The board is told {meter} without a sign; nobody knows what it makes of that "
                "while discharging. Type MAGNITUDE to send it all the same.",
                **values,
            ),
            word="MAGNITUDE",
        )

    async def _as_measured(self, found: _Measured) -> bool:
        """Whether the gate still holds, at the current that was measured."""
        if not await self._gate.watch.still_steady():
            return False
        moved = abs(self._gate.watch.window.mean - found.board)
        return moved <= tolerance(self._step, self._clamp, found.meter)


_READ = text("What does the instrument show now?")
_READ_AGAIN = text("Look away, look again: what does it show now?")
_SOURCE = Choice(
    key="source",
    prompt=text("What can drive 15 A or more, steadily, through this pack?"),
    hint=text("Aim for 30 to 50 A: a DC source, or a load of resistors."),
    options=(
        Option(CHARGE, text("A source that charges with 15 A or more is ready")),
        Option(LOAD, text("Only a load of 15 A or more is ready")),
        Option(NONE, text("Neither is at hand now")),
    ),
)
_AT_REST = Acknowledge(
    key="at-rest",
    prompt=text("Source and load are off: nothing flows through the pack now."),
    hint=text("Type n if that cannot be had; then it is noted."),
)
_FLOWING = Acknowledge(
    key="flowing",
    prompt=text("Switch it on: 30 to 50 A, or what pack and board bear, 15 A at least."),
    hint=text("Enter when it is on. Type n if it cannot be had."),
)
_SOURCE_OFF = Acknowledge(
    key="source-off",
    prompt=text("Switch source and load off again. They are off:"),
    hint=text("The steps that follow want a pack at rest."),
)
_CHOICE = Choice(
    key="calibrate",
    prompt=text("Calibrate the board's current to the instrument's?"),
    options=(
        Option(CALIBRATE, text("Calibrate: the instrument is good and sees all current")),
        Option(LEAVE, text("Leave it as it is; the report names it")),
    ),
)


def _facts(found: _Measured) -> tuple[Fact, ...]:
    return (
        Fact(text("Instrument, mean of two"), directed(found.meter)),
        Fact(text("Board"), directed(found.board)),
        Fact(text("Apart"), text("{n}", n=rounded(found.apart))),
    )


def _effect(found: _Measured) -> Fact:
    ratio = abs(found.board) / abs(found.meter)
    share = rounded(abs(ratio - 1) * 100)
    if ratio < 1:
        return Fact(text("Today"), text("Of 100 Ah the board misses {n}.", n=share))
    return Fact(text("Today"), text("Of 100 Ah the board counts {n} too much.", n=share))
