"""What this session's record explains of a board's settings."""

from wizard.procedure.attempt import Attempt
from wizard.protocol.catalogue import ACTION
from wizard.quantity import Quantity
from wizard.record.events import Outcome, SettingsRead

BASES = {"first", "after preset"}  # the read-outs of the preset step, the last one counts


def wanted_by_record(attempt: Attempt) -> dict[str, Quantity]:
    """Return what each setting that this session wrote was last verified to be.

    Not the calibrations: no setting shows what they did. What was written before a preset
    counts no more, since the preset rewrote it.
    """
    writes = attempt.recorder.state.writes
    presets = [
        number
        for number, write in writes.items()
        if write.key in ACTION and write.outcome is not Outcome.REFUSED
    ]
    return {
        write.key: write.wanted
        for number, write in writes.items()
        if number > max(presets, default=0)
        and write.outcome is Outcome.VERIFIED
        and write.wanted is not None
        and not write.is_calibration
    }


def base_read(attempt: Attempt) -> SettingsRead | None:
    """Return the read-out that this session started from; None where there is none."""
    reads = attempt.recorder.state.settings
    return next((reads[purpose] for purpose in reversed(reads) if purpose in BASES), None)
