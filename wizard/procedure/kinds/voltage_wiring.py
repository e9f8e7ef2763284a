"""What a wiring fault would spoil, looked at before any voltage is calibrated."""

from decimal import Decimal

from wizard.measurement import Limit, Origin, Verdict
from wizard.procedure.attempt import Attempt
from wizard.procedure.checklist import VoltageCalibration
from wizard.procedure.kinds.calibrating import bound
from wizard.protocol.alarms import WIRE_RESISTANCE
from wizard.protocol.views import Status
from wizard.quantity import count, volts
from wizard.text import Text, text


def wiring(attempt: Attempt, step: VoltageCalibration, status: Status) -> None:
    """Judge what a wiring fault would spoil: cells seen, their sum, their wires."""
    seen = count(len(status.seen))
    cells = Limit("", Decimal(attempt.cells), Decimal(attempt.cells), source=step.source)
    attempt.measure(
        "cells-seen",
        text("Cells the board sees"),
        seen,
        cells,
        Origin.BOARD,
        note=_fault(seen.value != attempt.cells, text("{n} cells are seen", n=seen)),
    )
    apart = volts(abs(sum(status.cells, Decimal(0)) - status.pack_voltage))
    attempt.measure(
        "sum-of-cells",
        text("Pack voltage of the board, less the sum of its cells"),
        apart,
        step.sum_within,
        Origin.BOARD,
        note=_fault(
            apart.value > bound(step.sum_within),
            text("pack and sum of cells are {v} apart", v=apart),
        ),
    )
    high = WIRE_RESISTANCE in status.alarms or bool(status.high_wires)
    wires = ", ".join(str(cell) for cell in sorted(status.high_wires)) or ("?" if high else "-")
    attempt.observe(
        "wire-resistance",
        text("Sense wires with too much resistance"),
        wires,
        Verdict.FAIL if high else Verdict.PASS,
        Origin.BOARD,
        note=_fault(high, text("too much resistance at cell {cells}", cells=wires)),
    )


def _fault(there: bool, what: Text) -> Text | None:  # noqa: FBT001  the fault's name follows
    if not there:
        return None
    return text(
        "A wiring fault is never calibrated away: {what}. Mend it, then take the step again.",
        what=what,
    )
