"""A restore that does not succeed is told, and taken up again."""

import asyncio
from pathlib import Path

import pytest

from tests.boards.support import jumping, rigged
from tests.boards.support_shift import shifted
from wizard.boards.shift import RESTORE_S, by_hand, restore
from wizard.errors import BoardError


@jumping
async def test_a_board_that_stays_silent_is_left_open_with_the_values_to_set(
    tmp_path: Path,
) -> None:
    async with rigged(tmp_path) as rig:
        test = await shifted(rig)
        rig.tap.go_silent()
        began = asyncio.get_running_loop().time()
        with pytest.raises(BoardError, match="could not be restored"):
            await test.shift.close("test ended")
        assert asyncio.get_running_loop().time() - began >= RESTORE_S
        (reason,) = test.left_open()
        assert "does not answer" in reason
        (still,) = rig.recorder.state.open_shifts.values()
        assert [str(line) for line in by_hand(still)] == [
            "Cell OVP (V) = 3.650 V",
            "Cell Request Charge Volt., RCV (V) = 3.600 V",
            "SOC-100% Volt. (V) = 3.590 V",
            "Cell OVPR (V) = 3.580 V",
            "Cell Request Float Volt., RFV (V) = 3.500 V",
        ]


@jumping
async def test_whoever_asks_again_after_a_failure_starts_a_new_restore(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        test = await shifted(rig)
        rig.tap.go_silent()
        with pytest.raises(BoardError):
            await test.shift.close("test ended")
        rig.tap.speak()
        await test.shift.close("link is back")
        assert test.closed() == ["link is back"]
        test.must_be_restored()


@pytest.mark.parametrize("left", ["silent", "killed"])
@jumping
async def test_the_next_run_restores_what_the_last_one_left(tmp_path: Path, left: str) -> None:
    async with rigged(tmp_path) as rig:
        test = await shifted(rig)
        if left == "silent":
            rig.tap.go_silent()
            with pytest.raises(BoardError):
                await test.shift.close("test ended")
    async with rigged(tmp_path, simulation=rig.simulation) as again:
        (number,) = again.recorder.state.open_shifts
        await restore(again.writer, again.recorder, number, "resumed")
        assert again.recorder.state.open_shifts == {}
        assert test.shifted == {}
        assert again.real.violations == []


@jumping
async def test_a_board_that_takes_no_restore_is_left_open_with_its_reason(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        test = await shifted(rig)
        rig.upset(refused=frozenset({"cell_ovp"}))
        with pytest.raises(BoardError, match="Cell OVP"):
            await test.shift.close("test ended")
        assert "exception 2" in test.left_open()[0]
        rig.upset(refused=frozenset())
        await test.shift.close("again")
        test.must_be_restored()
