"""The app with a pack of 16 cells whose values move once with each F5, like once a second."""

import sys
from decimal import Decimal

from screens.app import run_app
from tests.screens import scenes
from tests.screens.support import OPTIONS, Desk, asking, run_of
from wizard.look import look
from wizard.measurement import Verdict
from wizard.procedure.figures import Bar, CellBars
from wizard.procedure.interrupts import Interrupt
from wizard.procedure.views import StepView, View
from wizard.text import text


class Pack(Desk):
    """Shows the next second of the pack with each F5."""

    def interrupt(self, why: Interrupt) -> None:
        super().interrupt(why)
        if why is Interrupt.REPEAT:
            self.show(*second(len(self.interrupts)))


def second(number: int) -> tuple[View, ...]:
    """Return what is seen in a second: most cells move by some mV, as on a loaded pack."""
    cells = tuple(
        Decimal("3.300") + Decimal((number * 7 + cell * 5) % 9) / 1000 for cell in range(16)
    )
    bars = tuple(Bar(cell, volts, Verdict.PASS) for cell, volts in enumerate(cells, 1))
    step = StepView(
        "cells",
        text("Every cell shows a voltage"),
        gate=True,
        why=text("A missing cell is a wiring fault."),
        source="INV 462",
        figures=(CellBars(bars, scenes.LIFEPO4),),
    )
    return step, scenes.live(cells, current=Decimal("15.0") + Decimal(number % 5) / 10)


async def procedure(desk: Desk) -> int:
    return await asking(scenes.CELL_8, scenes.top(), scenes.rail("Every cell"), *second(0))(desk)


if __name__ == "__main__":
    given = look(slow_link="--slow-link" in sys.argv)
    sys.exit(run_app(OPTIONS, lambda _key: run_of(procedure, Pack()), "new", look=given))
