"""While limits are shifted nothing is tried out on the line: a lost read costs seconds."""

import asyncio
from pathlib import Path

import pytest

from tests.boards.support import Rig, jumping, rigged
from tests.boards.support_shift import ORDER, limits, shifted
from wizard.boards.gap import FIRST_S
from wizard.boards.shift import RESTORE_S, restore
from wizard.errors import BoardError

SHORT_S = 0.045
STATUSES = 20


class Pauses(list[float]):
    """The seconds between the last byte and the next request, of all requests from now on."""

    def __init__(self, rig: Rig) -> None:
        super().__init__()
        self._last = float("-inf")
        rig.tap.on_read = rig.tap.on_write = self._asked
        rig.tap.on_reply = self._said

    def _asked(self, _what: object) -> bool:
        self.append(asyncio.get_running_loop().time() - self._last)
        return True

    def _said(self) -> bool:
        self._last = asyncio.get_running_loop().time()
        return True


async def _learn(rig: Rig) -> None:
    """Read until the bus asks behind a short gap."""
    for _ in range(STATUSES):
        await rig.board.status()
    assert rig.bus.gap_s < SHORT_S


@jumping
async def test_while_limits_are_shifted_no_gap_is_shorter_than_at_first(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        await _learn(rig)
        test = await shifted(rig)
        pauses = Pauses(rig)
        await rig.board.status()
        await test.shift.close("test ended")
        assert len(pauses) > 2 * len(ORDER)
        assert min(pauses) >= FIRST_S
        test.must_be_restored()


@jumping
async def test_behind_a_shift_the_line_is_as_fast_as_before(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        await _learn(rig)
        test = await shifted(rig)
        await test.shift.close("test ended")
        pauses = Pauses(rig)
        await rig.board.status()
        assert min(pauses) < SHORT_S


@jumping
async def test_a_shift_left_by_an_earlier_run_is_restored_with_such_care(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        test = await limits(rig)
        test.cut_off_after(ORDER, ORDER[::-1])
        await _learn(rig)
        pauses = Pauses(rig)
        await restore(rig.writer, rig.recorder, 1, "left by an earlier attempt")
        assert min(pauses) >= FIRST_S
        test.must_be_restored()


@jumping
async def test_while_limits_could_not_be_restored_the_care_stays(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        await _learn(rig)
        test = await shifted(rig)
        rig.tap.go_silent()
        with pytest.raises(BoardError, match="could not be restored"):
            await test.shift.close("test ended")
        await asyncio.sleep(RESTORE_S)
        pauses = Pauses(rig)
        await rig.board.status()
        assert min(pauses) >= FIRST_S
        await test.shift.close("test ended")
        test.must_be_restored()
