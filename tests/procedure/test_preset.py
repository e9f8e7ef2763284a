"""The chemistry preset: wanted, allowed, consented to, sent once, proved."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.procedure.support import Cable, Ran, Site, altered, only
from tests.procedure.test_session import Keys
from wizard.links.memory import MemoryLink
from wizard.procedure.figures import Changes
from wizard.procedure.interrupts import Interrupt
from wizard.procedure.questions import Choice
from wizard.procedure.views import StepView
from wizard.protocol.catalogue import ACTION
from wizard.quantity import Quantity
from wizard.record.events import ActionIntended, Outcome, SettingsRead, StepStarted, WentStale
from wizard.record.journal import read
from wizard.simulator import registers
from wizard.simulator.create import create
from wizard.simulator.presets import SWITCH_WORD
from wizard.simulator.quirks import Quirks
from wizard.text import words

PRESET = only("chemistry-preset")
PACK = altered(only("chemistry-preset", "pack-settings"), "pack-settings", gate=False)
CAPACITY = frozenset({"capacity"})
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
    assert "the preset LiFePO4 was used once" in words(asked.prompt)
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


# ---- what it would change


def changes(ran: Ran, at: int = -1) -> dict[str, tuple[str, str, str]]:
    """The table of what would change, now and then and how it is known, as shown."""
    views = [view for view in ran.person.views if isinstance(view, StepView) and view.step == STEP]
    figures = [figure for view in views for figure in view.figures if isinstance(figure, Changes)]
    return {row.label: (str(row.now), str(row.wanted), str(row.why)) for row in figures[at].rows}


def said(ran: Ran) -> str:
    return "\n".join(
        str(line) for view in ran.person.views if isinstance(view, StepView) for line in view.lines
    )


def test_before_the_first_press_stands_what_it_was_seen_to_change(tmp_path: Path) -> None:
    ran = Site(tmp_path, checklist=PRESET).run()
    shown = changes(ran)
    assert shown["Cell OVP (V)"] == ("4.200 V", "3.650 V", "as on 15.30")
    assert len(shown) == 10  # what Li-ion and LiFePO4 differ in, and nothing else
    assert "The preset rewrites ALL settings. 10 would change, as seen on firmware 15.30" in said(
        ran
    )
    assert "another firmware may write otherwise" in said(ran)


def test_before_a_second_press_stands_exactly_what_would_be_lost(tmp_path: Path) -> None:
    """The read-out after this session's own preset outranks the table."""
    site = Site(tmp_path, checklist=PACK)
    site.simulation.board.quirks = Quirks(after_preset={"capacity": Decimal(25)}, refused=CAPACITY)
    again = Keys(Interrupt.BACK).at(site, "not-passed", "on", {"preset-again": ["keep"]})
    assert "preset-again" in again.person.keys
    assert changes(again, 1) == {}
    site.simulation.board.set("capacity", Decimal(280))
    site.simulation.board.set("charge_utpr", Decimal(5))
    site.record(StepStarted(STEP, 9))
    ran = site.run({"unexplained": "on", "preset-again": "keep"})
    assert changes(ran, 0) == {
        "Battery Capacity (Ah)": ("280.000 Ah", "25.000 Ah", "as last time"),
        "Charge UTPR (°C)": ("5.0 °C", "7.0 °C", "as last time"),
    }
    assert "2 would change, as read after the preset of this session" in said(ran)


def test_a_board_that_was_set_already_shows_what_its_hand_made_settings_cost(
    tmp_path: Path,
) -> None:
    site = Site(tmp_path, create(chemistry="li_ion"), PRESET)
    site.simulation.board.set("capacity", Decimal(280))
    site.simulation.board.store.put("switches", SWITCH_WORD & ~(1 << 4))
    site.simulation.board.settle()
    ran = site.run()
    assert changes(ran) == {
        "Battery Capacity (Ah)": ("280.000 Ah", "40.000 Ah", "as on 15.30"),
        "Display Always On": ("off", "on", "as on 15.30"),
    }


def test_a_preset_that_would_change_nothing_is_said_to(tmp_path: Path) -> None:
    ran = Site(tmp_path, create(chemistry="li_ion"), PRESET).run()
    assert changes(ran) == {}
    assert "None is known to change by it, as seen on firmware 15.30" in said(ran)


def test_the_preset_of_another_board_says_nothing_of_this_one(tmp_path: Path) -> None:
    site = Site(tmp_path, create(chemistry="li_ion"), PRESET)
    values = {key: Quantity(value) for key, value in site.settings().items()}
    site.record(
        SettingsRead("after preset", "another", {**values, "capacity": Quantity(Decimal(1))})
    )
    assert changes(site.run()) == {}


def test_what_an_ignored_preset_left_is_not_taken_for_what_it_writes(tmp_path: Path) -> None:
    ran = Site(tmp_path, create("preset-ignored"), PRESET).run({"not-passed": ["again"]})
    assert changes(ran)["Cell OVP (V)"] == ("4.200 V", "3.650 V", "as on 15.30")


# ---- what must be so before it


def test_with_the_inverter_on_it_is_neither_shown_nor_sent(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=PRESET)
    ran = site.run({f"{STEP}.statement-1": "n"})
    assert ran.verdict(STEP) == "fail"
    assert "The inverter is off or not joined" in ran.reason(STEP)
    assert "preset-word" not in ran.person.keys
    assert site.written() == []


def test_a_current_that_comes_up_while_the_word_is_typed_keeps_it_from_being_sent(
    tmp_path: Path,
) -> None:
    site = Site(tmp_path, checklist=PRESET)

    def meanwhile() -> str:
        site.simulation.pack.drive(Decimal(-5))
        return "LIFEPO4"

    ran = site.run({"preset-word": meanwhile})
    assert ran.verdict(STEP) == "fail"
    assert "at most 1 A" in ran.reason(STEP)
    assert site.written() == []


# ---- what rests on it


def test_after_a_second_press_everything_set_after_it_is_taken_again(tmp_path: Path) -> None:
    after = (
        "pack-settings",
        "balance",
        "cold-charge",
        "currents",
        "advanced",
        "controls",
        "final-audit",
    )
    site = Site(tmp_path, checklist=only("pack-limits", STEP, *after))
    assert site.run().verdict("final-audit") == "pass"
    site.record(WentStale(STEP, "test"))
    ran = site.run({"preset-again": "send"})
    stale = [event.step for event in read(ran.journal).events if isinstance(event, WentStale)]
    assert set(after) <= set(stale)
    assert all(ran.verdict(step) == "pass" for step in (STEP, *after))
    assert all(ran.step(step).attempts == 2 for step in after)
    assert (site.settings()["capacity"], site.settings()["charge_utpr"]) == (280, 5)
