"""Every step of the checklist can fail, and a test shows how."""

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.procedure.support import SHIPPED, Ran, Site, only
from wizard.procedure.checklist import Confirm, Form
from wizard.procedure.questions import Choice
from wizard.simulator.create import create

HERE = Path(__file__).parent
LAST = "hand-over"

SHOWN = {
    "particulars": "test_meter_steps.py::test_the_family_bounds_the_number_of_cells",
    "pack-limits": "test_form.py::test_a_figure_that_cannot_be_is_refused",
    "supply": "test_supply.py::test_the_end_that_does_not_fit_is_named_with_what_to_do",
    "condition": "test_confirm.py::"
    "test_the_first_statement_that_is_not_so_ends_the_step_and_is_the_reason",
    "cells-alike": "test_meter_steps.py::test_a_spread_that_fails_names_value_and_limit",
    "probes-placed": "test_failing.py::test_a_statement_that_is_not_so_holds_the_gate",
    "harness-3": "test_failing.py::test_a_form_takes_only_an_answer_that_can_be",
    "fifth-wire": "test_failing.py::test_a_statement_that_is_not_so_holds_the_gate",
    "unused-wires": "test_failing.py::test_a_statement_that_is_not_so_holds_the_gate",
    "harness-steps": "test_meter_steps.py::test_a_wiring_fault_is_named_with_its_cell",
    "interface-board": "test_failing.py::test_a_statement_that_is_not_so_holds_the_gate",
    "display": "test_form.py::test_an_answer_that_stops_says_why",
    "battery-cables": "test_form.py::test_a_figure_beyond_its_limit_says_what_to_do",
    "power-cables": "test_failing.py::test_a_statement_that_is_not_so_holds_the_gate",
    "plugs-in": "test_failing.py::test_a_statement_that_is_not_so_holds_the_gate",
    "p-minus-off": "test_p_minus.py::test_shorted_mos_are_found_while_the_board_is_off",
    "wake": "test_failing.py::test_a_statement_that_is_not_so_holds_the_gate",
    "p-minus-on": "test_p_minus.py::test_each_wrong_voltage_is_told_by_what_it_looks_like",
    "adapter": "test_form.py::test_an_answer_that_stops_says_why",
    "connect": "test_board_steps.py::"
    "test_a_board_that_never_answers_is_not_taken_and_says_what_to_look_at",
    "cells-visible": "test_board_steps.py::test_a_cell_that_is_not_seen_is_named",
    "probes": "test_probes.py::test_a_probe_that_is_missing_is_named_with_what_to_do",
    "passwords": "test_passwords.py::"
    "test_another_password_than_the_board_s_would_lock_the_customer_out",
    "chemistry-preset": "test_preset.py::"
    "test_an_ignored_preset_fails_and_says_what_the_board_holds",
    "pack-settings": "test_settings.py::test_a_board_that_keeps_another_value_fails_and_names_it",
    "balance": "test_wanted.py::test_an_answer_that_no_band_has_a_value_for_sends_nothing",
    "cold-charge": "test_settings.py::test_what_is_declined_is_not_sent",
    "currents": "test_wanted.py::test_no_current_above_pack_or_board_is_taken",
    "advanced": "test_advanced.py::test_a_broken_order_fails_and_is_named",
    "voltage-calibration": "test_voltage_calibration.py::"
    "test_far_off_is_refused_and_names_where_to_look",
    "current-calibration": "test_current_calibration.py::"
    "test_a_calibration_that_moves_nothing_fails_and_the_old_value_is_sent_once",
    "controls": "test_wanted.py::test_emergency_fails_with_the_way_out_of_it_and_is_never_written",
    "protection-over-voltage": "test_protection.py::"
    "test_a_protection_that_does_not_do_its_work_fails_and_its_limits_are_back",
    "protection-under-voltage": "test_protection_under.py::"
    "test_a_protection_that_does_not_do_its_work_fails_and_its_limits_are_back",
    "real-over-voltage": "test_real_limit.py::"
    "test_a_board_that_does_not_cut_off_is_stopped_by_hand",
    "real-under-voltage": "test_real_limit.py::"
    "test_a_cell_below_uvp_without_a_cut_off_is_stopped_by_hand",
    "inverter": "test_failing.py::test_a_form_takes_only_an_answer_that_can_be",
    "inverter-protocol": "test_inverter.py::"
    "test_by_number_only_what_the_board_offers_can_be_chosen",
    "final-audit": "test_audit.py::test_a_broken_order_is_named",
    "inverter-cable": "test_inverter.py::test_a_cable_that_is_not_so_fails_its_step",
    "inverter-joined": "test_failing.py::test_a_statement_that_is_not_so_holds_the_gate",
    "inverter-set": "test_inverter.py::test_what_is_not_set_at_the_inverter_fails_by_its_name",
    "inverter-shows": "test_inverter.py::test_an_inverter_that_shows_another_battery_fails",
    "inverter-pulled": "test_inverter_pulled.py::test_what_must_stop_and_does_not_fails",
    "dip": "test_dip.py::test_a_board_that_was_not_restarted_is_found_at_its_old_address",
    "hand-over": "test_confirm.py::test_no_point_is_noted_where_a_statement_is_not_so",
}


def test_every_step_has_a_test_of_its_failure() -> None:
    assert list(SHOWN) == [step.id for step in SHIPPED.step]


@pytest.mark.parametrize("step", SHOWN)
def test_the_test_is_there_and_is_about_this_step(step: str) -> None:
    file, _, name = SHOWN[step].partition("::")
    assert name in functions(file)
    assert step in strings(file) | strings("support_protection.py")


@cache
def tree(file: str) -> ast.Module:
    return ast.parse((HERE / file).read_text("utf-8"))


def functions(file: str) -> set[str]:
    return {node.name for node in tree(file).body if isinstance(node, ast.FunctionDef)}


def strings(file: str) -> set[str]:
    """Every string of a file, and the parts of those that name a step and a key."""
    found = {node.value for node in ast.walk(tree(file)) if isinstance(node, ast.Constant)}
    return {part for each in found if isinstance(each, str) for part in (each, each.split(".")[0])}


# ---- statements and answers


def ran_with(folder: Path, step: str, key: str, answer: str) -> Ran:
    """A step, the forms that call for it, and the last step of all; one answer is given."""
    site = Site(folder, create(cells=15), only("harness-3", "inverter", step, LAST))
    return site.run({"harness_3": "five", "inverter_bus": "can", f"{step}.{key}": answer})


STATEMENTS = [
    (step.id, number)
    for step in SHIPPED.step
    if isinstance(step, Confirm) and step.id != LAST
    for number in range(1, len(step.statements) + 1)
]


@pytest.mark.parametrize(("step", "number"), STATEMENTS)
def test_a_statement_that_is_not_so_holds_the_gate(tmp_path: Path, step: str, number: int) -> None:
    ran = ran_with(tmp_path, step, f"statement-{number}", "n")
    assert ran.verdict(step) == "fail"
    (shown,) = (each for each in SHIPPED.step if each.id == step)
    assert isinstance(shown, Confirm)
    assert shown.statements[number - 1] in ran.reason(step)
    asked = ran.person.question("not-passed")
    assert isinstance(asked, Choice)
    assert [option.key for option in asked.options] == ["again", "leave"]
    assert (ran.ended, ran.step(LAST).attempts) == (False, 0)


IMPOSSIBLE = {
    "particulars": ("technician", " "),
    "pack-limits": ("charge_most", "0"),
    "harness-3": ("harness_3", "3"),
    "display": ("display", "0"),
    "battery-cables": ("cable_cm", "0"),
    "adapter": ("adapter_port", "can"),
    "inverter": ("inverter_bus", "4"),
}


def test_every_form_is_in_the_table() -> None:
    assert list(IMPOSSIBLE) == [step.id for step in SHIPPED.step if isinstance(step, Form)]


@pytest.mark.parametrize("step", IMPOSSIBLE)
def test_a_form_takes_only_an_answer_that_can_be(tmp_path: Path, step: str) -> None:
    key, answer = IMPOSSIBLE[step]
    ran = Site(tmp_path, checklist=only(step, LAST)).run({f"{step}.{key}": answer})
    assert ran.verdict(step) == "open"
    assert (len(ran.person.refusals), ran.step(LAST).attempts) == (1, 0)
