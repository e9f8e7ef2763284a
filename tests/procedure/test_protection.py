"""The over-voltage protection by shifted limits: trip, proof, release."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.procedure.support import Site, only, waiting_for
from tests.procedure.support_protection import (
    OVER,
    OVER_LIMITS,
    history,
    in_order,
    ready_site,
    restored,
    shifts,
)
from wizard.procedure.figures import Trip
from wizard.procedure.views import Shifted, StepView
from wizard.record.events import ShiftOpened, WentStale, WriteIntended
from wizard.simulator import readings


def test_the_trip_is_seen_timed_and_released(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=only("pack-limits", "chemistry-preset", "pack-settings", OVER))
    ran = site.run()
    assert ran.verdict(OVER) == "pass"
    assert Decimal("0.8") <= Decimal(ran.observed(OVER, "trip-delay").removesuffix(" s")) <= 3
    assert ran.observed(OVER, "release") == "charge MOS on"
    assert ran.observed(OVER, "restored") == "all as before"
    assert site.written()[2:] == OVER_LIMITS + OVER_LIMITS[::-1]
    assert in_order(site, ran)


def test_originals_are_on_disk_and_in_a_file_before_the_first_write(tmp_path: Path) -> None:
    site = ready_site(tmp_path, OVER)
    by_hand = tmp_path / "set-by-hand.txt"
    found: list[str] = []

    def look(view: object) -> None:
        if isinstance(view, Shifted) and view.open:
            found.append(by_hand.read_text())
            assert "cell_ovp" not in site.written()

    ran = site.run(when=look)
    assert "serial number 50410000001" in found[0]
    assert "Cell OVP (V) = 3.650 V" in found[0]
    happened = history(ran)
    first = next(n for n, event in enumerate(happened) if isinstance(event, ShiftOpened))
    later = [event for event in happened[first:] if isinstance(event, WriteIntended)]
    assert shifts(ran)[0].originals["cell_ovp"].value == Decimal("3.65")
    assert [event.key for event in later if event.purpose == "shift"] == OVER_LIMITS
    assert by_hand.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("no-trip", "did not trip within 20 s"),
        ("trips-without-alarm", "did not trip within 20 s: charge MOS or alarm missing"),
        ("no-release", "the charge MOS is still open"),
    ],
)
def test_a_protection_that_does_not_do_its_work_fails_and_its_limits_are_back(
    tmp_path: Path, fault: str, reason: str
) -> None:
    site = ready_site(tmp_path, OVER, fault=fault)
    ran = site.run()
    assert ran.verdict(OVER) == "fail"
    assert reason in ran.reason(OVER)
    assert in_order(site, ran)


def test_a_limit_that_cannot_be_shifted_ends_the_test_with_all_limits_back(tmp_path: Path) -> None:
    site = ready_site(tmp_path, OVER)
    board = site.simulation.board
    ran = site.run(
        when=waiting_for(
            "checking the link",
            lambda: setattr(
                board, "quirks", replace(board.quirks, refused=frozenset({OVER_LIMITS[3]}))
            ),
        )
    )
    assert ran.verdict(OVER) == "not taken"
    assert "RCV (V) could not be shifted" in ran.reason(OVER)
    assert in_order(site, ran)


def test_a_firmware_without_float_voltage_is_tested_or_left_alone_but_never_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readings, "SUPPORTED", readings.SUPPORTED - {0x0A})
    site = ready_site(tmp_path, OVER)
    ran = site.run()
    assert ran.verdict(OVER) in {"pass", "not taken"}
    assert "cell_rfv" not in site.written()
    assert restored(site, ran)


def test_a_false_soc_is_an_open_point(tmp_path: Path) -> None:
    ran = ready_site(tmp_path, OVER).run()
    assert "SOC went from 50 % to 100 % by the test" in str(ran.state.open_points[-1].what)


def test_a_false_soc_stays_open_when_the_test_is_taken_again(tmp_path: Path) -> None:
    site = ready_site(tmp_path, OVER)
    site.run()
    site.record(WentStale(OVER, "pack-settings"))
    ran = site.run()
    assert ran.verdict(OVER) == "pass"
    told = [str(point.what) for point in ran.state.open_points]
    assert sum("SOC went from 50 % to 100 %" in what for what in told) == 1


def test_the_picture_tells_shifted_limits_from_those_before(tmp_path: Path) -> None:
    ran = ready_site(tmp_path, OVER).run()
    views = [view for view in ran.person.views if isinstance(view, StepView)]
    drawn = [figure for view in views for figure in view.figures if isinstance(figure, Trip)]
    assert (drawn[0].limit, drawn[0].original) == (Decimal("3.252"), Decimal("3.65"))
    assert 100 < drawn[0].seconds_left <= 120
    assert drawn[0].shifted
    assert not drawn[-1].shifted
    assert drawn[-1].limit == Decimal("3.65")
    at = [point.at for point in max(drawn, key=lambda figure: len(figure.trace)).trace]
    assert len(at) > 1
    assert at == sorted(at)
    assert drawn[-1].trace == ()
