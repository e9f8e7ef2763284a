"""Waiting until hardly anything flows between packs that were joined.

Sources: INV 436 (wait until they are equal, no figure); below 1 A for 10 min derived.
Where a master talks it is only listened to; else each board is asked; what cannot be heard
is read off a clamp before and behind the wait.
"""

import asyncio
from collections.abc import Mapping, Sequence
from decimal import Decimal

from wizard.measurement import Limit, Origin, Verdict
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.figures import Currents, PackCurrent
from wizard.procedure.kinds.calibrating import bound, unanswered
from wizard.procedure.kinds.site_calm import (
    Amperes,
    Calm,
    Look,
    asking,
    currents,
    overhearing,
    waiting,
)
from wizard.procedure.kinds.site_heard import listened
from wizard.procedure.kinds.site_known import Known, packs_of
from wizard.procedure.questions import Number
from wizard.procedure.site_bus_steps import SiteSettled
from wizard.quantity import Quantity
from wizard.text import Text, text

FINE = Decimal("0.01")
WHOLE = Decimal(1)


async def run(attempt: Attempt, step: SiteSettled) -> Judgement:
    """Watch all that can be heard until each has been calm for long enough."""
    packs = packs_of(attempt)
    look, first = await _way(attempt, step, packs)
    silent = [pack for pack in packs if pack.plan.number not in first]
    for pack in silent:
        await _clamped(attempt, step, pack, text("now"), "before")
    calm = {number: Calm(bound(step.limit), step.gap.s) for number in first}
    held = await _until_held(attempt, step, packs, calm, look)
    for pack in silent:
        await _clamped(attempt, step, pack, text("after the wait"), "after")
    _judge(attempt, step, packs, calm)
    limit = Limit("s", low=Decimal(step.hold.s), source=step.hold.source, derived=step.hold.derived)
    calm_for = Quantity(Decimal(int(held)), "s")
    attempt.measure("held", text("All of them small for"), calm_for, limit, Origin.COMPUTED)
    return attempt.judgement(None if held >= step.hold.s else _not_settled(step, packs, calm))


async def _way(attempt: Attempt, step: SiteSettled, packs: Sequence[Known]) -> tuple[Look, Amperes]:
    """Return how the currents are looked at, and the first of them."""
    far_end = attempt.bench.far_end
    heard = await listened(
        attempt,
        text("listening for a master and those who answer it"),
        step.listen.s,
        lambda heard: len(currents(packs, heard)) == len(packs),
    )
    if heard.masters:
        return overhearing(far_end, packs), currents(packs, heard)
    if not far_end.wired:
        return waiting, {}
    look = asking(far_end, packs)
    attempt.progress(text("no master talks: asking each board for its current"))
    first = await look()
    attempt.progress(None)
    return look, first


# ---- the wait


async def _until_held(
    attempt: Attempt,
    step: SiteSettled,
    packs: Sequence[Known],
    calm: Mapping[int, Calm],
    look: Look,
) -> float:
    """Look until all packs have been calm together for long enough, or patience ends.

    Return for how many seconds they have. Where none is heard only time goes by.
    """
    now = asyncio.get_running_loop().time
    began, held = now(), 0.0
    try:
        while held < step.hold.s and now() - began < step.patience.s:
            found = await look()
            for number, one in calm.items():
                one.take(found.get(number), now())
            held = min((one.seconds for one in calm.values()), default=now() - began)
            attempt.picture(_drawn(step, packs, calm))
            attempt.progress(_awaited(step, packs, calm), held, step.hold.s)
    finally:
        attempt.progress(None)
    return held


def _awaited(step: SiteSettled, packs: Sequence[Known], calm: Mapping[int, Calm]) -> Text:
    """Say what the wait is for; the sentence changes with whole amperes only."""
    above = {n: one.value for n, one in calm.items() if one.value is not None and not one.since}
    if not above:
        return text("all within {limit}: it has to stay so", limit=step.limit.said)
    number = max(above, key=lambda n: abs(above[n]))
    return text(
        "pack {label} still carries about {n}: waiting for {limit}",
        label=next(pack.label for pack in packs if pack.plan.number == number),
        n=Quantity(above[number].quantize(WHOLE), "A"),
        limit=step.limit.said,
    )


def _drawn(step: SiteSettled, packs: Sequence[Known], calm: Mapping[int, Calm]) -> Currents:
    heard = [pack for pack in packs if pack.plan.number in calm]
    rows = [(pack, calm[pack.plan.number]) for pack in heard]
    return Currents(
        tuple(PackCurrent(pack.label, one.value, int(one.seconds)) for pack, one in rows),
        bound(step.limit),
        step.hold.s,
    )


# ---- the record


def _judge(
    attempt: Attempt, step: SiteSettled, packs: Sequence[Known], calm: Mapping[int, Calm]
) -> None:
    for pack in packs:
        one = calm.get(pack.plan.number)
        if one is None:
            continue
        name = f"current-{pack.plan.number}"
        title = text("Current of pack {label}, at last", label=pack.label)
        highest = text("Highest current of pack {label}", label=pack.label)
        attempt.reading(f"highest-{pack.plan.number}", highest, _amperes(one.highest), Origin.BOARD)
        if one.value is None:
            note = text("Pack {label} was not heard at last.", label=pack.label)
            attempt.observe(name, title, "not heard", Verdict.NOT_TAKEN, Origin.BOARD, note=note)
        else:
            attempt.measure(name, title, _amperes(abs(one.value)), step.limit, Origin.BOARD)


async def _clamped(
    attempt: Attempt, step: SiteSettled, pack: Known, when: Text, moment: str
) -> None:
    """Ask for what a clamp shows at a pack that cannot be heard."""
    name = f"clamp-{pack.plan.number}-{moment}"
    read = await attempt.ask(
        Number(
            key=unanswered(attempt, name),
            prompt=text("Pack {label} is not heard. Its current by clamp, {when} (A):",
                        label=pack.label, when=when),
            hint=text("Around its cable at B-; the sign does not matter."),
            unit="A",
            decimals=2,
            low=step.possible.low or Decimal(0),
            high=step.possible.high or Decimal(0),
        )
    )  # fmt: skip
    title = text("Current of pack {label}, by clamp {when}", label=pack.label, when=when)
    attempt.measure(name, title, _amperes(abs(read)), step.limit, Origin.METER)


def _not_settled(step: SiteSettled, packs: Sequence[Known], calm: Mapping[int, Calm]) -> Text:
    unsettled = [pack for pack in packs if _short(step, calm.get(pack.plan.number))]
    named = ", ".join(str(pack.plan.number) for pack in unsettled)
    return text(
        "Not settled after {minutes} minutes; packs {named}. Look for a load or charger that is "
        "on and compare the packs' voltages; give it time, then take the step again.",
        minutes=step.patience.s // 60,
        named=named or "-",
    )


def _short(step: SiteSettled, one: Calm | None) -> bool:
    return one is not None and one.seconds < step.hold.s


def _amperes(value: Decimal) -> Quantity:
    return Quantity(value.quantize(FINE), "A")
