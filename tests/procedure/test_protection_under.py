"""The under-voltage protection by shifted limits, and both parts one after the other."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from tests.procedure.support import Ran, Site, only, waiting_for
from tests.procedure.support_protection import (
    BOTH,
    OVER,
    OVER_LIMITS,
    UNDER,
    UNDER_LIMITS,
    history,
    in_order,
    ready_site,
    shifted_keys,
    shifts,
)
from wizard.procedure.figures import Trip
from wizard.procedure.views import StepView
from wizard.record.events import Measured, StepStarted
from wizard.simulator.pack import Chemistry


def test_the_trip_is_seen_and_released_and_everything_comes_back(tmp_path: Path) -> None:
    site = ready_site(tmp_path, UNDER)
    ran = site.run()
    assert ran.verdict(UNDER) == "pass"
    assert ran.observed(UNDER, "trip").startswith("discharge MOS open, 11 cell under-voltage")
    assert Decimal("0.8") <= Decimal(ran.observed(UNDER, "trip-delay").removesuffix(" s")) <= 3
    assert ran.observed(UNDER, "release") == "discharge MOS on"
    assert site.written() == UNDER_LIMITS + UNDER_LIMITS[::-1]
    assert in_order(site, ran)


def test_limits_are_shifted_above_the_lowest_cell_and_nothing_else_is_touched(
    tmp_path: Path,
) -> None:
    ran = ready_site(tmp_path, UNDER).run()
    lowest = Decimal("3.298")
    wanted = {key: found.value - lowest for key, found in shifts(ran)[0].wanted.items()}
    assert wanted == {
        "cell_uvpr": Decimal("0.100"),
        "soc_0_voltage": Decimal("0.060"),
        "cell_uvp": Decimal("0.050"),
    }
    assert set(shifted_keys(ran)) == set(UNDER_LIMITS)


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("no-trip", "did not trip within 20 s: discharge MOS or alarm missing"),
        ("trips-without-alarm", "did not trip within 20 s: discharge MOS or alarm missing"),
        ("no-release", "the discharge MOS is still open. Charge a little, then press RST."),
    ],
)
def test_a_protection_that_does_not_do_its_work_fails_and_its_limits_are_back(
    tmp_path: Path, fault: str, reason: str
) -> None:
    site = ready_site(tmp_path, UNDER, fault=fault)
    ran = site.run()
    assert ran.verdict(UNDER) == "fail"
    assert reason in ran.reason(UNDER)
    assert in_order(site, ran)


def test_an_alarm_without_an_open_mos_is_no_trip(tmp_path: Path) -> None:
    site = ready_site(tmp_path, UNDER, fault="no-trip")
    board = site.simulation.board
    alarm = waiting_for(
        "waiting for the trip",
        lambda: setattr(board, "quirks", replace(board.quirks, alarms=frozenset({11}))),
    )
    ran = site.run(when=alarm)
    assert ran.verdict(UNDER) == "fail"
    assert "did not trip within 20 s" in ran.reason(UNDER)
    assert in_order(site, ran)


def test_a_limit_that_cannot_be_shifted_ends_the_test_with_all_limits_back(tmp_path: Path) -> None:
    site = ready_site(tmp_path, UNDER)
    board = site.simulation.board
    refuse = replace(board.quirks, refused=frozenset({"cell_uvp"}))
    ran = site.run(when=waiting_for("checking the link", lambda: setattr(board, "quirks", refuse)))
    assert ran.verdict(UNDER) == "not taken"
    assert "Cell UVP (V) could not be shifted" in ran.reason(UNDER)
    assert in_order(site, ran)


def test_charge_is_recorded_before_and_after_and_a_false_soc_is_an_open_point(
    tmp_path: Path,
) -> None:
    ran = ready_site(tmp_path, UNDER).run()
    assert [ran.observed(UNDER, f"soc-{when}") for when in ("before", "after")] == ["50 %", "0 %"]
    assert ran.observed(UNDER, "remaining-before") == "20.000 Ah"
    assert ran.observed(UNDER, "remaining-after") == "0.000 Ah"
    assert ran.observed(UNDER, "cycles-before") == ran.observed(UNDER, "cycles-after")
    assert "SOC went from 50 % to 0 % by the test" in str(ran.state.open_points[-1].what)


def test_the_picture_shows_the_lowest_cell_under_its_shifted_limit(tmp_path: Path) -> None:
    ran = ready_site(tmp_path, UNDER).run()
    views = [view for view in ran.person.views if isinstance(view, StepView)]
    drawn = [figure for view in views for figure in view.figures if isinstance(figure, Trip)]
    assert not drawn[0].rising
    assert (drawn[0].limit_label, drawn[0].limit) == ("Cell UVP", Decimal("3.348"))
    assert drawn[0].cell_voltage == Decimal("3.298")
    assert drawn[0].original == Decimal("2.58")
    assert drawn[0].shifted
    assert not drawn[-1].shifted
    assert drawn[-1].limit == Decimal("2.58")


def _pause_s(ran: Ran) -> float:
    """From the end of the first part's restore to the first write of the second."""
    happened = history(ran)
    restored = next(
        event.measurement.at
        for event in happened
        if isinstance(event, Measured)
        and (event.measurement.step, event.measurement.id) == (OVER, "restored")
    )
    start = next(
        event.measurement.at
        for event in happened
        if isinstance(event, Measured)
        and (event.measurement.step, event.measurement.id) == (UNDER, "lost-reads")
    )
    return (start - restored) / timedelta(seconds=1)


def test_the_pack_rests_between_the_parts_and_over_voltage_comes_first(tmp_path: Path) -> None:
    site = ready_site(tmp_path, OVER, UNDER)
    ran = site.run()
    assert [ran.verdict(step) for step in BOTH] == ["pass", "pass"]
    assert shifted_keys(ran) == OVER_LIMITS + UNDER_LIMITS
    assert _pause_s(ran) >= 30
    assert in_order(site, ran)
    started = [event.step for event in history(ran) if isinstance(event, StepStarted)]
    assert started.index(OVER) < started.index(UNDER)


def test_a_first_test_waits_for_nothing(tmp_path: Path) -> None:
    ran = ready_site(tmp_path, UNDER).run()
    assert "settles after the last test" not in str(ran.person.views)


PACKS: list[tuple[int, Chemistry]] = [
    (7, "li_ion"),
    (8, "li_ion"),
    (16, "li_ion"),
    (8, "lifepo4"),
    (15, "lifepo4"),
    (16, "lifepo4"),
    (14, "lto"),
    (15, "lto"),
    (16, "lto"),
]


@pytest.mark.parametrize(("cells", "chemistry"), PACKS)
def test_both_parts_pass_on_every_pack_that_the_board_carries(
    tmp_path: Path, cells: int, chemistry: Chemistry
) -> None:
    site = ready_site(tmp_path, OVER, UNDER, cells=cells, chemistry=chemistry)
    ran = site.run()
    assert [ran.verdict(step) for step in BOTH] == ["pass", "pass"]
    assert in_order(site, ran)


@pytest.mark.parametrize(("step", "method"), [(OVER, "real"), (UNDER, "real")])
def test_by_choice_the_real_limits_are_tested_instead(
    tmp_path: Path, step: str, method: str
) -> None:
    site = Site(tmp_path, checklist=only("pack-limits", step))
    ran = site.run({"method": method})
    assert ran.verdict(step) == "not applicable"
    assert shifts(ran) == []
