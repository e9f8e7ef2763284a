"""Statements that a person must find true."""

from collections.abc import Iterable

from wizard.measurement import Origin, Verdict
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.checklist import Confirm
from wizard.procedure.kinds.open_points import leave_open
from wizard.procedure.questions import Acknowledge
from wizard.record.beside import ATTACHMENTS
from wizard.text import Text, text


async def run(attempt: Attempt, step: Confirm) -> Judgement:
    """Ask each statement; the first that is not so ends the step, else its points stay open.

    The last step of all says where photographs go, while the technician stands at the pack.
    """
    if step is attempt.checklist.step[-1]:
        attempt.line(_photographs(attempt))
    if await confirm(attempt, step.statements):
        for point in step.open_points:
            attempt.line(text("stays open: {what}", what=text(point)))
            leave_open(attempt, text(point))
    return attempt.judgement()


def _photographs(attempt: Attempt) -> Text:
    folder = attempt.bench.folder / ATTACHMENTS
    return text("Photographs for the report go into {folder}.", folder=str(folder))


async def confirm(attempt: Attempt, statements: Iterable[str | Text]) -> bool:
    """Ask statements one by one; return whether all are so, stopping at the first not so."""
    for number, statement in enumerate(statements, 1):
        sentence = statement if isinstance(statement, Text) else text(statement)
        so = await attempt.ask(Acknowledge(key=f"statement-{number}", prompt=sentence))
        verdict = Verdict.PASS if so else Verdict.FAIL
        attempt.observe(
            f"statement-{number}", sentence, "yes" if so else "no", verdict, Origin.PERSON
        )
        attempt.line(
            text("yes: {statement}", statement=sentence)
            if so
            else text("NO: {statement}", statement=sentence)
        )
        if not so:
            return False
    return True
