"""Plain lines in a process of its own, for tests that hold the other end of its terminal.

With `flood` among the arguments, `:restore` fills the terminal with more than it holds while
the password is asked for; with `fail` it breaks the session.
"""

import asyncio
import sys

from tests.operators.conversation import Procedure, started
from wizard.engine import signals
from wizard.operators.echo import Echo
from wizard.operators.plain import run_plain
from wizard.procedure.questions import Line, Secret
from wizard.procedure.views import Notice, StepView
from wizard.text import text

FLOOD = StepView(
    "flood", text("Flood"), gate=False, why=text("w"), source="", lines=(text("x" * 70),) * 4000
)


async def script(procedure: Procedure) -> int:
    asked = asyncio.ensure_future(
        procedure.ask(Secret(key="password", prompt=text("Settings password")))
    )
    if "flood" in sys.argv or "fail" in sys.argv:
        await procedure.nudged.wait()
    if "flood" in sys.argv:
        procedure.desk.show(FLOOD)
    if "fail" in sys.argv:
        msg = "broken"
        raise RuntimeError(msg)
    try:
        await asked
    finally:
        asked.cancel()
    procedure.desk.show(Notice(text("taken: {n} characters", n=len(procedure.answers[0]))))
    await procedure.ask(Line(key="name", prompt=text("Your name")))
    return 0


if __name__ == "__main__":
    signals.__dict__["GRACE_S"] = 0.1
    _, run = started(script)
    echo = Echo(sys.stdin)
    signals.install(run.engine, echo.leave)
    sys.exit(run_plain(run, sys.stdin, sys.stdout, echo))
