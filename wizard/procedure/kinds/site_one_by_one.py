"""Finding packs that are not where the plan has them: each alone in the chain, then asked.

Its serial number says which pack it is, the address at which it answers how its switches
stand: a mirrored or turned row of switches is looked at first.
"""

from collections.abc import Iterator, Sequence

from wizard.measurement import Origin, Verdict
from wizard.procedure.attempt import Attempt
from wizard.procedure.figures import Dip
from wizard.procedure.kinds.site_heard import listened
from wizard.procedure.kinds.site_known import MASTER, Known
from wizard.procedure.questions import Acknowledge
from wizard.procedure.site_bus_steps import SiteChain
from wizard.protocol.requests import FIRST_UNIT, LAST_UNIT
from wizard.protocol.views import Identity
from wizard.text import Text, text

ALL_SWITCHES = 0b1111


async def one_by_one(attempt: Attempt, step: SiteChain, packs: Sequence[Known]) -> Text:
    """Ask for each pack alone in the chain; return what is to be done first.

    Switches that stand wrong come before cables: a pack may be right but for another one.
    """
    told: list[Text] = []
    for pack in packs:
        if not await _alone(attempt, pack):
            told.append(text("Pack {label} was not looked for.", label=pack.label))
            break
        advice, address = await _found(attempt, step, pack)
        attempt.line(advice)
        if address is None:
            told.append(advice)
        else:
            told.insert(0, advice)
            attempt.picture(Dip(address))
    rest = text("Then join the chain again and take the step again.")
    return text("{first} {rest}", first=told[0], rest=rest)


async def _alone(attempt: Attempt, pack: Known) -> bool:
    """Ask whether only this pack is in the chain."""
    return await attempt.ask(
        Acknowledge(
            key=f"only-{pack.plan.number}",
            prompt=text(
                "Only pack {n} ({name}) is in the chain now: the adapter in its RS485-2, every "
                "other chain cable out.",
                n=pack.plan.number,
                name=pack.plan.name,
            ),
        )
    )


async def _found(attempt: Attempt, step: SiteChain, pack: Known) -> tuple[Text, int | None]:
    """Look for a pack that is alone; return what to do, and the switches to draw if any."""
    wanted = pack.plan.address
    for address in _likely(wanted):
        who = await _at(attempt, pack, address)
        if who is not None:
            attempt.observe(
                f"alone-{pack.plan.number}",
                text("Pack {label}, alone in the chain", label=pack.label),
                text("{serial} at {n}", serial=who.serial, n=address),
                _verdict(pack, who, address),
                Origin.BOARD,
            )
            return _advice(pack, who, address)
    heard = await listened(
        attempt, text("listening whether it is a master"), step.listen.s, lambda h: h.masters > 0
    )
    if heard.masters:
        return text(
            "Pack {label} speaks as a master: all its switches are down. Set them to {n} as "
            "drawn, then switch it off and on.",
            label=pack.label,
            n=wanted,
        ), wanted
    return text(
        "Pack {label} answers nowhere, also alone: is it on, the adapter in its RS485-2, its "
        "UART2 protocol that of the chain?",
        label=pack.label,
    ), None


def _verdict(pack: Known, who: Identity, address: int) -> Verdict:
    """Alone it may be right: then what is wrong is the chain, and the step did not pass."""
    right = who.serial == pack.serial and address == pack.plan.address
    return Verdict.PASS if right else Verdict.FAIL


async def _at(attempt: Attempt, pack: Known, address: int) -> Identity | None:
    attempt.progress(text("looking for {name} at {n}", name=pack.plan.name, n=address))
    try:
        found = await attempt.bench.far_end.who([address])
    finally:
        attempt.progress(None)
    return found.found[0].identity if found.found else None


def _likely(wanted: int) -> Iterator[int]:
    """Yield all addresses, those of usual mistakes first."""
    mirrored, turned = int(f"{wanted:04b}"[::-1], 2), wanted ^ ALL_SWITCHES
    order = (wanted, mirrored, turned, *range(FIRST_UNIT, LAST_UNIT + 1))
    yield from (address for address in dict.fromkeys(order) if address != MASTER)


def _advice(pack: Known, who: Identity, address: int) -> tuple[Text, int | None]:
    wanted = pack.plan.address
    if who.serial != pack.serial:
        return text(
            "{found} answers, which is not pack {label}, {serial}: another pack is plugged in, "
            "or its board was changed.",
            found=who.serial,
            label=pack.label,
            serial=pack.serial,
        ), None
    if address == wanted:
        return text(
            "Pack {label} answers at {n} when it is alone: look at its chain cable, and at a "
            "pack that has {n} as well.",
            label=pack.label,
            n=wanted,
        ), None
    return text(
        "The switches of pack {label} say {found}. Set them to {n} as drawn, then switch it "
        "off and on.",
        label=pack.label,
        found=address,
        n=wanted,
    ), wanted
