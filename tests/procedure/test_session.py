"""A session: forwards, back, again, out; what rests on what; who may not be hurried."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from tests.boards.tap import Tap
from tests.procedure.support import SILENT, Given, Ran, Site, altered, only
from wizard.links.memory import MemoryLink
from wizard.procedure.interrupts import Interrupt
from wizard.procedure.questions import Choice
from wizard.procedure.session import Session
from wizard.procedure.views import Rail, TopLine
from wizard.record.events import (
    Left,
    Outcome,
    StepInterrupted,
    StepStarted,
    WentStale,
    WriteIntended,
    WriteSettled,
)
from wizard.record.journal import read
from wizard.simulator.create import create

METER = only("cells-alike", "harness-steps", "plugs-in")


class Keys:
    """Keys that a person presses when a question comes, before answering it."""

    def __init__(self, *reasons: Interrupt, then: str = SILENT) -> None:
        self._left = list(reasons)
        self._then = then
        self._usual: str | None = None
        self.session: Session | None = None

    def press(self) -> str:
        if not self._left:
            return self._usual or ""
        for why in self._left:
            assert self.session is not None
            self.session.interrupt(why)
        self._left.clear()
        return self._then

    def at(self, site: Site, key: str, usual: str, given: Given | None = None) -> Ran:
        self._usual = usual
        return site.run({key: self.press, **(given or {})}, before=self.listen)

    def listen(self, session: Session) -> None:
        self.session = session


def started(ran: Ran) -> list[str]:
    return [event.step for event in read(ran.journal).events if isinstance(event, StepStarted)]


def stale(ran: Ran) -> list[tuple[str, str]]:
    return [
        (event.step, event.because)
        for event in read(ran.journal).events
        if isinstance(event, WentStale)
    ]


def test_steps_run_in_the_order_of_the_checklist(tmp_path: Path) -> None:
    ran = Site(tmp_path).run()
    assert started(ran) == [step.id for step in Site(tmp_path).checklist.step]
    assert ran.ended


def test_back_leads_to_the_step_before_with_its_answers_as_proposals(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=METER)
    ran = Keys(Interrupt.BACK).at(site, "highest-cell", "3.302")
    assert started(ran) == [
        "particulars", "cells-alike", "particulars", "cells-alike", "harness-steps", "plugs-in",
    ]  # fmt: skip
    proposals = [question.proposal for _, question in ran.person.asked if question.key == "site"]
    assert proposals == ["", "Demo cellar"]
    assert ran.ended


def test_back_from_the_first_step_is_the_first_step(tmp_path: Path) -> None:
    ran = Keys(Interrupt.BACK).at(Site(tmp_path, checklist=METER), "site", "here")
    assert started(ran)[:2] == ["particulars", "particulars"]
    assert ran.ended


def test_repeat_takes_the_step_from_its_beginning(tmp_path: Path) -> None:
    ran = Keys(Interrupt.REPEAT).at(Site(tmp_path, checklist=METER), "lowest-cell", "3.298")
    assert [key for key in ran.person.keys if key.endswith("-cell")] == [
        "highest-cell", "lowest-cell", "highest-cell", "lowest-cell",
    ]  # fmt: skip


def test_consent_is_never_proposed(tmp_path: Path) -> None:
    typed = {"statement-1": "y"}
    ran = Keys(Interrupt.REPEAT).at(Site(tmp_path, checklist=METER), "statement-3", "", typed)
    asked = [question for _, question in ran.person.asked if question.key == "statement-1"]
    assert [question.proposal for question in asked] == ["", ""]


def test_a_gate_that_failed_has_no_way_round(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=METER)
    ran = site.run({"lowest-cell": ["3.0", "3.298"], "not-passed": ["again"]})
    asked = ran.person.question("not-passed")
    assert isinstance(asked, Choice)
    assert [option.key for option in asked.options] == ["again", "leave"]
    assert started(ran).count("cells-alike") == 2
    assert ran.ended


def test_a_gate_cannot_be_talked_round_by_an_answer_that_was_not_offered(tmp_path: Path) -> None:
    ran = Site(tmp_path, checklist=METER).run({"lowest-cell": "3.0", "not-passed": "on"})
    assert not ran.ended
    assert "harness-steps" not in started(ran)


def test_going_back_does_not_open_a_gate(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=METER)
    keys = Keys(Interrupt.BACK)
    ran = keys.at(site, "not-passed", "leave", {"lowest-cell": "3.0"})
    assert started(ran) == ["particulars", "cells-alike", "particulars", "cells-alike"]


def test_a_step_that_is_no_gate_may_fail_and_be_named(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=altered(METER, "cells-alike", gate=False))
    ran = site.run({"lowest-cell": "3.0", "not-passed": "on"})
    assert ran.verdict("cells-alike") == "fail"
    assert ran.ended


def test_leaving_is_recorded_and_can_be_taken_up(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=METER)
    ran = Keys(Interrupt.QUIT).at(site, "wire-3", "")
    assert not ran.ended
    assert [e.why for e in read(ran.journal).events if isinstance(e, Left)] == ["quit"]
    assert site.run().ended


def test_the_stronger_reason_replaces_the_weaker_and_none_is_lost(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=METER)
    ran = Keys(Interrupt.BACK, Interrupt.QUIT).at(site, "lowest-cell", "3.298")
    why = [event.why for event in read(ran.journal).events if isinstance(event, StepInterrupted)]
    assert (why, ran.ended) == (["quit"], False)


def test_a_weaker_reason_does_not_replace_a_stronger(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=METER)
    ran = Keys(Interrupt.QUIT, Interrupt.BACK).at(site, "lowest-cell", "3.298")
    assert not ran.ended


def test_an_interrupt_while_no_step_runs_holds_for_the_next(tmp_path: Path) -> None:
    def early(session: Session) -> None:
        session.interrupt(Interrupt.QUIT)

    ran = Site(tmp_path, checklist=METER).run(before=early)
    assert not ran.ended
    assert ran.person.keys == []


def test_an_interrupt_beside_an_answer_is_not_lost(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=METER)
    ran = Keys(Interrupt.QUIT, then="3.302").at(site, "highest-cell", "3.302")
    assert not ran.ended


@pytest.mark.parametrize("why", [Interrupt.BACK, Interrupt.REPEAT, Interrupt.QUIT])
def test_a_write_under_way_is_finished_before_anybody_leaves(
    tmp_path: Path, why: Interrupt
) -> None:
    site = Site(tmp_path, create(cells=15), only("chemistry-preset", "pack-settings"))
    keys = Keys(why)
    take = site.simulation.board.take
    pressed: list[Callable[[], str]] = [keys.press]

    def heard(key: str, value: Decimal) -> None:
        take(key, value)
        if key == "cell_count" and pressed:
            pressed.pop()()

    site.simulation.board.take = heard
    ran = site.run(before=keys.listen)
    events = read(ran.journal).events
    at = next(n for n, event in enumerate(events) if isinstance(event, WriteIntended))
    settled = events[at + 1]
    assert isinstance(settled, WriteSettled)
    assert settled.outcome is Outcome.VERIFIED
    assert isinstance(events[at + 2], StepInterrupted)
    assert ran.ended is (why is not Interrupt.QUIT)


def test_an_answer_to_a_question_that_is_no_longer_open_is_dropped(tmp_path: Path) -> None:
    keys = Keys()

    def late() -> str:
        assert keys.session is not None
        for ticket in range(1, 12):
            keys.session.answer(ticket, "9.999")
        return "3.298"

    ran = Site(tmp_path, checklist=METER).run({"lowest-cell": late}, before=keys.listen)
    assert ran.step("cells-alike").answers == {"highest-cell": "3.302", "lowest-cell": "3.298"}


def test_the_rail_shows_every_step_with_its_verdict(tmp_path: Path) -> None:
    ran = Site(tmp_path, create("uneven-cells"), METER).run()
    rail = [view for view in ran.person.views if isinstance(view, Rail)][-1]
    assert [entry.verdict.value if entry.verdict else "" for entry in rail.entries] == [
        "pass", "fail", "", "",
    ]  # fmt: skip


def test_the_top_line_tells_site_pack_board_and_that_it_is_simulated(tmp_path: Path) -> None:
    ran = Site(tmp_path, checklist=only("connect")).run()
    top = [view for view in ran.person.views if isinstance(view, TopLine)][-1]
    assert top.site == "Demo cellar, pack 1"
    assert str(top.board) == "JK_PB2A16S20P 15.41"
    assert top.simulated


def test_a_reading_of_an_attempt_that_failed_is_not_one_enter_away(tmp_path: Path) -> None:
    """A wide spread, measured again: the meter is read anew, not the old value taken."""
    site = Site(tmp_path, checklist=only("cells-alike"))
    ran = site.run({"highest-cell": ["3.500", "3.302"], "not-passed": ["again"]})
    asked = [question for _, question in ran.person.asked if question.key == "highest-cell"]
    assert [question.proposal for question in asked] == ["", ""]
    assert ran.verdict("cells-alike") == "pass"


@pytest.mark.parametrize("given", [{}, {"hand-over.statement-1": "n", "not-passed": "leave"}])
def test_the_line_is_let_go_of_at_the_end(tmp_path: Path, given: Given) -> None:
    site = Site(tmp_path, checklist=only("connect", "hand-over"))
    tap = Tap(site.simulation.line)
    site.link = MemoryLink("demo:", tap)
    ran = site.run(given)
    assert tap.requests
    assert ran.ended is not bool(given)
    assert not tap.plugged_in
