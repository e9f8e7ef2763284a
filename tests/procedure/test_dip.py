"""The address by DIP switches: drawn, set, and verified by who answers or is heard."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.procedure.support import Ran, Site, altered, only
from tests.procedure.test_session import Keys
from wizard.procedure.checklist import Checklist
from wizard.procedure.figures import Dip
from wizard.procedure.interrupts import Interrupt
from wizard.procedure.views import StepView
from wizard.simulator.create import create
from wizard.simulator.hands import Hands

LAST = ("adapter", "connect", "dip")
NO_AUDIT = altered(only(*LAST), "dip", needs=())
AUDITED = only(
    "adapter", "connect", "cells-visible", "chemistry-preset", "pack-settings", "controls",
    "final-audit", "dip",
)  # fmt: skip


def at(
    folder: Path, address: int, given: dict[str, str] | None = None, fault: str | None = None,
    checklist: Checklist = NO_AUDIT,
) -> Ran:  # fmt: skip
    site = Site(folder, create(fault), checklist)
    return site.run({"dip.address": str(address), **(given or {})})


@pytest.mark.parametrize("address", [2, 7, 15])
def test_a_slave_passes_when_it_answers_at_its_new_address(tmp_path: Path, address: int) -> None:
    ran = at(tmp_path, address)
    assert ran.verdict("dip") == "pass"
    assert ran.observed("dip", "address") == f"{address}, 50410000001"
    assert ran.measured("dip")["stored-address"] == "pass"
    drawn = [view for view in ran.person.views if isinstance(view, StepView)]
    assert Dip(address) in [figure for view in drawn for figure in view.figures]


def test_a_stored_address_that_is_not_that_of_the_switches_is_marginal(tmp_path: Path) -> None:
    site = Site(tmp_path, create(), NO_AUDIT)

    def restarted() -> str:
        hands = Hands(site.simulation)
        hands.dip(7)
        hands.switch_off()
        hands.switch_on()
        site.simulation.board.set("device_address", Decimal(5))
        return ""

    ran = site.run({"dip.address": "7", "dip.statement-2": restarted})
    assert ran.measured("dip")["stored-address"] == "marginal"
    assert ran.verdict("dip") == "marginal"
    assert "The switches say 7" in ran.reason("dip")


def test_a_master_passes_when_it_is_heard_with_this_board_s_settings(tmp_path: Path) -> None:
    ran = at(tmp_path, 0, checklist=AUDITED)
    assert ran.verdict("final-audit") == "pass"
    assert ran.verdict("dip") == "pass"
    assert ran.observed("dip", "address") == "0, heard as master"


def test_the_address_0_waits_for_the_audit(tmp_path: Path) -> None:
    checklist = altered(only("adapter", "connect", "final-audit", "dip"), "final-audit", gate=False)
    ran = at(tmp_path, 0, {"not-passed": "on"}, checklist=checklist)
    assert ran.verdict("final-audit") == "fail"
    assert ran.verdict("dip") == "not taken"
    assert "takes no more questions" in ran.reason("dip")
    assert "statement-1" not in ran.person.keys[-2:]


def test_a_board_that_was_not_restarted_is_found_at_its_old_address(tmp_path: Path) -> None:
    ran = at(tmp_path, 6, fault="dip-dead")
    assert ran.verdict("dip") == "fail"
    assert "still answers at its old address" in ran.reason("dip")


def test_a_master_to_be_that_was_not_restarted_still_answers(tmp_path: Path) -> None:
    ran = at(tmp_path, 0, fault="dip-dead")
    assert ran.verdict("dip") == "fail"
    assert "still answers: it is no master yet" in ran.reason("dip")


@pytest.mark.parametrize(("meant", "set_to", "why"), [
    (1, 8, "counted from the wrong end"),
    (3, 12, "counted from the wrong end, or ON and OFF exchanged"),
    (2, 13, "ON and OFF were exchanged"),
    (9, 6, "ON and OFF were exchanged"),
])  # fmt: skip
def test_switches_that_were_misread_are_told_from_where_it_answers(
    tmp_path: Path, meant: int, set_to: int, why: str
) -> None:
    simulation = create(units=(7,))
    site = Site(tmp_path, simulation, NO_AUDIT, address=7)
    hands = Hands(simulation)

    def misread() -> str:
        hands.dip(set_to)
        hands.switch_off()
        hands.switch_on()
        return ""

    ran = site.run({"dip.address": str(meant), "dip.statement-2": misread})
    assert ran.verdict("dip") == "fail"
    assert f"It answers at {set_to}" in ran.reason("dip")
    assert why in ran.reason("dip")


def test_another_board_at_the_address_is_not_taken_for_this_one(tmp_path: Path) -> None:
    simulation = create(units=(1, 4))
    site = Site(tmp_path, simulation, NO_AUDIT)
    ran = site.run({"dip.address": "4", "dip.statement-1": "", "dip.statement-2": ""})
    assert ran.verdict("dip") == "fail"
    assert "At 4 answers 50410000004, not 50410000001" in ran.reason("dip")


def test_a_dark_board_is_nowhere(tmp_path: Path) -> None:
    simulation = create()
    site = Site(tmp_path, simulation, NO_AUDIT)

    def off() -> str:
        Hands(simulation).switch_off()
        return ""

    ran = site.run({"dip.address": "3", "dip.statement-2": off})
    assert "Nobody answers at 3" in ran.reason("dip")
    ran = site.run({"dip.address": "0", "dip.statement-2": off, "recovery": "leave"})
    assert ran.verdict("dip") != "pass"


def test_another_pack_s_master_is_not_taken_for_this_board(tmp_path: Path) -> None:
    simulation = create(master=True)
    site = Site(tmp_path, simulation, AUDITED)
    ran = site.run({"dip.address": "0", "dip.statement-1": "", "dip.statement-2": ""})
    assert ran.verdict("dip") == "fail"
    assert "other settings than this board" in ran.reason("dip")


def test_on_rs485_1_the_adapter_is_moved_before_a_master_is_listened_for(tmp_path: Path) -> None:
    ran = at(tmp_path, 0, {"adapter_port": "rs485-1"})
    asked = [str(question.prompt) for _, question in ran.person.asked]
    assert any("RS485-2 now" in prompt for prompt in asked)


def test_the_steps_after_it_talk_to_the_board_at_its_new_address(tmp_path: Path) -> None:
    order = altered(only("adapter", "connect", "dip", "cells-visible"), "dip", needs=())
    last = [step for step in order.step if step.id == "cells-visible"]
    others = [step for step in order.step if step.id != "cells-visible"]
    moved = Checklist(order.id, 1, order.title, order.manual, order.families, (*others, *last))
    ran = at(tmp_path, 9, checklist=moved)
    assert ran.verdict("cells-visible") == "pass"


def test_the_record_knows_the_new_address_for_whoever_resumes(tmp_path: Path) -> None:
    ran = at(tmp_path, 9)
    assert ran.state.links[-1] == "demo:?address=9"


def test_with_a_master_that_takes_no_questions_the_rest_can_be_done_later(tmp_path: Path) -> None:
    steps = altered(only(*LAST, "hand-over"), "dip", needs=())
    site = Site(tmp_path, create(), steps)
    left = Keys(Interrupt.QUIT).at(site, "hand-over.statement-2", "", {"dip.address": "0"})
    assert left.verdict("dip") == "pass"
    ran = site.run({"recovery": "on"})
    assert ran.ended
    assert ran.verdict("hand-over") == "pass"
    assert any("without the board" in str(note.note) for note in ran.state.notes)
