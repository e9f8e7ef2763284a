"""The cable to the inverter: the board's end drawn, both ends compared by a person."""

from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.checklist import Wiring
from wizard.procedure.families import families
from wizard.procedure.figures import Rj45
from wizard.procedure.kinds.confirm import confirm
from wizard.text import text


async def run(attempt: Attempt, step: Wiring) -> Judgement:
    """Draw the jack for the bus that was chosen; ask whether signals meet their like."""
    port = families()[attempt.facts["family"]].ports[attempt.facts["inverter_bus"]]
    attempt.picture(Rj45(text(port.title), port.pins))
    await confirm(attempt, (port.statement, *step.statements))
    return attempt.judgement()
