"""What is read during a test is kept over time: with its limits and what happened when."""

import asyncio
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from tests.procedure.support import Ran
from tests.procedure.support_protection import OVER, UNDER, history, ready_site
from tests.procedure.test_current_calibration import STEP, at
from wizard.clock import JumpClock
from wizard.procedure.kinds.traced import MOST_POINTS, Trace
from wizard.record.events import Traced
from wizard.text import text


def traces(ran: Ran) -> dict[str, Traced]:
    return {event.name: event for event in history(ran) if isinstance(event, Traced)}


def test_a_protection_test_keeps_cell_and_current_with_all_limits_and_moments(
    tmp_path: Path,
) -> None:
    ran = ready_site(tmp_path, OVER).run()
    found = traces(ran)
    assert found.keys() == {"cell", "current"}
    cell, current = found["cell"], found["current"]
    assert (cell.step, cell.attempt, cell.unit, current.unit) == (OVER, 1, "V", "A")
    assert [(str(line.label), str(line.value)) for line in cell.lines] == [
        ("Cell OVP", "3.650"), ("Cell OVP for the test", "3.252"),
        ("Cell OVPR", "3.580"), ("Cell OVPR for the test", "3.202"),
    ]  # fmt: skip
    moments = [str(mark.what) for mark in cell.marks]
    assert moments == ["shifted", "trip", "restored", "release"]
    times = [mark.at_s for mark in cell.marks]
    assert times == sorted(times)
    assert len(cell.points) == len(current.points) > 2
    assert {value for _, value in cell.points} <= {Decimal("3.301"), Decimal("3.302")}


def test_a_protection_that_does_not_trip_has_its_curve_too(tmp_path: Path) -> None:
    ran = ready_site(tmp_path, UNDER, fault="no-trip").run()
    moments = [str(mark.what) for mark in traces(ran)["cell"].marks]
    assert moments[0] == "shifted"
    assert "trip" not in moments
    assert "restored" in moments


def test_a_comparison_of_currents_keeps_what_the_board_showed(tmp_path: Path) -> None:
    [(name, trace)] = traces(at(tmp_path).run()).items()
    assert (name, trace.step, trace.unit, trace.lines) == ("current", STEP, "A", ())
    assert "steady" in [str(mark.what) for mark in trace.marks]
    assert len(trace.points) > 20


@pytest.mark.parametrize("readings", [1, MOST_POINTS, 5000])
def test_of_many_readings_fewer_are_kept_evenly(readings: int) -> None:
    kept: list[Traced] = []
    attempt = cast("Any", SimpleNamespace(
        step=SimpleNamespace(id="s"), number=1, recorder=SimpleNamespace(append=kept.append),
    ))  # fmt: skip

    async def work() -> None:
        trace = Trace(attempt, "cell", text("Cell"), "V")
        for value in range(readings):
            trace.seen(Decimal(value))
            await asyncio.sleep(1)
        trace.mark(text("trip"))
        trace.record()
        trace.record()

    with asyncio.Runner(loop_factory=JumpClock().new_loop) as runner:
        runner.run(work())
    [one] = kept  # nothing was read since the first was recorded
    assert len(one.points) <= MOST_POINTS
    assert len(one.points) > min(readings, MOST_POINTS) // 2 - 1
    apart = {later[1] - first[1] for first, later in zip(one.points, one.points[1:], strict=False)}
    assert len(apart) <= 1  # readings are left out evenly
    assert all(abs(at - value) < 1 for at, value in one.points)
    assert [round(mark.at_s) for mark in one.marks] == [readings]
