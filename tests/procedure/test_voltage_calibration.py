"""Pack voltage, board against meter: what passes, what is offered, what is never written."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.procedure.support import (
    SILENT,
    Cable,
    Given,
    Ran,
    Site,
    altered,
    only,
    waiting_for,
)
from tests.procedure.support_app import untold
from tests.procedure.test_session import Keys
from wizard.boards.rs485 import Rs485Board
from wizard.links.memory import MemoryLink
from wizard.procedure.figures import Facts, Steady
from wizard.procedure.interrupts import Interrupt
from wizard.procedure.kinds.balance_off import PURPOSE
from wizard.procedure.session import Session
from wizard.procedure.step import Span
from wizard.procedure.views import StepView, View
from wizard.quantity import Quantity
from wizard.record.events import (
    CalibrationIntended,
    Outcome,
    StepStarted,
    WriteIntended,
    WriteSettled,
)
from wizard.record.journal import read
from wizard.simulator import actions, readings
from wizard.simulator.create import create
from wizard.simulator.firmware import Board
from wizard.simulator.gauge import Gauge
from wizard.text import words

STEP, VOLTAGE = "voltage-calibration", 0x1600
CHECKLIST = only(STEP)
OFF = "voltage-off"


def at(folder: Path, fault: str | None = None, gain: str | None = None, **keys: Span) -> Site:
    """A site whose board knows its cell count and reads as its fault or gain says."""
    simulation = create(fault)
    simulation.board.set("cell_count", Decimal(16))
    if gain:
        quirks = simulation.board.quirks
        simulation.board.quirks = replace(quirks, voltage_gain=Decimal(gain))
    return Site(folder, simulation, altered(CHECKLIST, STEP, **keys))


def sent(site: Site) -> list[int]:
    """The millivolts that the board was told as the truth, in order."""
    return [write.value for write in site.simulation.board.writes if write.address == VOLTAGE]


def outcomes(ran: Ran) -> list[Outcome | None]:
    return [one.outcome for one in ran.state.writes.values() if one.is_calibration]


def lines(ran: Ran) -> str:
    views = [view for view in ran.person.views if isinstance(view, StepView) and view.step == STEP]
    return "\n".join(str(line) for line in views[-1].lines)


def test_a_board_that_agrees_passes_and_nothing_is_written(tmp_path: Path) -> None:
    site = at(tmp_path)
    ran = site.run()
    assert ran.verdict(STEP) == "pass"
    assert site.simulation.board.writes == []
    assert "nothing is written" in lines(ran)


def test_a_board_a_little_off_is_calibrated_once_and_proved(tmp_path: Path) -> None:
    site = at(tmp_path, OFF)
    before = site.settings()
    ran = site.run()
    assert ran.verdict(STEP) == "pass"
    assert sent(site) == [52_800]
    assert outcomes(ran) == [Outcome.VERIFIED]
    assert sum(site.simulation.board.inputs()) == Decimal("52.800")
    assert site.settings() == before
    assert set(ran.measured(STEP)) >= {"factor-before", "factor-after", "cells-alike"}
    assert [str(one.note) for one in ran.state.notes] == []


def test_what_it_moves_is_shown_before_the_word_is_typed(tmp_path: Path) -> None:
    ran = at(tmp_path, OFF).run()
    views = [view for view in ran.person.views if isinstance(view, StepView)]
    facts = [figure for view in views for figure in view.figures if isinstance(figure, Facts)]
    rows = {str(row.label): str(row.value) for figure in facts for row in figure.rows}
    assert rows["Board"] == "53.120 V"
    assert rows["Cell OVP moves by"] == "25 mV: trips at 4.175 V now, at 4.200 V then"


class Notary(Cable):
    """Keeps what stood in the journal when the first byte of a calibration came."""

    def __init__(self, site: Site, address: int) -> None:
        super().__init__(site.simulation.line)
        self._journal = site.folder / "journal.jsonl"
        self._mark = bytes((1, 16)) + address.to_bytes(2)
        self.stood: list[list[str]] = []

    def heard(self, data: bytes) -> None:
        if data.startswith(self._mark):
            events = read(self._journal).events
            self.stood.append([type(event).__name__ for event in events])
        super().heard(data)


def test_it_stands_in_the_journal_before_its_first_byte_goes_out(tmp_path: Path) -> None:
    site = at(tmp_path, OFF)
    notary = Notary(site, VOLTAGE)
    site.link = MemoryLink("demo:", notary)
    site.run()
    assert len(notary.stood) == 1
    assert notary.stood[0].count("CalibrationIntended") == 1


LEFT: list[Given] = [{"calibrate": "leave"}, {"calibrate-word": ""}]


@pytest.mark.parametrize("given", LEFT)
def test_a_little_off_and_left_is_marginal(tmp_path: Path, given: Given) -> None:
    site = at(tmp_path, OFF)
    ran = site.run(given)
    assert ran.verdict(STEP) == "marginal"
    assert "0.61 % off the meter. It was left as it is." in ran.reason(STEP)
    assert sent(site) == []


def test_far_off_is_refused_and_names_where_to_look(tmp_path: Path) -> None:
    site = at(tmp_path, "voltage-far-off")
    ran = site.run()
    assert ran.verdict(STEP) == "fail"
    assert "Over 2 %: that is a fault" in ran.reason(STEP)
    assert "calibrate" not in ran.person.keys
    assert sent(site) == []


def test_over_one_percent_a_second_meter_that_agrees_opens_the_way(tmp_path: Path) -> None:
    site = at(tmp_path, gain="1.015")
    ran = site.run()
    assert ran.verdict(STEP) == "pass"
    assert len(sent(site)) == 1
    named = [one for one in ran.state.current() if one.id == "second-meter"]
    assert [one.instrument for one in named] == ["second multimeter"]


ALONE: list[tuple[Given, str]] = [
    ({"second-meter": ""}, "No second meter says so"),
    ({"second-meter": "simulated multimeter"}, "No second meter says so"),
    ({"second-meter-reading": "52.7"}, "The two meters disagree"),
]


@pytest.mark.parametrize(("given", "reason"), ALONE)
def test_over_one_percent_one_meter_alone_is_not_believed(
    tmp_path: Path, given: Given, reason: str
) -> None:
    site = at(tmp_path, gain="1.015")
    ran = site.run(given)
    assert ran.verdict(STEP) == "fail"
    assert reason in ran.reason(STEP)
    assert sent(site) == []


def test_what_the_meter_cannot_tell_apart_passes(tmp_path: Path) -> None:
    site = at(tmp_path, gain="1.003")
    ran = site.run({"meter_percent": "0.5"})
    assert ran.verdict(STEP) == "pass"
    assert sent(site) == []


def test_a_meter_worse_than_what_is_offered_judges_no_board(tmp_path: Path) -> None:
    ran = at(tmp_path, OFF).run({"meter_percent": "1.5"})
    assert ran.verdict(STEP) == "not taken"
    assert "cannot tell whether the board is right" in ran.reason(STEP)


def test_tips_in_the_wrong_place_end_it(tmp_path: Path) -> None:
    ran = at(tmp_path, OFF).run({f"{STEP}.statement-1": "n"})
    assert ran.verdict(STEP) == "fail"
    assert "tips are not in place" in ran.reason(STEP)


def _charge(board: Board) -> None:
    board.pack.drive(Decimal(2))


def _blind(board: Board) -> None:
    board.quirks = replace(board.quirks, blind=frozenset({9}))


def _wire(board: Board) -> None:
    board.quirks = replace(board.quirks, wires={4: 600})


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (_charge, "Current: 2.000 A, limit at most 1 A"),
        (_blind, "never calibrated away: 15 cells are seen"),
        (_wire, "never calibrated away: too much resistance at cell 4"),
    ],
)
def test_a_pack_with_a_current_or_a_wiring_fault_is_not_compared(
    tmp_path: Path, spoil: Callable[[Board], None], reason: str
) -> None:
    site = at(tmp_path, OFF)
    spoil(site.simulation.board)
    ran = site.run()
    assert ran.verdict(STEP) == "fail"
    assert reason in ran.reason(STEP)
    assert "meter-1" not in ran.person.keys


def test_a_pack_voltage_that_is_not_the_sum_of_its_cells_is_a_wiring_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured = readings._measured  # pyright: ignore[reportPrivateUsage]

    def more(board: Board) -> dict[str, Decimal | int]:
        found = measured(board)
        return {**found, "pack_voltage": found["pack_voltage"] + Decimal("0.021")}

    monkeypatch.setattr(readings, "_measured", more)
    ran = at(tmp_path).run()
    assert ran.verdict(STEP) == "fail"
    assert "pack and sum of cells are 0.021 V apart" in ran.reason(STEP)


def test_a_voltage_that_does_not_hold_still_is_not_compared(tmp_path: Path) -> None:
    site = at(tmp_path, OFF, patience=Span(s=40, derived="a short test"))
    site.simulation.pack.drive(Decimal("0.5"), rise=Decimal(1))
    ran = site.run()
    assert ran.verdict(STEP) == "not taken"
    assert "not-steady" in ran.person.keys
    assert sent(site) == []


def test_readings_apart_are_taken_again_and_never_proposed(tmp_path: Path) -> None:
    site = at(tmp_path)
    ran = site.run({"meter-2": ["52.83"], "readings-apart": ["again"]})
    assert ran.verdict(STEP) == "pass"
    assert "meter-2-try-2" in ran.person.keys
    readings_asked = [one for _, one in ran.person.asked if one.key.startswith("meter-")]
    assert {one.proposal for one in readings_asked} == {""}


def test_readings_that_stay_apart_end_it(tmp_path: Path) -> None:
    ran = at(tmp_path).run({"meter-2": "52.83"})
    assert ran.verdict(STEP) == "not taken"
    assert "did not hold still" in ran.reason(STEP)


def test_a_highest_cell_that_one_factor_does_not_explain_is_not_calibrated(
    tmp_path: Path,
) -> None:
    site = at(tmp_path, OFF)
    ran = site.run({"metered-cell": "3.285"})
    assert ran.verdict(STEP) == "fail"
    assert "one factor does not mend that" in ran.reason(STEP)
    assert sent(site) == []


def test_a_voltage_that_moved_since_it_was_measured_keeps_it_from_being_sent(
    tmp_path: Path,
) -> None:
    site = at(tmp_path, OFF)

    def move() -> str:
        site.simulation.pack.raise_cells(3)
        return "CALIBRATE"

    ran = site.run({"calibrate-word": move})
    assert ran.verdict(STEP) == "not taken"
    assert "moved since it was measured: nothing was sent" in ran.reason(STEP)
    assert sent(site) == []


class Slow:
    """A person who types a word only when a changed value has held still again."""

    def __init__(self, word: str, change: Callable[[], None]) -> None:
        self._word, self._change = word, change
        self._changed = 0
        self.sessions: list[Session] = []

    def asked(self) -> str:
        self._change()
        self._changed = 1
        return SILENT

    def see(self, view: View) -> None:
        figures = view.figures if isinstance(view, StepView) else ()
        for figure in figures:
            if self._changed and isinstance(figure, Steady):
                self._changed += figure.seconds == 0
                if self._changed > 1 and figure.seconds == figure.seconds_wanted:
                    self._type()

    def _type(self) -> None:
        for ticket in range(100):  # only the open question takes it
            self.sessions[0].answer(ticket, self._word)


def test_a_voltage_that_settled_elsewhere_is_not_the_one_that_was_measured(
    tmp_path: Path,
) -> None:
    site = at(tmp_path, OFF)
    slow = Slow("CALIBRATE", lambda: site.simulation.pack.raise_cells(3))
    ran = site.run({"calibrate-word": slow.asked}, when=slow.see, before=slow.sessions.append)
    assert ran.verdict(STEP) == "not taken"
    assert "moved since it was measured: nothing was sent" in ran.reason(STEP)
    assert sent(site) == []


def test_a_calibration_that_moves_nothing_fails_and_the_old_value_is_sent_once(
    tmp_path: Path,
) -> None:
    site = at(tmp_path, "calibration-ignored")
    ran = site.run()
    assert ran.verdict(STEP) == "fail"
    assert "did not prove: Board against meter: 0.6061 %" in ran.reason(STEP)
    assert sent(site) == [52_800, 53_120]
    assert outcomes(ran) == [Outcome.REFUSED, Outcome.VERIFIED]


def _wrong_first(monkeypatch: pytest.MonkeyPatch, factors: list[str]) -> None:
    """Let a board take each calibration times the next factor."""
    right = Gauge.calibrate_voltage

    def wrong(gauge: Gauge, shown: Decimal, true: Decimal) -> None:
        right(gauge, shown, true * Decimal(factors.pop(0)))

    monkeypatch.setattr(Gauge, "calibrate_voltage", wrong)


def test_a_calibration_that_went_wrong_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _wrong_first(monkeypatch, ["0.99", "1"])
    site = at(tmp_path, OFF)
    before = site.settings()
    ran = site.run()
    assert ran.verdict(STEP) == "fail"
    assert abs(sum(site.simulation.board.inputs()) - Decimal("53.120")) < Decimal("0.02")
    assert ran.measured(STEP)["taken-back"] == "pass"
    assert site.settings() == before


def test_a_wrong_calibration_that_stays_is_an_open_point(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _wrong_first(monkeypatch, ["0.99", "0.99"])
    ran = at(tmp_path, OFF).run()
    assert ran.verdict(STEP) == "fail"
    assert outcomes(ran) == [Outcome.REFUSED, Outcome.UNKNOWN]
    assert "could not be taken back" in str(ran.state.open_points[0].what)


def test_a_board_that_refuses_it_fails_with_its_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(actions.WITH_VALUE, VOLTAGE)
    ran = at(tmp_path, OFF).run()
    assert ran.verdict(STEP) == "fail"
    assert "Not calibrated: the board refused it with exception 2" in ran.reason(STEP)
    assert outcomes(ran) == [Outcome.REFUSED]


def test_a_setting_that_changed_with_it_fails_and_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = Board.calibrate

    def more(board: Board, move: Callable[[Gauge], None]) -> None:
        right(board, move)
        board.set("cell_ovp", Decimal("3.7"))

    monkeypatch.setattr(Board, "calibrate", more)
    ran = at(tmp_path, OFF).run()
    assert ran.verdict(STEP) == "fail"
    assert "changed other settings: cell_ovp" in ran.reason(STEP)


# ---- Balance


def balancing(folder: Path) -> Site:
    site = at(folder)
    site.simulation.pack.raise_cells(200)
    site.simulation.pack.resting[4] += 30
    assert site.simulation.board.balancing.state
    return site


def test_balance_is_switched_off_for_the_step_and_on_again(tmp_path: Path) -> None:
    site = balancing(tmp_path)
    ran = site.run()
    assert ran.verdict(STEP) == "pass"
    assert site.written() == ["balance_switch", "balance_switch"]
    assert [one.outcome for one in ran.state.writes.values()] == [Outcome.VERIFIED] * 2
    assert site.settings()["balance_switch"] == 1


def test_balance_is_on_again_when_the_step_is_left(tmp_path: Path) -> None:
    site = balancing(tmp_path)
    ran = Keys(Interrupt.QUIT).at(site, "meter-2", "")
    assert not ran.ended
    assert site.settings()["balance_switch"] == 1


def test_a_person_may_stop_or_wait_for_a_board_that_balances(tmp_path: Path) -> None:
    ran = balancing(tmp_path / "stop").run({"balancing": "stop"})
    assert ran.verdict(STEP) == "not taken"
    site = balancing(tmp_path / "wait")

    def calm() -> None:
        site.simulation.pack.resting[4] -= 30

    ran = site.run({"balancing": ["wait"]}, when=waiting_for("stops balancing", calm))
    assert ran.verdict(STEP) == "pass"
    assert site.written() == []


def test_balance_that_does_not_come_back_on_fails_and_is_an_open_point(tmp_path: Path) -> None:
    site = balancing(tmp_path)

    def ignore() -> str:
        board = site.simulation.board
        board.quirks = replace(board.quirks, ignored=frozenset({"balance_switch"}))
        return str(site.simulation.meter.pack_voltage())

    ran = site.run({"meter-1": ignore})
    assert ran.verdict(STEP) == "fail"
    assert "Balance is still off" in ran.reason(STEP)
    assert "Balance is still off" in str(ran.state.open_points[0].what)


def test_balance_left_off_by_a_process_that_is_gone_comes_back_on(tmp_path: Path) -> None:
    site = at(tmp_path)
    Keys(Interrupt.QUIT).at(site, "meter-1", "")
    serial = site.simulation.board.nameplate.serial
    on, off = Quantity(Decimal(1)), Quantity(Decimal(0))
    site.record(
        StepStarted(STEP, 2),
        WriteIntended(1, serial, "balance_switch", on, off, PURPOSE),
        WriteSettled(1, Outcome.VERIFIED, off),
    )
    site.simulation.board.set("balance_switch", Decimal(0))
    ran = site.run()
    assert ran.verdict(STEP) == "pass"
    assert site.settings()["balance_switch"] == 1


# ---- left in the middle


def test_left_before_the_word_nothing_was_sent(tmp_path: Path) -> None:
    site = at(tmp_path, OFF)
    ran = Keys(Interrupt.QUIT).at(site, "calibrate-word", "")
    assert not ran.ended
    assert sent(site) == []


def test_left_while_it_is_proved_it_is_proved_first(tmp_path: Path) -> None:
    site = at(tmp_path, OFF)
    sessions: list[Session] = []
    leave = waiting_for("sending the calibration", lambda: sessions[0].interrupt(Interrupt.QUIT))
    ran = site.run(when=leave, before=sessions.append)
    assert not ran.ended
    assert outcomes(ran) == [Outcome.VERIFIED]
    again = site.run()
    assert again.verdict(STEP) == "pass"
    assert len(sent(site)) == 1


@pytest.mark.parametrize("heard", [True, False])
def test_one_whose_outcome_nobody_knows_is_settled_by_reading_and_not_repeated(
    tmp_path: Path, *, heard: bool
) -> None:
    site = at(tmp_path, OFF)
    Keys(Interrupt.QUIT).at(site, "calibrate-word", "")
    serial = site.simulation.board.nameplate.serial
    shown, true = Quantity(Decimal("53.120"), "V"), Quantity(Decimal("52.800"), "V")
    site.record(
        StepStarted(STEP, 2), CalibrationIntended(1, serial, "voltage_calibration", shown, true)
    )
    if heard:
        actions.calibrate_voltage(site.simulation.board, 52_800)
    ran = site.run({"calibrate": "leave"})
    assert sent(site) == []
    assert "outcome is not known" in lines(ran)
    assert outcomes(ran) == [Outcome.VERIFIED if heard else Outcome.REFUSED]
    assert ran.verdict(STEP) == ("pass" if heard else "marginal")


class Losing(Notary):
    """Loses the receipt of each calibration."""

    def heard(self, data: bytes) -> None:
        if data.startswith(self._mark):
            self.lose = 1
        super().heard(data)


def test_a_lost_receipt_is_no_second_sending(tmp_path: Path) -> None:
    site = at(tmp_path, OFF)
    cable = Losing(site, VOLTAGE)
    site.link = MemoryLink("demo:", cable)
    ran = site.run()
    assert (len(cable.stood), cable.lose) == (1, 0)
    assert ran.verdict(STEP) == "pass"
    assert len(sent(site)) == 1


@pytest.mark.parametrize(
    ("done", "verdict", "outcome"),
    [
        ("right", "pass", Outcome.VERIFIED),
        ("not at all", "fail", Outcome.REFUSED),
        ("left", "not taken", Outcome.REFUSED),
    ],
)
def test_where_it_cannot_be_sent_it_is_done_in_the_app_and_proved_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, done: str, verdict: str, outcome: Outcome
) -> None:
    monkeypatch.setattr(Rs485Board, "untold", untold("voltage_calibration"))
    site = at(tmp_path, OFF)

    def in_the_app() -> str:
        if done == "right":
            volts = site.simulation.meter.pack_voltage()
            actions.calibrate_voltage(site.simulation.board, int(volts * 1000))
        return "n" if done == "left" else ""

    ran = site.run({"in-app": in_the_app})
    assert ran.verdict(STEP) == verdict
    assert outcomes(ran) == [outcome]
    assert "type 52.800 V at Voltage Calibration (V)" in words(ran.person.question("in-app").prompt)
    assert ran.person.keys.count("in-app") == 1
    assert sent(site) == []
