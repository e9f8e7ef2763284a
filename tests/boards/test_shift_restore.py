"""Limits come back from wherever a shift stands, and are proved to."""

import asyncio
from decimal import Decimal
from pathlib import Path

import pytest

from tests.boards.support import Rig, jumping, rigged, turn
from tests.boards.support_shift import DEADLINE_S, ORDER, SHIFT_S, limits
from wizard.boards.shift import RESTORE_S, restore
from wizard.errors import BoardError
from wizard.record.events import ShiftOpened


@pytest.mark.parametrize("written", range(len(ORDER) + 1))
@jumping
async def test_a_shift_cut_off_after_any_write_is_restored(tmp_path: Path, written: int) -> None:
    async with rigged(tmp_path) as rig:
        test = await limits(rig)
        test.cut_off_after(ORDER[:written])
        await restore(rig.writer, rig.recorder, 1, "resumed")
        assert sorted(rig.written()) == sorted(ORDER[:written])
        test.must_be_restored()


@pytest.mark.parametrize("kept", range(2 ** len(ORDER)))
@jumping
async def test_limits_come_back_from_any_mixture(tmp_path: Path, kept: int) -> None:
    async with rigged(tmp_path) as rig:
        test = await limits(rig)
        test.cut_off_after(key for place, key in enumerate(ORDER) if kept >> place & 1)
        await restore(rig.writer, rig.recorder, 1, "resumed")
        assert test.shifted == {}
        assert rig.recorder.state.open_shifts == {}


@jumping
async def test_limits_stay_in_order_even_where_the_record_lists_them_otherwise(
    tmp_path: Path,
) -> None:
    async with rigged(tmp_path) as rig:
        test = await limits(rig)
        test.cut_off_after(ORDER, restore=ORDER)
        await restore(rig.writer, rig.recorder, 1, "resumed")
        test.must_be_restored()


@jumping
async def test_all_who_close_wait_for_one_restore(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        test = await limits(rig)
        await test.shift.open()
        rig.real.writes.clear()
        await asyncio.gather(*(test.shift.close(f"caller {n}") for n in range(3)))
        await test.shift.close("once more")
        assert sorted(rig.written()) == sorted(ORDER)
        assert test.closed() == ["caller 0"]
        test.must_be_restored()


@jumping
async def test_a_caller_who_goes_away_does_not_take_the_restore_along(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        test = await limits(rig)
        await test.shift.open()
        caller = asyncio.ensure_future(test.shift.close("leaving"))
        await asyncio.sleep(0.5)
        caller.cancel()
        await asyncio.sleep(RESTORE_S)
        assert caller.cancelled()
        test.must_be_restored()


@jumping
async def test_after_the_restore_the_deadline_is_over(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        test = await limits(rig)
        await test.shift.open()
        await test.shift.close("test ended")
        rig.real.writes.clear()
        await asyncio.sleep(2 * DEADLINE_S)
        assert (test.late, rig.written()) == (0, [])


@jumping
async def test_a_board_that_forgets_the_first_restore_is_told_again(tmp_path: Path) -> None:
    async with rigged(tmp_path, "forgets-restore") as rig:
        test = await limits(rig)
        await test.shift.open()
        await test.shift.close("test ended")
        assert rig.written().count("cell_ovp") == 3
        test.must_be_restored()


@jumping
async def test_every_setting_is_proved_and_not_just_those_shifted(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        test = await limits(rig)
        await test.shift.open()
        rig.real.set("capacity", Decimal(77))
        with pytest.raises(BoardError, match="Battery Capacity"):
            await test.shift.close("test ended")
        assert test.shifted.keys() == {"capacity"}
        assert rig.recorder.state.open_shifts.keys() == {1}
        rig.real.set("capacity", test.originals["capacity"])
        await test.shift.close("by hand")
        test.must_be_restored()


@jumping
async def test_a_switch_that_somebody_turned_keeps_the_shift_open(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        test = await limits(rig)
        await test.shift.open()
        turn(rig.real, "disable_sensors", on=True)
        with pytest.raises(BoardError, match=r"Disable Temp\. Sensor"):
            await test.shift.close("test ended")
        turn(rig.real, "disable_sensors", on=False)
        await test.shift.close("by hand")
        test.must_be_restored()


@jumping
async def test_limits_already_set_by_hand_are_only_proved(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        test = await limits(rig)
        await test.shift.open()
        rig.real.writes.clear()
        for key, value in test.originals.items():
            rig.real.set(key, value)
        await test.shift.close("test ended")
        assert rig.written() == []
        test.must_be_restored()


async def _watch_shift(rig: Rig) -> ShiftOpened:
    test = await limits(rig)
    await test.shift.open()
    await asyncio.sleep(SHIFT_S)
    return test.opened()[0]


@jumping
async def test_the_board_trips_while_shifted_and_lets_go_after(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        opened = await _watch_shift(rig)
        assert not (await rig.board.status()).charge_mos
        await restore(rig.writer, rig.recorder, opened.shift, "test ended")
        await asyncio.sleep(SHIFT_S)
        await rig.board.status()
        await asyncio.sleep(SHIFT_S)
        assert (await rig.board.status()).charge_mos
