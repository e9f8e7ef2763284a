"""Whenever the operator stops the writing, every write that began has its outcome."""

import asyncio
from pathlib import Path

import pytest

from tests.boards.support import Rig, jumping, rigged, volts, without_outcome
from tests.record.support import folder
from wizard.boards.changes import plan
from wizard.record.events import Outcome

WANTED = volts(cell_ovp="3.60", capacity="100", charge_current="50")
MOMENTS = [moment / 20 for moment in range(70)]  # s, from before the first read to after the end


async def _cancelled_after(rig: Rig, seconds: float, times: int = 1) -> None:
    current = await rig.writer.snapshot("before")
    agreed = plan("limits", current, WANTED, rig.writer.identity, {})
    task = asyncio.ensure_future(rig.writer.apply(agreed))
    await asyncio.sleep(seconds)
    for _ in range(times):
        task.cancel()
        await asyncio.sleep(0.01)
    await asyncio.wait({task})
    assert task.cancelled() or len(task.result()) == len(WANTED)


def _outcomes(rig: Rig) -> list[Outcome | None]:
    return [write.outcome for write in rig.recorder.state.writes.values()]


async def _nothing_more_comes(rig: Rig) -> None:
    sent = rig.written()
    await asyncio.sleep(30)
    assert rig.written() == sent


@jumping
async def test_at_any_moment_no_write_is_left_without_an_outcome() -> None:
    seen = set[int]()
    for moment in MOMENTS:
        with folder() as session:
            async with rigged(session) as rig:
                await _cancelled_after(rig, moment)
                assert without_outcome(rig.events()) == set()
                assert set(_outcomes(rig)) <= {Outcome.VERIFIED}
                assert len(_outcomes(rig)) == len(rig.written())
                await _nothing_more_comes(rig)
                seen.add(len(rig.written()))
    assert seen == {0, 1, 2, 3}


@jumping
async def test_being_cancelled_again_and_again_changes_nothing(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        held = asyncio.Event()
        rig.tap.on_write = lambda _key: held.set() is None
        task = asyncio.ensure_future(_cancelled_after(rig, 1.6, times=40))
        await task
        assert held.is_set()
        assert _outcomes(rig) == [Outcome.VERIFIED] * len(rig.written())


@pytest.mark.parametrize("moment", [2.0, 4.0, 8.0])
@jumping
async def test_a_silent_board_is_given_its_outcome_too(tmp_path: Path, moment: float) -> None:
    async with rigged(tmp_path) as rig:
        rig.tap.on_write = lambda _key: rig.tap.go_silent() is None
        await _cancelled_after(rig, moment)
        assert _outcomes(rig) == [Outcome.UNKNOWN]
        assert without_outcome(rig.events()) == set()
