"""The master of a site in its chain: heard, never asked.

Sources: PB 1095 (exactly one master), P16 197, 203; DY 203, 209 (a board at 0 is not asked).
A frame carries no serial number: the master is known by its settings, which its own session
read last, a slave by the address that it answers the master at.
"""

from collections.abc import Sequence
from decimal import Decimal

from wizard.boards.overheard import Overheard
from wizard.measurement import Origin, Verdict
from wizard.procedure.attempt import Attempt, Judgement
from wizard.procedure.figures import Fact, Facts
from wizard.procedure.kinds.confirm import confirm
from wizard.procedure.kinds.site_heard import listened, status_of
from wizard.procedure.kinds.site_known import Known, master_of, packs_of
from wizard.procedure.site_bus_steps import SiteMaster
from wizard.protocol.views import Settings
from wizard.quantity import Quantity, volts
from wizard.text import Text, text

UNHEARD = text(
    "No master is heard. Pack {label}: are all four switches down, was it switched off and on "
    "since, is its chain cable in RS485-2, and the adapter in a free RS485-2 of the chain?"
)
TWO = text(
    "Two boards speak as master. Only pack {label} may have all its switches down: compare the "
    "switches of every other pack with the plan, then switch that one off and on."
)
BROKEN = text(
    "Much of what is heard is broken: two masters that speak at once, noise, or a chain without "
    "termination and ground."
)


async def run(attempt: Attempt, step: SiteMaster) -> Judgement:
    """Listen for the whole time: a second master may come late."""
    packs = packs_of(attempt)
    master = master_of(packs)
    if not await confirm(attempt, step.statements):
        return attempt.judgement()
    heard = await listened(
        attempt, text("listening to the master and those who answer it"), step.listen.s
    )
    attempt.picture(_drawn(packs, heard))
    _judge_masters(attempt, master, heard)
    if heard.masters == 1:
        _judge_settings(attempt, master, heard.settings)
    _judge_broken(attempt, step, heard)
    for pack in packs:
        if pack is not master:
            _judge_slave(attempt, pack, heard)
    _judge_strangers(attempt, packs, heard)
    return attempt.judgement()


def _drawn(packs: Sequence[Known], heard: Overheard) -> Facts:
    return Facts(tuple(_row(pack, heard) for pack in packs))


def _row(pack: Known, heard: Overheard) -> Fact:
    status = status_of(pack, heard)
    label = text("{address}: {name}", address=pack.plan.address, name=pack.plan.name)
    if status is None:
        return Fact(label, text("not heard"), Verdict.FAIL)
    told = text("{volts}, {soc} %", volts=volts(status.pack_voltage), soc=status.soc)
    return Fact(label, told, Verdict.PASS)


def _judge_masters(attempt: Attempt, master: Known, heard: Overheard) -> None:
    why = {0: UNHEARD, 1: None}.get(heard.masters, TWO)
    attempt.observe(
        "masters",
        text("Masters that are heard"),
        str(heard.masters),
        Verdict.PASS if why is None else Verdict.FAIL,
        Origin.BOARD,
        note=why and text(why.msgid, label=master.label),
    )


def _judge_settings(attempt: Attempt, master: Known, told: Sequence[Settings]) -> None:
    """Compare what the master tells with what its own session read last."""
    title = text("The master is pack {label}, by its settings", label=master.label)
    if not told:
        why = text("The master was heard and told no settings: take the step again.")
        attempt.observe("settings", title, "none told", Verdict.NOT_TAKEN, Origin.BOARD, note=why)
        return
    strange = differences(told[0], master)
    why = text(
        "The master that is heard has other settings than pack {label} ({keys}): it is another "
        "board, or somebody changed them.",
        label=master.label,
        keys=", ".join(strange),
    )
    attempt.observe(
        "settings",
        title,
        ", ".join(strange) or "as read last",
        Verdict.FAIL if strange else Verdict.PASS,
        Origin.BOARD,
        note=why if strange else None,
    )


def differences(told: Settings, pack: Known) -> list[str]:
    """Return the settings that are told otherwise than a pack's session read them last."""
    known = pack.settings
    return [
        key
        for key, value in told.values.items()
        if key in known and key != "device_address" and known[key].value != value
    ]


def _judge_broken(attempt: Attempt, step: SiteMaster, heard: Overheard) -> None:
    if heard.came:
        share = (Decimal(100 * heard.broken) / heard.came).quantize(Decimal("0.1"))
        note = None if step.broken.judge(share).passes else BROKEN
        title = text("Broken of what is heard")
        attempt.measure("broken", title, Quantity(share, "%"), step.broken, Origin.COMPUTED,
                        note=note)  # fmt: skip


def _judge_slave(attempt: Attempt, pack: Known, heard: Overheard) -> None:
    answers = pack.plan.address in heard.slaves
    why = text(
        "Pack {label} is not heard answering the master at {n}: its chain cable, its switches, "
        "is it on?",
        label=pack.label,
        n=pack.plan.address,
    )
    attempt.observe(
        f"slave-{pack.plan.address}",
        text("Pack {label} answers the master", label=pack.label),
        text("at {n}", n=pack.plan.address) if answers else "not heard",
        Verdict.PASS if answers else Verdict.FAIL,
        Origin.BOARD,
        note=None if answers else why,
    )


def _judge_strangers(attempt: Attempt, packs: Sequence[Known], heard: Overheard) -> None:
    planned = {pack.plan.address for pack in packs}
    for address in sorted(heard.slaves.keys() - planned):
        why = text("Somebody answers at {n}, where the plan has no pack.", n=address)
        attempt.observe(f"slave-{address}", _nobody(address), "answers", Verdict.FAIL,
                        Origin.BOARD, note=why)  # fmt: skip


def _nobody(address: int) -> Text:
    return text("Nobody at {n}", n=address)
