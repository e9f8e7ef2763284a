"""A site: each pack by a session of its own, within the site's, alone at the line."""

import hashlib
from decimal import Decimal
from pathlib import Path

import pytest

from tests.procedure.support import SILENT, Given
from tests.procedure.support_site import SITE, STEPS, BankSite, SiteRan
from wizard import paths
from wizard.boards.far_end import Rs485FarEnd
from wizard.clock import JumpClock
from wizard.procedure.interrupts import Interrupt
from wizard.procedure.questions import Choice
from wizard.procedure.views import Rail, TopLine
from wizard.record import events
from wizard.record.journal import read
from wizard.record.recorder import Recorder
from wizard.simulator.bank import bank_of
from wizard.text import words

TESTED = ("pack-limits", *STEPS, "protection-over-voltage")
HAND_CHECK = "protection-over-voltage.hand-check"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where everything of the user lies."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def happened(session: str) -> tuple[events.Event, ...]:
    return read(paths.session(session) / paths.JOURNAL).events


def kinds(session: str) -> list[str]:
    return [str(type(event).__name__) for event in happened(session)]


def serial(number: int) -> str:
    return f"5041{number:07d}"


def limit(site: BankSite, number: int) -> Decimal:
    return site.bank.stations[number].board.setting("cell_ovp")


def said(ran: SiteRan) -> list[str]:
    return [reason.words for reason in ran.document.reasons]


def verdicts(ran: SiteRan) -> list[str]:
    return [pack.verdict for pack in ran.state.packs.values()]


# ---- packs in order


def test_each_pack_has_a_session_of_its_own_and_the_site_knows_what_it_came_to() -> None:
    site = BankSite(bank_of(3))
    ran = site.run()
    assert ran.ended, site.told
    assert verdicts(ran) == ["PASS"] * 3
    assert [pack.address for pack in ran.state.packs.values()] == [1, 2, 0]
    assert [pack.serial for pack in ran.state.packs.values()] == [serial(n) for n in (1, 2, 3)]
    assert len({pack.session for pack in ran.state.packs.values()} | {SITE}) == 4
    for pack in ran.state.packs.values():
        rows = (paths.session(pack.session) / paths.JOURNAL).read_bytes().splitlines()
        assert pack.head == hashlib.sha256(rows[-1]).hexdigest()
        assert (paths.reports() / f"{pack.session}-r1.html").exists()
    assert ran.document.verdict.value == "PASS"


def test_what_joins_the_inverter_is_not_taken_in_a_pack_s_own_session() -> None:
    site = BankSite()
    ran = site.run()
    judged = [
        event
        for event in happened(ran.pack(1).session)
        if isinstance(event, events.StepJudged) and event.step == "inverter-joined"
    ]
    assert [one.verdict.value for one in judged] == ["not applicable"]
    assert "all packs of the site" in str(judged[0].reason)


def test_what_the_site_knows_is_proposed_in_a_pack_s_session_and_left_to_the_person() -> None:
    ran = BankSite().run({"pack-2:technician": "Somebody else"})
    asked = [question for _, question in ran.person.asked]
    assert [each.proposal for each in asked if each.key == "technician"] == [
        "", "Demo Technician", "Demo Technician",
    ]  # fmt: skip
    assert [each.proposal for each in asked if each.key == "pack"] == ["Pack 1", "Pack 2"]
    assert [each.proposal for each in asked if each.key == "address"] == ["1", "0"]
    typed = [event for event in happened(ran.pack(2).session) if isinstance(event, events.Answered)]
    assert {event.answer for event in typed if event.key == "technician"} == {"Somebody else"}


def test_while_a_pack_is_taken_its_own_steps_are_in_the_rail_then_the_site_s_again() -> None:
    views = BankSite().run().person.views
    rails = [tuple(entry.id for entry in view.entries) for view in views if isinstance(view, Rail)]
    assert rails[0] == ("particulars", "site-plan", "site-packs")
    assert ("particulars", *STEPS) in {tuple(sorted(rail, key=rail.index)) for rail in rails}
    assert rails[-1] == rails[0]
    tops = [view.site for view in views if isinstance(view, TopLine)]
    assert "Demo cellar, Pack 1" in tops


def test_nothing_is_sent_on_the_line_before_the_person_says_that_the_pack_is_alone() -> None:
    site = BankSite()
    ran = site.run({"site-packs.statement-1-1": "n"})
    assert ran.person.keys[-1] == "pack-1-not-passed"
    assert "PackBegun" not in kinds(SITE)
    assert ran.pack(1).session == ""
    assert "alone at the line" in words(ran.person.asked[-1][1].prompt)


# ---- the plan


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"address-1": ["0"]}, "0 goes to the last pack, 2"),
        ({"address-2": ["4"]}, "One pack has to be the master at 0"),
    ],
)
def test_an_address_that_cannot_work_is_refused_with_its_reason(given: Given, why: str) -> None:
    ran = BankSite().run(given)
    notices = [str(getattr(view, "what", "")) for view in ran.person.views]
    assert any(why in notice for notice in notices)
    assert [pack.plan.address for pack in ran.state.packs.values()] == [1, 0]


def test_two_packs_never_get_one_address() -> None:
    ran = BankSite(bank_of(3)).run({"address-1": ["5"], "address-2": ["5"]})
    notices = [str(getattr(view, "what", "")) for view in ran.person.views]
    assert any("Pack 1 has 5 already" in notice for notice in notices)
    assert [pack.plan.address for pack in ran.state.packs.values()] == [5, 1, 0]


@pytest.mark.parametrize("typed", ["1", "17"])
def test_a_site_has_two_to_sixteen_packs(typed: str) -> None:
    ran = BankSite().run({"packs": typed})
    assert "2 to 16" in str(ran.person.refusals[0])


def test_a_site_is_not_taken_over_a_link_that_leads_to_one_board(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Rs485FarEnd, "wired", False)
    ran = BankSite().run({"not-passed": "leave"})
    assert ran.verdict("site-plan") == "not taken"
    assert "over RS485" in ran.reason("site-plan")


# ---- a pack that does not pass


def test_a_pack_that_waits_for_later_lets_the_next_one_go_and_the_site_waits_for_it() -> None:
    site = BankSite()
    no = {"pack-1:not-passed": "leave", "pack-1:preset-word": ""}
    ran = site.run({**no, "pack-1-not-passed": "later", "not-passed": "leave"})
    assert verdicts(ran) == ["INCOMPLETE", "PASS"]
    assert ran.verdict("site-packs") == "not taken"
    assert not ran.ended
    assert any(reason.startswith("Pack 1, Pack 1: INCOMPLETE, by its own") for reason in said(ran))
    again = site.run()
    assert again.ended
    assert verdicts(again) == ["PASS", "PASS"]
    assert again.pack(1).session == ran.pack(1).session


def test_who_leaves_a_pack_and_the_site_takes_up_that_pack_first() -> None:
    site = BankSite(bank_of(3))
    left = site.run({"pack-2:preset-word": "", "pack-2:not-passed": "leave",
                     "pack-2-not-passed": "leave"})  # fmt: skip
    assert not left.ended
    assert left.state.left == "chosen"
    assert verdicts(left) == ["PASS", "INCOMPLETE", ""]
    again = site.run()
    assert again.asked("statement-1-") == []
    assert again.ended
    assert verdicts(again) == ["PASS"] * 3


def test_a_pack_whose_session_had_ended_is_asked_which_failed_step_to_take_again() -> None:
    site = BankSite(steps=(*STEPS, "hand-over"))
    no = {"hand-over.statement-1": ["n"], "pack-1:not-passed": "on"}
    left = site.run({**no, "pack-1-not-passed": "leave"})
    assert verdicts(left) == ["FAIL", ""]
    assert happened(left.pack(1).session)[-1] == events.Ended()
    ran = site.run({"take-again": "hand-over"})
    asked = next(question for _, question in ran.person.asked if question.key == "take-again")
    assert isinstance(asked, Choice)
    assert [option.key for option in asked.options] == ["hand-over", "leave"]
    assert verdicts(ran) == ["PASS", "PASS"]


def test_another_board_that_replaced_a_failed_one_gets_a_session_of_its_own() -> None:
    site = BankSite()
    ran = site.run({"pack-1:preset-word": ["", "LIFEPO4"], "pack-1:not-passed": "leave",
                    "pack-1-not-passed": "anew"})  # fmt: skip
    assert ran.ended
    begun = [event for event in happened(SITE) if isinstance(event, events.PackBegun)]
    assert [event.number for event in begun] == [1, 1, 2]
    assert begun[0].session != begun[1].session == ran.pack(1).session


def test_the_board_of_another_pack_is_refused_before_anything_is_written() -> None:
    site = BankSite()

    def wrong() -> str:
        site.bank.plug_only(1)
        return "y"

    written = len(site.bank.stations[1].board.writes)
    ran = site.run({"site-packs.statement-2-2": wrong, "connect.not-passed": "leave"})
    assert "This is the board of Pack 1" in "\n".join(
        str(event.note) for event in happened(ran.pack(2).session)
        if isinstance(event, events.Noted)
    )  # fmt: skip
    assert ran.pack(2).serial == ""
    assert "WriteIntended" not in kinds(ran.pack(2).session)
    assert written <= len(site.bank.stations[1].board.writes)


def test_a_pack_at_another_address_than_planned_has_not_passed_until_its_switches_stand() -> None:
    site = BankSite(bank_of(3))
    ran = site.run({"pack-2:address": ["7"], "pack-2-not-passed": ["again"]})
    told = "\n".join(str(getattr(view, "what", "")) for view in ran.person.views)
    assert "Pack 2 is at address 7, the plan says 2" in told
    stale = [event for event in happened(ran.pack(2).session)
             if isinstance(event, events.WentStale)]  # fmt: skip
    assert [(event.step, event.because) for event in stale] == [("dip", "site-plan")]
    assert ran.pack(2).address == 2
    assert ran.ended


def test_a_pack_s_record_that_cannot_be_read_is_named_and_can_be_begun_anew() -> None:
    site = BankSite()
    left = site.run({"pack-2:preset-word": "", "pack-2:not-passed": "leave",
                     "pack-2-not-passed": "leave"})  # fmt: skip
    journal = paths.session(left.pack(2).session) / paths.JOURNAL
    journal.write_bytes(journal.read_bytes().replace(b"Demo cellar", b"Other place"))
    ran = site.run({"pack-2-not-passed": "anew"})
    notes = "\n".join(str(note.note) for note in ran.state.notes)
    assert "the chain is broken" in notes
    assert ran.ended
    assert ran.pack(2).session != left.pack(2).session


def test_a_pack_that_was_finished_by_itself_in_between_counts_for_the_site() -> None:
    site = BankSite()
    left = site.run({"pack-2:preset-word": "", "pack-2:not-passed": "leave",
                     "pack-2-not-passed": "leave"})  # fmt: skip
    assert site.run_pack(2, left.pack(2).session)
    ran = site.run()
    assert ran.asked("statement-") == []
    assert ran.ended
    assert verdicts(ran) == ["PASS", "PASS"]


def test_a_site_that_had_passed_takes_a_pack_again_that_has_not_passed_any_more() -> None:
    site = BankSite()
    passed = site.run()
    assert passed.document.verdict.value == "PASS"
    recorder = Recorder(paths.session(passed.pack(1).session) / paths.JOURNAL, JumpClock())
    recorder.append(events.Resumed("test", "demo:"))
    recorder.append(events.WentStale("dip", "recovery"))
    recorder.close()
    ran = site.run()
    assert ran.asked("statement-1-") == ["statement-1-1", "statement-1-2"]
    assert ran.ended
    assert ran.pack(1).head != passed.pack(1).head
    assert verdicts(ran) == ["PASS", "PASS"]


# ---- interrupts


class Press:
    """Presses a key when a question comes, and answers it as told then."""

    def __init__(self, site: BankSite, why: Interrupt, usual: str, then: str = SILENT) -> None:
        self._site, self._why, self._usual, self._then = site, why, usual, then
        self._pressed = False

    def __call__(self) -> str:
        if self._pressed:
            return self._usual
        self._pressed = True
        assert self._site.session is not None
        self._site.session.interrupt(self._why)
        return self._then


@pytest.mark.parametrize("why", [Interrupt.BACK, Interrupt.REPEAT])
def test_going_back_and_repeating_are_the_pack_s_while_its_session_runs(why: Interrupt) -> None:
    site = BankSite()
    ran = site.run({"preset-word": Press(site, why, "LIFEPO4")})
    assert ran.ended
    interrupted = [event for event in happened(ran.pack(1).session)
                   if isinstance(event, events.StepInterrupted)]  # fmt: skip
    assert [(event.step, event.why) for event in interrupted] == [("chemistry-preset", why.word)]
    assert "StepInterrupted" not in kinds(SITE)


def test_quitting_ends_the_pack_s_session_in_order_then_the_site_s() -> None:
    site = BankSite()
    ran = site.run({"preset-word": Press(site, Interrupt.QUIT, "LIFEPO4")})
    assert not ran.ended
    assert happened(ran.pack(1).session)[-1] == events.Left("quit")
    assert [type(event).__name__ for event in happened(SITE)[-3:]] == [
        "PackJudged", "StepInterrupted", "Left",
    ]  # fmt: skip
    assert ran.pack(1).verdict == "INCOMPLETE"
    assert (paths.reports() / f"{ran.pack(1).session}-r1.json").exists()
    again = site.run()
    assert again.ended
    assert again.pack(1).session == ran.pack(1).session


def test_limits_shifted_in_a_pack_are_back_before_a_signal_has_ended_the_site() -> None:
    site = BankSite(steps=TESTED)
    ran = site.run({HAND_CHECK: Press(site, Interrupt.QUIT, "nothing")})
    assert not ran.ended
    assert limit(site, 1) == Decimal("3.650")
    inner = kinds(ran.pack(1).session)
    assert inner.index("ShiftClosed") < inner.index("Left")
    again = site.run()
    assert again.ended
    assert verdicts(again) == ["PASS", "PASS"]


def test_the_deadline_of_shifted_limits_is_the_pack_s() -> None:
    site = BankSite(steps=TESTED)
    ran = site.run({"pack-1:hand-check": SILENT, "pack-1:not-passed": "leave",
                    "pack-1-not-passed": "leave"})  # fmt: skip
    assert limit(site, 1) == Decimal("3.650")
    interrupted = [event for event in happened(ran.pack(1).session)
                   if isinstance(event, events.StepInterrupted)]  # fmt: skip
    assert [event.why for event in interrupted] == ["deadline"]
    assert ran.state.left == "chosen"


def test_restoring_now_is_the_pack_s_and_the_site_goes_on() -> None:
    site = BankSite(steps=TESTED)
    press = Press(site, Interrupt.RESTORE, "nothing")
    ran = site.run({HAND_CHECK: press, "pack-1:not-passed": "again"})
    assert ran.ended
    assert "ShiftClosed" in kinds(ran.pack(1).session)
    assert limit(site, 1) == Decimal("3.650")


# ---- the report of the site


def test_the_site_is_no_better_than_any_of_its_packs() -> None:
    site = BankSite()
    ran = site.run({"pack-2:preset-word": "", "pack-2:not-passed": "leave",
                    "pack-2-not-passed": "leave"})  # fmt: skip
    assert [row.verdict.value for row in ran.document.packs] == ["PASS", "INCOMPLETE"]
    assert ran.document.verdict.value == "INCOMPLETE"
    assert [row.report for row in ran.document.packs] == [
        f"{pack.session}-r1.json" for pack in ran.state.packs.values()
    ]
