"""A voltage protection, proved by limits shifted across today's extreme cell.

The gates are not questions with a way round: where one does not hold, nothing is shifted.
A board that cannot be told these limits over this link is tested by its real ones.
"""

import asyncio

from wizard.boards.changes import participating
from wizard.boards.shift import ShiftPlan
from wizard.boards.writer import Writer
from wizard.errors import NotAllowed
from wizard.measurement import Verdict
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.checklist import ProtectionTest, RealLimitTest
from wizard.procedure.kinds import real_limit
from wizard.procedure.kinds.confirm import confirm
from wizard.procedure.kinds.dangers import of_shifted_limits
from wizard.procedure.kinds.protection_gates import gates, release_room
from wizard.procedure.kinds.protection_trial import RESTORED, TRIP, Agreed, Trial
from wizard.procedure.kinds.sides import SIDES, Side, goes_dark
from wizard.procedure.questions import Choice, Option
from wizard.protocol.catalogue import SETTING
from wizard.text import Text, text

NONE, ON = "none", "on"
REAL = "real"


async def run(attempt: Attempt, step: ProtectionTest) -> Judgement:
    """Gates, shift, trip, hand check, restore, release."""
    side = SIDES[step.part]
    if dark := goes_dark(attempt, side):
        return Judgement(Verdict.DEFERRED, dark)
    if why := await _untold(attempt, side):
        return await _by_real_limit(attempt, step, why)
    if not await confirm(attempt, step.statements):
        return attempt.judgement(text("The test is not safe to take: nothing was shifted."))
    source = await attempt.ask(_source(step, side)) == ON
    await _pause(attempt, step)
    writer = await attempt.bench.writer()
    try:
        agreed = await _agreed(attempt, step, side, writer, source=source)
    except NotAllowed as error:
        return Judgement(Verdict.NOT_TAKEN, error.reason)
    if agreed is None:
        return attempt.judgement()
    return await Trial(attempt, step, side, writer, agreed).run()


async def _untold(attempt: Attempt, side: Side) -> Text | None:
    """Return why the limits under test cannot be shifted over this link; None where they can."""
    await attempt.bench.identify()
    board = attempt.bench.board()
    found = (board.untold(SETTING[key]) for key in sorted(side.shifting.under_test))
    return next((why for why in found if why), None)


async def _by_real_limit(attempt: Attempt, step: ProtectionTest, why: Text) -> Judgement:
    """Offer the test by the real limit, as the checklist has it for this protection."""
    real = next(
        (
            one
            for one in attempt.checklist.step
            if isinstance(one, RealLimitTest) and one.part == step.part
        ),
        None,
    )
    only = text("No limit is shifted: by the real limits only. {why}", why=why)
    if real is None or await attempt.ask(_road(only)) != REAL:
        return Judgement(Verdict.NOT_TAKEN, only)
    return await real_limit.run(attempt, real)


def _road(only: Text) -> Choice:
    return Choice(
        key="road",
        prompt=only,
        hint=text("It needs a source, hours perhaps, and somebody who stays."),
        options=(
            Option(REAL, text("By the real limit, now, attended")),
            Option(NONE, text("Not now: the step stays open")),
        ),
    )


def _source(step: ProtectionTest, side: Side) -> Choice:
    return Choice(
        key="test-source",
        prompt=text(
            "Is a small {source} on, whose current can be seen to stop?", source=side.source
        ),
        hint=text(
            "A current that is seen to stop is the better proof: {range}, nothing larger, never "
            "the inverter.",
            range=step.source_current.said,
        ),
        options=(
            Option(NONE, text("No, nothing flows")),
            Option(ON, text("Yes, a {source} is on", source=side.source)),
        ),
    )


async def _pause(attempt: Attempt, step: ProtectionTest) -> None:
    """Let the pack settle after the last trip, whichever part it was of."""
    ended = [
        taken.at for taken in attempt.recorder.state.measurements if taken.id in {TRIP, RESTORED}
    ]
    if not ended:
        return
    passed = (attempt.recorder.clock.utc() - max(ended)).total_seconds()
    left = min(step.pause.s - passed, step.pause.s)  # the time of day may have been set back
    if left > 0:
        attempt.progress(text("the pack settles after the last test"), 0, left)
        await asyncio.sleep(left)
        attempt.progress(None)


async def _agreed(
    attempt: Attempt, step: ProtectionTest, side: Side, writer: Writer, *, source: bool
) -> Agreed | None:
    """Return what is to be tested, None where a gate fails. Raises NotAllowed."""
    log = await writer.board.log()
    start = await gates(attempt, step, side, writer, source=source)
    if start is None:
        return None
    originals = await writer.snapshot("before protection test")
    release_room(attempt, step, originals, start)
    if not attempt.verdict_so_far().passes:
        return None
    for danger in of_shifted_limits(step, side, start)(start):
        raise NotAllowed(text("Nothing was shifted: {why}.", why=danger))
    wanted = side.trip_limits(participating(originals, writer.identity), start)
    return Agreed(start, ShiftPlan(wanted, originals, step.deadline.s), source, log)
