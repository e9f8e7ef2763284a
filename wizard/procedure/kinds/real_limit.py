"""A voltage protection, proved by the pack's own voltage. Nothing is written at all.

Attended: a person's hand stops the source, this program says when. It never waits on when
the board fails to act: a cell beyond its limit without a trip ends the test.
"""

from wizard.boards.believe import same_picture, twice
from wizard.measurement import Origin, Verdict
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.checklist import RealLimitTest
from wizard.procedure.kinds.confirm import confirm
from wizard.procedure.kinds.dangers import outside
from wizard.procedure.kinds.protection_gates import ready
from wizard.procedure.kinds.real_trial import RealTrial
from wizard.procedure.kinds.sides import SIDES, Side, goes_dark
from wizard.procedure.kinds.watch import POWER_OFF, Known
from wizard.protocol.catalogue import SETTING
from wizard.protocol.views import Settings
from wizard.quantity import volts
from wizard.text import text


async def run(attempt: Attempt, step: RealLimitTest) -> Judgement:
    """Gates, source on, trip, meter, release."""
    side = SIDES[step.part]
    if dark := goes_dark(attempt, side):
        return Judgement(Verdict.DEFERRED, dark)
    if not await confirm(attempt, step.statements):
        return attempt.judgement(text("The test is not safe to take: nothing was begun."))
    identity = await attempt.bench.identify()
    board = attempt.bench.board()
    start = await twice(board.status, text("status"), same_picture)
    limits = await twice(board.settings, text("settings"))
    ready(attempt, start)
    _room(attempt, step, side, limits)
    if not attempt.verdict_so_far().passes:
        return attempt.judgement()
    known = Known(identity.serial, limits[POWER_OFF.key])
    return await RealTrial(attempt, step, side, board, known, start, limits).run()


def _room(attempt: Attempt, step: RealLimitTest, side: Side, limits: Settings) -> None:
    """Judge whether the limit is reached before the board switches itself off."""
    label = SETTING[side.limit].label
    attempt.reading("limit", text("{label}", label=label), volts(limits[side.limit]), Origin.BOARD)
    room = volts(limits[side.limit] - limits[POWER_OFF.key])
    title = text("{label} above {off}", label=label, off=POWER_OFF.label)
    why = text(
        "{label} lies so near to {off} that the board may switch itself off first: "
        "this pack is tested by shifted limits.",
        label=label,
        off=POWER_OFF.label,
    )
    near = why if outside(step.power_off_room, room.value) else None
    attempt.measure("room", title, room, step.power_off_room, Origin.COMPUTED, note=near)
