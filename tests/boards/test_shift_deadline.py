"""The deadline restores by itself, whatever everybody else is doing."""

import asyncio
from contextlib import suppress
from itertools import product
from pathlib import Path

import pytest

from tests.boards.support import jumping, pack, rigged
from tests.boards.support_shift import ORDER, limits
from tests.record.support import folder
from wizard.boards.shift import RESTORE_S
from wizard.errors import NotAllowed


@jumping
async def test_while_nobody_asks_the_limits_come_back_and_late_is_told(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        test = await limits(rig)
        await test.shift.open()
        await asyncio.sleep(110)
        assert (test.late, set(test.shifted)) == (0, set(ORDER))
        await asyncio.sleep(10 + RESTORE_S)
        assert test.late == 1
        assert test.closed() == ["deadline"]
        test.must_be_restored()


@jumping
async def test_whoever_closes_after_the_deadline_finds_it_done(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        test = await limits(rig)
        await test.shift.open()
        await asyncio.sleep(120.2)
        await test.shift.close("test ended")
        assert test.closed() == ["deadline"]
        test.must_be_restored()


@jumping
async def test_a_deadline_within_the_opening_stops_the_writing_first() -> None:
    reached = set[int]()
    for seconds, turnaround in product((1, 2, 3), (n / 50 for n in range(2, 14))):
        with folder() as session:
            async with rigged(session, simulation=pack(turnaround=turnaround)) as rig:
                test = await limits(rig, deadline_s=seconds)
                with suppress(NotAllowed):
                    await test.shift.open()
                reached.add(len(set(rig.written())))
                await asyncio.sleep(RESTORE_S)
                test.must_be_restored()
    assert reached >= set(range(2, len(ORDER) + 1))


@pytest.mark.parametrize("seconds", [0, 1])
@jumping
async def test_an_opening_that_takes_too_long_is_not_allowed(tmp_path: Path, seconds: int) -> None:
    async with rigged(tmp_path, simulation=pack(turnaround=0.2)) as rig:
        test = await limits(rig, deadline_s=seconds)
        with pytest.raises(NotAllowed, match="time was over"):
            await test.shift.open()
        assert test.late == 1
        await asyncio.sleep(RESTORE_S)
        assert rig.written().count("cell_ovp") == 0
        test.must_be_restored()


@pytest.mark.parametrize("place", range(3))
@jumping
async def test_a_deadline_within_a_slow_write_waits_for_its_outcome(
    tmp_path: Path, place: int
) -> None:
    async with rigged(tmp_path) as rig:
        test = await limits(rig, deadline_s=1)
        rig.upset(ignored=frozenset({ORDER[place]}))  # read back again and again, for seconds
        with pytest.raises(NotAllowed, match="time was over"):
            await test.shift.open()
        test.must_be_restored()
