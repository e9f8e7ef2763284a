"""The chemistry preset: wanted, allowed, consented to, sent once, proved."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.procedure.support import Cable, Site, only
from tests.procedure.test_session import Keys
from wizard.links.memory import MemoryLink
from wizard.procedure.interrupts import Interrupt
from wizard.procedure.questions import Choice
from wizard.protocol.catalogue import ACTION
from wizard.record.events import ActionIntended, Outcome, StepStarted
from wizard.simulator import registers
from wizard.simulator.create import create
from wizard.text import words

PRESET = only("chemistry-preset")
STEP = "chemistry-preset"


def test_a_board_set_for_another_chemistry_gets_its_preset_exactly_once(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=PRESET)
    ran = site.run()
    assert ran.verdict(STEP) == "pass"
    assert site.written() == ["preset"]
    assert site.settings()["cell_ovp"] == Decimal("3.65")
    assert [write.outcome for write in ran.state.writes.values()] == [Outcome.VERIFIED]


def test_a_current_above_the_limit_keeps_it_from_being_sent(tmp_path: Path) -> None:
    site = Site(tmp_path, create("current-flowing"), PRESET)
    ran = site.run()
    assert ran.verdict(STEP) == "fail"
    assert "at most 1 A" in ran.reason(STEP)
    assert "preset-word" not in ran.person.keys
    assert site.written() == []


def test_a_current_the_other_way_counts_as_much(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=PRESET)
    site.simulation.pack.drive(Decimal(-5))
    assert site.run().verdict(STEP) == "fail"
    assert site.written() == []


def test_settings_that_fit_already_are_kept_unless_the_person_wants_otherwise(
    tmp_path: Path,
) -> None:
    site = Site(tmp_path, create(chemistry="li_ion"), PRESET)
    ran = site.run()
    assert ran.verdict(STEP) == "pass"
    assert site.written() == []
    asked = ran.person.question("preset-again")
    assert "looks set to Li-ion already" in words(asked.prompt)
    assert isinstance(asked, Choice)
    assert [option.key for option in asked.options] == ["keep", "send"]


def test_a_second_press_is_asked_for_and_names_what_it_costs(tmp_path: Path) -> None:
    site = Site(tmp_path, create("preset-ignored"), PRESET)
    ran = site.run({"not-passed": ["again"]})
    asked = ran.person.question("preset-again")
    assert "the preset LiFePO4 was sent once" in words(asked.prompt)
    assert "resets every setting made by hand" in words(asked.prompt)
    assert ran.verdict(STEP) == "fail"
    assert site.written() == ["preset"]


def test_a_preset_that_is_wanted_again_needs_its_word_again(tmp_path: Path) -> None:
    site = Site(tmp_path, create(chemistry="li_ion"), PRESET)
    ran = site.run({"preset-again": "send"})
    assert "preset-word" in ran.person.keys
    assert site.written() == ["preset"]


def test_an_ignored_preset_fails_and_says_what_the_board_holds(tmp_path: Path) -> None:
    ran = Site(tmp_path, create("preset-ignored"), PRESET).run()
    assert ran.verdict(STEP) == "fail"
    assert "4.200 V, which is not LiFePO4: the preset was not taken" in ran.reason(STEP)
    assert [write.outcome for write in ran.state.writes.values()] == [Outcome.REFUSED]


def test_without_the_word_nothing_is_sent(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=PRESET)
    ran = site.run({"preset-word": ""})
    assert ran.verdict(STEP) == "not taken"
    assert site.written() == []


def test_a_shorter_word_is_refused_and_nothing_is_sent(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=PRESET)
    ran = site.run({"preset-word": "LIFE"})
    assert not ran.ended
    assert "Type the word LIFEPO4" in words(ran.person.refusals[0])
    assert site.written() == []


def test_a_preset_that_the_board_refuses_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registers, "PRESET_AT", {})
    site = Site(tmp_path, checklist=PRESET)
    ran = site.run()
    assert ran.verdict(STEP) == "fail"
    assert "exception 2" in ran.reason(STEP)
    assert [write.outcome for write in ran.state.writes.values()] == [Outcome.REFUSED]


@pytest.mark.parametrize("heard", [True, False])
def test_a_crash_between_sending_and_knowing_never_sends_it_twice_unasked(
    tmp_path: Path, *, heard: bool
) -> None:
    site = Site(tmp_path, checklist=PRESET)
    Keys(Interrupt.QUIT).at(site, "preset-word", "")
    serial = site.simulation.board.nameplate.serial
    site.record(StepStarted(STEP, 2), ActionIntended(1, serial, "preset_lifepo4"))
    if heard:
        site.simulation.board.preset("lifepo4")
    ran = site.run()
    assert "preset-again" in ran.person.keys
    assert "unexplained" not in ran.person.keys
    assert site.written() == []
    assert ran.verdict(STEP) == ("pass" if heard else "fail")
    assert ran.state.writes[1].outcome is (Outcome.VERIFIED if heard else Outcome.UNKNOWN)


def test_a_lost_receipt_is_no_second_sending(tmp_path: Path) -> None:
    """The board takes the preset, its receipt is lost: it is read back, not sent again."""
    site = Site(tmp_path, checklist=PRESET)
    cable = Cable(site.simulation.line)
    site.link = MemoryLink("demo:", cable)

    def lose_one() -> str:
        cable.lose = 1
        return "LIFEPO4"

    ran = site.run({"preset-word": lose_one})
    assert cable.lose == 0
    assert ran.verdict(STEP) == "pass"
    assert site.written() == ["preset"]


def test_each_chemistry_has_an_action_of_its_own() -> None:
    assert len({row.address for row in ACTION.values()}) == 3
