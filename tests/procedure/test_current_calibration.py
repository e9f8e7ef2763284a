"""The current, board against instrument: gate, comparison, calibration, and leaving it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.procedure.support import Cable, Ran, Site, altered, only, waiting_for
from tests.procedure.support_app import untold
from tests.procedure.test_session import Keys
from tests.procedure.test_voltage_calibration import Notary, Slow, outcomes
from wizard.boards.rs485 import Rs485Board
from wizard.links.memory import MemoryLink
from wizard.procedure.figures import Steady
from wizard.procedure.interrupts import Interrupt
from wizard.procedure.kinds.steady import Stillness, Window
from wizard.procedure.session import Session
from wizard.procedure.step import Span
from wizard.procedure.views import StepView, View
from wizard.quantity import Quantity
from wizard.record.events import CalibrationIntended, Outcome, StepStarted
from wizard.record.journal import read
from wizard.simulator import actions
from wizard.simulator.create import create
from wizard.simulator.gauge import Gauge
from wizard.simulator.hands import Hands
from wizard.text import words

STEP, CURRENT = "current-calibration", 0x1606
SHORT = Span(s=40, derived="a short test")
CHECKLIST = altered(only(STEP), STEP, patience=SHORT)
OFF = "current-off"

Does = Mapping[str, str | list[str] | Callable[[], str]]


def at(folder: Path, fault: str | None = None, gain: str | None = None) -> Site:
    """A site whose board reads the current as its fault or gain says."""
    simulation = create(fault)
    simulation.board.set("cell_count", Decimal(16))
    if gain:
        quirks = simulation.board.quirks
        simulation.board.quirks = replace(quirks, current_gain=Decimal(gain))
    return Site(folder, simulation, CHECKLIST)


def sent(site: Site) -> list[int]:
    """The milliamperes that the board was told as the truth, in order."""
    return [write.value for write in site.simulation.board.writes if write.address == CURRENT]


def hands(site: Site, act: Callable[[Hands], None], answer: str = "") -> Callable[[], str]:
    """An answer before which something is done at the bench."""

    def do() -> str:
        act(Hands(site.simulation))
        return answer

    return do


def lines(ran: Ran) -> str:
    views = [view for view in ran.person.views if isinstance(view, StepView) and view.step == STEP]
    return "\n".join(str(line) for line in views[-1].lines)


def notes(ran: Ran) -> str:
    return "\n".join(str(one.note) for one in ran.state.notes)


def test_a_board_that_agrees_passes_and_nothing_is_written(tmp_path: Path) -> None:
    site = at(tmp_path)
    ran = site.run()
    assert ran.verdict(STEP) == "pass"
    assert site.simulation.board.writes == []
    assert "The board shows 20.000 A charging." in lines(ran)
    assert "nothing is written" in lines(ran)
    clamps = [one.instrument for one in ran.state.current() if one.id.startswith("meter-1")]
    assert clamps == ["simulated clamp"]


def test_it_is_seen_live_how_steady_the_current_is(tmp_path: Path) -> None:
    ran = at(tmp_path).run()
    views = [view for view in ran.person.views if isinstance(view, StepView)]
    live = [figure for view in views for figure in view.figures if isinstance(figure, Steady)]
    assert live[0].seconds == 0
    assert max(figure.seconds for figure in live) >= 30
    assert {(figure.low, figure.spread_most) for figure in live} == {(15, Decimal("0.5"))}


def test_a_board_a_little_off_is_calibrated_once_and_proved(tmp_path: Path) -> None:
    site = at(tmp_path, OFF)
    before = site.settings()
    notary = Notary(site, CURRENT)
    site.link = MemoryLink("demo:", notary)
    ran = site.run()
    assert ran.verdict(STEP) == "pass"
    assert sent(site) == [20_000]
    assert outcomes(ran) == [Outcome.VERIFIED]
    assert [stood.count("CalibrationIntended") for stood in notary.stood] == [1]
    assert site.settings() == before
    assert site.simulation.pack.current == 0


@pytest.mark.parametrize("given", [{"calibrate": "leave"}, {"calibrate-word": ""}])
def test_a_little_off_and_left_is_marginal(tmp_path: Path, given: Does) -> None:
    site = at(tmp_path, OFF)
    ran = site.run(given)
    assert ran.verdict(STEP) == "marginal"
    assert "6.00 % off the instrument. It was left as it is." in ran.reason(STEP)
    assert sent(site) == []


def test_far_off_is_refused_and_names_where_to_look(tmp_path: Path) -> None:
    site = at(tmp_path, "current-far-off")
    ran = site.run()
    assert ran.verdict(STEP) == "fail"
    assert "Over 10 %: a clamp that does not see all current" in ran.reason(STEP)
    assert sent(site) == []


def test_a_board_that_shows_the_wrong_direction_is_named_at_once(tmp_path: Path) -> None:
    site = at(tmp_path, "current-reversed")
    ran = site.run()
    assert ran.verdict(STEP) == "fail"
    assert "shows discharging while a source charges" in ran.reason(STEP)
    assert "shows discharging while a source charges" in ran.notices[0]
    assert "meter-1" not in ran.person.keys
    assert sent(site) == []


def test_a_source_that_is_turned_round_goes_on(tmp_path: Path) -> None:
    site = at(tmp_path)
    given = {
        "flowing": hands(site, lambda mine: mine.load(Decimal(20))),
        "wrong-way": hands(site, lambda mine: mine.charge(Decimal(20)), "again"),
    }
    assert site.run(given).verdict(STEP) == "pass"


def test_a_clamp_the_wrong_way_round_stops_it(tmp_path: Path) -> None:
    site = at(tmp_path, OFF)
    ran = site.run({f"{STEP}.meter-1": "-20", f"{STEP}.meter-2": "-20"})
    assert ran.verdict(STEP) == "fail"
    assert "instrument shows 20.000 A discharging, the board 18.800 A charging" in ran.reason(STEP)
    assert sent(site) == []


def test_what_the_instrument_cannot_tell_apart_passes(tmp_path: Path) -> None:
    site = at(tmp_path, gain="0.97")
    ran = site.run({"clamp-percent": "2", "clamp-digits": "0.3"})
    assert ran.verdict(STEP) == "pass"
    assert sent(site) == []


def test_statements_that_are_not_so_end_it(tmp_path: Path) -> None:
    ran = at(tmp_path, OFF).run({f"{STEP}.statement-1": "n"})
    assert ran.verdict(STEP) == "fail"
    assert "Not all current is measured" in ran.reason(STEP)


def test_what_the_board_shows_of_nothing_is_noted(tmp_path: Path) -> None:
    site = at(tmp_path)
    ran = site.run({"at-rest": hands(site, lambda mine: mine.charge(Decimal(1)))})
    assert ran.verdict(STEP) == "pass"
    assert "At rest the board shows 1.000 A: its zero is off." in notes(ran)
    other = at(tmp_path / "other").run({"at-rest": "n"})
    assert "was not looked at" in notes(other)


# ---- deferred


LATER: list[tuple[Does, str]] = [
    ({"source": "none"}, "No source or load of 15 A is at hand."),
    ({"flowing": "n"}, "No steady current of 15 A could be had."),
    ({"clamp-percent": "10", "clamp-digits": "1"}, "simulated clamp is too coarse at 15 A."),
]


@pytest.mark.parametrize(("given", "reason"), LATER)
def test_without_source_or_instrument_it_waits_for_the_inverter(
    tmp_path: Path, given: Does, reason: str
) -> None:
    ran = at(tmp_path).run(given)
    assert ran.verdict(STEP) == "deferred"
    assert reason in ran.reason(STEP)
    assert "when the inverter can charge" in ran.reason(STEP)
    assert ran.state.open_points == []
    assert ran.ended


def _pulse(mine: Hands) -> None:
    mine.pulse(Decimal(20), Decimal(1))


def _little(mine: Hands) -> None:
    mine.charge(Decimal(14))


@pytest.mark.parametrize("act", [_pulse, _little])
def test_a_current_that_pulses_or_is_too_small_waits(
    tmp_path: Path, act: Callable[[Hands], None]
) -> None:
    site = at(tmp_path, OFF)
    ran = site.run({"flowing": hands(site, act)})
    assert ran.verdict(STEP) == "deferred"
    assert "was not 15.000 A or more, within 0.500 A, for 30 s" in ran.reason(STEP)
    assert "meter-1" not in ran.person.keys


@pytest.mark.parametrize("second", ["none", "charge"])
def test_it_is_taken_up_again_once_the_inverter_is_joined(tmp_path: Path, second: str) -> None:
    site = at(tmp_path)
    site.checklist = only(STEP, "inverter-joined")
    ran = site.run({"source": ["none", second]})
    steps = [event.step for event in read(ran.journal).events if isinstance(event, StepStarted)]
    assert steps == ["particulars", STEP, "inverter-joined", STEP]
    left = [str(one.what) for one in ran.state.open_points if one.step == STEP]
    if second == "charge":
        assert (ran.verdict(STEP), left) == ("pass", [])
    else:
        assert ran.verdict(STEP) == "deferred"
        assert "Compare the board's current with an instrument" in left[0]


# ---- readings


def test_readings_apart_are_taken_again(tmp_path: Path) -> None:
    ran = at(tmp_path).run({f"{STEP}.meter-2": ["20.5"], "readings-apart": ["again"]})
    assert ran.verdict(STEP) == "pass"
    assert "meter-1-try-2" in ran.person.keys


def test_readings_that_stay_apart_defer_it(tmp_path: Path) -> None:
    ran = at(tmp_path).run({f"{STEP}.meter-2": "20.5"})
    assert ran.verdict(STEP) == "deferred"
    assert "too far apart" in ran.reason(STEP)


def test_a_current_that_moves_while_it_is_read_is_read_again(tmp_path: Path) -> None:
    site = at(tmp_path)
    move = hands(site, lambda mine: mine.charge(Decimal(25)), "20")
    ran = site.run({f"{STEP}.meter-2": move})
    assert ran.verdict(STEP) == "deferred"
    assert "the current moved meanwhile" in ran.reason(STEP)


def test_less_than_15_a_by_the_instrument_is_never_sent(tmp_path: Path) -> None:
    site = at(tmp_path, gain="1.06")
    ran = site.run({"flowing": hands(site, lambda mine: mine.charge(Decimal("14.5")))})
    assert "Under 15 A nothing is sent: raise the current" in ran.reason(STEP)
    assert "calibrate" not in ran.person.keys
    assert sent(site) == []


def test_a_current_that_moved_before_sending_keeps_it_from_being_sent(tmp_path: Path) -> None:
    site = at(tmp_path, OFF)
    move = hands(site, lambda mine: mine.charge(Decimal(25)), "CALIBRATE")
    ran = site.run({"calibrate-word": move})
    assert ran.verdict(STEP) == "not taken"
    assert "moved since it was measured: nothing was sent" in ran.reason(STEP)
    assert sent(site) == []


def test_a_current_that_settled_elsewhere_is_not_the_one_that_was_measured(
    tmp_path: Path,
) -> None:
    site = at(tmp_path, OFF)
    slow = Slow("CALIBRATE", lambda: Hands(site.simulation).charge(Decimal(25)))
    ran = site.run({"calibrate-word": slow.asked}, when=slow.see, before=slow.sessions.append)
    assert ran.verdict(STEP) == "not taken"
    assert "moved since it was measured: nothing was sent" in ran.reason(STEP)
    assert sent(site) == []


# ---- while discharging


def test_a_load_needs_a_word_of_its_own_and_the_value_goes_without_a_sign(tmp_path: Path) -> None:
    site = at(tmp_path, OFF)
    given: Does = {
        "source": "load",
        "flowing": hands(site, lambda mine: mine.load(Decimal(20))),
    }
    ran = site.run(given)
    assert "magnitude-word" in ran.person.keys
    assert "nobody knows" in str(ran.person.question("magnitude-word").prompt)
    assert sent(site) == [20_000]
    assert ran.verdict(STEP) == "pass"


def test_without_that_word_nothing_is_sent(tmp_path: Path) -> None:
    site = at(tmp_path, OFF)
    given: Does = {
        "source": "load",
        "flowing": hands(site, lambda mine: mine.load(Decimal(20))),
        "magnitude-word": "",
    }
    assert site.run(given).verdict(STEP) == "marginal"
    assert sent(site) == []


# ---- what did not prove


def test_a_calibration_that_moves_nothing_fails_and_the_old_value_is_sent_once(
    tmp_path: Path,
) -> None:
    site = at(tmp_path, "calibration-ignored")
    ran = site.run()
    assert ran.verdict(STEP) == "fail"
    assert "board and instrument are 1.200 A apart, limit at most 0.2" in ran.reason(STEP)
    assert sent(site) == [20_000, 18_800]
    assert outcomes(ran) == [Outcome.REFUSED, Outcome.VERIFIED]


def _wrong_first(monkeypatch: pytest.MonkeyPatch, factors: list[str]) -> None:
    """Let a board take each calibration times the next factor."""
    right = Gauge.calibrate_current

    def wrong(gauge: Gauge, shown: Decimal, true: Decimal) -> None:
        right(gauge, shown, true * Decimal(factors.pop(0)))

    monkeypatch.setattr(Gauge, "calibrate_current", wrong)


def test_a_calibration_that_went_wrong_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _wrong_first(monkeypatch, ["0.9", "1"])
    site = at(tmp_path, OFF)
    ran = site.run({"source-off": "n"})
    assert ran.verdict(STEP) == "fail"
    assert abs(site.simulation.board.current - Decimal("18.8")) < Decimal("0.05")
    assert ran.measured(STEP)["taken-back"] == "pass"
    assert "left on" in notes(ran)


def test_a_wrong_calibration_that_stays_is_an_open_point(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _wrong_first(monkeypatch, ["0.9", "0.9"])
    ran = at(tmp_path, OFF).run()
    assert outcomes(ran) == [Outcome.REFUSED, Outcome.UNKNOWN]
    assert "does not show its old reading" in str(ran.state.open_points[0].what)


def test_the_old_value_is_not_sent_at_another_current(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _wrong_first(monkeypatch, ["0.9"])
    site = at(tmp_path, OFF)
    ran = site.run({"meter-after": hands(site, lambda mine: mine.charge(Decimal(25)), "25")})
    assert ran.verdict(STEP) == "fail"
    assert len(sent(site)) == 1
    assert "the current is no longer the same" in str(ran.state.open_points[0].what)


def test_a_current_that_turned_round_proves_nothing(tmp_path: Path) -> None:
    ran = at(tmp_path, OFF).run({"meter-after": "-20"})
    assert ran.verdict(STEP) == "fail"
    assert ran.measured(STEP)["direction-kept"] == "fail"


def test_a_board_that_refuses_it_fails_with_its_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(actions.WITH_VALUE, CURRENT)
    ran = at(tmp_path, OFF).run()
    assert ran.verdict(STEP) == "fail"
    assert "Not calibrated: the board refused it with exception 2" in ran.reason(STEP)


# ---- left in the middle


def test_left_before_the_instrument_is_read_again_it_is_settled_by_the_board(
    tmp_path: Path,
) -> None:
    site = at(tmp_path, OFF)
    ran = Keys(Interrupt.QUIT).at(site, "meter-after", "")
    assert not ran.ended
    assert outcomes(ran) == [Outcome.VERIFIED]
    assert site.run().verdict(STEP) == "pass"
    assert len(sent(site)) == 1


def test_left_while_the_board_averages_it_is_settled_too(tmp_path: Path) -> None:
    site = at(tmp_path, "calibration-ignored")
    sessions: list[Session] = []
    leave = waiting_for("averaging", lambda: sessions[0].interrupt(Interrupt.QUIT))
    ran = site.run(when=leave, before=sessions.append)
    assert not ran.ended
    assert outcomes(ran) == [Outcome.UNKNOWN]
    assert "left before the instrument was read again" in str(ran.state.open_points[0].what)


@pytest.mark.parametrize("heard", [True, False])
def test_one_whose_outcome_nobody_knows_is_settled_by_reading_and_not_repeated(
    tmp_path: Path, *, heard: bool
) -> None:
    site = at(tmp_path, OFF)
    Keys(Interrupt.QUIT).at(site, "calibrate-word", "")
    serial = site.simulation.board.nameplate.serial
    shown, true = Quantity(Decimal("18.800"), "A"), Quantity(Decimal("20.000"), "A")
    site.record(
        StepStarted(STEP, 2), CalibrationIntended(1, serial, "current_calibration", shown, true)
    )
    if heard:
        actions.calibrate_current(site.simulation.board, 20_000)
    ran = site.run({"calibrate": "leave"})
    assert sent(site) == []
    assert "outcome is not known" in lines(ran)
    assert outcomes(ran) == [Outcome.VERIFIED if heard else Outcome.REFUSED]
    assert ran.verdict(STEP) == ("pass" if heard else "marginal")


# ---- the second point


def _half(mine: Hands) -> None:
    mine.charge(Decimal(10))


def _other(mine: Hands) -> None:
    mine.load(Decimal(20))


@pytest.mark.parametrize(("which", "act"), [("half", _half), ("other", _other)])
def test_a_second_point_is_recorded(
    tmp_path: Path, which: str, act: Callable[[Hands], None]
) -> None:
    site = at(tmp_path)
    ran = site.run({f"{STEP}.second": which, "second-flowing": hands(site, act)})
    assert ran.measured(STEP)["second-point"] == "pass"
    assert ran.verdict(STEP) == "pass"


def test_a_second_point_that_is_off_is_marginal(tmp_path: Path) -> None:
    site = at(tmp_path, OFF)
    ran = site.run({f"{STEP}.second": "other", "second-flowing": hands(site, _other)})
    assert ran.verdict(STEP) == "marginal"
    assert "At 20.000 A discharging the board is 6.00 % off" in ran.reason(STEP)


def test_a_second_point_that_cannot_be_had_is_left_out(tmp_path: Path) -> None:
    site = at(tmp_path)
    small = hands(site, lambda mine: mine.charge(Decimal(1)))
    ran = site.run({f"{STEP}.second": "half", "second-flowing": small})
    assert ran.verdict(STEP) == "pass"
    assert "second point was not measured" in notes(ran)


def test_a_second_point_the_wrong_way_is_left_out_and_fails_nothing(tmp_path: Path) -> None:
    site = at(tmp_path)
    ran = site.run({f"{STEP}.second": "other", "second-flowing": hands(site, _half)})
    assert ran.verdict(STEP) == "pass"
    assert "The board shows charging while a load draws" in notes(ran)


# ---- steadiness


def test_a_gap_between_two_readings_begins_the_steadiness_anew() -> None:
    window = Window(Stillness(30, 2, lambda _: Decimal("0.5"), Decimal(15)))
    for second in range(31):
        window.add(second, Decimal(20))
    assert window.steady
    window.add(32.5, Decimal(20))
    assert (window.steady, window.held_s) == (False, 0)


@pytest.mark.parametrize("odd", ["20.6", "14.9", "-20"])
def test_one_odd_reading_counts_until_it_has_left_the_window(odd: str) -> None:
    window = Window(Stillness(30, 2, lambda _: Decimal("0.5"), Decimal(15)))
    window.add(0, Decimal(odd))
    for second in range(1, 31):
        window.add(second, Decimal(20))
    assert (window.steady, window.held_s) == (False, 29)
    window.add(31, Decimal(20))
    assert window.steady


def test_lost_readings_are_a_gap(tmp_path: Path) -> None:
    """Nothing is heard for some seconds during the wait: the 30 s begin anew."""
    site = at(tmp_path)
    site.checklist = only(STEP)
    cable = Cable(site.simulation.line)
    site.link = MemoryLink("demo:", cable)
    held: list[int] = []
    losses = [12]

    def see(view: View) -> None:
        figures = view.figures if isinstance(view, StepView) else ()
        held.extend(figure.seconds for figure in figures if isinstance(figure, Steady))
        if losses and held[-1:] == [10]:
            cable.lose = losses.pop()

    assert site.run(when=see).verdict(STEP) == "pass"
    assert 0 in held[held.index(10) :]


@pytest.mark.parametrize(
    ("done", "verdict", "outcome"),
    [
        ("right", "pass", Outcome.VERIFIED),
        ("not at all", "fail", Outcome.REFUSED),
        ("left", "not taken", Outcome.REFUSED),
    ],
)
def test_where_it_cannot_be_sent_it_is_done_in_the_app_while_the_current_flows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, done: str, verdict: str, outcome: Outcome
) -> None:
    monkeypatch.setattr(Rs485Board, "untold", untold("current_calibration"))
    site = at(tmp_path, OFF)

    def in_the_app() -> str:
        if done == "right":
            actions.calibrate_current(site.simulation.board, 20_000)
        return "n" if done == "left" else ""

    ran = site.run({"in-app": in_the_app})
    assert ran.verdict(STEP) == verdict
    assert outcomes(ran) == [outcome]
    assert "type 20.000 A at" in words(ran.person.question("in-app").prompt)
    assert sent(site) == []
    assert site.simulation.pack.current == 0
