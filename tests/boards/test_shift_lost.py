"""Links that break, boards that fall silent, boards that are others: nothing wrong is written."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.boards.support import jumping, rigged
from tests.boards.support_shift import ORDER, limits, shifted
from wizard.boards.shift import RESTORE_S
from wizard.errors import BoardError, LinkLost, NotAllowed, OtherBoard
from wizard.simulator.firmware import Board


def _first(action: Callable[[], None], place: int = 1) -> Callable[[str], bool]:
    """Do something at the so-many-th write, once."""
    heard = list[str]()

    def at_write(key: str) -> bool:
        heard.append(key)
        if len(heard) == place:
            action()
        return True

    return at_write


@pytest.mark.parametrize("place", range(1, len(ORDER) + 1))
@jumping
async def test_a_cable_pulled_while_shifting_leaves_nothing_shifted(
    tmp_path: Path, place: int
) -> None:
    async with rigged(tmp_path) as rig:
        test = await limits(rig)
        rig.tap.on_write = _first(rig.replug, place)
        with pytest.raises(LinkLost):
            await test.shift.open()
        test.must_be_restored()


@pytest.mark.parametrize("place", range(1, len(ORDER) + 1))
@jumping
async def test_a_cable_pulled_while_restoring_delays_it(tmp_path: Path, place: int) -> None:
    async with rigged(tmp_path) as rig:
        test = await shifted(rig)
        rig.tap.on_write = _first(rig.replug, place)
        await test.shift.close("test ended")
        test.must_be_restored()


@jumping
async def test_a_cable_pulled_while_shifted_and_put_back_does_no_harm(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        test = await shifted(rig)
        rig.replug()
        await test.shift.close("test ended")
        test.must_be_restored()


@jumping
async def test_a_restore_waits_for_a_board_that_comes_back_in_time(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        test = await shifted(rig)
        rig.tap.go_silent()
        asyncio.get_running_loop().call_later(RESTORE_S / 2, rig.tap.speak)
        await test.shift.close("test ended")
        assert test.left_open() == []
        test.must_be_restored()


@jumping
async def test_into_another_board_nothing_is_written(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        test = await shifted(rig)
        other = rig.exchange()
        began = asyncio.get_running_loop().time()
        with pytest.raises(BoardError, match="50419999999") as caught:
            await test.shift.close("test ended")
        assert asyncio.get_running_loop().time() - began < RESTORE_S / 4
        assert isinstance(caught.value.__cause__, OtherBoard)
        assert other.writes == rig.real.writes == []
        assert rig.recorder.state.open_shifts.keys() == {1}
        assert "50410000001" in test.left_open()[0]


@jumping
async def test_a_board_exchanged_within_the_restore_is_not_written_to(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        test, others = await shifted(rig), list[Board]()
        rig.tap.on_write = _first(lambda: others.append(rig.exchange()), place=2)
        with pytest.raises(BoardError):
            await test.shift.close("test ended")
        assert len(rig.real.writes) == 1
        assert others[0].writes == []
        assert rig.recorder.state.open_shifts.keys() == {1}


@jumping
async def test_a_board_exchanged_before_the_shift_is_not_shifted(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        test = await limits(rig)
        other = rig.exchange()
        with pytest.raises((BoardError, NotAllowed)):
            await test.shift.open()
        assert other.writes == rig.real.writes == []


@pytest.mark.parametrize("fault", ["echo", "noise", "late-reply", "lost-replies", "garbled"])
@jumping
async def test_on_a_bad_line_limits_still_come_back(tmp_path: Path, fault: str) -> None:
    async with rigged(tmp_path, fault) as rig:
        test = await limits(rig)
        try:
            await test.shift.open()
        except NotAllowed:
            pass
        finally:
            await test.shift.close("test ended")
        test.must_be_restored()
