"""A protection by the pack's own voltage: what is told to whom stands at the switch."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.procedure.support import SILENT, Ran, Site, altered
from tests.procedure.support_protection import (
    REAL_OVER,
    REAL_UNDER,
    LooseCable,
    ready_site,
    warnings_beside_a_pass,
)
from wizard.procedure.figures import Trip
from wizard.procedure.interrupts import Interrupt
from wizard.procedure.session import Session
from wizard.procedure.step import Span
from wizard.procedure.views import StepView
from wizard.simulator.firmware import Board
from wizard.simulator.hands import Hands
from wizard.simulator.pack import Chemistry

REAL = (REAL_OVER, REAL_UNDER)
START_MV = {REAL_OVER: 3620, REAL_UNDER: 2620}


@dataclass
class Attended:
    """A pack near its limit, with somebody at the switch of charger or load."""

    site: Site
    step: str
    amperes: Decimal = Decimal(8)

    def __post_init__(self) -> None:
        self.hands = Hands(self.site.simulation)
        self.board = self.site.simulation.board

    def source_on(self) -> str:
        drive = self.hands.charge if self.step == REAL_OVER else self.hands.load
        drive(self.amperes, Decimal(2))
        return ""

    def turned_round(self) -> str:
        drive = self.hands.load if self.step == REAL_OVER else self.hands.charge
        drive(Decimal(20), Decimal(2))
        return SILENT

    def extreme_cell(self) -> str:
        choose = max if self.step == REAL_OVER else min
        return str(choose(self.hands.cell(n) for n in range(1, self.board.pack.cells + 1)))

    def off(self) -> str:
        self.hands.rest()
        return ""

    def run(self, **given: str | Callable[[], str]) -> Ran:
        told: dict[str, str | Callable[[], str]] = {
            "method": "real",
            f"{self.step}.start": self.source_on,
            f"{self.step}.stop": SILENT,
            f"{self.step}.release": self.turned_round,
            f"{self.step}.cell-by-meter": self.extreme_cell,
            f"{self.step}.stopped": self.off,
        }
        mine = {f"{self.step}.{key}": value for key, value in given.items()}
        return self.site.run({**told, **mine, "not-passed": "on"})


def attended(folder: Path, step: str, fault: str | None = None) -> Attended:
    site = ready_site(folder, step, fault=fault)
    site.checklist = altered(site.checklist, step, within=Span(120, "for this test"))
    Hands(site.simulation).set_cells(START_MV[step])
    return Attended(site, step)


@pytest.mark.parametrize(
    ("step", "mos"), [(REAL_OVER, "charge MOS"), (REAL_UNDER, "discharge MOS")]
)
def test_the_board_cuts_off_at_its_limit_and_lets_go_again(
    tmp_path: Path, step: str, mos: str
) -> None:
    attended_ = attended(tmp_path, step)
    ran = attended_.run()
    assert ran.verdict(step) == "pass"
    assert ran.observed(step, "trip").startswith(f"{mos} open")
    assert abs(Decimal(ran.observed(step, "trip-cell").removesuffix(" V"))) <= Decimal("0.010")
    assert Decimal(ran.observed(step, "trip-delay").removesuffix(" s")) <= 5
    assert ran.observed(step, "current-after") == "0.000 A"
    assert ran.observed(step, "release") == f"{mos} on"
    assert warnings_beside_a_pass(ran) == []


@pytest.mark.parametrize("step", REAL)
def test_nothing_at_all_is_written(tmp_path: Path, step: str) -> None:
    attended_ = attended(tmp_path, step)
    ran = attended_.run()
    assert ran.verdict(step) == "pass"
    assert attended_.board.writes == []


@pytest.mark.parametrize(("cells", "chemistry"), [(7, "li_ion"), (8, "lifepo4"), (14, "lto")])
def test_the_limit_is_that_of_the_board_for_any_cells(
    tmp_path: Path, cells: int, chemistry: Chemistry
) -> None:
    site = ready_site(tmp_path, REAL_OVER, cells=cells, chemistry=chemistry)
    limit = site.simulation.board.setting("cell_ovp")
    Hands(site.simulation).set_cells(int(limit * 1000) - 20)
    ran = Attended(site, REAL_OVER).run()
    assert ran.verdict(REAL_OVER) == "pass"
    assert ran.observed(REAL_OVER, "limit") == f"{limit:.3f} V"


def test_the_picture_holds_the_limit_still_and_lets_the_cell_move(tmp_path: Path) -> None:
    ran = attended(tmp_path, REAL_OVER).run()
    views = [view for view in ran.person.views if isinstance(view, StepView)]
    drawn = [figure for view in views for figure in view.figures if isinstance(figure, Trip)]
    assert {figure.limit for figure in drawn} == {Decimal("3.65")}
    assert not any(figure.shifted for figure in drawn)
    assert drawn[0].cell_voltage < Decimal("3.64") < max(one.cell_voltage for one in drawn)


# ---- what makes the person stop it


def _told_to_stop(ran: Ran, source: str) -> bool:
    return any(notice.startswith(f"STOP the {source} NOW") for notice in ran.notices)


@pytest.mark.parametrize(
    ("step", "source", "reason"),
    [
        (REAL_OVER, "charger", "beyond Cell OVP (V) and the charge MOS is still on"),
        (REAL_UNDER, "load", "a cell comes near to Power Off Volt."),
    ],
)
def test_a_board_that_does_not_cut_off_is_stopped_by_hand(
    tmp_path: Path, step: str, source: str, reason: str
) -> None:
    attended_ = attended(tmp_path, step, "no-trip")
    ran = attended_.run()
    assert ran.verdict(step) == "fail"
    assert reason in ran.reason(step)
    assert _told_to_stop(ran, source)
    assert attended_.hands.current() == 0


def test_a_cell_below_uvp_without_a_cut_off_is_stopped_by_hand(tmp_path: Path) -> None:
    attended_ = attended(tmp_path, REAL_UNDER, "no-trip")
    attended_.board.set("power_off_voltage", Decimal("2.0"))
    ran = attended_.run()
    assert ran.verdict(REAL_UNDER) == "fail"
    assert "beyond Cell UVP (V) and the discharge MOS is still on" in ran.reason(REAL_UNDER)
    assert min(attended_.board.pack.resting) > 2500


def test_the_program_goes_on_by_itself_once_the_current_has_stopped(tmp_path: Path) -> None:
    attended_ = attended(tmp_path, REAL_OVER, "no-trip")

    def at_the_switch() -> str:
        attended_.off()
        return SILENT

    ran = attended_.run(stopped=at_the_switch)
    assert ran.verdict(REAL_OVER) == "fail"


def _alarm(board: Board) -> None:
    board.quirks = replace(board.quirks, alarms=frozenset({1}))


def _hot(board: Board) -> None:
    board.pack.mos_temperature = Decimal(71)


def _other_mos(board: Board) -> None:
    for protection in board.protections[:2]:
        protection.tripped = True


def _emergency(board: Board) -> None:
    board.emergency = 600


def _silent(board: Board) -> None:
    board.quirks = replace(board.quirks, silent=True)


def _too_much(board: Board) -> None:
    board.pack.drive(board.pack.mean_current * 4)


def _no_alarm(board: Board) -> None:
    board.quirks = replace(board.quirks, no_trip_alarm=True)
    board.pack.resting[:] = [3700 if board.pack.mean_current > 0 else 2550] * 16


DANGERS: list[tuple[Callable[[Board], None], str]] = [
    (_alarm, "an alarm came up"),
    (_hot, "the MOS are at 71"),
    (_other_mos, "opened as well"),
    (_emergency, "Emergency was switched on"),
    (_silent, "3 readings in a row were lost"),
    (_too_much, "A flow, which is more than at most 10"),
    (_no_alarm, "and its alarm say different things"),
]


@pytest.mark.parametrize("step", REAL)
@pytest.mark.parametrize(("danger", "reason"), DANGERS)
def test_a_danger_makes_the_person_stop_it(
    tmp_path: Path, step: str, danger: Callable[[Board], None], reason: str
) -> None:
    attended_ = attended(tmp_path, step)
    attended_.site.simulation.board.pack.resting[:] = [3300] * 16

    def then() -> str:
        danger(attended_.board)
        return SILENT

    ran = attended_.run(stop=then)
    assert ran.verdict(step) == "fail"
    assert reason in ran.reason(step)
    assert _told_to_stop(ran, "charger" if step == REAL_OVER else "load")


@pytest.mark.parametrize(("amperes", "verdict"), [("27", "pass"), ("29", "fail")])
def test_a_load_may_draw_a_tenth_of_the_capacity(
    tmp_path: Path, amperes: str, verdict: str
) -> None:
    attended_ = attended(tmp_path, REAL_UNDER)
    attended_.amperes = Decimal(amperes)
    assert attended_.board.pack.capacity == 280
    ran = attended_.run()
    assert ran.verdict(REAL_UNDER) == verdict
    assert _told_to_stop(ran, "load") is (verdict == "fail")


@pytest.mark.parametrize("step", REAL)
def test_a_current_past_the_open_mos_is_stopped_by_hand(tmp_path: Path, step: str) -> None:
    attended_ = attended(tmp_path, step, "mos-shorted")
    ran = attended_.run()
    assert ran.verdict(step) == "fail"
    assert "a current still flows past it" in ran.reason(step)
    assert _told_to_stop(ran, "charger" if step == REAL_OVER else "load")


def test_a_pulled_cable_makes_the_person_stop_it(tmp_path: Path) -> None:
    attended_ = attended(tmp_path, REAL_OVER)
    cable = attended_.site.link = LooseCable("demo:", attended_.site.simulation.line)

    def pull() -> str:
        cable.out = True
        cable.pull()
        return SILENT

    ran = attended_.run(stop=pull)
    assert ran.verdict(REAL_OVER) == "not taken"
    assert _told_to_stop(ran, "charger")


@pytest.mark.parametrize("why", [Interrupt.BACK, Interrupt.QUIT])
def test_whoever_leaves_is_told_to_switch_off(tmp_path: Path, why: Interrupt) -> None:
    attended_ = attended(tmp_path, REAL_OVER)
    sessions: list[Session] = []

    def leave() -> str:
        sessions[0].interrupt(why)
        sessions[0].interrupt(Interrupt.QUIT)
        return SILENT

    ran = attended_.site.run(
        {
            "method": "real",
            f"{REAL_OVER}.start": attended_.source_on,
            f"{REAL_OVER}.stop": leave,
        },
        before=sessions.append,
    )
    assert any("Switch the charger OFF now" in notice for notice in ran.notices)
    assert not ran.ended


# ---- what leaves it without a verdict


@pytest.mark.parametrize("step", REAL)
def test_a_person_may_end_it_which_leaves_an_open_point(tmp_path: Path, step: str) -> None:
    ran = attended(tmp_path, step).run(stop="")
    assert ran.verdict(step) == "deferred"
    assert "ended the test before the protection tripped" in ran.reason(step)
    assert "not yet proved by its real limit" in str(ran.state.open_points[-1].what)
    assert any("off now" in notice for notice in ran.notices)
    assert "stopped" in ran.person.keys


def test_a_limit_that_is_not_reached_in_time_leaves_an_open_point(tmp_path: Path) -> None:
    attended_ = attended(tmp_path, REAL_OVER)
    attended_.hands.set_cells(3300)
    ran = attended_.run()
    assert ran.verdict(REAL_OVER) == "deferred"
    assert "not reached within 120 s" in ran.reason(REAL_OVER)
    assert "not yet proved" in str(ran.state.open_points[-1].what)


def test_a_computer_on_the_pack_defers_it_before_anything_is_asked(tmp_path: Path) -> None:
    attended_ = attended(tmp_path, REAL_UNDER)
    ran = attended_.site.run({"method": "real", "computer": "pack", "not-passed": "on"})
    assert ran.verdict(REAL_UNDER) == "deferred"
    assert "statement-1" not in ran.person.keys


@pytest.mark.parametrize("step", REAL)
@pytest.mark.parametrize("statement", ["statement-1", "statement-2", "statement-3"])
def test_a_statement_that_is_not_so_begins_nothing(
    tmp_path: Path, step: str, statement: str
) -> None:
    ran = attended(tmp_path, step).run(**{statement: "n"})
    assert ran.verdict(step) == "fail"
    assert "start" not in ran.person.keys


@pytest.mark.parametrize("step", REAL)
def test_alarms_before_the_test_keep_it_from_beginning(tmp_path: Path, step: str) -> None:
    attended_ = attended(tmp_path, step)
    _alarm(attended_.board)
    ran = attended_.run()
    assert ran.verdict(step) == "fail"
    assert "start" not in ran.person.keys


def test_a_power_off_right_below_uvp_leaves_it_to_shifted_limits(tmp_path: Path) -> None:
    attended_ = attended(tmp_path, REAL_UNDER)
    attended_.board.set("power_off_voltage", Decimal("2.56"))
    ran = attended_.run()
    assert ran.verdict(REAL_UNDER) == "fail"
    assert "tested by shifted limits" in ran.reason(REAL_UNDER)
    assert "start" not in ran.person.keys


def test_by_choice_shifted_limits_are_tested_instead(tmp_path: Path) -> None:
    ran = attended(tmp_path, REAL_OVER).site.run({"method": "shifted"})
    assert ran.verdict(REAL_OVER) == "not applicable"


# ---- after the trip


@pytest.mark.parametrize("step", REAL)
def test_a_meter_that_says_otherwise_makes_it_marginal(tmp_path: Path, step: str) -> None:
    attended_ = attended(tmp_path, step)
    ran = attended_.run(**{"cell-by-meter": lambda: f"{Decimal(attended_.extreme_cell()) + 1}"})
    assert ran.verdict(step) == "marginal"
    assert "Board and meter are 1.000 V apart, limit at most 0.01 V" in ran.reason(step)


def test_a_trip_far_from_the_limit_fails(tmp_path: Path) -> None:
    attended_ = attended(tmp_path, REAL_OVER)
    attended_.hands.set_cells(3580)

    def trips_early() -> str:
        attended_.board.protections[0].tripped = True
        attended_.board.settle()
        return SILENT

    ran = attended_.run(stop=trips_early)
    assert ran.verdict(REAL_OVER) == "fail"
    assert ran.measured(REAL_OVER)["trip-cell"] == "fail"


def test_after_an_under_voltage_trip_the_pack_is_to_be_charged_at_once(tmp_path: Path) -> None:
    ran = attended(tmp_path, REAL_UNDER).run()
    assert any("CHARGE AT ONCE" in notice for notice in ran.notices)


@pytest.mark.parametrize("step", REAL)
def test_a_release_that_nobody_waits_for_is_not_seen(tmp_path: Path, step: str) -> None:
    ran = attended(tmp_path, step).run(release="")
    assert ran.verdict(step) == "fail"
    assert "The release was not seen" in ran.reason(step)
