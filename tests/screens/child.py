"""The app in a process of its own, for tests that hold the other end of its terminal.

F5 shows one more second of progress.
"""

import sys

from screens.app import run_app
from tests.screens import scenes
from tests.screens.support import OPTIONS, Desk, asking, run_of
from wizard.engine import signals
from wizard.look import look
from wizard.procedure.interrupts import Interrupt
from wizard.procedure.views import Progress
from wizard.text import text


class Counting(Desk):
    def interrupt(self, why: Interrupt) -> None:
        super().interrupt(why)
        if why is Interrupt.REPEAT:
            self.show(Progress(text("reading cells"), len(self.interrupts), 10))


async def procedure(desk: Desk) -> int:
    try:
        return await QUESTION(desk)
    finally:
        desk.show(scenes.END)


QUESTION = asking(
    scenes.CELL_8,
    scenes.top(),
    scenes.rail("Voltage steps"),
    scenes.steps(scenes.stairs()),
    scenes.SHIFTED,
)

if __name__ == "__main__":
    signals.__dict__["GRACE_S"] = 60.0  # the screen has to leave by itself
    sys.exit(run_app(OPTIONS, lambda _key: run_of(procedure, Counting()), "new", look=look()))
