"""What both calibrations share: readings taken anew, sendings that nobody knows of, proof."""

from decimal import Decimal
from itertools import count as numbers

from wizard.boards.writer import Writer
from wizard.errors import CommissionError
from wizard.measurement import Limit, Origin, Verdict
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.questions import Choice, Option
from wizard.protocol.views import Settings
from wizard.quantity import Quantity, count
from wizard.record.events import Outcome
from wizard.text import Text, text

AGAIN, STOP = "again", "stop"
CALIBRATE, LEAVE = "calibrate", "leave"
NOTHING_CHANGED = Limit("", Decimal(0), Decimal(0), derived="a calibration changes no setting")
PERCENT, FINE = Decimal("0.01"), Decimal("0.0001")


def percent(found: Decimal, true: Decimal) -> Decimal:
    """Return how far a value is from the true one, % of the true one, without sign."""
    return (abs(found - true) / abs(true) * 100).quantize(FINE)


def rounded(share: Decimal) -> Quantity:
    """Return a share in % as it is printed."""
    return Quantity(share.quantize(PERCENT), "%")


def bound(limit: Limit) -> Decimal:
    """Return the one bound that a limit of a checklist has."""
    found = limit.high if limit.low is None else limit.low
    if found is None:
        raise ValueError("a limit without bounds")
    return found


def unanswered(attempt: Attempt, key: str) -> str:
    """Return a key under which this step has no answer: a reading is never proposed again."""
    given = attempt.recorder.state.step(attempt.step.id).proposals
    names = (key if n == 1 else f"{key}-try-{n}" for n in numbers(1))
    return next(name for name in names if name not in given)


async def once_more(attempt: Attempt, key: str, why: Text) -> bool:
    """Ask whether to go on in spite of what is wrong just now."""
    question = Choice(
        key=key,
        prompt=why,
        options=(Option(AGAIN, text("Go on: try it once more")), Option(STOP, text("Stop here"))),
    )
    return await attempt.ask(question) == AGAIN


def offered(step_limit: Limit, own: Decimal) -> Limit:
    """Return the limit of a deviation that is left: marginal beyond what passes."""
    high = bound(step_limit)
    return Limit(
        "%",
        high=high,
        near=max(Decimal(0), high - own),
        source=step_limit.source,
        derived=step_limit.derived,
    )


def earlier(attempt: Attempt, key: str) -> tuple[int, ...]:
    """Return the sendings of a calibration whose outcome nobody knows, and say so."""
    found = tuple(n for n, write in attempt.recorder.state.unsettled.items() if write.key == key)
    if found:
        attempt.line(
            text(
                "A calibration was sent earlier and its outcome is not known. It is not "
                "repeated: what the board reads now tells whether it was taken."
            )
        )
    return found


def settle_earlier(writer: Writer, sent: tuple[int, ...], reason: Text, *, agrees: bool) -> None:
    """Record what became of earlier sendings, as board and meter compare now."""
    for number in sent:
        writer.settle_action(number, Outcome.VERIFIED if agrees else Outcome.REFUSED, reason)


def refused(attempt: Attempt, error: CommissionError) -> Judgement:
    """Judge a calibration that the board refused."""
    attempt.observe(
        "calibration", text("Calibration"), "refused", Verdict.FAIL, Origin.BOARD, note=error.reason
    )
    return Judgement(Verdict.FAIL, text("Not calibrated: {why}.", why=error.reason))


NOT_DONE = Judgement(Verdict.NOT_TAKEN, text("It was not calibrated in the app."))
ONLY_IN_APP = text("over this link nothing can be sent again: calibrate it in the vendor's app")


def not_undone(attempt: Attempt, why: Text) -> None:
    """Say loudly that a bad calibration stands, and leave it as an open point."""
    what = text(
        "The calibration is not right and could not be taken back ({why}). Take the step "
        "again before the pack is used.",
        why=why,
    )
    attempt.notice(what, grave=True)
    attempt.open_point(what)


async def unchanged(attempt: Attempt, writer: Writer, before: Settings) -> None:
    """Read all settings: a calibration must not have changed any."""
    after = await writer.snapshot(f"after {attempt.step.id}", every=True)
    then, now = before.everything, after.everything
    changed = sorted(key for key in then.keys() | now.keys() if then.get(key) != now.get(key))
    attempt.measure(
        "settings-changed",
        text("Settings that changed with it"),
        count(len(changed)),
        NOTHING_CHANGED,
        Origin.BOARD,
        note=text("The calibration changed other settings: {keys}.", keys=", ".join(changed))
        if changed
        else None,
    )
