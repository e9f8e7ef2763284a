"""A source that runs until the board stops it, and what a person must be told meanwhile."""

import asyncio
from collections.abc import Iterator
from decimal import Decimal

from msgspec.structs import replace

from wizard.boards.board import Board
from wizard.errors import CommissionError
from wizard.measurement import Origin, Verdict
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.checklist import RealLimitTest
from wizard.procedure.kinds.dangers import Lasting, of_any_test, outside
from wizard.procedure.kinds.sides import Side
from wizard.procedure.kinds.traced import Trace, mark
from wizard.procedure.kinds.watch import Aborted, Known, Watch, either
from wizard.procedure.questions import Acknowledge, Number
from wizard.protocol.catalogue import SETTING
from wizard.protocol.views import Settings, Status
from wizard.quantity import Quantity, volts
from wizard.record.events import TraceLine
from wizard.text import Text, text

POLL_S = 1.0
READINGS_IN_A_ROW = 2
MOST_CELL_V = Decimal(5)


class RealTrial:
    """One attempt to reach a limit by charging or discharging."""

    def __init__(  # noqa: PLR0913  what an attempt is about, and what was found before it
        self,
        attempt: Attempt,
        step: RealLimitTest,
        side: Side,
        board: Board,
        known: Known,
        start: Status,
        limits: Settings,
    ) -> None:
        self._attempt = attempt
        self._step = step
        self._side = side
        self._board = board
        self._limits = limits
        self._limit = limits[side.limit]
        self._power_off = known.power_off
        self._label = SETTING[side.limit].label
        self._farthest = self._last = start
        self._reached_at: float | None = None
        self._common = of_any_test(side, start, step.abort_mos)
        self._too_far, self._too_much, self._by_half = (
            Lasting(step.beyond_for.s) for _ in range(3)
        )
        line = TraceLine(text("{label}", label=self._label.partition(" (")[0]), self._limit)
        title = text("{title}: {cell}", title=side.title, cell=side.extreme_cell)
        self._cell = Trace(attempt, "cell", title, "V", (line,))
        self._current = Trace(attempt, "current", text("{title}: current", title=side.title), "A")
        self._watch = Watch(board, known, step.most_lost, self._dangers, self._draw)

    async def run(self) -> Judgement:
        """Source on, trip, current gone, meter, release."""
        try:
            judged = await self._to_the_trip()
        except Aborted as error:
            await self._stop_now(error.reason)
            self._judged("aborted", text("Test ended"), error.reason, error.reason)
            judged = self._attempt.judgement(error.reason)
        except CommissionError as error:
            await self._stop_now(error.reason)
            raise
        except asyncio.CancelledError:
            self._attempt.notice(
                text("The test was left. Switch the {source} OFF now.", source=self._side.source),
                grave=True,
            )
            raise
        self._cell.record()
        self._current.record()
        return judged

    def _mark(self, what: Text) -> None:
        mark((self._cell, self._current), what)

    # ---- the dangers

    def _dangers(self, status: Status) -> Iterator[Text]:
        yield from self._common(status)
        conducts, beyond = self._side.conducts(status), self._side.beyond(status, self._limit)
        if self._too_far.too_long(holds=conducts and outside(self._step.beyond, beyond)):
            yield text(
                "cell {n} is {beyond} beyond {label} and the {mos} is still on",
                n=self._side.cell(status),
                beyond=volts(beyond),
                label=self._label,
                mos=self._side.mos,
            )
        if self._too_much.too_long(holds=outside(self._step.most_current, self._load(status))):
            yield text(
                "{a} A flow, which is more than {limit}",
                a=Quantity(status.current),
                limit=self._most_current,
            )
        if self._by_half.too_long(holds=conducts is self._side.alarmed(status)):
            yield text("the {mos} and its alarm say different things", mos=self._side.mos)
        if outside(self._step.power_off_room, status.lowest - self._power_off):
            yield text("a cell comes near to Power Off Volt., where the board goes dark")

    def _load(self, status: Status) -> Decimal:
        """Return the current in the unit of its limit: A, or % of the capacity."""
        flowing = self._side.flowing(status)
        if self._step.most_current.unit != "%":
            return flowing
        return flowing * 100 / Decimal(self._attempt.facts["capacity"])

    @property
    def _most_current(self) -> Text:
        of = text(" of the capacity") if self._step.most_current.unit == "%" else text("")
        return text("{limit}{of}", limit=self._step.most_current.said, of=of)

    async def _stop_now(self, why: Text) -> None:
        """Tell the person to stop the source at once, until it is off."""
        await self._off(text("STOP the {source} NOW: {why}.", source=self._side.source, why=why))

    async def _off(self, what: Text) -> None:
        """Tell the person to switch off, until the current is gone or the person says so."""
        self._attempt.notice(what, grave=True)
        asked = Acknowledge(
            key="stopped", prompt=text("{what} Press Enter when it is off.", what=what)
        )
        await either(self._attempt.ask(asked), self._current_gone())

    async def _current_gone(self) -> None:
        """Return when two readings in a row show no current of the source any more."""
        gone = 0
        while gone < READINGS_IN_A_ROW:
            try:
                status = await self._board.status()
            except CommissionError:
                gone = 0
            else:
                flows = outside(self._step.stopped_current, self._side.flowing(status))
                gone = 0 if flows else gone + 1
            await asyncio.sleep(POLL_S)

    # ---- to the trip

    async def _to_the_trip(self) -> Judgement:
        await self._watch.meanwhile(self._attempt.ask(self._start_question()))
        began = asyncio.get_running_loop().time()
        self._attempt.progress(text("waiting for the trip"), 0, self._step.within.s)
        stop = self._attempt.ask(
            Acknowledge(
                key="stop",
                prompt=text(
                    "The {source} runs until the board stops it. Stay here. Enter ends the test "
                    "without a result.",
                    source=self._side.source,
                ),
            )
        )
        found = await either(
            stop, self._watch.until(self._side.tripped, self._step.within.s, POLL_S)
        )
        self._attempt.progress(None)
        if not isinstance(found, tuple):
            return await self._left(in_time=found is not None)
        self._tripped(began + found[0], found[1])
        return await self._after_the_trip()

    def _start_question(self) -> Acknowledge:
        return Acknowledge(
            key="start",
            prompt=text(
                "Start the {source} now, {limit}. Press Enter when it runs.",
                source=self._side.source,
                limit=self._most_current,
            ),
            hint=text(
                "It must reach {label} = {limit} on the {cell}.",
                label=self._label,
                limit=volts(self._limit),
                cell=self._side.extreme_cell,
            ),
        )

    async def _left(self, *, in_time: bool) -> Judgement:
        """Judge a test that ended without a trip and without a danger."""
        await self._off(text("Switch the {source} off now.", source=self._side.source))
        self._attempt.open_point(
            text("{title}: not yet proved by its real limit.", title=self._side.title)
        )
        why = (
            text("The person ended the test before the protection tripped.")
            if in_time
            else text("The limit was not reached within {s} s.", s=self._step.within.s)
        )
        return Judgement(Verdict.DEFERRED, why)

    def _tripped(self, at: float, status: Status) -> None:
        self._mark(text("trip"))
        side = self._side
        delay = Decimal(f"{max(0.0, at - (self._reached_at or at)):.1f}")
        beyond = side.beyond(self._farthest, self._limit)
        self._judged("trip", side.title, side.opened(status))
        self._attempt.measure(
            "trip-cell",
            text(
                "Cell {n} beyond {label} at the trip",
                n=side.cell(self._farthest),
                label=self._label,
            ),
            volts(beyond),
            replace(self._step.beyond, low=-(self._step.beyond.high or Decimal(0))),
            Origin.BOARD,
        )
        self._attempt.reading(
            "trip-voltage", text("Its voltage"), volts(side.extreme(self._farthest)), Origin.BOARD
        )
        self._attempt.reading(
            "trip-delay", text("From limit to trip"), Quantity(delay, "s"), Origin.BOARD
        )

    # ---- from the trip to the release

    async def _after_the_trip(self) -> Judgement:
        if (flows := await self._still_flows()) is not None:
            await self._stop_now(flows)
            return self._attempt.judgement(flows)
        self._attempt.notice(self._side.after_trip, grave=self._side.sign < 0)
        await self._against_meter(self._side.cell(self._farthest))
        await self._release()
        return self._attempt.judgement()

    async def _still_flows(self) -> Text | None:
        most = self._step.stopped_current
        await self._watch.until(
            lambda status: not outside(most, self._side.flowing(status)), self._step.beyond_for.s
        )
        why = text("the {mos} is open and a current still flows past it", mos=self._side.mos)
        left = Quantity(self._side.flowing(self._last), "A")
        title = text("Current after the trip")
        wrong = why if outside(most, left.value) else None
        self._attempt.measure("current-after", title, left, most, Origin.BOARD, note=wrong)
        return wrong

    async def _against_meter(self, cell: int) -> None:
        asked = Number(
            key="cell-by-meter",
            prompt=text("Cell {n} by the meter, at its terminals (V):", n=cell),
            unit="V",
            decimals=3,
            low=Decimal(0),
            high=MOST_CELL_V,
        )
        typed = await self._watch.meanwhile(self._attempt.ask(asked))
        board = (await self._watch.read()).cells[cell - 1]
        apart, limit = volts(abs(typed - board)), self._step.against_meter
        self._attempt.reading("cell-by-meter", asked.prompt, volts(typed), Origin.METER)
        why = text(
            "Board and meter are {apart} apart, limit {limit}.", apart=apart, limit=limit.said
        )
        far = outside(limit, apart.value)
        self._attempt.observe(
            "against-meter",
            text("Cell {n}, board against meter", n=cell),
            str(apart),
            Verdict.MARGINAL if far else Verdict.PASS,
            Origin.COMPUTED,
            note=why if far else None,
        )

    async def _release(self) -> None:
        within = self._step.release_within.s
        self._attempt.progress(text("waiting for the release"), 0, within)
        asked = Acknowledge(
            key="release",
            prompt=text(
                "{what} This ends when the {mos} is on again. Enter goes on without it.",
                what=self._side.after_trip,
                mos=self._side.mos,
            ),
        )
        found = await either(
            self._attempt.ask(asked), self._watch.until(self._side.released, within, POLL_S)
        )
        self._attempt.progress(None)
        seen = isinstance(found, tuple)
        if seen:
            self._mark(text("release"))
        state = self._side.state(on=seen)
        why = text("The release was not seen: the {mos} is still open.", mos=self._side.mos)
        self._judged("release", text("Release"), state, None if seen else why)

    def _judged(self, name: str, title: Text, seen: Text, wrong: Text | None = None) -> None:
        verdict = Verdict.FAIL if wrong else Verdict.PASS
        self._attempt.observe(name, title, seen, verdict, Origin.BOARD, note=wrong)

    def _draw(self, status: Status) -> None:
        """Keep a reading, the farthest one too, and show it against the limit."""
        side, self._last = self._side, status
        self._cell.seen(side.extreme(status))
        self._current.seen(status.current)
        if side.beyond(status, self._limit) > side.beyond(self._farthest, self._limit):
            self._farthest = status
        if self._reached_at is None and side.beyond(status, self._limit) >= 0:
            self._reached_at = asyncio.get_running_loop().time()
        values = self._limits.values
        self._attempt.picture(side.drawn(status, values, values))
