"""What sending a preset would change, as far as that can be known before it is sent."""

from collections.abc import Mapping
from decimal import Decimal

from wizard.procedure.attempt import Attempt
from wizard.procedure.checklist import Preset
from wizard.procedure.figures import ChangeRow, Changes
from wizard.procedure.kinds.shown import worded
from wizard.procedure.presets import seen_presets
from wizard.protocol.catalogue import WRITABLE
from wizard.protocol.views import Identity, Settings
from wizard.text import Text, text

AFTER_PRESET = "after preset"


def written_here(
    attempt: Attempt, serial: str, proof: tuple[Decimal, ...]
) -> dict[str, Decimal] | None:
    """Return the read-out after this session's preset; None where none was taken."""
    read = attempt.recorder.state.settings.get(AFTER_PRESET)
    if read is None or read.serial != serial:
        return None
    values = {key: found.value for key, found in read.values.items()}
    return values if values.get("cell_ovp") in proof else None


def show_cost(attempt: Attempt, step: Preset, identity: Identity, now: Settings) -> None:
    """Show each setting that the preset would change, and how that is known."""
    here = written_here(attempt, identity.serial, step.proof[attempt.chemistry])
    seen = seen_presets(attempt.facts["family"])
    why = text("as last time") if here else text("as on {firmware}", firmware=seen.firmware)
    rows = _rows(identity, now.everything, here or seen.of(attempt.chemistry), why)
    attempt.fresh()  # what is lost must fit on a screen of 24 rows
    attempt.line(_sentence(rows, _known_from(seen.firmware, here=bool(here))))
    attempt.picture(Changes(rows))


def _rows(
    identity: Identity, now: Mapping[str, Decimal], then: Mapping[str, Decimal], why: Text
) -> tuple[ChangeRow, ...]:
    return tuple(
        ChangeRow(row.label, worded(row, now[key]), worded(row, then[key]), why)
        for key, row in WRITABLE.items()
        if key in now and key in then and now[key] != then[key] and identity.supports(row.code)
    )


def _known_from(firmware: str, *, here: bool) -> Text:
    if here:
        return text("as read after the preset of this session")
    return text(
        "as seen on firmware {firmware}; another firmware may write otherwise", firmware=firmware
    )


def _sentence(rows: tuple[ChangeRow, ...], known_from: Text) -> Text:
    if not rows:
        return text(
            "The preset rewrites ALL settings. None is known to change by it, {how}.",
            how=known_from,
        )
    return text(
        "The preset rewrites ALL settings. {n} would change, {how}:", n=len(rows), how=known_from
    )
