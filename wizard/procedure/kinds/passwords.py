"""Both passwords: whether they are known here, and whether they are still the factory's.

No password, nor its length or a hash of it, goes into record, figure or sentence. None is
changed by this program: no command for it was ever recorded.
"""

from wizard.errors import NoAnswer
from wizard.measurement import Origin, Verdict
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.checklist import Passwords
from wizard.procedure.kinds.open_points import leave_open
from wizard.procedure.kinds.password_questions import (
    CHANGE,
    CHANGED,
    FACTORY,
    FACTORY_KEPT,
    KEEP,
    NO_LOCK,
    NOT_TOLD,
    UNTOLD,
    Known,
    Password,
    both_of,
    changing,
    doubt,
    question,
    what_next,
)
from wizard.protocol.secret import Secret
from wizard.protocol.views import Secrets
from wizard.text import text


async def run(attempt: Attempt, step: Passwords) -> Judgement:
    """Compare each password with what a person knows; offer to have it changed."""
    await attempt.bench.identify()
    attempt.line(NO_LOCK)
    try:
        states = [await _look(attempt, password) for password in both_of(step)]
    except NoAnswer as error:
        leave_open(attempt, NOT_TOLD)
        why = text(
            "This board's link does not tell its passwords: {why}. Look at them in the "
            "vendor's app.",
            why=error.reason,
        )
        return Judgement(Verdict.NOT_TAKEN, why)
    if FACTORY in states:
        leave_open(attempt, FACTORY_KEPT)
    return attempt.judgement()


async def _look(attempt: Attempt, password: Password) -> str:
    """Look at one password until it stays as it is; return what it is."""
    while True:
        told = password.of(await _read(attempt))
        if told.matches(""):
            return _untold(attempt, password)
        state = FACTORY if any(map(told.matches, password.factory)) else CHANGED
        known = _known(told, await attempt.ask(question(password)))
        _record(attempt, password, state, known)
        answer = await attempt.ask(what_next(password, state, known))
        if answer == KEEP:
            return _kept(attempt, password, state, known)
        if answer == CHANGE:
            await attempt.ask(changing(password))


async def _read(attempt: Attempt) -> Secrets:
    attempt.progress(text("reading the passwords"))
    try:
        return await attempt.bench.board().secrets()
    finally:
        attempt.progress(None)


def _known(told: Secret, typed: str) -> Known:
    if not typed:
        return Known.NO
    return Known.YES if told.matches(typed) else Known.OTHERWISE


def _untold(attempt: Attempt, password: Password) -> str:
    note = text(
        "The board does not tell its {label}: look at it in the vendor's app.",
        label=password.label,
    )
    attempt.observe(password.key, password.label, UNTOLD, Verdict.DEFERRED, Origin.BOARD, note=note)
    leave_open(attempt, note)
    return UNTOLD


def _record(attempt: Attempt, password: Password, state: str, known: Known) -> None:
    note = doubt(password, state, known)
    verdict = Verdict.PASS if note is None else Verdict.MARGINAL
    attempt.observe(password.key, password.label, state, verdict, Origin.BOARD, note=note)
    attempt.line(
        text(
            "{label}: {state}, {known}.",
            label=password.label,
            state=text(state),
            known=known.told,
        )
    )


def _kept(attempt: Attempt, password: Password, state: str, known: Known) -> str:
    why = doubt(password, state, known)
    if why is not None:
        leave_open(attempt, why)
    return state
