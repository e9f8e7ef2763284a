"""Every connected cell shows a voltage: a missing one is a wiring fault."""

from decimal import Decimal
from statistics import median

from wizard.boards.believe import same_picture, twice
from wizard.measurement import Limit, Origin, Verdict, judge
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.checklist import CellsVisible
from wizard.procedure.figures import Bar, CellBars
from wizard.procedure.kinds.pin_voltages import rises
from wizard.protocol.alarms import WIRE_RESISTANCE
from wizard.protocol.views import Status
from wizard.quantity import Quantity, count, volts
from wizard.text import Text, text

FAR_ABOVE = 3  # times the median; wires of one harness are much alike


async def run(attempt: Attempt, step: CellsVisible) -> Judgement:
    """Read the cells twice alike; count them; compare each with the meter's step."""
    await attempt.bench.identify()
    attempt.progress(text("reading the cells"))
    status = await twice(attempt.bench.board().every_reading, text("cells"), same_picture)
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
    _spread(attempt, step, status)
    _wires(attempt, status)
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


def _spread(attempt: Attempt, step: CellsVisible, status: Status) -> None:
    """Judge highest less lowest cell by the board, where the checklist asks for it."""
    if step.spread is None or not status.seen:
        return
    apart = status.highest - status.lowest
    attempt.measure(
        "cells-apart",
        text("Difference between the cells, by the board"),
        volts(apart),
        step.spread,
        Origin.BOARD,
        note=None
        if step.spread.judge(apart).passes
        else text(
            "The cells are {apart} apart: they are not at a similar charge. Let the pack "
            "balance at a gentle full charge, or send it back.",
            apart=volts(apart),
        ),
    )


def _wires(attempt: Attempt, status: Status) -> None:
    """Judge the sense wires by the board's own word, then by how they compare."""
    for cell in sorted(status.high_wires):
        attempt.observe(
            f"wire-resistance-{cell}",
            text("Sense wire of cell {cell}", cell=cell),
            "resistance too high",
            Verdict.FAIL,
            Origin.BOARD,
            note=_recrimp(cell),
        )
    if WIRE_RESISTANCE in status.alarms and not status.high_wires:
        attempt.observe(
            "wire-resistance",
            text("Alarm of the sense wires"),
            "raised",
            Verdict.FAIL,
            Origin.BOARD,
            note=text(
                "The board reports a sense wire of too much resistance (alarm {n}) and names "
                "none: check the contacts of all plugs and cable lugs.",
                n=WIRE_RESISTANCE,
            ),
        )
    _far_above(attempt, status)


def _recrimp(cell: int) -> Text:
    return text(
        "The sense wire of cell {cell} has too much resistance, and the balancer stays off: "
        "pull the plugs, then re-crimp its lug and its pin.",
        cell=cell,
    )


def _far_above(attempt: Attempt, status: Status) -> None:
    """Name the wires that stand out, where the board's resistances were read."""
    read = status.readings.get("wire_resistance", ())[: len(status.cells)]
    wires = {cell: value for cell, value in enumerate(read, 1) if value > 0}
    if not wires:
        return
    usual = median(wires.values())
    attempt.reading("wire-median", text("Sense wires, median"), Quantity(usual, "mΩ"), Origin.BOARD)
    for cell, value in wires.items():
        if value > FAR_ABOVE * usual and cell not in status.high_wires:
            attempt.observe(
                f"wire-resistance-{cell}",
                text("Sense wire of cell {cell}", cell=cell),
                f"{value} mΩ",
                Verdict.MARGINAL,
                Origin.BOARD,
                note=text(
                    "The sense wire of cell {cell} has {found}, the others about {usual}: look at "
                    "its contacts before they get worse.",
                    cell=cell,
                    found=Quantity(value, "mΩ"),
                    usual=Quantity(usual, "mΩ"),
                ),
            )
