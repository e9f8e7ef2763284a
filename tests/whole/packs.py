"""The packs of the whole walks, and how a commissioning of one that is in order must end."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

import pytest
from _pytest.mark.structures import ParameterSet

from wizard.measurement import Verdict
from wizard.procedure.checklist import Checklist
from wizard.procedure.families import families
from wizard.record.state import State
from wizard.report.document import Document
from wizard.simulator.create import Simulation
from wizard.simulator.pack import RESTING, Chemistry

CELLS = (7, 8, 14, 15, 16)
PROOF = {"lifepo4": {Decimal("3.60"), Decimal("3.65")}, "li_ion": {Decimal("4.2")},
         "lto": {Decimal("2.7")}}  # fmt: skip


@dataclass(frozen=True)
class Pack:
    """Cells of one chemistry in series."""

    chemistry: Chemistry
    cells: int

    def __str__(self) -> str:
        return f"{self.chemistry}-{self.cells}"

    @property
    def link(self) -> str:
        """The link to a simulated one."""
        return f"demo:?cells={self.cells}&chemistry={self.chemistry}"


def _carried(pack: Pack) -> bool:
    found = families()["pb"].cells.get(pack.chemistry)
    return found is not None and found.low <= pack.cells <= found.high


PACKS = tuple(
    pack for chemistry in RESTING for cells in CELLS if _carried(pack := Pack(chemistry, cells))
)
FEWEST, ODD, MOST = Pack("li_ion", 7), Pack("lto", 14), Pack("lifepo4", 16)
CORNERS = (FEWEST, ODD, MOST)


def often(examples: Collection[Pack]) -> list[ParameterSet]:
    """Return all packs as parameters; those that are no examples only where all is wanted."""
    exhaustive = pytest.mark.exhaustive
    return [
        pytest.param(pack, id=str(pack), marks=() if pack in examples else exhaustive)
        for pack in PACKS
    ]


def require_commissioned(
    pack: Pack, simulation: Simulation, checklist: Checklist, state: State, document: Document
) -> None:
    """Require every step passed, the board set as the pack needs it, and nothing left shifted."""
    said = [reason.words for reason in document.reasons]
    assert (document.verdict.value, said) == ("PASS", [])
    assert {step.id for step in checklist.step if not _passed(state, step.id)} == set()
    assert state.open_shifts == {}
    assert state.unsettled == {}
    _require_set(pack, simulation, address=int(state.step("dip").verdict is not Verdict.PASS))


def _passed(state: State, step: str) -> bool:
    verdict = state.step(step).verdict
    return verdict is not None and verdict.passes


def _require_set(pack: Pack, simulation: Simulation, *, address: int) -> None:
    board = simulation.board
    assert board.violations == []
    held = board.all_settings()
    assert (held["cell_count"], held["capacity"]) == (pack.cells, simulation.pack.capacity)
    assert held["cell_ovp"] in PROOF[pack.chemistry]
    assert held["balance_trigger"] == Decimal("0.005")
    assert held["device_address"] == address
    frost = (held["charge_utp"], held["charge_utpr"])
    assert (frost == (2, 5)) is (pack.chemistry == "lifepo4")
