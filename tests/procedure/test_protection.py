"""The protection test: its gates, the trip, the proof, the release."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.procedure.support import Ran, Site, only, waiting_for
from wizard.procedure.figures import Trip
from wizard.procedure.questions import Shifted, StepView
from wizard.record.events import Event, ShiftOpened, WriteIntended
from wizard.record.journal import read
from wizard.simulator import readings
from wizard.simulator.create import create

TEST = only("chemistry-preset", "pack-settings", "protection-over-voltage")
STEP = "protection-over-voltage"
LIMITS = ["cell_rfv", "cell_ovpr", "soc_100_voltage", "cell_rcv", "cell_ovp"]


def history(ran: Ran) -> tuple[Event, ...]:
    return read(ran.journal).events


def shifts(ran: Ran) -> list[ShiftOpened]:
    return [event for event in history(ran) if isinstance(event, ShiftOpened)]


def in_order(site: Site, ran: Ran) -> bool:
    """Whether nothing is left shifted and no order was broken on the way."""
    return restored(site, ran) and not site.simulation.board.violations


def restored(site: Site, ran: Ran) -> bool:
    held = {key: site.settings()[key] for key in LIMITS}
    known = {key: ran.state.settings["before protection test"].values[key].value for key in LIMITS}
    return not ran.state.open_shifts and held == known


def test_the_trip_is_seen_timed_and_released(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=TEST)
    ran = site.run()
    assert ran.verdict(STEP) == "pass"
    assert 1 <= Decimal(ran.observed(STEP, "trip-delay").removesuffix(" s")) <= 3
    assert ran.observed(STEP, "release") == "charge MOS on"
    assert ran.observed(STEP, "restored") == "all as before"
    assert site.written()[2:] == LIMITS + LIMITS[::-1]
    assert in_order(site, ran)


def test_originals_are_on_disk_and_in_a_file_before_the_first_write(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=TEST)
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
    assert [event.key for event in later if event.purpose == "shift"] == LIMITS
    assert by_hand.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("seen", "verdict", "proof"),
    [
        ("no-source", "pass", "B: by the board's own word"),
        ("stopped", "pass", "A: the charging current was seen to stop"),
        ("flows", "fail", "the current still flows"),
    ],
)
def test_what_the_hands_saw_is_the_proof(
    tmp_path: Path, seen: str, verdict: str, proof: str
) -> None:
    site = Site(tmp_path, checklist=TEST)
    ran = site.run({"hand-check": seen})
    assert ran.verdict(STEP) == verdict
    assert proof in ran.observed(STEP, "proof")
    assert in_order(site, ran)


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
    site = Site(tmp_path, create(fault), TEST)
    ran = site.run()
    assert ran.verdict(STEP) == "fail"
    assert reason in ran.reason(STEP)
    assert in_order(site, ran)


def test_a_limit_that_cannot_be_shifted_ends_the_test_with_all_limits_back(tmp_path: Path) -> None:
    site = Site(tmp_path, checklist=TEST)
    board = site.simulation.board
    ran = site.run(
        when=waiting_for(
            "checking the link",
            lambda: setattr(board, "quirks", replace(board.quirks, refused=frozenset({LIMITS[3]}))),
        )
    )
    assert ran.verdict(STEP) == "not taken"
    assert "RCV (V) could not be shifted" in ran.reason(STEP)
    assert in_order(site, ran)


def test_a_firmware_without_float_voltage_is_tested_or_left_alone_but_never_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readings, "SUPPORTED", readings.SUPPORTED - {0x0A})
    site = Site(tmp_path, checklist=TEST)
    ran = site.run()
    assert ran.verdict(STEP) in {"pass", "not taken"}
    assert "cell_rfv" not in site.written()
    assert restored(site, ran)


def test_a_false_soc_is_an_open_point(tmp_path: Path) -> None:
    ran = Site(tmp_path, checklist=TEST).run()
    assert "SOC went from 50 % to 100 % by the test" in str(ran.state.open_points[-1].what)


def test_the_picture_tells_shifted_limits_from_those_before(tmp_path: Path) -> None:
    ran = Site(tmp_path, checklist=TEST).run()
    views = [view for view in ran.person.views if isinstance(view, StepView)]
    drawn = [figure for view in views for figure in view.figures if isinstance(figure, Trip)]
    assert (drawn[0].limit, drawn[0].original) == (Decimal("3.252"), Decimal("3.65"))
    assert 100 < drawn[0].seconds_left <= 120
    assert drawn[0].shifted
    assert not drawn[-1].shifted
    assert drawn[-1].limit == Decimal("3.65")
