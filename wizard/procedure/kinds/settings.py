"""Settings to their wanted values: reviewed, sent, read back, judged."""

from decimal import Decimal

from wizard.boards.changes import Plan, Result, Writer, plan, quantity
from wizard.chemistry import CHEMISTRIES
from wizard.errors import NotAllowed
from wizard.measurement import Limit, Origin, Verdict
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.checklist import SettingsStep
from wizard.procedure.figures import ChangeRow, Changes
from wizard.procedure.questions import Review
from wizard.protocol.catalogue import SETTING
from wizard.record.events import Outcome
from wizard.text import Text, text


async def run(attempt: Attempt, step: SettingsStep) -> Judgement:
    """Plan, show, send on consent, judge what is read back."""
    if attempt.chemistry not in step.chemistries:
        return Judgement(
            Verdict.NOT_APPLICABLE,
            text("not for {chemistry}", chemistry=CHEMISTRIES[attempt.chemistry].label),
        )
    attempt.progress(text("reading all settings"))
    writer = await attempt.bench.writer()
    wanted = _wanted(attempt, step)
    current = await writer.snapshot(f"before {step.id}")
    attempt.progress(None)
    try:
        agreed = plan(
            step.id, current, wanted, writer.identity, CHEMISTRIES[attempt.chemistry].windows
        )
    except NotAllowed as error:
        return Judgement(Verdict.FAIL, error.reason)
    if agreed.changes and not await _consent(attempt, agreed, text(step.reason)):
        return Judgement(Verdict.NOT_TAKEN, text("Nothing was sent."))
    results = await _applied(attempt, writer, agreed, text(step.reason))
    failure = await _failure(writer, results)
    await _judge(attempt, step, writer, wanted)
    return attempt.judgement(failure)


def _wanted(attempt: Attempt, step: SettingsStep) -> dict[str, Decimal]:
    entered = {key: Decimal(attempt.facts[field]) for key, field in step.entered.items()}
    return {**entered, **step.set}


async def _consent(attempt: Attempt, agreed: Plan, why: Text) -> bool:
    attempt.picture(_changes(agreed, why, ()))
    return await attempt.ask(
        Review(
            key="review",
            prompt=text("Enter sends what stands above and reads it back; n sends nothing."),
            hint=text("Read twice alike. Nothing is sent yet."),
        )
    )


async def _applied(attempt: Attempt, writer: Writer, agreed: Plan, why: Text) -> tuple[Result, ...]:
    attempt.progress(text("writing and reading back"))
    results = await writer.apply(agreed)
    attempt.picture(_changes(agreed, why, results))
    if any(result.outcome is not Outcome.VERIFIED for result in results):
        undone = await writer.undo(agreed, results)
        attempt.line(text("{n} changes taken back", n=len(undone)))
    attempt.progress(None)
    return results


def _changes(agreed: Plan, why: Text, results: tuple[Result, ...]) -> Changes:
    outcomes = {result.change.row.key: result.outcome.value for result in results}
    return Changes(
        tuple(
            ChangeRow(
                change.row.label,
                str(quantity(change.row, change.before)),
                str(quantity(change.row, change.wanted)),
                why,
                outcomes.get(change.row.key, ""),
            )
            for change in agreed.changes
        )
    )


async def _judge(
    attempt: Attempt, step: SettingsStep, writer: Writer, wanted: dict[str, Decimal]
) -> None:
    found = await writer.snapshot(f"after {step.id}")
    for key, value in wanted.items():
        row = SETTING[key]
        limit = Limit(row.unit, value, value, source=step.source)
        attempt.measure(
            key, text("{label}", label=row.label), quantity(row, found[key]), limit, Origin.BOARD
        )


async def _failure(writer: Writer, results: tuple[Result, ...]) -> Text | None:
    bad = next((result for result in results if result.outcome is not Outcome.VERIFIED), None)
    if bad is None:
        return None
    return text(
        "{label}: {outcome}, {why}",
        label=bad.change.row.label,
        outcome=bad.outcome.value,
        why=await writer.explain(bad),
    )
