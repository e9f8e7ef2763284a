"""The over-voltage protection, proved by limits shifted below today's highest cell.

The gates are not questions with a way round: where one does not hold, nothing is shifted.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from itertools import zip_longest

from wizard.boards.believe import same_picture, twice
from wizard.boards.changes import Writer, participating, quantity
from wizard.boards.shift import Shift, ShiftPlan
from wizard.boards.trip_limits import over_voltage
from wizard.errors import NoAnswer, NotAllowed
from wizard.finish import finish
from wizard.measurement import Limit, Origin, Verdict
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.checklist import ProtectionTest
from wizard.procedure.figures import Fact, Facts, Trip
from wizard.procedure.kinds.confirm import confirm
from wizard.procedure.kinds.watch import Aborted, Watch, released, tripped
from wizard.procedure.questions import Choice, Option, Shifted
from wizard.protocol.alarms import FACTORY_PASSWORD, named
from wizard.protocol.catalogue import SETTING
from wizard.protocol.views import Settings, Status
from wizard.quantity import Quantity, count, volts
from wizard.text import Text, text

LINK_READS = 20
NO_SOURCE, STOPPED, FLOWS = "no-source", "stopped", "flows"
SOC_STEP = 2  # % of SOC that a trip may move without leaving it false

Late = Callable[[], None]


async def run(attempt: Attempt, step: ProtectionTest, late: Late) -> Judgement:
    """Gates, shift, trip, hand check, restore, release. `late` is told of the deadline."""
    if not await confirm(attempt, step.statements):
        return attempt.judgement(text("The test is not safe to take: nothing was shifted."))
    writer = await attempt.bench.writer()
    start = await _gates(attempt, step, writer)
    if start is None:
        return attempt.judgement()
    originals = await writer.snapshot("before protection test")
    try:
        wanted = over_voltage(participating(originals, writer.identity), start)
        _release_room(attempt, step, originals, start)
    except NotAllowed as error:
        return Judgement(Verdict.NOT_TAKEN, error.reason)
    if not attempt.verdict_so_far().passes:
        return attempt.judgement()
    agreed = ShiftPlan(wanted, originals, step.deadline_s)
    trial = _Trial(attempt, step, writer, start, agreed)
    return await trial.run(late)


async def _gates(attempt: Attempt, step: ProtectionTest, writer: Writer) -> Status | None:
    attempt.progress(text("checking the link and that the cells are steady"), 0, step.steady_s)
    start = await twice(writer.board.status, text("status"), same_picture)
    lost = await _lost_reads(writer)
    none = Limit("", Decimal(0), Decimal(0), source=step.source)
    attempt.measure(
        "lost-reads",
        text("Exchanges lost in {n} readings", n=LINK_READS),
        count(lost),
        none,
        Origin.COMPUTED,
    )
    moved = await _moved(writer, start, step.steady_s)
    attempt.measure(
        "steady",
        text("Largest move of a cell in {n} s", n=step.steady_s),
        volts(moved),
        step.steady_within,
        Origin.BOARD,
    )
    attempt.measure(
        "current",
        text("Current"),
        Quantity(abs(start.current), "A"),
        step.most_current,
        Origin.BOARD,
    )
    alarms = start.alarms - {FACTORY_PASSWORD}
    attempt.observe(
        "alarms",
        text("Alarms before the test"),
        named(start.alarms),
        Verdict.FAIL if alarms else Verdict.PASS,
        Origin.BOARD,
    )
    ready = start.charge_mos and start.discharge_mos and not start.emergency
    attempt.observe(
        "mos",
        text("Both MOS on, Emergency off"),
        "yes" if ready else "no",
        Verdict.PASS if ready else Verdict.FAIL,
        Origin.BOARD,
    )
    attempt.progress(None)
    return start if attempt.verdict_so_far().passes else None


async def _lost_reads(writer: Writer) -> int:
    """Return how many exchanges were lost on the way to 20 readings, retries included."""
    before = writer.board.losses
    for _ in range(LINK_READS):
        with suppress(NoAnswer):
            await writer.board.status()
    return writer.board.losses - before


async def _moved(writer: Writer, start: Status, steady_s: int) -> Decimal:
    loop = asyncio.get_running_loop()
    began, most = loop.time(), Decimal(0)
    while loop.time() - began < steady_s:
        status = await writer.board.status()
        cells = zip_longest(start.cells, status.cells, fillvalue=Decimal(0))
        most = max([most, *(abs(before - now) for before, now in cells)])
        await asyncio.sleep(1)
    return most


def _release_room(
    attempt: Attempt, step: ProtectionTest, originals: Settings, start: Status
) -> None:
    attempt.measure(
        "release-room",
        text("Cell OVPR above the highest cell, for the release"),
        volts(originals["cell_ovpr"] - start.highest),
        step.release_margin,
        Origin.COMPUTED,
    )


class _Trial:
    """One shift and what is seen while it is open."""

    def __init__(
        self,
        attempt: Attempt,
        step: ProtectionTest,
        writer: Writer,
        start: Status,
        agreed: ShiftPlan,
    ) -> None:
        self.attempt = attempt
        self.step = step
        self.writer = writer
        self.start = start
        self.agreed = agreed
        self.opened_at = 0.0
        self.open = False
        self.watch = Watch(writer.board, start, self.draw)

    async def run(self, late: Late) -> Judgement:
        """Shift, watch, restore whatever happens, then judge the release."""
        self._print_originals()
        limits = Shift(self.writer, self.attempt.recorder, self.agreed, late)
        failure: Text | None = None
        try:
            await self._shift(limits)
            failure = await self._while_shifted()
        except Aborted as error:
            failure = error.reason
            self.attempt.observe(
                "aborted",
                text("Test aborted"),
                str(error.reason),
                Verdict.FAIL,
                Origin.BOARD,
                note=error.reason,
            )
        except NotAllowed as error:
            return Judgement(Verdict.NOT_TAKEN, error.reason)
        finally:
            if self.attempt.recorder.state.open_shifts:
                await self._restore(limits)
        await self._after()
        return self.attempt.judgement(failure)

    @property
    def _originals(self) -> tuple[tuple[str, str], ...]:
        """What is shifted and what it was, the limit that trips first."""
        return tuple(
            (SETTING[key].label, str(quantity(SETTING[key], self.agreed.originals[key])))
            for key in reversed(tuple(self.agreed.wanted))
        )

    def _print_originals(self) -> None:
        """Show the originals and write them to a file before anything is shifted."""
        rows = self._originals
        self.attempt.fresh()
        self.attempt.line(text("Set by hand if this fails:"))
        self.attempt.picture(
            Facts(tuple(Fact(text("{l}", l=label), text("{v}", v=value)) for label, value in rows))
        )
        head = f"serial number {self.writer.identity.serial}: set by hand if limits stay shifted"
        lines = [head, *(f"{label} = {value}" for label, value in rows)]
        path = self.attempt.bench.folder / "set-by-hand.txt"
        path.touch(mode=0o600)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        self.attempt.shifted(Shifted(open=False, originals=rows))

    async def _shift(self, limits: Shift) -> None:
        self.attempt.shifted(Shifted(open=True, originals=self._originals))
        self.attempt.fresh()
        self.open = True
        self.opened_at = asyncio.get_running_loop().time()
        await limits.open()

    async def _while_shifted(self) -> Text | None:
        self.attempt.progress(text("waiting for the trip"), 0, self.step.trip_within_s)
        found = await self.watch.until(tripped, self.step.trip_within_s)
        self.attempt.progress(None)
        within = Limit("s", Decimal(0), Decimal(self.step.trip_within_s), source=self.step.source)
        if found is None:
            why = text(
                "The protection did not trip within {s} s: charge MOS or alarm missing.",
                s=self.step.trip_within_s,
            )
            self.attempt.observe(
                "trip",
                text("Over-voltage protection"),
                "did not trip",
                Verdict.FAIL,
                Origin.BOARD,
                note=why,
            )
            return why
        delay, status = found
        self.attempt.measure(
            "trip-delay",
            text("Trip after the last write"),
            Quantity(Decimal(f"{delay:.1f}"), "s"),
            within,
            Origin.BOARD,
        )
        self.attempt.observe(
            "trip",
            text("Over-voltage protection"),
            f"charge MOS open, {named(status.alarms)}",
            Verdict.PASS,
            Origin.BOARD,
        )
        return await self._hand_check()

    async def _hand_check(self) -> Text | None:
        answer = await self.watch.meanwhile(self.attempt.ask(_HAND_CHECK))
        observed, verdict, note = _PROOFS[answer]
        self.attempt.observe(
            "proof",
            text("Proof of the cut-off"),
            observed,
            verdict,
            Origin.METER if answer != NO_SOURCE else Origin.BOARD,
            note=note,
        )
        return note if not verdict.passes else None

    async def _restore(self, limits: Shift) -> None:
        self.attempt.progress(text("restoring the limits"))
        await finish(limits.close("test ended"))
        self.open = False
        self.attempt.shifted(Shifted(open=False))
        self.attempt.progress(None)
        self.attempt.observe(
            "restored",
            text("Limits restored, read twice"),
            "all as before",
            Verdict.PASS,
            Origin.BOARD,
        )

    async def _after(self) -> None:
        self.attempt.progress(text("waiting for the release"), 0, self.step.release_within_s)
        try:
            found = await self.watch.until(released, self.step.release_within_s)
        except Aborted as error:
            self.attempt.note(error.reason)
            found = None
        self.attempt.progress(None)
        why = text(
            "Limits are restored, the charge MOS is still open. Apply a small load, then press RST."
        )
        self.attempt.observe(
            "release",
            text("Release"),
            "charge MOS on" if found else "MOS open",
            Verdict.PASS if found else Verdict.FAIL,
            Origin.BOARD,
            note=None if found else why,
        )
        if found:
            self._soc(found[1])

    def _soc(self, status: Status) -> None:
        self.attempt.reading(
            "soc-before", text("SOC before"), Quantity(Decimal(self.start.soc), "%"), Origin.BOARD
        )
        self.attempt.reading(
            "soc-after", text("SOC after"), Quantity(Decimal(status.soc), "%"), Origin.BOARD
        )
        if abs(status.soc - self.start.soc) > SOC_STEP:
            self.attempt.open_point(
                text(
                    "SOC went from {before} % to {after} % by the test: false until the next full "
                    "charge.",
                    before=self.start.soc,
                    after=status.soc,
                )
            )

    def draw(self, status: Status) -> None:
        """Show limits against the highest cell."""
        loop = asyncio.get_running_loop()
        left = self.step.deadline_s - int(loop.time() - self.opened_at) if self.open else 0
        originals = self.agreed.originals
        wanted = self.agreed.wanted if self.open else originals.values
        self.attempt.picture(
            Trip(
                cell=status.cells.index(status.highest) + 1,
                cell_voltage=status.highest,
                limit_label="Cell OVP",
                limit=wanted["cell_ovp"],
                original=originals["cell_ovp"],
                release_label="Cell OVPR",
                release=wanted["cell_ovpr"],
                release_original=originals["cell_ovpr"],
                charge_mos=status.charge_mos,
                discharge_mos=status.discharge_mos,
                current=status.current,
                seconds_left=max(0, left),
                shifted=self.open,
            )
        )


_HAND_CHECK = Choice(
    key="hand-check",
    prompt=text("The board has opened the charge MOS. What did you see?"),
    options=(
        Option(NO_SOURCE, text("No charger joined: proof B, by the board's own word")),
        Option(STOPPED, text("A charger's current was seen to stop: proof A")),
        Option(FLOWS, text("A charging current still flows")),
    ),
)

_PROOFS: dict[str, tuple[str, Verdict, Text | None]] = {
    NO_SOURCE: ("B: by the board's own word, MOS and alarm", Verdict.PASS, None),
    STOPPED: ("A: the charging current was seen to stop", Verdict.PASS, None),
    FLOWS: (
        "the current still flows",
        Verdict.FAIL,
        text("A current flows past an open charge MOS: MOS shorted or wired round. Disconnect."),
    ),
}
