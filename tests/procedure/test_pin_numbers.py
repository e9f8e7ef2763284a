"""A plug whose pins are numbered, a board of which only the label tells, a form that asks less."""

from pathlib import Path

import pytest

from tests.procedure.support import Ran
from tests.procedure.support_packs import only_of, practised
from wizard.procedure.drawing import plug_lines
from wizard.procedure.figures import Facts, Pin, Plugs
from wizard.procedure.pen import Pen
from wizard.procedure.questions import Number
from wizard.procedure.views import StepView

NAME = "b2a8s20p"


def measured(folder: Path, cells: int = 8, plus: str | None = None) -> Ran:
    given = {} if plus is None else {"plus-wire": plus}
    return practised(folder, only_of(NAME, "harness-steps"), cells=cells).run(given)


def figures(ran: Ran) -> list[object]:
    views = [view for view in ran.person.views if isinstance(view, StepView)]
    return [figure for view in views for figure in view.figures]


def test_each_wire_is_asked_by_its_pin(tmp_path: Path) -> None:
    ran = measured(tmp_path, cells=4)
    assert ran.verdict("harness-steps") == "pass"
    prompts = [str(ran.person.question(f"wire-{cell}").prompt) for cell in range(1, 5)]
    assert prompts == [
        f"Cell {cell}: pin {cell + 1} of plug P1. The black tip stays on its pin 1 (B-)."
        for cell in range(1, 5)
    ]
    assert "B+, pin 10 of plug P1" in str(ran.person.question("plus-wire").prompt)
    assert "wire-5" not in ran.person.keys


def test_the_plug_is_drawn_with_both_ends_of_the_pack(tmp_path: Path) -> None:
    drawn = [figure for figure in figures(measured(tmp_path, cells=4)) if isinstance(figure, Plugs)]
    (plug,) = drawn[-1].plugs
    assert plug.pins[1:5] == (Pin.GOOD,) * 4
    assert plug.pins[5:9] == (Pin.UNUSED,) * 4
    above, below = plug_lines(drawn[-1], Pen(80, ascii_only=False))
    assert below.split() == ["B-", *map(str, range(1, 9)), "B+"]
    assert len(above) <= 80


@pytest.mark.parametrize("found", ["23.100", "0.004", "-26.400"])
def test_a_plus_wire_that_is_not_at_the_packs_plus_is_found(tmp_path: Path, found: str) -> None:
    ran = measured(tmp_path, plus=found)
    assert ran.verdict("harness-steps") == "fail"
    assert "Do NOT plug in. B+ (pin 10 of plug P1) shows" in ran.reason("harness-steps")


def test_a_board_of_two_probes_is_asked_for_two(tmp_path: Path) -> None:
    ran = practised(tmp_path, only_of(NAME, "probes")).run()
    assert ran.verdict("probes") == "pass"
    taken = ran.measured("probes")
    assert [name for name in taken if name.startswith("temperature-")] == [
        "temperature-1",
        "temperature-2",
    ]


# ---- a board of which nothing but its label is known

OTHER = {
    "family": "other", "board_supply_low": "30", "board_supply_high": "100",
    "board_cells_low": "10", "board_cells_high": "24",
}  # fmt: skip
LABEL = {"board_current", "board_balance", "board_probes", *(set(OTHER) - {"family"})}


def generic(folder: Path, *steps: str, **given: str) -> Ran:
    return practised(folder, only_of("generic", *steps)).run({**OTHER, **given})


def test_only_a_board_that_no_manual_tells_of_is_asked_for_its_label(tmp_path: Path) -> None:
    known = practised(tmp_path / "known", only_of("generic")).run()
    assert not LABEL & set(known.person.keys)
    assert set(generic(tmp_path / "other").person.keys) >= LABEL


def test_the_label_bounds_cells_and_supply(tmp_path: Path) -> None:
    ran = generic(tmp_path, "supply")
    cells = ran.person.question("cells")
    assert isinstance(cells, Number)
    assert (cells.low, cells.high) == (10, 24)
    assert ran.verdict("supply") == "pass"


def test_a_supply_that_does_not_suit_is_refused(tmp_path: Path) -> None:
    ran = generic(tmp_path, "supply", board_supply_low="48")
    assert ran.verdict("supply") == "fail"
    assert "less than the 48 V that the board needs" in ran.reason("supply")


def test_without_a_drawing_the_wires_are_asked_by_their_cells(tmp_path: Path) -> None:
    ran = generic(tmp_path, "harness-steps")
    assert ran.verdict("harness-steps") == "pass"
    assert str(ran.person.question("wire-3").prompt) == (
        "Cell 3: the sense wire at its plus, counted from pack minus."
    )
    assert not [figure for figure in figures(ran) if isinstance(figure, Plugs)]


def test_a_board_of_a_known_family_is_not_taken_for_another(tmp_path: Path) -> None:
    ran = generic(tmp_path, "connect")
    assert ran.verdict("connect") == "fail"
    assert "is not a board of the family Another JK board" in ran.reason("connect")


@pytest.mark.parametrize(
    ("family", "rows"),
    [
        (
            "pb",
            {"Fed with": "20 to 70 V (PB 845)", "Cells": "Li-ion 7-16, LiFePO4 8-16, LTO 14-16"},
        ),
        ("b2a", {"Fed with": "10 to 40 V (B2A 418)", "LTO": "does not support LTO cells"}),
        ("other", {"Carries": "what its own label or data sheet says"}),
    ],
)
def test_what_a_family_carries_is_shown_when_it_is_chosen(
    tmp_path: Path, family: str, rows: dict[str, str]
) -> None:
    ran = practised(tmp_path, only_of("generic")).run({**OTHER, "family": family})
    shown = next(figure for figure in figures(ran) if isinstance(figure, Facts))
    told = {str(row.label): str(row.value) for row in shown.rows}
    assert all(words in told[label] for label, words in rows.items())
