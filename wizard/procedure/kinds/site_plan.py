"""The plan of a site: how many packs, by which checklist, at which address.

Sources: INV 556 (addresses 0 to 15, each once, 0 the one that speaks with the inverter),
DY 203, 209. A board at 0 takes no more questions and talks by itself: so it comes last.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import count as numbers

from wizard.measurement import Origin, Verdict
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.figures import Dip, Fact, Facts
from wizard.procedure.packs import LEAST, MOST, PackPlan
from wizard.procedure.questions import Choice, Line, Number, Option
from wizard.procedure.site_steps import SitePlan
from wizard.procedure.wiring import WEIGHTS, dip_sum
from wizard.protocol.requests import LAST_UNIT
from wizard.record.events import PackPlanned, PacksCounted
from wizard.text import Text, listed, text

MASTER = 0


async def run(attempt: Attempt, step: SitePlan) -> Judgement:  # noqa: ARG001  a kind's shape
    """Ask for each pack what it is and where, refuse what cannot work, draw the switches."""
    packs = attempt.bench.packs
    if packs is None:
        return Judgement(Verdict.NOT_TAKEN, text("This session is that of one pack."))
    if not attempt.bench.far_end.wired:
        return Judgement(Verdict.NOT_TAKEN, _NO_LINE)
    count, known, plans = await _counted(attempt), packs.checklists(), list[PackPlan]()
    for number in range(1, count + 1):
        plans.append(await _planned(attempt, number, count, known, plans))
        attempt.counted(number, count)
    for plan in plans:
        _record(attempt, plan, known)
    attempt.recorder.append(PacksCounted(count))
    attempt.picture(_drawn(plans))
    return attempt.judgement()


_NO_LINE = text(
    "A Bluetooth link leads to one board: take up a site over RS485, or commission each pack "
    "by a session of its own."
)


async def _counted(attempt: Attempt) -> int:
    """Ask how many packs there are; those whose sessions were begun stay."""
    begun = [n for n, pack in attempt.recorder.state.packs.items() if pack.session]
    count = await attempt.ask(
        Number(
            key="packs",
            prompt=text("Packs that will work in parallel (2 to 16):"),
            hint=text("One pack alone has a checklist of its own."),
            unit="",
            decimals=0,
            low=Decimal(max([LEAST, *begun])),
            high=Decimal(MOST),
        )
    )
    return int(count)


async def _planned(
    attempt: Attempt, number: int, count: int, known: Mapping[str, str], before: list[PackPlan]
) -> PackPlan:
    name = await attempt.ask(
        Line(
            key=f"name-{number}",
            prompt=text("Pack {n} of {of}, its name:", n=number, of=count),
            hint=text("A name or number that stands on the pack."),
            proposal=f"Pack {number}",
        )
    )
    followed = await _followed(attempt, number, known, before)
    address = await _address(attempt, number, count, before)
    attempt.picture(Dip(address))
    attempt.line(text("{n}: {name}, {sum}", n=number, name=name, sum=dip_sum(address)))
    return PackPlan(number, name, followed, address)


async def _followed(
    attempt: Attempt, number: int, known: Mapping[str, str], before: Iterable[PackPlan]
) -> str:
    """Return the checklist of a pack: asked, or the one that its session has begun with."""
    begun = attempt.recorder.state.packs.get(number)
    if begun is not None and begun.session:
        return begun.plan.checklist
    last = [plan.checklist for plan in before][-1:]
    return await attempt.ask(
        Choice(
            key=f"checklist-{number}",
            prompt=text("Pack {n} is commissioned by the checklist:", n=number),
            options=tuple(Option(key, text(title)) for key, title in known.items()),
            proposal=last[0] if last else "",
        )
    )


async def _address(attempt: Attempt, number: int, count: int, before: Iterable[PackPlan]) -> int:
    """Ask for an address until one was typed that can work."""
    taken = {plan.address: plan.number for plan in before}
    free = next(one for one in numbers(1) if one not in taken)
    for tries in numbers(1):
        address = await attempt.ask(
            Number(
                key=f"address-{number}" if tries == 1 else f"address-{number}-try-{tries}",
                prompt=text("Pack {n}, its address (0 to 15):", n=number),
                hint=_LAST if number == count else _EACH_ONCE,
                proposal=str(MASTER if number == count else free),
                unit="",
                decimals=0,
                low=Decimal(MASTER),
                high=Decimal(LAST_UNIT),
            )
        )
        why = _refused(int(address), number, count, taken)
        if why is None:
            return int(address)
        attempt.notice(why, grave=True)
    raise AssertionError("tries are counted without end")


_EACH_ONCE = text("1 to 15, each once. 0 is the master's, and the master comes last.")
_LAST = text("0: it speaks with the inverter and gathers what the others say.")


def _refused(address: int, number: int, count: int, taken: Mapping[int, int]) -> Text | None:
    """Return why a pack cannot have an address; None where it can."""
    if address in taken:
        return text(
            "Pack {k} has {n} already: two boards at one address speak at once, and neither is "
            "understood. Type another one.",
            k=taken[address],
            n=address,
        )
    if address == MASTER and number != count:
        return text(
            "0 goes to the last pack, {of}: a board at 0 takes no more questions and talks by "
            "itself on the line that the others are asked on. Type 1 to 15.",
            of=count,
        )
    if address != MASTER and number == count:
        return text(
            "One pack has to be the master at 0, and it comes last: it is this one. Type 0, or "
            "give {n} to a pack before it.",
            n=address,
        )
    return None


def _record(attempt: Attempt, plan: PackPlan, known: Mapping[str, str]) -> None:
    attempt.observe(
        f"pack-{plan.number}",
        text("Pack {n}", n=plan.number),
        text(
            "{name}: {checklist}, address {n}",
            name=plan.name,
            checklist=text(known[plan.checklist]) if plan.checklist in known else plan.checklist,
            n=plan.address,
        ),
        Verdict.PASS,
        Origin.PERSON,
    )
    attempt.recorder.append(PackPlanned(plan))


def _drawn(plans: Iterable[PackPlan]) -> Facts:
    """Return the switches of all packs, one below the other."""
    return Facts(
        tuple(
            Fact(
                text("{n}: {name}", n=plan.number, name=plan.name),
                text("{levers}   {sum}", levers=_levers(plan), sum=dip_sum(plan.address)),
            )
            for plan in plans
        )
    )


def _levers(plan: PackPlan) -> Text:
    return listed(
        (
            text("{n} ON", n=number) if plan.address & weight else text("{n} off", n=number)
            for number, weight in enumerate(WEIGHTS, 1)
        ),
        "  ",
    )
