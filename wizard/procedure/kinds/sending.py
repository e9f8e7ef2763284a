"""Settings to their values: planned, reviewed, sent, read back, taken back or judged.

What this way of talking has no command for is set in the vendor's app, before the rest is sent.
"""

from collections.abc import Mapping
from decimal import Decimal

from wizard.boards.changes import Plan, plan
from wizard.boards.results import Result
from wizard.boards.writer import Writer
from wizard.chemistry import CHEMISTRIES
from wizard.errors import NotAllowed
from wizard.measurement import Verdict
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.figures import ChangeRow, Changes
from wizard.procedure.kinds.by_app import (
    SET_BY_HAND,
    ByApp,
    Roads,
    judge_absent,
    roads,
    seen_in_app,
)
from wizard.procedure.kinds.shown import OUTCOME, exactly, judge_setting, named, worded
from wizard.procedure.questions import Review
from wizard.procedure.step import Step
from wizard.protocol.catalogue import OPTION, WRITABLE
from wizard.protocol.views import Settings
from wizard.record.events import Outcome
from wizard.text import Text, text

Why = Mapping[str, Text]


async def send(
    attempt: Attempt, step: Step, wanted: Mapping[str, Decimal], why: Text | Why
) -> Judgement:
    """Bring settings, switches and options to wanted values and judge what is read back.

    `why` is the reason for all of them, or by key. Nothing is sent without consent.
    """
    writer = await attempt.bench.writer()
    return await Sending(attempt, step, writer, wanted, why).run()


class Sending:
    """One plan of a step, from the read-out before it to the judged one after it."""

    def __init__(
        self,
        attempt: Attempt,
        step: Step,
        writer: Writer,
        wanted: Mapping[str, Decimal],
        why: Text | Why,
    ) -> None:
        self._attempt = attempt
        self._step = step
        self._writer = writer
        self._wanted = wanted
        self._why = why
        self._by_hand = set[str]()
        self._every = not OPTION.keys().isdisjoint(wanted)

    async def run(self, current: Settings | None = None) -> Judgement:
        """Read (unless `current` was just read), plan, ask, send, judge."""
        attempt, step = self._attempt, self._step
        if current is None:
            attempt.progress(text("reading all settings"))
            current = await self._writer.snapshot(f"before {step.id}", every=self._every)
            attempt.progress(None)
        try:
            by = roads(self._writer.board, self._wanted, current)
            found = await self._set_in_app(by, current)
            if found is None:
                return Judgement(Verdict.NOT_TAKEN, text("It was not set in the app."))
            agreed = self._plan(by, found)
        except NotAllowed as error:
            return Judgement(Verdict.FAIL, error.reason)
        if agreed.changes and not await self._consent(agreed):
            return Judgement(Verdict.NOT_TAKEN, text("Nothing was sent."))
        failure = await self._failure(await self._applied(agreed)) if by.told else None
        await self._judge(by)
        return attempt.judgement(failure)

    async def _set_in_app(self, by: Roads, current: Settings) -> Settings | None:
        """Have a person set what cannot be told; None where it is left."""
        judge_absent(self._attempt, by.absent)
        if by.unread:
            await seen_in_app(self._attempt, by.unread)
            self._writer = await self._attempt.bench.writer()
        if not by.by_app:
            return current
        hand = ByApp(self._attempt, self._writer, {key: self._reason(key) for key in by.by_app})
        found = await hand.run(by.by_app, current)
        self._writer = hand.writer
        self._by_hand = {key for key, value in by.by_app.items() if current[key] != value}
        return found

    def _plan(self, by: Roads, current: Settings) -> Plan:
        windows = CHEMISTRIES[self._attempt.chemistry].windows
        return plan(self._step.id, current, by.told, self._writer.identity, windows)

    async def _consent(self, agreed: Plan) -> bool:
        self._attempt.picture(self._changes(agreed, ()))
        return await self._attempt.ask(
            Review(
                key="review",
                prompt=text("Enter sends what stands above and reads it back; n sends nothing."),
                hint=text("Read twice alike. Nothing is sent yet."),
            )
        )

    async def _applied(self, agreed: Plan) -> tuple[Result, ...]:
        attempt = self._attempt
        attempt.progress(text("writing and reading back"))
        results = await self._writer.apply(agreed)
        attempt.picture(self._changes(agreed, results))
        if any(result.outcome is not Outcome.VERIFIED for result in results):
            undone = await self._writer.undo(agreed, results)
            attempt.line(text("{n} changes taken back", n=len(undone)))
        attempt.progress(None)
        return results

    def _changes(self, agreed: Plan, results: tuple[Result, ...]) -> Changes:
        outcomes = {result.change.row.key: OUTCOME[result.outcome] for result in results}
        return Changes(
            tuple(
                ChangeRow(
                    change.row.label,
                    worded(change.row, change.before),
                    worded(change.row, change.wanted),
                    self._reason(change.row.key),
                    outcomes.get(change.row.key),
                )
                for change in agreed.changes
            )
        )

    def _reason(self, key: str) -> Text:
        return self._why if isinstance(self._why, Text) else self._why[key]

    async def _judge(self, by: Roads) -> None:
        found = await self._writer.snapshot(f"after {self._step.id}", every=self._every)
        for key, value in {**by.told, **by.by_app}.items():
            row = WRITABLE[key]
            limit = exactly(row, value, self._step.source)
            note = SET_BY_HAND if key in self._by_hand else None
            judge_setting(self._attempt, key, named(row), row, found[key], limit, note)

    async def _failure(self, results: tuple[Result, ...]) -> Text | None:
        bad = next((result for result in results if result.outcome is not Outcome.VERIFIED), None)
        if bad is None:
            return None
        return text(
            "{label}: {outcome}, {why}",
            label=bad.change.row.label,
            outcome=OUTCOME[bad.outcome],
            why=await self._writer.explain(bad),
        )
