"""The temperature probes as the board sees them."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.procedure.support import Ran, Site, only
from wizard.boards.either import FRAMES
from wizard.procedure.figures import Facts
from wizard.procedure.views import StepView
from wizard.protocol import fields
from wizard.simulator.create import Simulation, create
from wizard.simulator.quirks import Quirks

PROBES = only("probes")
ROOM = ("21.5", "21.8", "21.2", "21.6")


def framed(folder: Path, simulation: Simulation | None = None) -> Site:
    """A site whose board is read by native frames, which hold all temperatures."""
    return Site(folder, simulation or create(), PROBES, read=FRAMES)


def read(folder: Path, *temperatures: str, fault: str | None = None) -> Ran:
    site = framed(folder, create(fault))
    if temperatures:
        site.simulation.pack.temperatures[:] = [Decimal(each) for each in temperatures]
    return site.run()


def test_probes_that_are_all_there_and_alike_pass(tmp_path: Path) -> None:
    ran = read(tmp_path)
    assert ran.verdict("probes") == "pass"
    assert ran.observed("probes", "probes-there") == "1, 2, 3, 4"
    found = [ran.observed("probes", f"temperature-{slot}") for slot in (1, 2, 4, 5)]
    assert found == [f"{degrees} °C" for degrees in ROOM]


@pytest.mark.parametrize("probe", [1, 2, 3, 4])
def test_a_probe_that_is_missing_is_named_with_what_to_do(tmp_path: Path, probe: int) -> None:
    site = framed(tmp_path)
    site.simulation.board.quirks = Quirks(probes_out=frozenset({probe}))
    ran = site.run()
    assert ran.verdict("probes") == "fail"
    assert f"The board misses probe {probe}: a plug is out" in ran.reason("probes")
    assert "a probe that was cut is replaced" in ran.reason("probes")


def test_a_place_without_a_probe_is_missed_also_where_the_mask_says_nothing(
    tmp_path: Path,
) -> None:
    ran = read(tmp_path, "21.5", "-200", "21.2", "21.6")
    assert ran.measured("probes")["probes-there"] == "pass"
    assert ran.verdict("probes") == "fail"
    assert "The board misses the probe of Battery Temp. 2" in ran.reason("probes")


def test_what_stands_for_no_probe_is_never_shown_as_a_temperature(tmp_path: Path) -> None:
    ran = read(tmp_path, fault="probe-out")
    views = [view for view in ran.person.views if isinstance(view, StepView)]
    drawn = [figure for view in views for figure in view.figures]
    rows = [row for figure in drawn if isinstance(figure, Facts) for row in figure.rows]
    assert rows
    assert all("-200" not in str(row.value) for row in rows)
    assert "-200" not in "".join(str(taken.quantity) for taken in ran.state.measurements)


@pytest.mark.parametrize("degrees", ["-30.1", "70.1", "-45", "255"])
def test_a_temperature_that_no_room_has_is_not_believed(tmp_path: Path, degrees: str) -> None:
    ran = read(tmp_path, degrees, degrees, degrees, degrees)
    assert ran.verdict("probes") == "not believable"
    assert f"Battery Temp. 1 shows {Decimal(degrees):.1f} °C" in ran.reason("probes")


@pytest.mark.parametrize(
    ("warmest", "verdict"),
    [("26.2", "pass"), ("26.3", "marginal"), ("31.2", "marginal"), ("31.3", "fail")],
)
def test_probes_must_be_much_alike(tmp_path: Path, warmest: str, verdict: str) -> None:
    ran = read(tmp_path, "21.5", "21.8", "21.2", warmest)
    assert ran.verdict("probes") == verdict
    if verdict != "pass":
        assert "Battery Temp. 5 is" in ran.reason("probes")
        assert "above Battery Temp. 4: look where both lie" in ran.reason("probes")


def test_a_hot_probe_is_found(tmp_path: Path) -> None:
    assert read(tmp_path, fault="probe-hot").verdict("probes") == "fail"


def test_the_boards_own_alarm_of_a_sensor_is_heard(tmp_path: Path) -> None:
    site = framed(tmp_path)
    site.simulation.board.quirks = Quirks(alarms=frozenset({22}))
    ran = site.run()
    assert ran.verdict("probes") == "fail"
    assert "(alarm 22): look for a probe with a short circuit" in ran.reason("probes")


def test_a_board_that_shows_no_temperature_at_all_fails(tmp_path: Path) -> None:
    ran = read(tmp_path, *["-200"] * 4)
    assert ran.verdict("probes") == "fail"
    assert ran.measured("probes")["temperatures-read"] == "fail"


def test_the_doubt_about_the_later_places_is_noted(tmp_path: Path) -> None:
    notes = [str(note.note) for note in read(tmp_path).state.notes]
    assert any("third to fifth temperature belong to is not known" in note for note in notes)


def test_a_board_that_gives_two_temperatures_has_them_judged_and_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fields, "STATUS_MORE_BLOCKS", ())
    site = Site(tmp_path, checklist=PROBES)
    site.simulation.pack.temperatures[1] += 20
    ran = site.run()
    assert "temperature-4" not in ran.measured("probes")
    assert ran.verdict("probes") == "fail"
    assert any("not read over this link" in str(note.note) for note in ran.state.notes)


def test_probes_that_never_hold_still_are_not_believed(tmp_path: Path) -> None:
    site = framed(tmp_path)
    pack = site.simulation.pack

    class Restless(list[Decimal]):
        def __iter__(self):  # noqa: ANN204  a list's own
            self[0] += 2
            return super().__iter__()

    pack.temperatures = Restless(pack.temperatures)
    ran = site.run()
    assert ran.verdict("probes") == "not believable"
    assert "probes: two reads never agreed" in ran.reason("probes")
