"""All other settings: read, judged, compared with the preset, and left alone."""

from collections.abc import Mapping
from decimal import Decimal

from wizard.boards.changes import participating
from wizard.measurement import Origin, Verdict
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.checklist import Advanced, Preset, SettingsStep
from wizard.procedure.figures import Fact, Facts
from wizard.procedure.kinds.explained import wanted_by_record
from wizard.procedure.kinds.preset_cost import written_here
from wizard.procedure.kinds.safe_settings import judge_orders, judge_windows
from wizard.procedure.kinds.shown import named, shown
from wizard.procedure.presets import seen_presets
from wizard.protocol.catalogue import SWITCH, WRITABLE
from wizard.protocol.views import Identity, Settings
from wizard.text import Text, text


async def run(attempt: Attempt, step: Advanced) -> Judgement:
    """Read everything, judge what cells and orders ask for, list the rest; write nothing."""
    attempt.progress(text("reading everything that can be set"))
    writer = await attempt.bench.writer()
    found = await writer.snapshot(step.id, every=True)
    attempt.progress(None)
    await judge_windows(attempt, found, writer.identity)
    judge_orders(attempt, participating(found, writer.identity))
    rows = [
        *_decisions(attempt, step, found, writer.identity),
        _switches_on(attempt, found),
        *_otherwise(attempt, found, writer.identity),
    ]
    attempt.line(text("Nothing is written here. What is to be changed is changed with a reason."))
    attempt.picture(Facts(tuple(rows)))
    return attempt.judgement()


def _decisions(attempt: Attempt, step: Advanced, found: Settings, identity: Identity) -> list[Fact]:
    """Show the settings whose factory value surprises, with what there is to decide."""
    facts: list[Fact] = []
    for key, what in step.decide.items():
        row = WRITABLE[key]
        if key not in found.everything or not identity.supports(row.code):
            continue
        now = shown(row, found[key])
        attempt.observe(
            f"decide-{key}", named(row), now, Verdict.PASS, Origin.BOARD, note=text(what)
        )
        facts.append(Fact(named(row), text("{now}. {what}", now=now, what=text(what))))
    return facts


def _switches_on(attempt: Attempt, found: Settings) -> Fact:
    on = ", ".join(SWITCH[key].label for key, is_on in found.switches.items() if is_on)
    title = text("Switched on")
    none = text("none") if found.switches else text("not told by this board")
    attempt.observe("switches-on", title, on or none, Verdict.PASS, Origin.BOARD)
    return Fact(title, text("{on}", on=on) if on else none)


def _otherwise(attempt: Attempt, found: Settings, identity: Identity) -> list[Fact]:
    """List what is otherwise than the preset was seen to write, and was not set here.

    What this board's own preset wrote is worth knowing; what nobody accounts for is
    marginal.
    """
    seen, own = seen_presets(attempt.facts["family"]), _own_preset(attempt, identity)
    explained = set_here(attempt)
    facts: list[Fact] = []
    for key, then in seen.of(attempt.chemistry).items():
        row, now = WRITABLE[key], found.everything.get(key)
        if now in {None, then} or key in explained or not identity.supports(row.code):
            continue
        verdict = Verdict.PASS if own.get(key) == now else Verdict.MARGINAL
        note = _difference(seen.firmware, shown(row, then), own_preset=verdict is Verdict.PASS)
        value = shown(row, found[key])
        attempt.observe(f"otherwise-{key}", named(row), value, verdict, Origin.BOARD, note=note)
        facts.append(Fact(named(row), text("{now}: {note}", now=value, note=note), verdict))
    return facts


def _difference(firmware: str, then: str, *, own_preset: bool) -> Text:
    if own_preset:
        return text(
            "written so by this board's preset; firmware {firmware} wrote {then}",
            firmware=firmware,
            then=then,
        )
    return text(
        "the preset of firmware {firmware} wrote {then}, and this session did not set it",
        firmware=firmware,
        then=then,
    )


def _own_preset(attempt: Attempt, identity: Identity) -> Mapping[str, Decimal]:
    """Return what this board held after the preset of this session, where one was sent."""
    for step in attempt.checklist.step:
        if isinstance(step, Preset):
            proof = step.proof[attempt.chemistry]
            return written_here(attempt, identity.serial, proof) or {}
    return {}


def set_here(attempt: Attempt) -> frozenset[str]:
    """Return what this session wrote, or found to be as its settings steps want it."""
    steps = {step.id for step in attempt.checklist.step if isinstance(step, SettingsStep)}
    judged = {
        taken.id
        for taken in attempt.recorder.state.current()
        if taken.step in steps and taken.verdict is Verdict.PASS
    }
    return frozenset({*wanted_by_record(attempt), *judged})
