"""One shift of limits and what is seen while it is open: trip, proof, restore, release."""

import asyncio
from collections import deque
from dataclasses import dataclass
from decimal import Decimal

from wizard.boards.changes import quantity
from wizard.boards.shift import Shift, ShiftPlan
from wizard.boards.writer import Writer
from wizard.errors import LinkError, NotAllowed, RecordError
from wizard.finish import finish
from wizard.measurement import Limit, Origin, Verdict
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.checklist import ProtectionTest
from wizard.procedure.figures import Fact, Facts, TripPoint
from wizard.procedure.kinds.dangers import of_shifted_limits, outside
from wizard.procedure.kinds.hand_check import hand_check
from wizard.procedure.kinds.own_log import Log, record_log
from wizard.procedure.kinds.protection_gates import charge
from wizard.procedure.kinds.sides import Side
from wizard.procedure.kinds.traced import Trace, mark
from wizard.procedure.kinds.watch import POWER_OFF, Aborted, Known, Silent, Watch
from wizard.procedure.views import Shifted
from wizard.protocol.catalogue import SETTING
from wizard.protocol.views import Status
from wizard.quantity import Quantity
from wizard.record.disk import keep
from wizard.record.events import TraceLine
from wizard.text import Text, printable, text

MOST_DRAWN = 400  # readings that the picture holds

TRIP, RESTORED = "trip", "restored"


@dataclass(frozen=True, slots=True)
class Agreed:
    """What was found fit to be tested: the pack before, the limits, a source or none.

    `log` is the board's own before anything was done, None where it does not tell it.
    """

    start: Status
    plan: ShiftPlan
    source: bool
    log: Log | None


class Trial:
    """One shift and what is seen while it is open."""

    def __init__(
        self, attempt: Attempt, step: ProtectionTest, side: Side, writer: Writer, agreed: Agreed
    ) -> None:
        self._attempt = attempt
        self._step = step
        self._side = side
        self._writer = writer
        self._agreed = agreed
        self._opened_at: float | None = None
        self._points: deque[TripPoint] = deque(maxlen=MOST_DRAWN)
        self._cell, self._current = self._traces()
        self._last = agreed.start
        self._watch = Watch(
            writer.board,
            Known(writer.identity.serial, agreed.plan.originals[POWER_OFF.key]),
            step.most_lost,
            of_shifted_limits(step, side, agreed.start),
            self._draw,
        )

    async def run(self) -> Judgement:
        """Shift, watch, restore whatever happens, then judge the release."""
        self._print_originals()
        limits = Shift(self._writer, self._attempt.recorder, self._agreed.plan, self._attempt.late)
        failure: Text | None = None
        try:
            await self._shift(limits)
            failure = await self._while_shifted()
        except Aborted as error:
            failure = error.reason
            self._judged("aborted", text("Test aborted"), error.reason, error.reason)
            if isinstance(error, Silent):
                self._unheard()
        except LinkError as error:
            self._unheard()
            raise type(error)(_back(error.reason)) from error  # true once the restore is through
        except NotAllowed as error:
            return Judgement(Verdict.NOT_TAKEN, error.reason)
        finally:
            if self._attempt.recorder.state.open_shifts:
                await self._restore(limits)
        await self._release()
        self._charge_after()
        self._cell.record()
        self._current.record()
        serial = self._writer.identity.serial
        await record_log(self._attempt, self._writer.board, serial, self._agreed.log)
        return self._attempt.judgement(failure)

    # ---- what is drawn of it

    def _traces(self) -> tuple[Trace, Trace]:
        """Return the traces of the cell that trips, against all limits, and of the current."""
        plan, side = self._agreed.plan, self._side
        lines = [
            TraceLine(name, values[key])
            for key in (side.limit, side.release)
            for name, values in (
                (_named(key), plan.originals.values),
                (text("{label} for the test", label=_named(key)), plan.wanted),
            )
            if key in values
        ]
        title = text("{title}: {cell}", title=side.title, cell=side.extreme_cell)
        return (
            Trace(self._attempt, "cell", title, "V", tuple(lines)),
            Trace(self._attempt, "current", text("{title}: current", title=side.title), "A"),
        )

    def _mark(self, what: Text) -> None:
        mark((self._cell, self._current), what)

    # ---- shifting

    @property
    def _originals(self) -> tuple[tuple[str, Quantity], ...]:
        """What is shifted and what it was, the limit that trips first."""
        plan = self._agreed.plan
        return tuple(
            (SETTING[key].label, quantity(SETTING[key], plan.originals[key]))
            for key in reversed(tuple(plan.wanted))
        )

    def _print_originals(self) -> None:
        """Show the originals and have them in a file on the disk before anything is shifted."""
        rows = self._originals
        self._attempt.fresh()
        self._attempt.line(text("Set by hand if this fails:"))
        self._attempt.picture(
            Facts(tuple(Fact(text("{l}", l=label), text("{v}", v=value)) for label, value in rows))
        )
        serial = printable(self._writer.identity.serial)
        head = f"serial number {serial}: set by hand if limits stay shifted"
        lines = [head, *(f"{label} = {value}" for label, value in rows)]
        path = self._attempt.bench.folder / "set-by-hand.txt"
        try:
            keep(path, ("\n".join(lines) + "\n").encode())
        except OSError as error:
            raise RecordError(
                text(
                    "{file} cannot be written: {why}. Nothing was shifted.",
                    file=str(path),
                    why=error.strerror or str(error),
                )
            ) from error
        self._attempt.shifted(Shifted(open=False, originals=rows))

    async def _shift(self, limits: Shift) -> None:
        self._attempt.shifted(Shifted(open=True, originals=self._originals))
        self._attempt.fresh()
        self._opened_at = asyncio.get_running_loop().time()
        await limits.open()
        self._mark(text("shifted"))

    # ---- the trip and its proof

    async def _while_shifted(self) -> Text | None:
        within = self._step.trip_within.s
        self._attempt.progress(text("waiting for the trip"), 0, within)
        found = await self._watch.until(self._side.tripped, within)
        self._attempt.progress(None)
        if found is None:
            return self._no_trip()
        self._tripped(*found)
        if self._agreed.source and (flows := await self._still_flows()):
            return flows
        return await hand_check(
            self._attempt, self._step, self._side, self._watch, source=self._agreed.source
        )

    def _no_trip(self) -> Text:
        why = text(
            "The protection did not trip within {s} s: {mos} or alarm missing.",
            s=self._step.trip_within.s,
            mos=self._side.mos,
        )
        self._judged(TRIP, self._side.title, text("did not trip"), why)
        return why

    def _tripped(self, delay: float, status: Status) -> None:
        self._mark(text("trip"))
        self._attempt.measure(
            "trip-delay",
            text("Trip after the last write"),
            Quantity(Decimal(f"{delay:.1f}"), "s"),
            Limit(
                "s",
                Decimal(0),
                Decimal(self._step.trip_within.s),
                source=self._step.trip_within.source,
                derived=self._step.trip_within.derived,
            ),
            Origin.BOARD,
        )
        self._judged(TRIP, self._side.title, self._side.opened(status))

    async def _still_flows(self) -> Text | None:
        """See the source's current stop by the board's own word; return what is wrong."""
        most = self._step.stopped_current

        def stopped(status: Status) -> bool:
            return not outside(most, abs(status.current))

        await self._watch.until(stopped, self._step.trip_within.s)
        why = text(
            "The {mos} is open and a current still flows: MOS shorted or wired round. "
            "Switch the {source} off and disconnect the pack.",
            mos=self._side.mos,
            source=self._side.source,
        )
        left = Quantity(abs(self._last.current), "A")
        wrong = why if outside(most, left.value) else None
        title = text("Current after the trip")
        self._attempt.measure("current-after", title, left, most, Origin.BOARD, note=wrong)
        if wrong is not None:
            self._attempt.notice(wrong, grave=True)
        return wrong

    # ---- the way back

    def _unheard(self) -> None:
        """Tell what brings the board back, before the restore begins to try."""
        self._attempt.notice(
            text(
                "The board is silent and its limits are shifted. Check the cable; if it is "
                "dark, wake it by its button. It is restored as soon as it answers."
            ),
            grave=True,
        )

    async def _restore(self, limits: Shift) -> None:
        self._attempt.progress(text("restoring the limits"))
        await finish(limits.close("test ended"))
        self._opened_at = None
        self._mark(text("restored"))
        self._attempt.shifted(Shifted(open=False))
        self._attempt.progress(None)
        self._judged(RESTORED, text("Limits restored, read twice"), text("all as before"))

    async def _release(self) -> None:
        within = self._step.release_within.s
        self._attempt.progress(text("waiting for the release"), 0, within)
        why = text(
            "Limits are restored, the {mos} is still open. {cure}",
            mos=self._side.mos,
            cure=self._side.cure,
        )
        try:
            released = await self._watch.until(self._side.released, within) is not None
        except Aborted as error:
            released, why = (
                False,
                text("Limits are restored; the release was not seen: {why}", why=error.reason),
            )
        self._attempt.progress(None)
        if released:
            self._mark(text("release"))
        seen = self._side.state(on=released)
        self._judged("release", text("Release"), seen, None if released else why)

    def _charge_after(self) -> None:
        before, after = self._agreed.start.soc, self._last.soc
        charge(self._attempt, "after", self._last)
        if outside(self._step.soc_step, Decimal(abs(after - before))):
            self._attempt.open_point(
                text(
                    "SOC went from {before} % to {after} % by the test: false until the next "
                    "full charge.",
                    before=before,
                    after=after,
                ),
                lasting=True,
            )

    def _judged(self, name: str, title: Text, seen: Text, wrong: Text | None = None) -> None:
        verdict = Verdict.FAIL if wrong else Verdict.PASS
        self._attempt.observe(name, title, seen, verdict, Origin.BOARD, note=wrong)

    def _draw(self, status: Status) -> None:
        """Keep a reading and show it against the limits."""
        self._last = status
        self._cell.seen(self._side.extreme(status))
        self._current.seen(status.current)
        plan, originals, left = self._agreed.plan, self._agreed.plan.originals.values, None
        now = dict(originals)
        if self._opened_at is not None:
            passed = asyncio.get_running_loop().time() - self._opened_at
            now |= plan.wanted
            left = max(0, plan.deadline_s - int(passed))
            at = Decimal(passed).quantize(Decimal("0.1"))
            self._points.append(TripPoint(at, self._side.extreme(status)))
        course = tuple(self._points) if left is not None else ()
        self._attempt.picture(self._side.drawn(status, now, originals, left, course))


def _back(lost: Text) -> Text:
    return text(
        "Limits that were shifted are restored and were read back twice. See to cable or "
        "radio, then take the step again. The line was lost: {why}",
        why=lost,
    )


def _named(key: str) -> Text:
    """Return JK's label of a limit without its unit."""
    return text("{label}", label=SETTING[key].label.partition(" (")[0])
