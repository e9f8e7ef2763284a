"""What makes the settings that a checklist wants unusable. Pure."""

import difflib
from collections.abc import Iterator
from decimal import Decimal

from wizard.measurement import Limit
from wizard.procedure.checklist import Advanced, AnyStep, SettingsStep
from wizard.procedure.families import FIGURES
from wizard.procedure.step import Span
from wizard.procedure.wants import Ask, Bands, Cap
from wizard.protocol.catalogue import WRITABLE
from wizard.text import Text, text


def unsourced(step: AnyStep, figure: Limit | Span | Bands | Cap | Ask) -> Iterator[Text]:
    """Yield a complaint where a figure says neither where it is from nor how it was derived."""
    if not figure.source and not figure.derived:
        yield text("a figure of step `{id}` names neither `source` nor `derived`", id=step.id)


def complaints_of_settings(step: AnyStep) -> Iterator[Text]:
    """Yield what is wrong with the settings that a step names."""
    if isinstance(step, Advanced):
        yield from (what for key in step.decide for what in _of_key(step, key))
    if isinstance(step, SettingsStep):
        yield from _of_keys(step)
        yield from _of_values(step)
        yield from _of_rules(step)


def _of_keys(step: SettingsStep) -> Iterator[Text]:
    rules = (*step.bands, *step.caps, *step.asks)
    for key in (*step.set, *step.entered, *(rule.key for rule in rules)):
        yield from _of_key(step, key)


def _of_values(step: SettingsStep) -> Iterator[Text]:
    for key, value in _figures(step):
        if key in WRITABLE and (why := _unsendable(key, value)) is not None:
            yield text("step `{id}` sets {why}", id=step.id, why=why)


def _of_rules(step: SettingsStep) -> Iterator[Text]:
    for rule in (*step.bands, *step.caps, *step.asks):
        yield from unsourced(step, rule)
    for bands in step.bands:
        if bands.band[-1].up_to is not None or any(band.up_to is None for band in bands.band[:-1]):
            yield text("step `{id}`: the last band of `{key}` is open", id=step.id, key=bands.key)
    for rule in (*step.caps, *step.asks):
        if (rule.share is None) is bool(rule.of):
            yield text(
                "step `{id}`: `share` and `of` go together, `{key}`", id=step.id, key=rule.key
            )
    yield from (what for cap in step.caps for what in _of_cap(step, cap))
    for board in (rule.board for rule in (*step.caps, *step.asks)):
        if board and board not in FIGURES:
            yield text("step `{id}`: boards have no `{board}`", id=step.id, board=board)


def _of_cap(step: SettingsStep, cap: Cap) -> Iterator[Text]:
    ends = [end for end in (cap.least, cap.most) if end is not None]
    if not ends and cap.share is None and not cap.board:
        yield text("step `{id}`: nothing bounds `{key}`", id=step.id, key=cap.key)
    if not all(end.is_finite() for end in ends) or ends != sorted(ends):
        yield text("step `{id}`: `least` and `most` of `{key}`, low first", id=step.id, key=cap.key)


def _of_key(step: AnyStep, key: str) -> Iterator[Text]:
    if key not in WRITABLE:
        yield text(
            "step `{id}` sets `{key}`, which is no setting. Did you mean `{near}`?",
            id=step.id,
            key=key,
            near=(difflib.get_close_matches(key, WRITABLE, 1) or ["-"])[0],
        )


def _figures(step: SettingsStep) -> Iterator[tuple[str, Decimal]]:
    yield from step.set.items()
    for bands in step.bands:
        yield from ((bands.key, band.value) for band in bands.band)
    for cap in step.caps:
        yield from ((cap.key, end) for end in (cap.least, cap.most) if end is not None)


def _unsendable(key: str, value: Decimal) -> str | None:
    try:
        WRITABLE[key].raw(value)
    except (ValueError, ArithmeticError) as error:
        return str(error)
    return None
