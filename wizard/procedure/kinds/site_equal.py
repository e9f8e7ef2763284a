"""Voltage and SOC of all packs before they are joined in power.

No manual gives a figure (INV 436 only waits): 0.1 V for 16 cells and 5 % derived, with a
limiter up to 0.5 V. LiFePO4's voltage hides its SOC: so both are compared.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from msgspec.structs import replace

from wizard.boards.overheard import Overheard
from wizard.measurement import Limit, Origin, Verdict
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.figures import Fact, Facts
from wizard.procedure.kinds.calibrating import unanswered
from wizard.procedure.kinds.confirm import confirm
from wizard.procedure.kinds.site_heard import listened, status_of
from wizard.procedure.kinds.site_known import Known, cells_of, packs_of
from wizard.procedure.questions import Number
from wizard.procedure.site_bus_steps import SiteEqual
from wizard.protocol.views import Status
from wizard.quantity import Quantity, volts
from wizard.text import Text, text

OF_CELLS = Decimal(16)  # the figures of the step are for so many
Values = Mapping[int, Decimal]


async def run(attempt: Attempt, step: SiteEqual) -> Judgement:
    """Read a meter at each pack, take the SOC that each board tells, judge both."""
    packs = packs_of(attempt)
    if not await confirm(attempt, step.statements):
        return attempt.judgement()
    heard = await listened(
        attempt,
        text("listening for the SOC of each board"),
        step.listen.s,
        lambda heard: all(status_of(pack, heard) for pack in packs),
    )
    metered = {pack.plan.number: await _metered(attempt, step, pack, heard) for pack in packs}
    charged = {pack.plan.number: await _charged(attempt, pack, heard) for pack in packs}
    attempt.picture(_drawn(packs, metered, charged))
    mistyped = attempt.verdict_so_far() is Verdict.FAIL
    advice = _judge_volts(attempt, step, cells_of(packs), metered)
    _judge_soc(attempt, step, charged)
    return attempt.judgement(None if mistyped else advice)


# ---- by meter


async def _metered(attempt: Attempt, step: SiteEqual, pack: Known, heard: Overheard) -> Decimal:
    """Ask for the voltage at a pack's terminals; compare it with what its board tells."""
    number = pack.plan.number
    read = await attempt.ask(
        Number(
            key=unanswered(attempt, f"voltage-{number}"),
            prompt=text("Pack {label}, from B- to pack plus by meter (V):", label=pack.label),
            hint=text("The same meter at all packs, one right after the other."),
            unit="V",
            decimals=3,
            low=step.possible.low or Decimal(0),
            high=step.possible.high or Decimal(0),
        )
    )
    title = text("Voltage of pack {label}", label=pack.label)
    attempt.reading(f"voltage-{number}", title, volts(read), Origin.METER)
    status = status_of(pack, heard)
    if status is not None:
        _against_board(attempt, step, pack, read - status.pack_voltage)
    return read


def _against_board(attempt: Attempt, step: SiteEqual, pack: Known, apart: Decimal) -> None:
    title = text("Pack {label}, meter against board", label=pack.label)
    beyond = not step.against_board.judge(abs(apart)).passes
    note = text(
        "Meter and board of pack {label} do not agree: was it read at this pack, and typed "
        "right? Take the step again.",
        label=pack.label,
    )
    attempt.measure(f"against-board-{pack.plan.number}", title, volts(abs(apart)),
                    step.against_board, Origin.COMPUTED, note=note if beyond else None)  # fmt: skip


def _judge_volts(attempt: Attempt, step: SiteEqual, cells: Decimal, read: Values) -> Text | None:
    """Judge highest less lowest; return what to do where the packs may not be joined."""
    apart = max(read.values()) - min(read.values())
    held = attempt.measure(
        "apart",
        text("Highest less lowest voltage"),
        volts(apart),
        _scaled(step.apart, cells),
        Origin.COMPUTED,
    )
    if held.passes:
        return None
    high, low = max(read, key=read.__getitem__), min(read, key=read.__getitem__)
    return text(
        "{apart} between pack {high} and pack {low}. {what}",
        apart=volts(apart),
        high=high,
        low=low,
        what=_what_to_do(step, cells, apart, low),
    )


def _what_to_do(step: SiteEqual, cells: Decimal, apart: Decimal, low: int) -> Text:
    if _scaled(step.limiter, cells).judge(apart).passes:
        return text(
            "Do not join them directly: let them even out through a current limiter or a power "
            "resistor, watched, or charge pack {low}; then measure again.",
            low=low,
        )
    return text(
        "Do not join them, not through a resistor either: charge pack {low} alone first, then "
        "measure again.",
        low=low,
    )


def _scaled(limit: Limit, cells: Decimal) -> Limit:
    """Return a limit for 16 cells as it is for another number of them."""
    high = (limit.high or Decimal(0)) * cells / OF_CELLS
    return replace(limit, high=high.quantize(Decimal("0.001")), near=limit.near * cells / OF_CELLS)


# ---- by the boards


async def _charged(attempt: Attempt, pack: Known, heard: Overheard) -> Decimal:
    """Return the SOC that a board tells, or that a person reads off its display."""
    status = status_of(pack, heard)
    title = text("SOC of pack {label}", label=pack.label)
    name = f"soc-{pack.plan.number}"
    if status is not None:
        return _told(attempt, name, title, status)
    read = await attempt.ask(
        Number(
            key=unanswered(attempt, name),
            prompt=text("Pack {label} is not heard; its SOC as display or app show it (%):",
                        label=pack.label),
            unit="%",
            decimals=0,
            low=Decimal(0),
            high=Decimal(100),
        )
    )  # fmt: skip
    attempt.reading(name, title, Quantity(read, "%"), Origin.PERSON)
    return read


def _told(attempt: Attempt, name: str, title: Text, status: Status) -> Decimal:
    attempt.reading(name, title, Quantity(Decimal(status.soc), "%"), Origin.BOARD)
    return Decimal(status.soc)


def _judge_soc(attempt: Attempt, step: SiteEqual, charged: Values) -> None:
    apart = max(charged.values()) - min(charged.values())
    beyond = not step.soc_apart.judge(apart).passes
    note = text(
        "The SOC of pack {high} and of pack {low} are {apart} apart: charge all packs fully, "
        "each alone, until their boards show 100 %, then take the step again.",
        high=max(charged, key=charged.__getitem__),
        low=min(charged, key=charged.__getitem__),
        apart=Quantity(apart, "%"),
    )
    attempt.measure("soc-apart", text("Highest less lowest SOC"), Quantity(apart, "%"),
                    step.soc_apart, Origin.COMPUTED, note=note if beyond else None)  # fmt: skip


def _drawn(packs: Sequence[Known], metered: Values, charged: Values) -> Facts:
    return Facts(
        tuple(
            Fact(
                text("{label}", label=pack.label),
                text(
                    "{volts}, {soc}",
                    volts=volts(metered[pack.plan.number]),
                    soc=Quantity(charged[pack.plan.number], "%"),
                ),
            )
            for pack in packs
        )
    )
