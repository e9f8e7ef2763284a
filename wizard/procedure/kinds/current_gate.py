"""The gate of every comparison of currents: large enough, steady, the right way, watched."""

from decimal import Decimal

from wizard.boards.board import Board
from wizard.measurement import Origin, Verdict
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.checklist import CurrentCalibration
from wizard.procedure.kinds.calibrating import bound, once_more
from wizard.procedure.kinds.clamp import CHARGING, amperes, directed
from wizard.procedure.kinds.steady import SteadyWatch, Stillness
from wizard.procedure.kinds.traced import Trace
from wizard.protocol.views import Status
from wizard.text import Text, text


def deferred(attempt: Attempt, why: Text) -> Judgement:
    """Put the step off: until the inverter can charge, or, after that, to an open point."""
    if attempt.may_be_deferred:
        later = text("{why} Taken up again when the inverter can charge.", why=why)
        return Judgement(Verdict.DEFERRED, later)
    attempt.open_point(text("Compare the board's current with an instrument, at 15 A or more."))
    return Judgement(Verdict.DEFERRED, why)


class Gate:
    """Watches a current until it can be compared. `way` is 1 charging, -1 discharging."""

    def __init__(
        self, attempt: Attempt, step: CurrentCalibration, board: Board, way: int, low: Decimal
    ) -> None:
        self._attempt = attempt
        self._step = step
        self._way = way
        self._seen_way = 0
        rule = Stillness(step.steady.s, step.most_gap.s, self.most_spread, low)
        self.trace = Trace(attempt, "current", text("The board's current"), "A")
        self.watch = SteadyWatch(attempt, board, rule, "A", lambda one: one.current, self._look)

    def most_spread(self, size: Decimal) -> Decimal:
        """Return how far highest and lowest reading of a current may be apart, A."""
        share = size * bound(self._step.steady_within) / 100
        return max(share, bound(self._step.steady_floor))

    async def hold(self) -> Text | None:
        """Wait until the gate holds; the reason why it does not where a person gives up."""
        waiting = text("waiting until the board's current holds still")
        patience = self._step.patience.s
        while True:
            steady = await self.watch.until_steady(waiting, patience)
            if steady and self._right_way:
                self.trace.mark(text("steady"))
                return None
            wrong = self._turned
            why = self._wrong_way() if wrong else self._not_steady(patience)
            if not await once_more(self._attempt, "wrong-way" if wrong else "not-steady", why):
                return why
            self.watch.window.clear()

    def judged(self, why: Text) -> Judgement:
        """Judge a step whose gate did not hold: later, or a fail where it flows wrongly."""
        return self._reversed(why) if self._turned else deferred(self._attempt, why)

    @property
    def _turned(self) -> bool:
        return self._seen_way == -self._way

    @property
    def _right_way(self) -> bool:
        return self.watch.window.mean * self._way > 0

    def _look(self, status: Status) -> None:
        """Say which way the current flows, as soon as it does; loudly where it is wrong."""
        self.trace.seen(status.current)
        size = abs(status.current)
        flows = size > bound(self._step.at_rest)
        way = 0 if not flows else (CHARGING if status.current > 0 else -CHARGING)
        if way not in {0, self._seen_way}:
            self._attempt.line(text("The board shows {a}.", a=directed(status.current)))
            if way != self._way:
                self._attempt.notice(self._wrong_way(), grave=True)
        self._seen_way = way

    def _wrong_way(self) -> Text:
        if self._way == CHARGING:
            return text(
                "The board shows discharging while a source charges: look at the source's "
                "poles, at the board's variant, and for current past the board."
            )
        return text(
            "The board shows charging while a load draws: look for another source, at the "
            "board's variant, and for current past the board."
        )

    def _not_steady(self, patience_s: int) -> Text:
        return text(
            "The board's current was not {low} or more, within {spread}, for {n} s "
            "(waited {most} s).",
            low=amperes(self.watch.rule.low),
            spread=amperes(self.most_spread(self.watch.rule.low)),
            n=self.watch.rule.seconds,
            most=patience_s,
        )

    def _reversed(self, why: Text) -> Judgement:
        self._attempt.observe(
            "direction",
            text("Which way the current flows, by the board"),
            "discharging" if self._way == CHARGING else "charging",
            Verdict.FAIL,
            Origin.BOARD,
            note=why,
        )
        return Judgement(Verdict.FAIL, why)
