"""The other shipped checklists, each on a simulated pack of its kind."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

import msgspec
import pytest
from _pytest.mark.structures import ParameterSet

from tests.procedure.support import Ran, Site
from tests.procedure.test_whole import End, report, require_nothing_in_doubt
from wizard import library
from wizard.procedure.checklist import Checklist
from wizard.simulator.bluetooth_create import face
from wizard.simulator.bus_faults import BUS_FAULTS
from wizard.simulator.create import create
from wizard.simulator.faults import KNOWN
from wizard.simulator.makes import MAKES
from wizard.simulator.pack import Chemistry


@cache
def shipped(name: str) -> Checklist:
    """A shipped checklist by its name, put together."""
    return library.load(name).checklist


def only_of(name: str, *ids: str) -> Checklist:
    """The particulars and some other steps of a shipped checklist, resting on each other."""
    kept = {"particulars", *ids}
    checklist = shipped(name)
    return msgspec.structs.replace(
        checklist,
        step=tuple(
            msgspec.structs.replace(step, needs=tuple(need for need in step.needs if need in kept))
            for step in checklist.step
            if step.id in kept
        ),
    )


def practised(  # noqa: PLR0913  each is one property of the pack
    folder: Path,
    checklist: Checklist,
    fault: str | None = None,
    *,
    board: str = "",
    cells: int | None = None,
    chemistry: Chemistry | None = None,
) -> Site:
    """The simulated pack that a checklist is practised on, or one a little different."""
    practice = checklist.practice
    made = MAKES[board or practice.board]
    simulation = create(
        fault,
        cells=cells or practice.cells,
        chemistry=chemistry or practice.chemistry,
        capacity=Decimal(practice.capacity),
        make=made,
    )
    peer = face(simulation) if made.speaks == "bluetooth" else None
    return Site(folder, simulation, checklist, face=peer)


def require_end(site: Site, end: End) -> Ran:
    """Run a commissioning with a fault; it must end as the table says, with nothing in doubt."""
    ran = site.run()
    document = report(site, ran)
    said = "\n".join(reason.words for reason in document.reasons)
    assert document.verdict.value in end.verdicts, said
    assert all(words in said for words in end.words), said
    require_nothing_in_doubt(site, ran, document)
    return ran


def each(ends: Mapping[str, End], examples: Collection[str]) -> list[ParameterSet]:
    """Return all faults as parameters; those that are no examples only where all is wanted."""
    assert set(examples) <= set(ends)
    return [
        pytest.param(name, id=name, marks=() if name in examples else pytest.mark.exhaustive)
        for name in sorted(ends)
    ]


def faults_of(*kinds: str) -> set[str]:
    """The faults of these kinds, without those of a bus and its inverter's noise."""
    bus = {fault.name for fault in BUS_FAULTS}
    return {fault.name for fault in KNOWN.values() if fault.kind in kinds} - bus
