"""Every step that only the other checklists have can fail, and says what to do."""

from decimal import Decimal
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

from tests.procedure.support import SHIPPED, Ran
from tests.procedure.support_packs import only_of, practised, shipped
from wizard.procedure.checklist import Confirm
from wizard.procedure.questions import Choice

NAMES = ("b2a8s20p", "pack-16kwh", "pack-dy-n8s24280a", "generic")
LAST = "hand-over"
OF_ALL = {step.id for step in SHIPPED.step}
NEW = {
    "board-variant", "sense-wires", "wake-charger", "label", "extinguisher", "air-switch",
    "pack-off", "pack-on", "terminal-voltage", "pack-specification", "uart-plug",
}  # fmt: skip
CALLED_FOR = {"wake": "switch"}


def test_these_are_the_steps_that_inverter_bms_has_not() -> None:
    assert {step.id for name in NAMES for step in shipped(name).step} - OF_ALL == NEW


def test_a_step_of_the_same_id_is_of_the_same_kind() -> None:
    kinds = {step.id: type(step) for step in SHIPPED.step}
    for name in NAMES:
        for step in shipped(name).step:
            assert kinds.setdefault(step.id, type(step)) is type(step), step.id


def ran_with(folder: Path, name: str, step: str, key: str, answer: str) -> Ran:
    """A step with what calls for it and the last step of all; one answer is given."""
    called = {
        "harness_3": "five",
        "inverter_bus": "can",
        "wake_by": CALLED_FOR.get(step, "charger"),
    }
    checklist = only_of(name, "board-variant", "harness-3", "inverter", step, LAST)
    fewer = step == "unused-wires" and name == "b2a8s20p"
    site = practised(folder, checklist, cells=7 if fewer else None)
    return site.run({**called, f"{step}.{key}": answer})


def statements() -> list[ParameterSet]:
    return [
        pytest.param(
            name, step.id, number, id=f"{name}-{step.id}-{number}",
            marks=() if step.id in NEW and name != "generic" else pytest.mark.exhaustive,
        )
        for name in NAMES
        for step in shipped(name).step
        if isinstance(step, Confirm) and step.id not in {LAST, "uart-plug"}  # no UART here
        for number in range(1, len(step.statements) + 1)
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "step", "number"), statements())
def test_a_statement_that_is_not_so_holds_the_gate(
    tmp_path: Path, name: str, step: str, number: int
) -> None:
    ran = ran_with(tmp_path, name, step, f"statement-{number}", "n")
    assert ran.verdict(step) == "fail"
    (shown,) = (each for each in shipped(name).step if each.id == step)
    assert isinstance(shown, Confirm)
    assert shown.statements[number - 1] in ran.reason(step)
    asked = ran.person.question("not-passed")
    assert isinstance(asked, Choice)
    assert [option.key for option in asked.options] == ["again", "leave"]
    assert (ran.ended, ran.step(LAST).attempts) == (False, 0)


@pytest.mark.parametrize(
    ("name", "step", "key", "answer", "said"),
    [
        ("b2a8s20p", "board-variant", "wake_by", "none", "get a charger of at least 5 V above"),
        ("generic", "board-variant", "wake_by", "none", "Nothing wakes this board"),
        ("pack-16kwh", "label", "label_volts", "other", "take `generic`"),
        ("pack-dy-n8s24280a", "label", "label_volts", "other", "for the pack of 25.6 V"),
        ("pack-16kwh", "pack-off", "terminals-dead", "51.2", "a MOS is broken, or the pack is on"),
        ("pack-dy-n8s24280a", "pack-off", "terminals-dead", "26", "send it back"),
        ("pack-16kwh", "terminal-voltage", "terminals-live", "39.9", "look at air switch"),
        ("pack-16kwh", "terminal-voltage", "terminals-live", "58.5", "look at air switch"),
        ("pack-dy-n8s24280a", "terminal-voltage", "terminals-live", "20.7", "below 20.8 V"),
    ],
)
def test_an_answer_that_stops_says_why(  # noqa: PLR0913  a row of a table
    tmp_path: Path, name: str, step: str, key: str, answer: str, said: str
) -> None:
    ran = ran_with(tmp_path, name, step, key, answer)
    assert ran.verdict(step) == "fail"
    assert said in ran.reason(step)


@pytest.mark.parametrize(
    ("name", "key", "value"),
    [("pack-16kwh", "charge_otp", "70"), ("pack-dy-n8s24280a", "cell_uvp", "2.55")],
)
def test_a_limit_of_the_pack_that_is_declined_holds_the_gate(
    tmp_path: Path, name: str, key: str, value: str
) -> None:
    site = practised(tmp_path, only_of(name, "pack-specification", LAST))
    site.simulation.board.set(key, Decimal(value))
    ran = site.run({"review": "n"})
    assert ran.verdict("pack-specification") == "not taken"
    assert (site.settings()[key], ran.step(LAST).attempts) == (Decimal(value), 0)


@pytest.mark.parametrize(
    ("name", "key", "answer"),
    [
        ("b2a8s20p", "chemistry", "lto"),
        ("b2a8s20p", "cells", "9"),
        ("b2a8s20p", "cells", "3"),
        ("pack-16kwh", "chemistry", "li_ion"),
        ("pack-16kwh", "cells", "15"),
        ("pack-16kwh", "capacity", "280"),
        ("pack-16kwh", "charge_most", "161"),
        ("pack-dy-n8s24280a", "cells", "16"),
        ("pack-dy-n8s24280a", "capacity", "320"),
        ("pack-dy-n8s24280a", "discharge_most", "201"),
    ],
)
def test_what_board_or_pack_is_not_for_is_refused_before_anything_is_wired(
    tmp_path: Path, name: str, key: str, answer: str
) -> None:
    ran = practised(tmp_path, only_of(name, "pack-limits", LAST)).run({key: answer})
    assert (len(ran.person.refusals), ran.step(LAST).attempts) == (1, 0)


def test_why_lto_is_not_offered_is_said(tmp_path: Path) -> None:
    ran = practised(tmp_path, only_of("b2a8s20p", LAST)).run()
    asked = ran.person.question("chemistry")
    assert isinstance(asked, Choice)
    assert [option.key for option in asked.options] == ["li_ion", "lifepo4"]
    assert "LTO. The maker does not support LTO cells on these boards" in str(asked.hint)


def test_the_hand_over_leaves_the_three_months_open(tmp_path: Path) -> None:
    ran = practised(tmp_path, only_of("pack-dy-n8s24280a", LAST)).run()
    assert any("every three months" in str(point) for point in ran.state.open_points)
