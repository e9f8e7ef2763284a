"""Opening a shift: the originals on disk first, the limits lowest first, or none at all."""

import asyncio
from decimal import Decimal
from pathlib import Path

from tests.boards.support import jumping, rigged, switches
from tests.boards.support_shift import ORDER, limits
from tests.record.support import folder
from wizard.record.events import ShiftOpened


@jumping
async def test_limits_are_written_lowest_first_and_restored_the_other_way(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        test = await limits(rig)
        await test.shift.open()
        assert test.shifted == test.agreed.wanted
        assert rig.written() == ORDER
        await test.shift.close("test ended")
        assert rig.written() == [*ORDER, *reversed(ORDER)]
        assert test.closed() == ["test ended"]
        test.must_be_restored()


@jumping
async def test_the_originals_are_on_disk_before_the_first_byte(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        test = await limits(rig)
        seen = list[ShiftOpened]()
        rig.tap.on_write = lambda _key: seen.extend(test.opened()) is None
        await test.shift.open()
        first = seen[0]
        kept = {key: original.value for key, original in first.originals.items()}
        assert kept == {**test.originals, **switches(rig.real)}
        assert {key: shown.value for key, shown in first.wanted.items()} == test.agreed.wanted
        assert first.restore == tuple(reversed(ORDER))
        assert (first.serial, first.deadline_s) == (rig.real.nameplate.serial, 120)
        await test.shift.close("test ended")


@jumping
async def test_a_limit_that_stays_as_it_is_is_not_written(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        rig.real.set("cell_rfv", Decimal("3.1"))
        test = await limits(rig)
        await test.shift.open()
        assert rig.written() == ORDER[1:]
        await test.shift.close("test ended")
        test.must_be_restored()


@jumping
async def test_an_operator_who_stops_the_opening_at_any_moment_gets_the_limits_back() -> None:
    most = 0
    for tenths in range(0, 60, 2):
        with folder() as session:
            async with rigged(session) as rig:
                test = await limits(rig)
                task = asyncio.ensure_future(test.shift.open())
                await asyncio.sleep(tenths / 10)
                most = max(most, len(test.shifted))
                task.cancel()
                await asyncio.wait({task})
                await test.shift.close("test ended")
                test.must_be_restored()
    assert most == len(ORDER)


@jumping
async def test_an_operator_who_keeps_stopping_it_does_not_stop_the_restore(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        test = await limits(rig)
        task = asyncio.ensure_future(test.shift.open())
        await asyncio.sleep(0.8)
        assert test.shifted
        while not task.done():
            task.cancel()
            await asyncio.sleep(0.05)
        test.must_be_restored()


@jumping
async def test_shifts_are_numbered_when_they_open(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        one, other = await limits(rig), await limits(rig)
        for test in (one, other):
            await test.shift.open()
            await test.shift.close("test ended")
        assert [event.shift for event in one.opened()] == [1, 2]
