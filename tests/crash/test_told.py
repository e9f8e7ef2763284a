"""Whoever pulls the cable, closes the laptop or loses the line reads what became of it."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.procedure.support import SILENT, Ran, Site, only, waiting_for
from tests.procedure.test_protection_aborts import LooseCable, quick
from tests.procedure.test_resuming import crashed_in_a_write, left_at
from tests.procedure.test_session import Keys
from wizard.procedure.interrupts import Interrupt
from wizard.procedure.questions import Choice
from wizard.record.events import ActionIntended
from wizard.text import words

OVER = "protection-over-voltage"
WRITES = only("connect", "chemistry-preset", "pack-settings", "cold-charge", "final-audit")


def said(ran: Ran) -> str:
    return "\n".join(ran.notices)


def cut_off(site: Site) -> None:
    """Leave record and board as a program does that was killed while limits are shifted."""
    journal, board = site.folder / "journal.jsonl", site.simulation.board
    left: list[tuple[bytes, dict[str, Decimal]]] = []

    def killed() -> str:
        left.append((journal.read_bytes(), board.all_settings()))
        return "nothing"

    site.run({f"{OVER}.hand-check": killed})
    record, shifted = left[0]
    journal.write_bytes(record)
    for key, value in shifted.items():
        board.set(key, value)


def test_after_a_kill_the_next_screen_says_what_was_restored_and_what_is_left_to_do(
    tmp_path: Path,
) -> None:
    site = quick(tmp_path, OVER)
    cut_off(site)
    told = said(site.run())
    assert "The test was cut off while limits were shifted" in told
    assert "restored and were read back twice" in told
    assert "Cell OVP (V) = 3.650 V" in told
    assert "Cell Request Float Volt., RFV (V) = 3.500 V" in told
    assert "Nothing has to be set by hand; the test can be taken again" in told


def test_after_a_pulled_cable_the_question_says_that_the_limits_are_back(tmp_path: Path) -> None:
    site = quick(tmp_path, OVER)
    cable = site.link = LooseCable("demo:", site.simulation.line)

    def pull() -> str:
        cable.out = True
        cable.pull()
        return SILENT

    back = waiting_for("restoring the limits", lambda: setattr(cable, "out", False))
    ran = site.run({f"{OVER}.hand-check": pull, "not-passed": "leave"}, when=back)
    asked = words(ran.person.question("not-passed").prompt)
    assert "The line was lost" in asked
    assert "Limits that were shifted are restored and were read back twice" in asked
    assert "See to cable or radio, then take the step again" in asked


@pytest.mark.parametrize("shifted", [True, False])
def test_while_the_line_is_gone_the_question_says_where_to_look_and_what_is_kept(
    tmp_path: Path,
    shifted: bool,  # noqa: FBT001  a column of the table
) -> None:
    site = quick(tmp_path, OVER) if shifted else Site(tmp_path, checklist=WRITES)
    if shifted:
        cut_off(site)
    else:
        left_at(site, "pack-settings.review")
    board = site.simulation.board
    board.quirks = replace(board.quirks, silent=True)
    asked = site.run({"recovery": "leave"}).person.question("recovery")
    assert isinstance(asked, Choice)
    hint = words(asked.hint) if asked.hint else ""
    assert "See to cable and adapter, and wake the board by its button" in hint
    assert ("set-by-hand.txt" in hint) is shifted
    assert ("what was entered and measured is kept" in hint) is not shifted
    assert words(asked.prompt).startswith("LIMITS ARE STILL SHIFTED") is shifted


def test_after_a_kill_in_a_write_the_next_screen_says_what_the_board_holds(tmp_path: Path) -> None:
    told = said(crashed_in_a_write(Site(tmp_path, checklist=WRITES), Decimal(280)))
    assert "ended while Battery Capacity (Ah) was written: the board holds 280" in told


def test_after_a_kill_in_an_action_the_next_screen_says_that_it_is_not_repeated(
    tmp_path: Path,
) -> None:
    site = Site(tmp_path, checklist=WRITES)
    left_at(site, "chemistry-preset.statement-1")
    site.record(ActionIntended(1, site.simulation.board.nameplate.serial, "preset_lifepo4"))
    told = said(site.run({"preset-again": "send"}))
    assert "is not sent again by itself" in told
    assert site.written().count("preset") == 1


def test_who_lost_the_line_before_a_failed_step_was_decided_on_is_asked_again(
    tmp_path: Path,
) -> None:
    site = quick(tmp_path, OVER)
    keys = Keys(Interrupt.QUIT)
    keys.at(site, "not-passed", "", {f"{OVER}.statement-1": "no"})
    left = site.run({"not-passed": "leave"})
    assert left.person.keys == ["not-passed"]
    assert "The test is not safe to take" in words(left.person.question("not-passed").prompt)
    ran = site.run({"not-passed": "again"})
    assert ran.person.keys[:2] == ["not-passed", "statement-1"]
    assert ran.verdict(OVER) == "pass"
    assert ran.ended
    assert site.run().person.keys == []
