"""Full disks and slow boards do not keep limits shifted."""

import asyncio
from decimal import Decimal
from pathlib import Path

import pytest

from tests.boards.support import jumping, rigged
from tests.boards.support_shift import ORDER, limits
from tests.record.support import Disk
from wizard.boards.changes import Change
from wizard.boards.shift import RESTORE_S, restore
from wizard.errors import NotAllowed
from wizard.protocol.catalogue import SETTING


@jumping
async def test_limits_come_back_while_the_disk_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with rigged(tmp_path) as rig:
        test = await limits(rig)
        await test.shift.open()
        Disk().put_under(monkeypatch).room = 10
        await test.shift.close("test ended")
        assert test.shifted == {}
        assert rig.recorder.state.open_shifts == {}
        assert test.closed() == []


@jumping
async def test_what_a_full_disk_did_not_tell_is_made_up_for_by_the_next_run(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        async with rigged(tmp_path) as rig:
            test = await limits(rig)
            await test.shift.open()
            disk = Disk().put_under(patch)
            rig.tap.on_write = lambda key: _full_until(disk, key == ORDER[0])
            disk.room = 10
            await test.shift.close("test ended")
    async with rigged(tmp_path, simulation=rig.simulation) as again:
        for number in again.recorder.state.open_shifts:
            await restore(again.writer, again.recorder, number, "resumed")
        assert again.recorder.state.open_shifts == {}
        assert test.shifted == {}


def _full_until(disk: Disk, room: bool) -> bool:  # noqa: FBT001  whether room came back
    disk.room = None if room else disk.room
    return True


@jumping
async def test_a_write_that_takes_effect_long_after_it_seemed_lost_is_taken_back(
    tmp_path: Path,
) -> None:
    async with rigged(tmp_path) as rig:
        test = await limits(rig)
        rig.upset(eeprom=12.0)
        with pytest.raises(NotAllowed, match="could not be shifted"):
            await test.shift.open()
        await asyncio.sleep(RESTORE_S)
        await rig.board.settings()  # the simulated board moves on when it is asked
        test.must_be_restored()


@jumping
async def test_a_write_without_an_outcome_is_written_over_by_the_next_run(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        test = await limits(rig)
        test.cut_off_after(())
        change = Change(SETTING["cell_ovp"], test.originals["cell_ovp"], Decimal("3.2"))
        rig.tap.on_write = lambda _key: False
        rig.upset(ignored=frozenset({"cell_ovp"}))
        await rig.writer.write(change, "shift")
        rig.tap.speak()
        rig.real.writes.clear()
        await restore(rig.writer, rig.recorder, 1, "resumed")
        assert rig.written() == ["cell_ovp"]
        test.must_be_restored()
