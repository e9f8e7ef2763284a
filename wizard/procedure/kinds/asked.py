"""Settings that a person decides, within what pack and board bear."""

from decimal import Decimal

from wizard.boards.writer import Writer
from wizard.procedure.attempt import Attempt
from wizard.procedure.checklist import SettingsStep
from wizard.procedure.kinds.bounds import ceiling
from wizard.procedure.kinds.shown import OFF, ON, is_switch, shown
from wizard.procedure.kinds.wanted import Wanted, left_out
from wizard.procedure.questions import Choice, Number, Option
from wizard.procedure.wants import Ask
from wizard.protocol.catalogue import WRITABLE, Parameter, Switch, Writable
from wizard.protocol.views import Identity, Settings
from wizard.text import Text, text


async def want_asked(
    attempt: Attempt, step: SettingsStep, current: Settings, writer: Writer, into: Wanted
) -> None:
    """Ask for each setting that a person decides; the present value is proposed."""
    for ask in step.asks:
        row = WRITABLE[ask.key]
        if left_out(attempt, row, current, writer):
            continue
        found = await _asked(attempt, ask, row, current[ask.key], writer.identity)
        into.add(ask.key, found, text("decided here"))


async def _asked(
    attempt: Attempt, ask: Ask, row: Writable, now: Decimal, identity: Identity
) -> Decimal:
    if isinstance(row, Switch) or is_switch(row):
        return Decimal(await attempt.ask(_switch(ask, row, now)) == ON)
    return await attempt.ask(_number(ask, row, now, _highest(attempt, ask, row, identity)))


def _highest(attempt: Attempt, ask: Ask, row: Parameter, identity: Identity) -> Decimal:
    """Return what may be typed at most, and say who sets that limit."""
    if not (ask.most or ask.board or ask.share):
        return row.high
    found = ceiling(attempt, row, ask, identity.model)
    attempt.line(found.sentence)
    return row.high if found.value is None else min(row.high, found.value)


def _switch(ask: Ask, row: Writable, now: Decimal) -> Choice:
    return Choice(
        key=ask.key,
        prompt=text(ask.prompt),
        hint=_hint(ask),
        proposal=shown(row, now),
        options=(Option(ON, text("On")), Option(OFF, text("Off"))),
    )


def _number(ask: Ask, row: Parameter, now: Decimal, high: Decimal) -> Number:
    fits = row.low <= now <= high
    return Number(
        key=ask.key,
        prompt=text(ask.prompt),
        hint=_hint(ask),
        proposal=f"{now.normalize():f}" if fits else "",
        unit=row.unit,
        decimals=max(0, -int(row.scale.normalize().as_tuple().exponent)),
        low=row.low,
        high=high,
    )


def _hint(ask: Ask) -> Text | None:
    return text(ask.hint) if ask.hint else None
