"""A voltage protection, proved by the pack's own voltage. Nothing is written at all.

Attended: a person's hand stops the source, this program says when. It never waits on when
the board fails to act: a cell beyond its limit without a trip ends the test.
"""

from decimal import Decimal

from wizard.boards.believe import same_picture, twice
from wizard.measurement import Origin, Verdict
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.checklist import RealLimitTest
from wizard.procedure.kinds.confirm import confirm
from wizard.procedure.kinds.dangers import outside
from wizard.procedure.kinds.not_told import number_in_app
from wizard.procedure.kinds.own_log import record_log
from wizard.procedure.kinds.protection_gates import ready
from wizard.procedure.kinds.real_trial import RealTrial
from wizard.procedure.kinds.sides import SIDES, goes_dark
from wizard.procedure.kinds.watch import POWER_OFF, Known
from wizard.protocol.catalogue import SETTING
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
    is_told = POWER_OFF.key in limits.values
    power_off = limits[POWER_OFF.key] if is_told else await _in_app(attempt)
    _room(attempt, step, limits[side.limit], power_off, SETTING[side.limit].label)
    if not attempt.verdict_so_far().passes:
        return attempt.judgement()
    known = Known(identity.serial, power_off, is_told)
    log = await board.log()
    judged = await RealTrial(attempt, step, side, board, known, start, limits).run()
    await record_log(attempt, board, identity.serial, log)
    return judged


async def _in_app(attempt: Attempt) -> Decimal:
    """Ask for Power Off Volt., which the test rests on, where the board does not tell it."""
    typed = await number_in_app(attempt, POWER_OFF, POWER_OFF.low, "power-off")
    attempt.reading(
        "power-off", text("{label}", label=POWER_OFF.label), volts(typed), Origin.PERSON
    )
    return typed


def _room(
    attempt: Attempt, step: RealLimitTest, limit: Decimal, power_off: Decimal, label: str
) -> None:
    """Judge whether the limit is reached before the board switches itself off."""
    attempt.reading("limit", text("{label}", label=label), volts(limit), Origin.BOARD)
    room = volts(limit - power_off)
    title = text("{label} above {off}", label=label, off=POWER_OFF.label)
    why = text(
        "{label} lies so near to {off} that the board may switch itself off first: "
        "this pack is tested by shifted limits.",
        label=label,
        off=POWER_OFF.label,
    )
    near = why if outside(step.power_off_room, room.value) else None
    attempt.measure("room", title, room, step.power_off_room, Origin.COMPUTED, note=near)
