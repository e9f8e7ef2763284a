"""The packs at 1 to 15 in their chain: each address asked, its serial number compared, its loss.

Sources: PB 1095 (RS485-2 is the chain, no two addresses alike), DY 203, 209 (whom a
computer may ask); field practice: termination, ground, bumped switches.
Where a master talks already nothing is asked: two askers on one line break each other.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum

from wizard.boards.survey import FC03, FRAMES, GARBLE, NOISY, WHY_ALL_SILENT, Found
from wizard.measurement import Origin, Verdict
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.figures import Fact, Facts
from wizard.procedure.kinds.confirm import confirm
from wizard.procedure.kinds.site_heard import listened
from wizard.procedure.kinds.site_known import MASTER, Known, packs_of
from wizard.procedure.kinds.site_one_by_one import one_by_one
from wizard.procedure.site_bus_steps import SiteChain
from wizard.quantity import Quantity
from wizard.text import Text, listed, text

LOSSY = text(
    "Replies are lost at {n}. 120 Ω at both ends of the chain and nowhere else, a ground wire "
    "from the adapter, A on A and B on B in every plug, no long branch; then take it again."
)


NOT_IN_CHAIN = text("Or the adapter is not in the chain: it belongs into a free RS485-2.")


class Where(Enum):
    """What was found at a pack's planned address."""

    RIGHT = "right"
    OTHER = "other"
    DOUBLE = "double"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Place:
    """A pack and who is at its address: serial numbers, and by which way it answers."""

    pack: Known
    where: Where
    serials: tuple[str, ...] = ()
    way: str = FC03
    loss: Decimal | None = None

    @property
    def address(self) -> int:
        """The address of the plan."""
        return self.pack.plan.address

    @property
    def garbled(self) -> bool:
        """Whether nothing of what comes there is whole."""
        return self.where is Where.DOUBLE and not self.serials

    @property
    def told(self) -> Text:
        """What was found, in words."""
        serials = ", ".join(self.serials)
        match self.where:
            case Where.RIGHT:
                return text("{serial}", serial=serials)
            case Where.OTHER:
                return text("{found} instead of {wanted}", found=serials, wanted=self.pack.serial)
            case Where.DOUBLE:
                return text("two boards: {found}", found=serials or text("what comes is garbled"))
            case Where.SILENT:
                return text("nobody answers")


async def run(attempt: Attempt, step: SiteChain) -> Judgement:
    """Listen, ask each planned address, read each many times; look for what is not there."""
    slaves = tuple(pack for pack in packs_of(attempt) if pack.plan.address != MASTER)
    if not await confirm(attempt, step.statements):
        return attempt.judgement()
    heard = await listened(
        attempt,
        text("listening whether a master talks already; nothing is sent"),
        step.listen.s,
        lambda heard: heard.masters > 0,
    )
    if heard.masters:
        return _passive(attempt, tuple(heard.slaves))
    places = [await _asked(attempt, pack, n, len(slaves)) for n, pack in enumerate(slaves, 1)]
    attempt.progress(None)
    _draw(attempt, places)
    for place in places:
        _record(attempt, place)
    missing = [place.pack for place in places if place.where is not Where.RIGHT]
    if why := _of_the_line(places):
        return attempt.judgement(why)
    places = await _measured(attempt, step, places)
    return attempt.judgement(await one_by_one(attempt, step, missing) if missing else None)


def _passive(attempt: Attempt, answering: tuple[int, ...]) -> Judgement:
    """Say that nothing was asked, and why."""
    reason = text(
        "A master talks on this line already: nothing was asked, so no serial number was "
        "compared. Heard answering it: {found}. Take the master's chain cable out, then take "
        "the step again.",
        found=listed(sorted(answering)) if answering else text("nobody"),
    )
    attempt.observe("master", text("A master"), "heard", Verdict.NOT_TAKEN, Origin.BOARD,
                    note=reason)  # fmt: skip
    return attempt.judgement(reason)


# ---- who is there


async def _asked(attempt: Attempt, pack: Known, number: int, of: int) -> Place:
    address = pack.plan.address
    attempt.progress(text("asking {n}, {name}", n=address, name=pack.plan.name))
    attempt.counted(number, of)
    found = await attempt.bench.far_end.who([address])
    return _place(pack, found.found[0]) if found.found else Place(pack, Where.SILENT)


def _place(pack: Known, found: Found) -> Place:
    serials = found.serials or ((found.identity.serial,) if found.identity else ())
    way = found.how if found.how in {FC03, FRAMES} else FC03
    if found.how == GARBLE or len(serials) > 1:
        return Place(pack, Where.DOUBLE, serials, way)
    if not serials:
        return Place(pack, Where.SILENT)
    return Place(pack, Where.RIGHT if serials == (pack.serial,) else Where.OTHER, serials, way)


def _record(attempt: Attempt, place: Place) -> None:
    right = place.where is Where.RIGHT
    attempt.observe(
        f"address-{place.address}",
        text("Address {n}, pack {label}", n=place.address, label=place.pack.label),
        place.told,
        Verdict.PASS if right else Verdict.FAIL,
        Origin.BOARD,
        note=None if right else text("At {n}: {told}.", n=place.address, told=place.told),
    )


def _of_the_line(places: list[Place]) -> Text | None:
    """Return what is wrong with the line itself: then no pack is looked for."""
    if len(places) > 1 and all(place.garbled for place in places):
        return text("{noise} {other}", noise=NOISY, other=NOT_IN_CHAIN)
    if any(place.where is not Where.SILENT for place in places):
        return None
    return text(
        "Nobody answers at {all}. {one} {other}",
        all=", ".join(str(place.address) for place in places),
        one=WHY_ALL_SILENT[0],
        other=NOT_IN_CHAIN,
    )


def _draw(attempt: Attempt, places: list[Place]) -> None:
    attempt.picture(Facts(tuple(_row(place) for place in places)))


def _row(place: Place) -> Fact:
    loss = text("") if place.loss is None else text(", {n} % lost", n=Quantity(place.loss))
    label = text("{address}: {name}", address=place.address, name=place.pack.plan.name)
    verdict = Verdict.PASS if place.where is Where.RIGHT else Verdict.FAIL
    return Fact(label, text("{told}{loss}", told=place.told, loss=loss), verdict)


# ---- how well it is heard


async def _measured(attempt: Attempt, step: SiteChain, places: list[Place]) -> list[Place]:
    """Read each address that is right many times; return the places with their loss."""
    done: list[Place] = []
    for at, place in enumerate(places):
        read = replace(place, loss=await _loss(attempt, step, place)) if _right(place) else place
        done.append(read)
        _draw(attempt, [*done, *places[at + 1 :]])
    attempt.progress(None)
    return done


def _right(place: Place) -> bool:
    return place.where is Where.RIGHT


async def _loss(attempt: Attempt, step: SiteChain, place: Place) -> Decimal:
    """Return how many of the reads had no answer, in %."""
    lost = 0
    for number in range(1, step.reads + 1):
        attempt.progress(
            text("reading {n}, {name}: {lost} lost", n=place.address, name=place.pack.plan.name,
                 lost=lost)
        )  # fmt: skip
        attempt.counted(number, step.reads)
        lost += not await attempt.bench.far_end.answers(place.address, place.way)
    loss = (Decimal(100 * lost) / step.reads).quantize(Decimal("0.1"))
    title = text("Lost of {reads} reads at {n}", reads=step.reads, n=place.address)
    beyond = not step.loss.judge(loss).passes
    note = text(LOSSY.msgid, n=place.address) if beyond else None
    attempt.measure(f"loss-{place.address}", title, Quantity(loss, "%"), step.loss, Origin.COMPUTED,
                    note=note)  # fmt: skip
    return loss
