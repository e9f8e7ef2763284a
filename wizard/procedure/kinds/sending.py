"""Sending settings: planned, reviewed, sent, read back, taken back where one failed, judged."""

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
from wizard.procedure.kinds.shown import exactly, judge_setting, named, shown
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
        self._every = not OPTION.keys().isdisjoint(wanted)

    async def run(self, current: Settings | None = None) -> Judgement:
        """Read (unless `current` was just read), plan, ask, send, judge."""
        attempt, step = self._attempt, self._step
        if current is None:
            attempt.progress(text("reading all settings"))
            current = await self._writer.snapshot(f"before {step.id}", every=self._every)
            attempt.progress(None)
        windows = CHEMISTRIES[attempt.chemistry].windows
        try:
            agreed = plan(step.id, current, self._wanted, self._writer.identity, windows)
        except NotAllowed as error:
            return Judgement(Verdict.FAIL, error.reason)
        if agreed.changes and not await self._consent(agreed):
            return Judgement(Verdict.NOT_TAKEN, text("Nothing was sent."))
        results = await self._applied(agreed)
        failure = await self._failure(results)
        await self._judge()
        return attempt.judgement(failure)

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
        outcomes = {result.change.row.key: result.outcome.value for result in results}
        return Changes(
            tuple(
                ChangeRow(
                    change.row.label,
                    shown(change.row, change.before),
                    shown(change.row, change.wanted),
                    self._reason(change.row.key),
                    outcomes.get(change.row.key, ""),
                )
                for change in agreed.changes
            )
        )

    def _reason(self, key: str) -> Text:
        return self._why if isinstance(self._why, Text) else self._why[key]

    async def _judge(self) -> None:
        found = await self._writer.snapshot(f"after {self._step.id}", every=self._every)
        for key, value in self._wanted.items():
            row = WRITABLE[key]
            limit = exactly(row, value, self._step.source)
            judge_setting(self._attempt, key, named(row), row, found[key], limit)

    async def _failure(self, results: tuple[Result, ...]) -> Text | None:
        bad = next((result for result in results if result.outcome is not Outcome.VERIFIED), None)
        if bad is None:
            return None
        return text(
            "{label}: {outcome}, {why}",
            label=bad.change.row.label,
            outcome=bad.outcome.value,
            why=await self._writer.explain(bad),
        )
