"""Settings to their wanted values; how they are sent stands in `sending`."""

from wizard.boards.believe import same_picture, twice
from wizard.boards.writer import Writer
from wizard.measurement import Origin, Verdict
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.checklist import SettingsStep
from wizard.procedure.kinds.asked import want_asked
from wizard.procedure.kinds.label_beside import label_fits
from wizard.procedure.kinds.not_told import judge_emergency_in_app
from wizard.procedure.kinds.sending import Sending
from wizard.procedure.kinds.wanted import Wanted, keys_of, want_capped, want_given
from wizard.protocol.catalogue import OPTION
from wizard.protocol.views import Settings, Status
from wizard.text import Text, text


async def run(attempt: Attempt, step: SettingsStep) -> Judgement:
    """Find what is wanted, show it, send it on consent, judge what is read back."""
    attempt.progress(text("reading all settings"))
    writer = await attempt.bench.writer()
    every = not OPTION.keys().isdisjoint(keys_of(step))
    current = await writer.snapshot(f"before {step.id}", every=every)
    attempt.progress(None)
    if not await label_fits(attempt, step, current):
        return attempt.judgement()
    await _judge_states(attempt, step, writer)
    wanted = await _wanted(attempt, step, writer, current)
    if not wanted.values:
        return attempt.judgement()
    return await Sending(attempt, step, writer, wanted.values, wanted.why).run(current)


async def _wanted(
    attempt: Attempt, step: SettingsStep, writer: Writer, current: Settings
) -> Wanted:
    wanted = Wanted()
    want_given(attempt, step, current, writer, wanted)
    want_capped(attempt, step, current, writer, wanted)
    await want_asked(attempt, step, current, writer, wanted)
    return wanted


async def _judge_states(attempt: Attempt, step: SettingsStep, writer: Writer) -> None:
    """Judge the states that must be off and that nothing here can switch."""
    if "emergency" in step.off:
        status = await twice(writer.board.status, text("status"), same_picture)
        await judge_emergency(attempt, status)


async def judge_emergency(attempt: Attempt, status: Status) -> None:
    """Record whether the board is in its emergency mode, and how that is ended.

    What it does not tell over this link is read in the vendor's app.
    """
    if status.emergency is None:
        await judge_emergency_in_app(attempt)
        return
    attempt.observe(
        "emergency",
        text("Emergency"),
        "ON" if status.emergency else "off",
        Verdict.FAIL if status.emergency else Verdict.PASS,
        Origin.BOARD,
        note=_how_to_end(status) if status.emergency else None,
    )


def _how_to_end(status: Status) -> Text:
    left = status.readings.get("emergency_time", ())
    return text(
        "Emergency is on and takes every protection away. End it in the vendor's app, or wait "
        "until its time has passed ({seconds} s), then take the step again.",
        seconds=int(left[0]) if left else "?",
    )
