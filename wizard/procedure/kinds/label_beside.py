"""What was entered from the label, beside what the board holds and what it sees."""

from decimal import Decimal

from wizard.boards.believe import same_picture, twice
from wizard.measurement import Limit, Origin
from wizard.procedure.attempt import Attempt
from wizard.procedure.checklist import SettingsStep
from wizard.procedure.figures import Fact, Facts
from wizard.procedure.kinds.shown import worded
from wizard.protocol.catalogue import WRITABLE
from wizard.protocol.views import Settings
from wizard.quantity import Quantity, count
from wizard.text import Text, text

CELL_COUNT = "cell_count"


async def label_fits(attempt: Attempt, step: SettingsStep, current: Settings) -> bool:
    """Show label, board and cells side by side; whether as many cells are seen as entered.

    A count that the cells contradict is not written: either the label or a wire is wrong.
    """
    if CELL_COUNT not in step.entered:
        return True
    status = await twice(attempt.bench.board().status, text("cells"), same_picture)
    seen = len(status.seen)
    _show(attempt, step, current, seen)
    entered = Decimal(attempt.facts[step.entered[CELL_COUNT]])
    return attempt.measure(
        "cells-seen",
        text("Cells the board sees"),
        count(seen),
        Limit("", entered, entered, source=step.source),
        Origin.BOARD,
        note=None if seen == entered else _contradiction(seen, entered),
    ).passes


def _contradiction(seen: int, entered: Decimal) -> Text:
    return text(
        "The board sees {seen} cells, {entered} were entered: nothing was sent. "
        "Correct the entry, or go back to the wires.",
        seen=seen,
        entered=Quantity(entered),
    )


def _show(attempt: Attempt, step: SettingsStep, current: Settings, seen: int) -> None:
    rows = [_fact(attempt, key, field, current) for key, field in step.entered.items()]
    attempt.picture(Facts((*rows, Fact(text("Cells seen"), text("{n}", n=seen)))))
    for row in rows:
        attempt.line(text("{label}: {values}", label=row.label, values=row.value))
    attempt.line(text("The board sees {n} cells.", n=seen))


def _fact(attempt: Attempt, key: str, field: str, current: Settings) -> Fact:
    row = WRITABLE[key]
    return Fact(
        text("{label}", label=row.label),
        text(
            "label {label}, board now {now}",
            label=worded(row, Decimal(attempt.facts[field])),
            now=worded(row, current[key]),
        ),
    )
