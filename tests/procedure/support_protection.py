"""Packs on which a protection is tested, and what is asked of every such test."""

from decimal import Decimal
from pathlib import Path

from tests.procedure.support import Ran, Site, only
from wizard.errors import LinkUnavailable
from wizard.links.base import Sink
from wizard.links.memory import MemoryLink
from wizard.procedure.checklist import Checklist
from wizard.record.events import Event, ShiftOpened, WriteIntended
from wizard.record.journal import read
from wizard.simulator.create import create
from wizard.simulator.pack import Chemistry
from wizard.text import text

OVER, UNDER = "protection-over-voltage", "protection-under-voltage"
BOTH = (OVER, UNDER)
REAL_OVER, REAL_UNDER = "real-over-voltage", "real-under-voltage"

OVER_LIMITS = ["cell_rfv", "cell_ovpr", "soc_100_voltage", "cell_rcv", "cell_ovp"]
UNDER_LIMITS = ["cell_uvpr", "soc_0_voltage", "cell_uvp"]
LIMITS = {OVER: OVER_LIMITS, UNDER: UNDER_LIMITS}


def testing(*steps: str) -> Checklist:
    """The particulars, the limits of the pack and some protection tests."""
    return only("pack-limits", *steps)


def ready_site(
    folder: Path,
    *steps: str,
    fault: str | None = None,
    cells: int = 16,
    chemistry: Chemistry = "lifepo4",
) -> Site:
    """A pack whose board is configured, and a checklist of protection tests."""
    simulation = create(fault, cells=cells, chemistry=chemistry)
    simulation.board.preset(chemistry)
    simulation.board.set("cell_count", Decimal(cells))
    return Site(folder, simulation, testing(*steps))


def history(ran: Ran) -> tuple[Event, ...]:
    return read(ran.journal).events


def shifts(ran: Ran) -> list[ShiftOpened]:
    return [event for event in history(ran) if isinstance(event, ShiftOpened)]


def shifted_keys(ran: Ran) -> list[str]:
    """The settings that were written to shift, in order, over all shifts."""
    written = [event for event in history(ran) if isinstance(event, WriteIntended)]
    return [event.key for event in written if event.purpose == "shift"]


def restored(site: Site, ran: Ran) -> bool:
    """Whether every setting is what it was before the last test."""
    known = ran.state.settings["before protection test"].values
    held = site.settings()
    return not ran.state.open_shifts and all(
        held[key] == known[key].value for key in held if key in known
    )


def in_order(site: Site, ran: Ran) -> bool:
    """Whether nothing is left shifted and no order was broken on the way."""
    return restored(site, ran) and not site.simulation.board.violations


def warnings_beside_a_pass(ran: Ran) -> list[str]:
    """What the report would say of a thing that was found good."""
    return [
        str(taken.note) for taken in ran.state.current() if taken.verdict == "pass" and taken.note
    ]


class LooseCable(MemoryLink):
    """A cable that cannot be plugged in again while it is `out`."""

    out = False

    async def open(self, sink: Sink) -> None:
        if self.out:
            raise LinkUnavailable(text("no such device"))
        await super().open(sink)
