"""The pulled data cable: what the inverter does, after how long, and whether it comes back."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.procedure.support import Given, Ran, Site, only
from wizard.procedure.views import View
from wizard.simulator.create import create
from wizard.simulator.hands import Hands

STEP = "inverter-pulled"
STEPS = (
    "adapter", "connect", "inverter", "inverter-protocol", "inverter-joined", "inverter-set",
    "inverter-shows", STEP,
)  # fmt: skip


def pulled(folder: Path, given: Given | None = None, fault: str | None = None) -> Ran:
    return Site(folder, create(fault), only(*STEPS)).run(given or {})


def test_an_inverter_that_stops_as_its_brand_must_passes(tmp_path: Path) -> None:
    run = pulled(tmp_path)
    assert run.verdict(STEP) == "pass"
    assert run.observed(STEP, "deed").startswith("It stopped")
    assert run.observed(STEP, "current-before") == "30.0 A"
    assert run.observed(STEP, "current-after") == "0.0 A"
    assert run.measured(STEP)["deed-seconds"] == "pass"
    assert run.measured(STEP)["soc-difference"] == "pass"
    assert run.state.open_points == []


def test_what_must_stop_and_does_not_fails(tmp_path: Path) -> None:
    run = pulled(tmp_path, fault="inverter-goes-on")
    assert run.verdict(STEP) == "fail"
    assert "Without the board Deye must stop" in run.reason(STEP)
    assert run.observed(STEP, "deed-seconds") == "300 s"


def test_only_after_the_whole_time_does_it_count_as_going_on(tmp_path: Path) -> None:
    run = pulled(tmp_path, {"deed": "goes-on", "deed-at-the-end": "stopped"})
    assert run.verdict(STEP) == "pass"
    assert {"deed", "deed-at-the-end"} <= set(run.person.keys)


def test_a_current_that_stops_meanwhile_tells_the_second_by_itself(tmp_path: Path) -> None:
    site = Site(tmp_path, create("inverter-goes-on"), only(*STEPS))
    run = site.run(
        {"deed": "goes-on", "deed-at-the-end": "stopped"},
        when=after_looks(40, Hands(site.simulation).rest),
    )
    assert run.verdict(STEP) == "pass"
    assert 60 <= int(run.observed(STEP, "deed-seconds").removesuffix(" s")) <= 100


def after_looks(times: int, act: Callable[[], None]) -> Callable[[View], None]:
    """Act once, at the n-th look while the cable is out."""
    left = [times]

    def when(view: View) -> None:
        if "the data cable is out" in str(getattr(view, "what", "")):
            left[0] -= 1
            if left[0] == 0:
                act()

    return when


def test_where_no_source_says_what_it_must_do_it_is_recorded_and_not_judged(
    tmp_path: Path,
) -> None:
    run = pulled(tmp_path, {"brand": "growatt"}, fault="inverter-goes-on")
    assert run.verdict(STEP) == "pass"
    assert run.measured(STEP)["deed"] == "not applicable"
    assert run.observed(STEP, "deed") == "It goes on as if nothing were missing"
    assert any("its own limits" in str(point.what) for point in run.state.open_points)


def test_what_was_said_to_have_stopped_must_not_flow(tmp_path: Path) -> None:
    run = pulled(tmp_path, {"brand": "growatt", "deed": "stopped"}, fault="inverter-goes-on")
    assert run.verdict(STEP) == "fail"
    assert "said to have stopped, but the board measures 30.0 A" in run.reason(STEP)


def test_an_inverter_that_does_not_find_the_board_again_fails(tmp_path: Path) -> None:
    run = pulled(tmp_path, fault="inverter-deaf")
    assert run.verdict(STEP) == "fail"
    assert "does not find the board again" in run.reason(STEP)


def test_a_cable_that_stays_out_fails(tmp_path: Path) -> None:
    run = pulled(tmp_path, {f"{STEP}.back": "n"})
    assert run.verdict(STEP) == "fail"
    assert "left without its data cable" in run.reason(STEP)


@pytest.mark.parametrize(
    ("key", "verdict"), [(f"{STEP}.statement-1", "fail"), (f"{STEP}.pulled", "not taken")]
)
def test_nothing_is_pulled_where_it_is_not_agreed_to(
    tmp_path: Path, key: str, verdict: str
) -> None:
    run = pulled(tmp_path, {key: "n"})
    assert run.verdict(STEP) == verdict
    assert "deed" not in run.person.keys


def test_an_inverter_with_a_state_of_charge_of_its_own_is_found(tmp_path: Path) -> None:
    run = pulled(tmp_path, fault="inverter-guesses")
    assert run.verdict("inverter-shows") == "fail"
    assert run.measured("inverter-shows")["soc-difference"] == "fail"


def test_without_a_current_it_is_said_that_only_the_display_can_show_it(tmp_path: Path) -> None:
    site = Site(tmp_path, create(), only(*STEPS))
    hands = Hands(site.simulation)

    def resting() -> str:
        hands.rest()
        return ""

    run = site.run({f"{STEP}.statement-1": resting})
    told = [str(line) for view in run.person.views for line in getattr(view, "lines", ())]
    assert any("No current flows now" in line for line in told)
    assert run.verdict(STEP) == "pass"
