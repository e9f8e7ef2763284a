"""A second point of the current: the other way, or half of it. Recorded, never calibrated."""

from decimal import Decimal

from wizard.boards.board import Board
from wizard.measurement import Origin, Verdict
from wizard.procedure.attempt import Attempt
from wizard.procedure.checklist import CurrentCalibration
from wizard.procedure.kinds.calibrating import bound, percent, rounded
from wizard.procedure.kinds.clamp import Clamp, amperes, directed
from wizard.procedure.kinds.current_gate import Gate
from wizard.procedure.questions import Acknowledge, Choice, Option
from wizard.text import text

HALF, OTHER, NONE = "half", "other", "none"


async def second_point(
    attempt: Attempt, step: CurrentCalibration, board: Board, clamp: Clamp, way: int
) -> None:
    """Compare once more, if a person likes; `way` is that of the first point."""
    chosen = await attempt.ask(_SECOND)
    if chosen == NONE or not await attempt.ask(_FLOWING):
        return
    gate = Gate(attempt, step, board, -way if chosen == OTHER else way, bound(step.second_least))
    if (why := await gate.hold()) is not None:
        attempt.note(text("A second point was not measured. {why}", why=why))
        return
    meter = await gate.watch.beside(clamp.read(attempt, "meter-second", _READ))
    await _judge(attempt, step, clamp, meter, amperes(gate.watch.window.mean).value)


async def _judge(
    attempt: Attempt, step: CurrentCalibration, clamp: Clamp, meter: Decimal, board: Decimal
) -> None:
    title = text("Second point, instrument")
    attempt.reading("meter-second", title, amperes(meter), Origin.METER, clamp.name)
    attempt.reading("board-second", text("Second point, board"), amperes(board), Origin.BOARD)
    apart = percent(board, meter) if meter else Decimal(100)
    right = apart <= bound(step.second_point)
    note = text(
        "At {meter} the board is {n} off: its SOC drifts there.",
        meter=directed(meter),
        n=rounded(apart),
    )
    attempt.observe(
        "second-point",
        text("Second point, board against instrument"),
        str(rounded(apart)),
        Verdict.PASS if right else Verdict.MARGINAL,
        Origin.COMPUTED,
        note=None if right else note,
    )


_READ = text("What does the instrument show now?")
_SECOND = Choice(
    key="second",
    prompt=text("A second point shows whether one factor fits. Measure one?"),
    options=(
        Option(HALF, text("Half the current, the same way")),
        Option(OTHER, text("The other way")),
        Option(NONE, text("No second point")),
    ),
)
_FLOWING = Acknowledge(
    key="second-flowing",
    prompt=text("Set the current of the second point. It flows:"),
    hint=text("Type n to leave it out."),
)
