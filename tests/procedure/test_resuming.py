"""A session that is taken up again: the board first, then what is open, never consent."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.procedure.support import SILENT, Ran, Site, only
from tests.procedure.test_session import METER, Keys, started
from wizard.procedure.interrupts import Interrupt
from wizard.procedure.questions import Choice
from wizard.quantity import Quantity
from wizard.record.events import (
    Measured,
    Noted,
    Outcome,
    StepStarted,
    WriteIntended,
)
from wizard.record.journal import read
from wizard.simulator.create import create
from wizard.text import words

SETTINGS = only("connect", "chemistry-preset", "pack-settings", "cold-charge", "final-audit")


def left_at(site: Site, key: str) -> Ran:
    return Keys(Interrupt.QUIT).at(site, key, "")


def test_answers_of_the_open_attempt_are_kept_and_the_rest_is_asked(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=METER)
    left_at(site, "wire-9")
    ran = site.run()
    assert ran.person.keys[0] == "wire-9"
    assert ran.step("harness-steps").attempts == 1
    assert ran.ended
    taken = [e.measurement for e in read(ran.journal).events if isinstance(e, Measured)]
    assert {m.attempt for m in taken if m.step == "harness-steps"} == {1}


def test_a_form_goes_on_where_it_was_left(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=METER)
    left_at(site, "chemistry")
    ran = site.run()
    assert ran.person.keys[0] == "chemistry"
    assert ran.step("particulars").answers["technician"] == "Demo Technician"


def test_consent_is_asked_again(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=SETTINGS)
    left_at(site, "preset-word")
    ran = site.run()
    assert ran.person.keys[:2] == ["statement-1", "preset-word"]
    assert ran.step("chemistry-preset").attempts == 2
    assert site.written().count("preset") == 1


def test_a_review_is_shown_again(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=SETTINGS)
    left_at(site, "pack-settings.review")
    ran = site.run()
    assert ran.person.keys[0] == "review"
    assert ran.ended


def test_a_session_that_ended_has_nothing_left_to_ask(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=SETTINGS)
    site.run()
    written = site.written()
    again = site.run()
    assert again.ended
    assert (again.person.keys, site.written()) == ([], written)


def test_another_board_is_named_and_nothing_is_written_to_it(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=SETTINGS)
    left_at(site, "pack-settings.review")
    written = site.written()
    board = site.simulation.board
    board.nameplate = replace(board.nameplate, serial="50419999999")
    ran = site.run({"recovery": ["again", "leave"]})
    asked = ran.person.question("recovery")
    assert "50419999999" in words(asked.prompt)
    assert "50410000001" in words(asked.prompt)
    assert not ran.ended
    assert ran.person.keys == ["recovery", "recovery"]
    assert site.written() == written


def test_a_board_that_is_put_back_is_gone_on_with(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=SETTINGS)
    left_at(site, "pack-settings.review")
    board = site.simulation.board
    plate = board.nameplate
    board.nameplate = replace(plate, serial="50419999999")

    def put_back() -> str:
        board.nameplate = plate
        return "again"

    assert site.run({"recovery": put_back}).ended


def test_settings_that_changed_meanwhile_are_asked_about_before_anything_else(
    tmp_path: Path,
) -> None:
    site = Site(tmp_path, checklist=SETTINGS)
    left_at(site, "cold-charge.review")
    site.simulation.board.set("capacity", Decimal(99))
    ran = site.run({"unexplained": "on"})
    assert ran.person.keys[0] == "unexplained"
    asked = ran.person.question("unexplained")
    assert "Battery Capacity (Ah)" in words(asked.prompt)
    assert isinstance(asked, Choice)
    assert [option.key for option in asked.options] == ["on", "leave"]
    assert ran.step("pack-settings").attempts == 2
    assert site.settings()["capacity"] == 280
    notes = [words(e.note) for e in read(ran.journal).events if isinstance(e, Noted)]
    assert any("Changed since the last run: Battery Capacity" in note for note in notes)


def test_nobody_goes_on_over_changed_settings_without_saying_so(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=SETTINGS)
    left_at(site, "cold-charge.review")
    site.simulation.board.set("capacity", Decimal(99))
    written = site.written()
    ran = site.run()
    assert not ran.ended
    assert site.written() == written
    keys = Keys(Interrupt.BACK)
    ran = keys.at(site, "unexplained", "leave")
    assert ran.person.keys == ["unexplained", "unexplained"]
    assert not ran.ended


def crashed_in_a_write(site: Site, value: Decimal) -> Ran:
    """Leave a journal that ends behind an intended write, and a board that holds `value`."""
    ran = left_at(site, "pack-settings.review")
    before, wanted = Quantity(Decimal("40.000"), "Ah"), Quantity(Decimal("280.000"), "Ah")
    serial = ran.state.identity.serial if ran.state.identity else ""
    number = max(ran.state.writes) + 1
    site.record(
        StepStarted("pack-settings", 2),
        WriteIntended(number, serial, "capacity", before, wanted, "pack-settings"),
    )
    site.simulation.board.set("capacity", value)
    return site.run({"unexplained": "on"})


@pytest.mark.parametrize(
    ("value", "outcome"), [(280, Outcome.VERIFIED), (40, Outcome.REFUSED), (7, Outcome.REFUSED)]
)
def test_a_write_nobody_knows_of_is_settled_by_reading(
    tmp_path: Path, value: int, outcome: Outcome
) -> None:
    site = Site(tmp_path, checklist=SETTINGS)
    ran = crashed_in_a_write(site, Decimal(value))
    assert ran.state.writes[2].outcome is outcome
    assert "unexplained" not in ran.person.keys
    assert site.settings()["capacity"] == 280
    assert ran.ended


def test_a_write_nobody_knows_of_hides_no_other_change(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=SETTINGS)
    left_at(site, "pack-settings.review")
    site.simulation.board.set("balance_trigger", Decimal("0.5"))
    ran = crashed_in_a_write_now(site)
    assert ran.person.keys[0] == "unexplained"
    assert "Balance Trig" in words(ran.person.question("unexplained").prompt)


def crashed_in_a_write_now(site: Site) -> Ran:
    quantity = Quantity(Decimal("40.000"), "Ah")
    serial = site.simulation.board.nameplate.serial
    site.record(WriteIntended(9, serial, "capacity", quantity, quantity, "pack-settings"))
    return site.run({"unexplained": "on"})


def test_a_silent_board_is_asked_for_again_or_left(tmp_path: Path) -> None:
    site = Site(tmp_path, create(), SETTINGS)
    left_at(site, "pack-settings.review")
    board = site.simulation.board
    board.quirks = replace(board.quirks, silent=True)

    def wake() -> str:
        board.quirks = replace(board.quirks, silent=False)
        return "again"

    ran = site.run({"recovery": wake})
    assert "could not be taken up again" in words(ran.person.question("recovery").prompt)
    assert ran.ended


def test_leaving_while_the_board_is_silent_is_possible(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=SETTINGS)
    left_at(site, "pack-settings.review")
    board = site.simulation.board
    board.quirks = replace(board.quirks, silent=True)
    ran = Keys(Interrupt.QUIT, then=SILENT).at(site, "recovery", "")
    assert not ran.ended
    assert started(ran)[-1] == "pack-settings"


def test_a_change_that_was_accepted_on_resuming_is_no_surprise_to_the_audit(
    tmp_path: Path,
) -> None:
    site = Site(tmp_path)
    left_at(site, "protection-over-voltage.statement-1")
    site.simulation.board.set("scpr_time", Decimal(60))
    ran = site.run({"unexplained": "on"})
    assert ran.person.keys[0] == "unexplained"
    assert ran.verdict("final-audit") == "pass"
    assert site.settings()["scpr_time"] == 60
