"""A whole commissioning, headless, for every pack and every fault of the table."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.procedure.support import Ran, Site
from wizard.measurement import Verdict
from wizard.record import journal
from wizard.report.build import build
from wizard.report.document import Document
from wizard.simulator.create import create
from wizard.simulator.faults import FAULT, FAULTS
from wizard.simulator.pack import Chemistry


def report(site: Site, ran: Ran) -> Document:
    return build(ran.state, site.checklist, journal.read(ran.journal), "report-1")


@pytest.mark.parametrize(
    ("chemistry", "cells"),
    [
        ("lifepo4", 8),
        ("lifepo4", 15),
        ("lifepo4", 16),
        ("li_ion", 7),
        ("li_ion", 16),
        ("lto", 14),
        ("lto", 16),
    ],
)
def test_a_pack_in_order_passes(tmp_path: Path, chemistry: Chemistry, cells: int) -> None:
    site = Site(tmp_path, create(cells=cells, chemistry=chemistry))
    ran = site.run()
    document = report(site, ran)
    assert ran.ended
    assert document.verdict.exit_code == 0, document.reasons
    assert site.settings()["cell_count"] == cells
    assert site.settings()["capacity"] == 280
    assert site.simulation.board.violations == []
    assert ran.state.open_shifts == {}


@dataclass(frozen=True)
class End:
    """How a commissioning with a fault must end: words of the reasons, or none for PASS."""

    words: tuple[str, ...] = ()
    cells: int = 16


PASSES = End()
ENDS = {
    "swapped-wires": End(("Cell 5", "more than one cell", "swapped")),
    "open-wire": End(("Cell 7: no voltage", "open")),
    "doubled-wire": End(("Cell 8: no rise", "on the cell of wire 7")),
    "reversed": End(("Cell 1", "reversed")),
    "uneven-cells": End(("Difference between the cells", "0.15", "at most 0.1 V")),
    "current-flowing": End(("Current", "5", "at most 1 A")),
    "cell-missing": End(("no voltage at cell 9",)),
    "plug-out": End(("no voltage at cell 5, 6, 7, 8",)),
    "wrong-cell-count": End(("Cell Count", "14"), cells=15),
    "ignored-write": End(("Battery Capacity", "acknowledged, but the board still holds 40")),
    "refused-write": End(("Battery Capacity", "exception 2")),
    "preset-ignored": End(("Cell OVP is 4.200 V, which is not LiFePO4",)),
    "frozen-charge": PASSES,
    "no-trip": End(("did not trip",)),
    "trips-without-alarm": End(("did not trip", "alarm missing")),
    "no-release": End(("charge MOS is still open",)),
    "forgets-restore": PASSES,
    "alarm": End(("Alarms before the test", "MOS")),
    "silent": End(("does not answer",)),
}


def test_every_fault_of_wire_pack_and_board_has_its_end() -> None:
    assert set(ENDS) == {fault.name for fault in FAULTS if fault.kind != "line"}


@pytest.mark.parametrize("name", FAULT)
def test_no_fault_goes_unseen_and_none_leaves_the_board_in_doubt(tmp_path: Path, name: str) -> None:
    end = ENDS.get(name, PASSES)
    site = Site(tmp_path, create(name, cells=end.cells))
    ran = site.run()
    document = report(site, ran)
    said = "\n".join(reason.words for reason in document.reasons)
    if FAULT[name].kind != "line":
        assert (document.verdict.exit_code == 0) is (not end.words), said
    assert all(words in said for words in end.words), said
    assert document.verdict.exit_code == 0 or said
    require_nothing_in_doubt(site, ran, document)


def require_nothing_in_doubt(site: Site, ran: Ran, document: Document) -> None:
    assert ran.state.open_shifts == {}
    assert site.simulation.board.violations == []
    held = {key: found.value for key, found in ran.state.last_settings.items()}
    assert held == {key: site.settings()[key] for key in held}
    for row in document.settings:
        assert row.final in {None, site.settings()[row.key]}, row.key


@pytest.mark.parametrize("name", [fault.name for fault in FAULTS if fault.kind == "line"])
def test_a_bad_line_never_passes_a_step_that_failed(tmp_path: Path, name: str) -> None:
    ran = Site(tmp_path, create(name)).run()
    verdicts = {step.verdict for step in ran.state.steps.values()}
    assert ran.ended is not bool(verdicts & {None, Verdict.FAIL, Verdict.NOT_TAKEN})


def test_frozen_charge_of_a_preset_is_mended_for_lifepo4_and_left_for_li_ion(
    tmp_path: Path,
) -> None:
    iron = Site(tmp_path / "iron", create("frozen-charge"))
    assert iron.run().verdict("cold-charge") == "pass"
    assert (iron.settings()["charge_utp"], iron.settings()["charge_utpr"]) == (2, 5)
    ion = Site(tmp_path / "ion", create("frozen-charge", chemistry="li_ion"))
    ran = ion.run({"preset-again": "send"})
    assert ran.verdict("cold-charge") == "not applicable"
    assert "Li-ion" in ran.reason("cold-charge")
    assert ion.settings()["charge_utp"] == -20
