"""Settings to their wanted values: reviewed, sent, read back, taken back."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.procedure.support import Site, altered, only
from wizard.procedure.figures import Changes, Facts
from wizard.procedure.views import StepView
from wizard.record.events import Outcome
from wizard.simulator import readings
from wizard.simulator.create import create
from wizard.simulator.pack import Chemistry
from wizard.simulator.quirks import Quirks

PACK = only("chemistry-preset", "pack-settings")
COLD = only("pack-limits", "chemistry-preset", "cold-charge")
STEP = "pack-settings"


def test_cell_count_and_capacity_are_written_as_entered_and_read_back(tmp_path: Path) -> None:
    site = Site(tmp_path, create(cells=8, capacity=Decimal("280.5")), PACK)
    ran = site.run()
    assert ran.verdict(STEP) == "pass"
    assert (site.settings()["cell_count"], site.settings()["capacity"]) == (8, Decimal("280.5"))
    assert ran.measured(STEP) == {"cells-seen": "pass", "cell_count": "pass", "capacity": "pass"}


def test_what_is_so_already_is_neither_asked_nor_sent(tmp_path: Path) -> None:
    site = Site(tmp_path, create(capacity=Decimal(40)), PACK)
    ran = site.run()
    assert ran.verdict(STEP) == "pass"
    assert "review" not in ran.person.keys
    assert site.written() == ["preset"]


def test_what_is_declined_is_not_sent(tmp_path: Path) -> None:
    site = Site(tmp_path, create(cells=15), PACK)
    ran = site.run({"review": "n"})
    assert ran.verdict(STEP) == "not taken"
    assert site.written() == ["preset"]


def test_each_change_is_shown_before_it_is_sent_and_with_its_outcome_after(tmp_path: Path) -> None:
    site = Site(tmp_path, create(cells=15), PACK)
    shown: list[tuple[list[str], list[str]]] = []

    def look(view: object) -> None:
        if isinstance(view, StepView) and view.step == STEP and (found := _outcomes(view)):
            shown.append((found, site.written()))

    site.run(when=look)
    assert shown[0] == (["", ""], ["preset"])
    assert shown[-1] == (["verified", "verified"], ["preset", "cell_count", "capacity"])


def _outcomes(view: StepView) -> list[str]:
    changes = [figure for figure in view.figures if isinstance(figure, Changes)]
    return [str(row.outcome or "") for figure in changes for row in figure.rows]


@pytest.mark.parametrize(
    ("quirks", "reason", "asked_why"),
    [
        (
            Quirks(refused=frozenset({"capacity"})),
            "even the value it has is refused with exception 2",
            ["capacity"],
        ),
        (Quirks(ignored=frozenset({"capacity"})), "acknowledged, but the board still holds 40", []),
    ],
)
def test_after_a_write_that_is_not_taken_the_ones_before_it_are_taken_back(
    tmp_path: Path, quirks: Quirks, reason: str, asked_why: list[str]
) -> None:
    site = Site(tmp_path, create(cells=15), PACK)
    site.simulation.board.quirks = quirks
    ran = site.run()
    assert ran.verdict(STEP) == "fail"
    assert reason in ran.reason(STEP)
    assert site.written() == ["preset", "cell_count", "capacity", "cell_count", *asked_why]
    assert site.settings()["cell_count"] == 16
    assert [write.outcome for write in ran.state.writes.values()][:4] == [
        Outcome.VERIFIED, Outcome.VERIFIED, Outcome.REFUSED, Outcome.VERIFIED,
    ]  # fmt: skip


def test_a_board_that_keeps_another_value_fails_and_names_it(tmp_path: Path) -> None:
    site = Site(tmp_path, create("wrong-cell-count", cells=15), PACK)
    ran = site.run()
    assert ran.verdict(STEP) == "fail"
    assert "still holds 14" in ran.reason(STEP)
    held = ran.state.last_settings["cell_count"].value
    assert held == site.settings()["cell_count"]


def test_a_setting_that_the_firmware_does_not_have_is_not_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readings, "SUPPORTED", readings.SUPPORTED - {0x18})  # Charge UTP
    site = Site(tmp_path, checklist=COLD)
    ran = site.run()
    assert ran.verdict("cold-charge") == "fail"
    assert "says that it does not have it" in ran.reason("cold-charge")
    assert site.written() == ["preset"]


def test_a_setting_that_these_cells_do_not_bear_is_not_sent(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=altered(COLD, "cold-charge", set={"cell_ovp": Decimal("3.9")}))
    ran = site.run()
    assert ran.verdict("cold-charge") == "fail"
    assert "outside what these cells bear: 3.45 to 3.65 V" in ran.reason("cold-charge")
    assert site.written() == ["preset"]


def test_settings_that_move_while_the_person_reads_are_not_written_over(tmp_path: Path) -> None:
    site = Site(tmp_path, create(cells=15), PACK)

    def moved() -> str:
        site.simulation.board.set("capacity", Decimal(99))
        return ""

    ran = site.run({"review": moved})
    assert ran.verdict(STEP) == "not taken"
    assert "is no longer 40" in ran.reason(STEP)
    assert site.written() == ["preset"]


@pytest.mark.parametrize("chemistry", ["li_ion", "lto"])
def test_a_rule_of_another_chemistry_is_not_applicable(
    tmp_path: Path, chemistry: Chemistry
) -> None:
    ran = Site(tmp_path, create(chemistry=chemistry), COLD).run()
    assert ran.verdict("cold-charge") == "not applicable"
    assert ran.ended


def test_label_board_and_cells_stand_beside_each_other(tmp_path: Path) -> None:
    ran = Site(tmp_path, create(cells=15), PACK).run()
    views = [view for view in ran.person.views if isinstance(view, StepView) and view.step == STEP]
    facts = [figure for view in views for figure in view.figures if isinstance(figure, Facts)]
    rows = {str(row.label): str(row.value) for row in facts[0].rows}
    assert rows == {
        "Cell Count": "label 15, board now 16",
        "Battery Capacity (Ah)": "label 280.000 Ah, board now 40.000 Ah",
        "Cells seen": "15",
    }
    lines = [str(line) for line in views[-1].lines]
    assert "Cell Count: label 15, board now 16" in lines
    assert "The board sees 15 cells." in lines


def test_a_count_that_the_cells_contradict_is_not_written(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=PACK)
    ran = site.run({"cells": "15"})
    assert ran.verdict(STEP) == "fail"
    assert "The board sees 16 cells, 15 were entered: nothing was sent." in ran.reason(STEP)
    assert site.written() == ["preset"]


def test_a_rule_that_the_cells_do_not_need_is_not_applicable(tmp_path: Path) -> None:
    ran = Site(tmp_path, checklist=COLD).run({"cold_rated": "yes"})
    assert ran.verdict("cold-charge") == "not applicable"
    assert "not rated for frost" in ran.reason("cold-charge")
