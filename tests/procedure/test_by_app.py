"""What a board has no command for is set in the vendor's app, and counts once it is read back."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from tests.procedure.support import Ran, Site, only
from tests.procedure.support_app import Technician, small_board, untold, wanting
from tests.procedure.test_session import Keys
from wizard.boards.bluetooth import BluetoothBoard
from wizard.boards.rs485 import Rs485Board
from wizard.errors import LinkUnavailable
from wizard.links.base import Sink
from wizard.procedure.interrupts import Interrupt
from wizard.procedure.questions import Choice
from wizard.record.events import Outcome
from wizard.simulator.bluetooth_app import App
from wizard.text import text, words

PRESET, STEP = "chemistry-preset", "pack-settings"
START, WANTED = "balance_start", Decimal("3.2")
BOTH = wanting(only(PRESET, STEP), STEP, balance_start="3.2")
AUDITED = wanting(only(PRESET, STEP, "final-audit"), STEP, balance_start="3.2", scp_delay="900")


def outcomes(ran: Ran, key: str) -> list[Outcome | None]:
    return [write.outcome for write in ran.state.writes.values() if write.key == key]


def told(site: Site) -> set[int]:
    assert site.face is not None
    assert site.face.harms == []
    return {command.number for command in site.face.commands} - {0x96, 0x97}


# ---- settings


def test_it_is_set_in_the_app_and_read_back_and_the_rest_is_sent(tmp_path: Path) -> None:
    site = small_board(tmp_path, BOTH)
    ran = site.run({"in-app": Technician(site)})
    assert (ran.verdict(PRESET), ran.verdict(STEP)) == ("pass", "pass")
    assert site.settings()[START] == WANTED
    assert outcomes(ran, START) == [Outcome.VERIFIED]
    assert [words(write.reason) for write in ran.state.writes.values() if write.reason] == [
        "done in the vendor's app",
        "set in the vendor's app",
    ]
    assert [write.key for write in ran.state.writes.values() if write.in_app] == [
        "preset_lifepo4",
        START,
    ]
    assert told(site) == {0x20}  # the capacity, which it has a command for


def test_the_link_is_let_go_of_for_the_app_and_the_person_is_told(tmp_path: Path) -> None:
    site = small_board(tmp_path, BOTH)
    ran = site.run({"in-app": Technician(site)})  # whose app finds no board that is joined
    prompts = [words(question.prompt) for _, question in ran.person.asked]
    assert sum("CLOSE THE APP again" in prompt for prompt in prompts) == 2


def test_what_stands_already_needs_no_app(tmp_path: Path) -> None:
    site = small_board(tmp_path, wanting(only(STEP), STEP, balance_start="3.3"))
    site.simulation.board.set(START, Decimal("3.3"))
    ran = site.run()
    assert ran.verdict(STEP) == "pass"
    assert "in-app" not in ran.person.keys


def test_what_is_left_is_not_taken_and_nothing_else_is_sent(tmp_path: Path) -> None:
    site = small_board(tmp_path, BOTH)
    ran = site.run({f"{PRESET}.in-app": Technician(site), f"{STEP}.in-app": "n"})
    assert ran.verdict(STEP) == "not taken"
    assert outcomes(ran, START) == [Outcome.REFUSED]
    assert told(site) == set()


def test_what_the_board_does_not_hold_is_asked_for_thrice_and_fails(tmp_path: Path) -> None:
    site = small_board(tmp_path, BOTH)
    hand = Technician(site, balance_start="3.3")
    ran = site.run({f"{PRESET}.in-app": Technician(site), f"{STEP}.in-app": hand})
    assert (hand.asked, ran.verdict(STEP)) == (3, "fail")
    assert ran.measured(STEP)[START] == "fail"
    assert outcomes(ran, START) == [Outcome.REFUSED] * 3


def test_a_setting_that_was_changed_besides_fails_by_name(tmp_path: Path) -> None:
    site = small_board(tmp_path, BOTH)
    hand = Technician(site)

    def slip(app: App) -> None:
        app.set("cell_uvp", Decimal("2.55"))

    given = {f"{PRESET}.in-app": hand, f"{STEP}.in-app": hand.then(slip)}
    ran = site.run(given)
    assert ran.verdict(STEP) == "fail"
    assert "Cell UVP" in ran.reason(STEP)


@pytest.mark.parametrize(("answer", "verdict", "left"), [("", "marginal", 0), ("n", "deferred", 2)])
def test_what_can_be_neither_sent_nor_read_is_a_persons_word_or_stays_open(
    tmp_path: Path, answer: str, verdict: str, left: int
) -> None:
    wanted = {"float_mode": "1", "cell_rcv": "3.5"}  # a switch, and a setting that reads 0
    site = small_board(tmp_path, wanting(only(PRESET, STEP), STEP, **wanted))
    ran = site.run({"in-app": Technician(site), "seen-in-app": answer})
    assert ran.verdict(STEP) == verdict
    assert {ran.measured(STEP)[key] for key in wanted} == {verdict}
    assert len(ran.state.open_points) == left
    assert told(site) == {0x20}


def test_a_switch_that_these_boards_do_not_have_cannot_be_on(tmp_path: Path) -> None:
    site = small_board(tmp_path, wanting(only(PRESET, STEP), STEP, disable_sensors="0"))
    ran = site.run({"in-app": Technician(site)})
    assert ran.verdict(STEP) == "pass"
    assert ran.measured(STEP)["disable_sensors"] == "not applicable"


def test_beside_a_wire_the_link_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Rs485Board, "untold", untold("cell_count", "capacity"))
    site = Site(tmp_path, checklist=only(STEP))
    board = site.simulation.board

    def by_hand() -> str:
        board.set("cell_count", Decimal(16))
        board.set("capacity", Decimal(280))
        return ""

    ran = site.run({"in-app": by_hand})
    assert ran.verdict(STEP) == "pass"
    assert "CLOSE THE APP" not in words(ran.person.question("in-app").prompt)
    assert site.written() == []


def test_a_phone_that_keeps_the_board_is_named_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = small_board(tmp_path, BOTH)
    hand, opened, busy = Technician(site), site.link.open, list[str]()

    async def opens(sink: Sink) -> None:
        if busy:
            raise LinkUnavailable(text("busy"))
        await opened(sink)

    def forgets_to_close() -> str:
        busy.append("phone")
        return hand()

    def closes() -> str:
        busy.clear()
        return "again"

    monkeypatch.setattr(site.link, "open", opens)
    given = {f"{PRESET}.in-app": Technician(site), f"{STEP}.in-app": forgets_to_close}
    ran = site.run({**given, "not-passed": closes})
    assert ran.verdict(STEP) == "pass"
    assert (hand.asked, outcomes(ran, START)) == (1, [Outcome.VERIFIED])


# ---- the preset


def test_the_preset_is_pressed_in_the_app_once_and_judged_by_cell_ovp(tmp_path: Path) -> None:
    site = small_board(tmp_path, only(PRESET))
    hand = Technician(site)
    ran = site.run({"in-app": hand})
    assert (ran.verdict(PRESET), hand.asked) == ("pass", 1)
    assert "press LIFEPO4, once" in words(ran.person.question("in-app").prompt)
    assert outcomes(ran, "preset_lifepo4") == [Outcome.VERIFIED]
    assert told(site) == set()


def test_a_preset_that_the_board_does_not_show_is_no_pass(tmp_path: Path) -> None:
    site = small_board(tmp_path, only(PRESET))
    ran = site.run({"in-app": ""})
    assert (ran.verdict(PRESET), outcomes(ran, "preset_lifepo4")) == ("fail", [Outcome.REFUSED])


def test_a_preset_that_is_left_is_not_taken_and_asked_for_before_it_is_repeated(
    tmp_path: Path,
) -> None:
    site = small_board(tmp_path, only(PRESET))
    assert site.run({"in-app": "n"}).verdict(PRESET) == "not taken"
    hand = Technician(site)
    ran = site.run({"not-passed": "again", "preset-again": "send", "in-app": hand})
    assert (ran.verdict(PRESET), hand.asked) == ("pass", 1)
    assert "was used once" in words(ran.person.question("preset-again").prompt)


# ---- a session that ended while a person had the app


def left_in_the_app(site: Site, key: str, meanwhile: Callable[[], None] | None) -> None:
    """Quit at the question; what was asked for is done or not before the next run."""
    hand = Technician(site)
    given = {} if key.startswith(PRESET) else {f"{PRESET}.in-app": hand}
    ran = Keys(Interrupt.QUIT).at(site, key, "", given)
    assert not ran.ended
    if meanwhile:
        meanwhile()


@pytest.mark.parametrize("done", [True, False])
def test_what_was_set_before_the_session_went_on_is_found_and_explained(
    tmp_path: Path, *, done: bool
) -> None:
    site = small_board(tmp_path, AUDITED)
    left_in_the_app(site, f"{STEP}.in-app", Technician(site).act if done else None)
    hand = Technician(site)
    ran = site.run({"in-app": hand})
    assert "unexplained" not in ran.person.keys
    assert hand.asked == (0 if done else 1)
    last = Outcome.VERIFIED
    assert outcomes(ran, START) == ([last] if done else [Outcome.REFUSED, last])
    assert ran.state.unsettled == {}
    assert ran.measured("final-audit")["written-balance_start"] == "pass"
    assert ran.measured("final-audit")["unexplained"] == "pass"
    assert ran.ended
    assert any("to be set in the vendor's app" in notice for notice in ran.notices)


@pytest.mark.parametrize("done", [True, False])
def test_a_preset_of_an_earlier_run_is_looked_at_before_it_is_pressed_again(
    tmp_path: Path, *, done: bool
) -> None:
    site = small_board(tmp_path, only(PRESET))
    left_in_the_app(site, f"{PRESET}.in-app", Technician(site).act if done else None)
    hand = Technician(site)
    ran = site.run({"preset-again": "keep" if done else "send", "in-app": hand})
    assert ran.verdict(PRESET) == "pass"
    assert hand.asked == (0 if done else 1)
    assert set(outcomes(ran, "preset_lifepo4")) == {Outcome.VERIFIED}


# ---- limits that cannot be shifted


@pytest.mark.parametrize("road", ["real", "none"])
def test_a_protection_whose_limits_cannot_be_told_is_tested_by_its_real_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, road: str
) -> None:
    monkeypatch.setattr(BluetoothBoard, "untold", untold("cell_ovp"))
    steps = only("pack-limits", "protection-over-voltage", "real-over-voltage")
    site = small_board(tmp_path, steps)
    ran = site.run({"road": road, "protection-over-voltage.statement-1": "n"})
    step = "protection-over-voltage"
    asked = ran.person.question("road")
    assert isinstance(asked, Choice)
    assert "by the real limits only" in words(asked.prompt)
    taken = [key for key in ran.person.keys if key.startswith("statement-")]
    assert (ran.verdict(step), bool(taken)) == (("fail", True) if road == "real" else
                                                ("not taken", False))  # fmt: skip
    assert told(site) == set()


def test_where_a_checklist_has_no_real_limit_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BluetoothBoard, "untold", untold("cell_uvp"))
    site = small_board(tmp_path, only("pack-limits", "protection-under-voltage"))
    ran = site.run()
    assert ran.verdict("protection-under-voltage") == "not taken"
    assert "by the real limits only" in ran.reason("protection-under-voltage")
