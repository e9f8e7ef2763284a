"""Speaking to the board for the first time: who is it."""

from wizard.measurement import Origin, Verdict
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.checklist import Connect
from wizard.procedure.families import families
from wizard.procedure.figures import Fact, Facts
from wizard.text import Text, text


async def run(attempt: Attempt, step: Connect) -> Judgement:  # noqa: ARG001  same call for all
    """Read twice alike who the board is; its model must fit the family that was chosen."""
    attempt.progress(text("reading who the board is"))
    found = await attempt.bench.identify()
    attempt.progress(None)
    family = families()[attempt.facts["family"]]
    fits = found.model.startswith(family.models)
    rows: list[tuple[str, Text, str, bool]] = [
        ("model", text("Model"), found.model, fits),
        ("hardware", text("Hardware"), found.hardware, True),
        ("firmware", text("Firmware"), found.firmware, bool(found.firmware)),
        ("serial", text("Serial number"), found.serial, bool(found.serial)),
    ]
    attempt.picture(
        Facts(tuple(Fact(title, text("{v}", v=value or "-")) for _, title, value, _ in rows))
    )
    for name, title, value, good in rows:
        attempt.observe(name, title, value, Verdict.PASS if good else Verdict.FAIL, Origin.BOARD)
    if not fits:
        return attempt.judgement(
            text(
                "{model} is not a board of the family {family}: nothing is written to it.",
                model=found.model or "-",
                family=family.label,
            )
        )
    missing = next((title for _, title, _, good in rows if not good), text("Model"))
    return attempt.judgement(text("The board does not give its {what}.", what=missing))
