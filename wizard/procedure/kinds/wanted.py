"""What a settings step wants of a board: given, by an answer, at most, or asked."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Decimal

from wizard.boards.writer import Writer
from wizard.errors import NotAllowed
from wizard.measurement import Limit, Origin, Verdict
from wizard.procedure.attempt import Attempt
from wizard.procedure.checklist import SettingsStep
from wizard.procedure.kinds.bounds import ceiling
from wizard.procedure.kinds.by_app import has
from wizard.procedure.kinds.shown import exactly, judge_setting, named, shown
from wizard.procedure.wants import Bands, Cap
from wizard.protocol.catalogue import WRITABLE, Switch, Writable
from wizard.protocol.views import Identity, Settings
from wizard.quantity import Quantity
from wizard.text import Text, text


@dataclass(frozen=True, slots=True)
class Wanted:
    """The values to send by key, and the reason of each."""

    values: dict[str, Decimal] = field(default_factory=dict[str, Decimal])
    why: dict[str, Text] = field(default_factory=dict[str, Text])

    def add(self, key: str, value: Decimal, why: Text) -> None:
        """Want a value, for a reason."""
        self.values[key], self.why[key] = value, why


def keys_of(step: SettingsStep) -> tuple[str, ...]:
    """Return the keys of all settings that a step is about."""
    rules = (*step.bands, *step.caps, *step.asks)
    return (*step.entered, *step.set, *(rule.key for rule in rules))


def want_given(
    attempt: Attempt, step: SettingsStep, current: Settings, writer: Writer, into: Wanted
) -> None:
    """Want what is given here, entered in a form, or follows from what was entered.

    A switch that the firmware does not have and that stands as it should is judged and
    left alone. A number is not: what stands where the firmware has nothing means nothing.
    """
    for key, value, why in _given(attempt, step):
        row = WRITABLE[key]
        stands = isinstance(row, Switch) and current.everything.get(key) == value
        if stands and not writer.identity.supports(row.code):
            _stands(attempt, step, row, value, writer.identity)
        else:
            into.add(key, value, why)


def _given(attempt: Attempt, step: SettingsStep) -> Iterator[tuple[str, Decimal, Text]]:
    why = text(step.reason)
    for key, answer in step.entered.items():
        yield key, Decimal(attempt.facts[answer]), why
    for key, value in step.set.items():
        yield key, value, why
    for bands in step.bands:
        value = _of_band(bands, Decimal(attempt.facts[bands.by]))
        yield bands.key, value, _from(bands)


def _of_band(bands: Bands, answer: Decimal) -> Decimal:
    """Return the value of the first band that an answer fits into. Raises NotAllowed."""
    for band in bands.band:
        if band.up_to is None or answer <= band.up_to:
            return band.value
    raise NotAllowed(
        text(
            "{label}: the checklist has no value for {answer}: nothing was sent.",
            label=WRITABLE[bands.key].label,
            answer=Quantity(answer),
        )
    )


def _stands(
    attempt: Attempt, step: SettingsStep, row: Writable, value: Decimal, identity: Identity
) -> None:
    note = text("firmware {firmware} cannot change it", firmware=identity.firmware)
    judge_setting(attempt, row.key, named(row), row, value, exactly(row, value, step.source), note)


def want_capped(
    attempt: Attempt, step: SettingsStep, current: Settings, writer: Writer, into: Wanted
) -> None:
    """Lower what is too high, raise what is too low; what is neither is judged and left."""
    for cap in step.caps:
        row = WRITABLE[cap.key]
        if not left_out(attempt, row, current, writer):
            _cap(attempt, cap, current[cap.key], writer.identity, into)


def _cap(attempt: Attempt, cap: Cap, now: Decimal, identity: Identity, into: Wanted) -> None:
    row = WRITABLE[cap.key]
    found = ceiling(attempt, row, cap, identity.model) if _bounded(cap) else None
    if found is not None:
        attempt.line(found.sentence)
        if found.value is None:
            _unlimited(attempt, row, now, found.sentence)
            return
    most = found.value.quantize(row.scale, ROUND_DOWN) if found and found.value else None
    limit = Limit(row.unit, cap.least, most, source=cap.source, derived=cap.derived)
    if limit.judge(now).passes:
        judge_setting(attempt, cap.key, named(row), row, now, limit)
    else:
        ends = [end for end in (limit.low, limit.high) if end is not None]
        nearest = min(ends, key=lambda end: abs(end - now))
        into.add(cap.key, nearest, _from(cap))


def _from(row: Bands | Cap) -> Text:
    """Return where a value comes from: its source as it is written, or how it was derived."""
    return text("{source}", source=row.source) if row.source else text(row.derived)


def _bounded(cap: Cap) -> bool:
    """Whether it says how high a setting may be at most."""
    return cap.most is not None or cap.share is not None or bool(cap.board)


def _unlimited(attempt: Attempt, row: Writable, now: Decimal, why: Text) -> None:
    attempt.observe(
        row.key, named(row), shown(row, now), Verdict.NOT_APPLICABLE, Origin.BOARD, note=why
    )


def left_out(attempt: Attempt, row: Writable, current: Settings, writer: Writer) -> bool:
    """Say and record where a setting that can be done without is not there to be set."""
    why = _lacking(row, current, writer)
    if why is None:
        return False
    attempt.line(text("{label} is left out: {why}.", label=row.label, why=why))
    attempt.observe(row.key, named(row), "left out", Verdict.NOT_APPLICABLE, Origin.BOARD, note=why)
    return True


def _lacking(row: Writable, current: Settings, writer: Writer) -> Text | None:
    by_app = writer.board.untold(row) is not None
    if not (has(row, current) if by_app else writer.identity.supports(row.code)):
        return text("firmware {firmware} does not have it", firmware=writer.identity.firmware)
    if row.key not in current.everything:
        return text("it was not in what the board sent")
    return None
