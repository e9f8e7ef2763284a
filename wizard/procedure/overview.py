"""Where the session stands, as views: the rail of steps and the top line."""

from wizard.procedure.attempt import facts
from wizard.procedure.checklist import Checklist
from wizard.procedure.views import Rail, RailEntry, TopLine
from wizard.record.recorder import Recorder
from wizard.text import Text, text


def rail(checklist: Checklist, recorder: Recorder, running: str = "") -> Rail:
    """Return all steps with their verdicts; `running` is the id of the running one."""
    state = recorder.state
    return Rail(
        tuple(
            RailEntry(
                step.id,
                text(step.phase),
                text(step.short),
                state.step(step.id).verdict,
                running=step.id == running,
            )
            for step in checklist.step
        )
    )


def top_line(checklist: Checklist, recorder: Recorder) -> TopLine:
    """Return where we are and who we talk to."""
    state = recorder.state
    of = state.pack_of
    by_site = {**of.facts, "pack": of.plan.name} if of is not None else {}
    given = {**by_site, **facts(checklist, recorder)}
    site = ", ".join(part for part in (given.get("site"), given.get("pack")) if part)
    known = state.identity
    board: Text = (
        text("{model} {firmware}", model=known.model, firmware=known.firmware)
        if known is not None
        else text("board not asked yet")
    )
    link = state.links[-1] if state.links else ""
    simulated = state.opened is not None and state.opened.simulated
    return TopLine(site, board, text("{link}", link=link), simulated)
