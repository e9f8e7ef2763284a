"""Both passwords: known or not, the factory's or not, and nowhere in any record."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.procedure.support import Given, Ran, Site, only
from wizard.procedure.questions import Choice, Secret
from wizard.protocol.catalogue import FRAMES
from wizard.record import journal
from wizard.report.build import build
from wizard.simulator.hands import Hands
from wizard.simulator.quirks import Quirks
from wizard.text import words

STEP = "passwords"
ONLY = only("connect", STEP)
CONNECTION, SETTINGS = "Wq7connection", "Zx9-settings"
BOTH_KNOWN: Given = {"connection-password": CONNECTION, "settings-password": SETTINGS}


def changed(folder: Path) -> Site:
    """A site whose board has passwords of its own."""
    site = Site(folder, checklist=ONLY)
    Hands(site.simulation).change_passwords(CONNECTION, SETTINGS)
    return site


def points(ran: Ran) -> list[str]:
    return [str(point.what) for point in ran.state.open_points]


def test_factory_passwords_pass_and_stay_an_open_point(tmp_path: Path) -> None:
    ran = Site(tmp_path, checklist=ONLY).run()
    assert ran.verdict(STEP) == "pass"
    assert ran.observed(STEP, "connection-password") == "factory"
    assert ran.observed(STEP, "settings-password") == "factory"
    (point,) = points(ran)
    assert "ALM flickers" in point
    assert "alarm 19 (modify password in time)" in point


def test_passwords_that_were_changed_and_are_known_leave_nothing_open(tmp_path: Path) -> None:
    ran = changed(tmp_path).run(BOTH_KNOWN)
    assert ran.verdict(STEP) == "pass"
    assert ran.observed(STEP, "connection-password") == "changed"
    assert ran.observed(STEP, "settings-password") == "changed"
    assert points(ran) == []


def test_an_oem_s_word_counts_as_a_factory_password(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=ONLY)
    Hands(site.simulation).change_passwords("0000", "666666")
    ran = site.run({"connection-password": "0000", "settings-password": "666666"})
    assert ran.observed(STEP, "settings-password") == "factory"
    assert ran.observed(STEP, "connection-password") == "factory"


def test_a_factory_password_need_not_be_known(tmp_path: Path) -> None:
    ran = Site(tmp_path, checklist=ONLY).run({"connection-password": "", "settings-password": ""})
    assert ran.verdict(STEP) == "pass"
    assert ran.observed(STEP, "connection-password") == "factory"


def test_a_changed_password_that_nobody_knows_is_marginal_and_stays_open(tmp_path: Path) -> None:
    ran = changed(tmp_path).run({**BOTH_KNOWN, "settings-password": ""})
    assert ran.verdict(STEP) == "marginal"
    assert "The settings password was changed, and nobody here knows it" in ran.reason(STEP)
    assert points(ran) == [ran.reason(STEP)]


def test_another_password_than_the_board_s_would_lock_the_customer_out(tmp_path: Path) -> None:
    ran = changed(tmp_path).run({**BOTH_KNOWN, "connection-password": "something else"})
    assert ran.verdict(STEP) == "marginal"
    assert "the customer would be locked out" in ran.reason(STEP)
    assert "reports another connection password" in ran.reason(STEP)
    assert points(ran) == [ran.reason(STEP)]
    asked = ran.person.question("connection-password-next")
    assert isinstance(asked, Choice)
    assert [option.key for option in asked.options] == ["again", "keep", "change"]


def test_a_slip_of_the_finger_is_typed_once_more(tmp_path: Path) -> None:
    ran = changed(tmp_path).run(
        {
            **BOTH_KNOWN,
            "connection-password": ["slip", CONNECTION],
            "connection-password-next": ["again", "keep"],
        }
    )
    assert ran.verdict(STEP) == "pass"
    assert points(ran) == []


def act(does: Callable[[], None]) -> Callable[[], str]:
    def answer() -> str:
        does()
        return ""

    return answer


def test_a_password_is_changed_in_the_app_and_the_new_one_is_read_back(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=ONLY)
    hands = Hands(site.simulation)
    ran = site.run(
        {
            "connection-password-next": ["change", "keep"],
            "connection-password-changed": act(lambda: hands.change_passwords(CONNECTION)),
            "connection-password": ["1234", CONNECTION],
        }
    )
    assert ran.verdict(STEP) == "pass"
    assert ran.observed(STEP, "connection-password") == "changed"
    assert ran.person.keys.count("connection-password") == 2
    asked = {write.address for write in site.simulation.board.writes}
    assert asked <= set(FRAMES.values())


def test_a_change_that_did_not_reach_the_board_is_seen(tmp_path: Path) -> None:
    ran = Site(tmp_path, checklist=ONLY).run(
        {
            "settings-password-next": ["change", "keep"],
            "settings-password-changed": "",
            "settings-password": ["123456", "the new one"],
        }
    )
    assert ran.verdict(STEP) == "marginal"
    assert "reports another settings password" in ran.reason(STEP)
    assert ran.observed(STEP, "settings-password") == "factory"


def test_a_link_that_does_not_tell_them_leaves_the_step_untaken(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=ONLY)
    site.simulation.board.quirks = Quirks(answers="registers")
    ran = site.run()
    assert ran.verdict(STEP) == "not taken"
    assert "link does not tell its passwords" in ran.reason(STEP)
    assert points(ran) == ["The passwords are still to be looked at in the vendor's app."]
    assert "connection-password" not in ran.person.keys


def test_a_password_that_the_board_leaves_empty_is_deferred_and_left_open(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=ONLY)
    board = site.simulation.board
    board.nameplate = replace(board.nameplate, setting_password="")
    board.settle()
    ran = site.run()
    assert ran.verdict(STEP) == "deferred"
    assert "does not tell its settings password" in ran.reason(STEP)
    assert ran.observed(STEP, "connection-password") == "factory"


def test_it_says_that_a_password_is_no_lock_and_never_asks_in_the_open(tmp_path: Path) -> None:
    ran = Site(tmp_path, checklist=ONLY).run()
    shown = "\n".join(map(repr, ran.person.views))
    assert "boards were seen to take writes without it" in shown
    for key in ("connection-password", "settings-password"):
        asked = ran.person.question(key)
        assert isinstance(asked, Secret)
        assert asked.optional
        assert not asked.proposal
    hint = ran.person.question("connection-password-next").hint
    assert hint is not None
    assert "This program never sends a password" in words(hint)


@pytest.mark.parametrize("typed", [CONNECTION, "a wrong word", "€ no password has"])
def test_no_password_is_in_journal_views_or_report(tmp_path: Path, typed: str) -> None:
    site = changed(tmp_path)
    ran = site.run({**BOTH_KNOWN, "connection-password": [typed, CONNECTION]})
    report = build(ran.state, site.checklist, journal.read(ran.journal), "report-1")
    seen = (
        ran.journal.read_text("utf-8"),
        *map(repr, ran.person.views),
        *map(repr, ran.person.asked),
        *map(repr, ran.person.refusals),
        *site.told,
        repr(report),
        repr(ran.state),
    )
    for word in (CONNECTION, SETTINGS, typed):
        assert not any(word in text for text in seen), word
