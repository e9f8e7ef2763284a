"""Practising: which fault the simulated pack has, each with a sentence, or a surprise."""

import secrets

from wizard import practice
from wizard.engine.offers import Offer, Page
from wizard.simulator.bank_faults import BANK_FAULTS
from wizard.simulator.bus_faults import BUS_FAULTS
from wizard.simulator.faults import KNOWN
from wizard.text import text

PACKS = 3  # of a simulated site
SITE = "\nsite"  # the checklist that faults of several packs are practised with
SEEDS = 1_000_000


def practice_page() -> Page:
    """Return the faults that can be practised with."""
    return Page(
        title=text("What shall be wrong with the simulated pack?"),
        options=(_none(), _surprise(), *_of_a_pack(), *_of_several()),
    )


def _none() -> Offer:
    return Offer("demo:", text("nothing"), says=text("Everything is in order."))


def _surprise() -> Offer:
    """Return a fault of which the link does not tell, nor anything else before the end."""
    return Offer(
        f"demo:?{practice.SURPRISE}={secrets.randbelow(SEEDS)}",
        text("surprise me"),
        says=text("Something is wrong. What it was is told at the end."),
    )


def _of_a_pack() -> list[Offer]:
    """Return faults of wires, pack, board and line, as a commissioning meets them."""
    of_a_bus = {fault.name for fault in BUS_FAULTS}
    return [
        Offer(f"demo:?fault={name}", text("{name}", name=name), says=fault.sentence)
        for name, fault in KNOWN.items()
        if name not in of_a_bus
    ]


def _of_several() -> list[Offer]:
    return [
        Offer(
            f"demo:?packs={PACKS}&fault={name}{SITE}", text("{name}", name=name), says=each.sentence
        )
        for name, each in BANK_FAULTS.items()
    ]
