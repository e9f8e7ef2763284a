"""Statements that a person must find true."""

from collections.abc import Iterable

from wizard.measurement import Origin, Verdict
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.checklist import Confirm
from wizard.procedure.questions import Acknowledge
from wizard.text import text


async def run(attempt: Attempt, step: Confirm) -> Judgement:
    """Ask each statement; the first that is not so ends the step."""
    await confirm(attempt, step.statements)
    return attempt.judgement()


async def confirm(attempt: Attempt, statements: Iterable[str]) -> bool:
    """Ask statements one by one; return whether all are so, stopping at the first not so."""
    for number, statement in enumerate(statements, 1):
        so = await attempt.ask(Acknowledge(key=f"statement-{number}", prompt=text(statement)))
        verdict = Verdict.PASS if so else Verdict.FAIL
        attempt.observe(
            f"statement-{number}", text(statement), "yes" if so else "no", verdict, Origin.PERSON
        )
        attempt.line(
            text("{answer}: {statement}", answer="yes" if so else "NO", statement=text(statement))
        )
        if not so:
            return False
    return True
