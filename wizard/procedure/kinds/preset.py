"""The chemistry preset: once, before all other settings, proved by Cell OVP.

Where no command for it is known, a person presses its button in the vendor's app.
"""

import asyncio
from decimal import Decimal

from wizard.boards.believe import twice
from wizard.boards.writer import Writer
from wizard.chemistry import CHEMISTRIES, Chemistry
from wizard.errors import Refused
from wizard.finish import finish
from wizard.measurement import Limit, Origin, Verdict
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.checklist import Preset
from wizard.procedure.kinds.by_app import DONE_BY_HAND, asked_in_app
from wizard.procedure.kinds.confirm import confirm
from wizard.procedure.kinds.preset_cost import AFTER_PRESET, show_cost
from wizard.procedure.questions import Choice, Option, TypedWord
from wizard.protocol.catalogue import ACTION
from wizard.protocol.views import Settings, Status
from wizard.quantity import Quantity, volts
from wizard.record.events import ActionIntended, Outcome
from wizard.text import text

CURRENT_JITTER = Decimal("0.5")  # A between two reads of a resting pack
SETTLE_S = 2.0  # the board rewrites its whole settings table
KEEP, SEND = "keep", "send"


async def run(attempt: Attempt, step: Preset) -> Judgement:
    """Send the preset if it is wanted and allowed; judge Cell OVP as read back."""
    if not await confirm(attempt, step.statements):
        return attempt.judgement()
    chemistry = CHEMISTRIES[attempt.chemistry]
    attempt.progress(text("reading all settings"))
    writer = await attempt.bench.writer()
    before = await writer.snapshot("first")
    attempt.progress(None)
    show_cost(attempt, step, writer.identity, before)
    if not await _wanted(attempt, step, chemistry, before):
        return _kept(attempt, step, writer, before)
    if not await _at_rest(attempt, step, writer):
        return attempt.judgement()
    if writer.board.untold(ACTION[chemistry.preset]):
        return await _pressed(attempt, step, writer, chemistry)
    if not await attempt.ask(_word(chemistry)):
        return Judgement(Verdict.NOT_TAKEN, text("The preset was not sent."))
    return await _sent(attempt, step, writer, chemistry)


async def _sent(attempt: Attempt, step: Preset, writer: Writer, chemistry: Chemistry) -> Judgement:
    if not await _at_rest(attempt, step, writer):  # typing takes time
        return attempt.judgement()
    attempt.progress(text("sending the preset and reading everything back"))
    try:
        after = await finish(_send(writer, chemistry, step.proof[attempt.chemistry]))
    except Refused as error:
        attempt.observe("preset", text("Chemistry preset"), "refused", Verdict.FAIL, Origin.BOARD)
        return Judgement(Verdict.FAIL, error.reason)
    finally:
        attempt.progress(None)
    return _proved(attempt, step, chemistry, after)


async def _pressed(
    attempt: Attempt, step: Preset, writer: Writer, chemistry: Chemistry
) -> Judgement:
    """Have a person press the button in the app, once; judge what is read back."""
    serial, key = writer.identity.serial, chemistry.preset
    writer.recorder.append(ActionIntended(writer.number(), serial, key, in_app=True))
    what = text("In the vendor's app press {button}, once.", button=ACTION[key].label)
    done = await asked_in_app(attempt, what)
    attempt.progress(text("reading everything back"))
    writer = await attempt.bench.writer()
    after = await writer.snapshot(AFTER_PRESET if done else f"not pressed: {step.id}")
    attempt.progress(None)
    taken = after["cell_ovp"] in step.proof[attempt.chemistry]
    _settle(writer, key, Outcome.VERIFIED if taken else Outcome.REFUSED)
    if not done:
        return Judgement(Verdict.NOT_TAKEN, text("The preset was not pressed in the app."))
    return _proved(attempt, step, chemistry, after)


async def _at_rest(attempt: Attempt, step: Preset, writer: Writer) -> bool:
    """Whether so little current flows, either way, that limits may move."""
    current = (await twice(writer.board.status, text("status"), _same_current)).current
    flowing = attempt.measure(
        "current-before-preset",
        text("Current, for the preset at most"),
        Quantity(abs(current), "A"),
        step.most_current,
        Origin.BOARD,
    )
    return flowing.passes


def _kept(attempt: Attempt, step: Preset, writer: Writer, before: Settings) -> Judgement:
    """Judge what the board holds; it also tells what became of a preset sent earlier."""
    chemistry = CHEMISTRIES[attempt.chemistry]
    if before["cell_ovp"] in step.proof[attempt.chemistry]:
        _settle(writer, chemistry.preset, Outcome.VERIFIED)
    return _proved(attempt, step, chemistry, before)


def _settle(writer: Writer, preset: str, outcome: Outcome) -> None:
    """Record the outcome of a preset, also of sendings of it that nothing proved yet."""
    for number, write in tuple(writer.recorder.state.writes.items()):
        if write.key == preset and write.outcome is not Outcome.VERIFIED:
            by_hand = write.in_app and outcome is Outcome.VERIFIED
            writer.settle_action(number, outcome, DONE_BY_HAND if by_hand else None)


def _same_current(one: Status, other: Status) -> bool:
    return abs(one.current - other.current) <= CURRENT_JITTER


async def _wanted(attempt: Attempt, step: Preset, chemistry: Chemistry, before: Settings) -> bool:
    """Ask whether to send it where there are signs that it was sent already."""
    pressed = any(write.key == chemistry.preset for write in attempt.recorder.state.writes.values())
    fits = before["cell_ovp"] in step.proof[attempt.chemistry]
    if not pressed and not fits:
        return True
    choice = await attempt.ask(
        Choice(
            key="preset-again",
            prompt=text(
                "Cell OVP is {ovp}: {state}. The preset resets every setting made by hand.",
                ovp=volts(before["cell_ovp"]),
                state=text("the board looks set to {chemistry} already", chemistry=chemistry.label)
                if fits
                else text("the preset {chemistry} was used once", chemistry=chemistry.label),
            ),
            options=(
                Option(KEEP, text("Keep the settings as they are")),
                Option(SEND, text("Use the preset all the same")),
            ),
        )
    )
    return choice == SEND


def _word(chemistry: Chemistry) -> TypedWord:
    word = ACTION[chemistry.preset].label
    return TypedWord(
        key="preset-word",
        prompt=text("Type {word} to send the preset {word}, once.", word=word),
        word=word,
    )


async def _send(writer: Writer, chemistry: Chemistry, proof: tuple[Decimal, ...]) -> Settings:
    await writer.act(chemistry.preset)
    await asyncio.sleep(SETTLE_S)
    after = await writer.snapshot(AFTER_PRESET)
    taken = after["cell_ovp"] in proof
    _settle(writer, chemistry.preset, Outcome.VERIFIED if taken else Outcome.REFUSED)
    return after


def _proved(attempt: Attempt, step: Preset, chemistry: Chemistry, settings: Settings) -> Judgement:
    found = settings["cell_ovp"]
    proof = step.proof[attempt.chemistry]
    limit = Limit(
        "V",
        min(proof),
        max(proof),
        source=step.source,
        note=" or ".join(str(value) for value in proof),
    )
    near = found in proof
    note = (
        None
        if near
        else text(
            "Cell OVP is {ovp}, which is not {chemistry}: the preset was not taken.",
            ovp=volts(found),
            chemistry=chemistry.label,
        )
    )
    attempt.measure(
        "cell-ovp",
        text("Cell OVP proves the chemistry"),
        volts(found),
        limit if near else Limit("V", proof[0], proof[0], source=step.source),
        Origin.BOARD,
        note=note,
    )
    return attempt.judgement(note)
