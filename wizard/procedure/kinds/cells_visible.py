"""Every connected cell shows a voltage: a missing one is a wiring fault."""

from decimal import Decimal

from wizard.boards.believe import same_picture, twice
from wizard.measurement import Limit, Origin, Verdict, judge
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.checklist import CellsVisible
from wizard.procedure.figures import Bar, CellBars
from wizard.procedure.kinds.pin_voltages import rises
from wizard.protocol.views import Status
from wizard.quantity import count, volts
from wizard.text import Text, text


async def run(attempt: Attempt, step: CellsVisible) -> Judgement:
    """Read the cells twice alike; count them; compare each with the meter's step."""
    await attempt.bench.identify()
    attempt.progress(text("reading the cells"))
    status = await twice(attempt.bench.board().status, text("cells"), same_picture)
    attempt.progress(None)
    limit = step.limits[attempt.chemistry]
    attempt.picture(_bars(status, limit))
    wanted = Limit("", Decimal(attempt.cells), Decimal(attempt.cells), source=step.source)
    missing = _missing(status, attempt.cells)
    attempt.measure(
        "cells-seen",
        text("Cells the board sees"),
        count(len(status.seen)),
        wanted,
        Origin.BOARD,
        note=missing,
    )
    for cell, value in enumerate(status.cells, 1):
        if value > 0:
            attempt.measure(
                f"cell-{cell}", text("Cell {cell}", cell=cell), volts(value), limit, Origin.BOARD
            )
    _against_meter(attempt, step, status)
    return attempt.judgement()


def _bars(status: Status, limit: Limit) -> CellBars:
    return CellBars(
        tuple(
            Bar(cell, value, judge(value, limit) if value > 0 else Verdict.FAIL)
            for cell, value in enumerate(status.cells, 1)
        ),
        limit,
    )


def _missing(status: Status, cells: int) -> Text | None:
    seen = {cell for cell, value in enumerate(status.cells, 1) if value > 0}
    lost = [str(cell) for cell in range(1, cells + 1) if cell not in seen]
    if lost:
        return text(
            "The board sees no voltage at cell {cells}: a cold joint, a bad contact or a "
            "wire on the wrong pin.",
            cells=", ".join(lost),
        )
    if len(seen) > cells:
        return text(
            "The board sees {seen} cells, {cells} were entered.", seen=len(seen), cells=cells
        )
    return None


def _against_meter(attempt: Attempt, step: CellsVisible, status: Status) -> None:
    taken = {
        found.id: found.quantity.value
        for found in attempt.recorder.state.current()
        if found.quantity is not None and found.step != attempt.step.id
    }
    for cell, rise in rises(taken).items():
        board = status.cells[cell - 1] if cell <= len(status.cells) else Decimal(0)
        if board > 0:
            attempt.measure(
                f"difference-{cell}",
                text("Cell {cell}, board against meter", cell=cell),
                volts(abs(board - rise)),
                step.against_meter,
                Origin.COMPUTED,
            )
