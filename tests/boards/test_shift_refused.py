"""What may not be shifted is not, and what was begun is taken back."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.boards.support import jumping, rigged, turn, volts
from tests.boards.support_shift import ORDER, limits
from tests.record.support import Disk
from wizard.boards.shift import Shift, ShiftPlan
from wizard.errors import NotAllowed, RecordError
from wizard.protocol.catalogue import SETTING


@pytest.mark.parametrize("key", [*ORDER, "capacity", "cell_uvp"])
@jumping
async def test_nothing_is_sent_where_any_setting_changed_meanwhile(
    tmp_path: Path, key: str
) -> None:
    async with rigged(tmp_path) as rig:
        test = await limits(rig)
        rig.real.set(key, rig.real.setting(key) - SETTING[key].scale)
        with pytest.raises(NotAllowed, match="nothing was shifted"):
            await test.shift.open()
        await test.shift.close("test ended")
        assert rig.real.writes == []
        assert test.opened() == []


@jumping
async def test_nothing_is_sent_where_a_switch_was_turned_meanwhile(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        test = await limits(rig)
        turn(rig.real, "smart_sleep", on=True)
        with pytest.raises(NotAllowed, match="Smart Sleep is no longer 0"):
            await test.shift.open()
        assert (rig.real.writes, test.opened()) == ([], [])


@jumping
async def test_originals_that_could_not_be_written_back_are_never_shifted(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        rig.real.set("cell_ovp", Decimal("4.45"))  # the vendor's range ends at 4.4
        test = await limits(rig)
        with pytest.raises(NotAllowed):
            await test.shift.open()
        assert (rig.real.writes, test.opened()) == ([], [])


@jumping
async def test_originals_out_of_order_are_never_shifted(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        rig.real.set("cell_rcv", Decimal("3.66"))  # above OVP: the way back would be refused
        test = await limits(rig)
        with pytest.raises(NotAllowed, match="must stay below"):
            await test.shift.open()
        await test.shift.close("test ended")
        assert (rig.real.writes, test.opened()) == ([], [])


@jumping
async def test_a_setting_that_the_firmware_lacks_is_in_nobodys_way(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        rig.real.set("soc_100_voltage", Decimal("4.18"))  # left from other times
        who = rig.writer.identity
        rig.writer.identity = replace(
            who, supported=who.supported - {SETTING["soc_100_voltage"].code}
        )
        test = await limits(rig)
        await test.shift.open()
        await test.shift.close("test ended")
        test.must_be_restored()


@pytest.mark.parametrize("quirk", ["refused", "ignored"])
@pytest.mark.parametrize("key", ORDER)
@jumping
async def test_a_shift_that_the_board_does_not_take_is_taken_back(
    tmp_path: Path, key: str, quirk: str
) -> None:
    async with rigged(tmp_path) as rig:
        test = await limits(rig)
        rig.upset(**{quirk: frozenset({key})})
        with pytest.raises(NotAllowed, match="could not be shifted"):
            await test.shift.open()
        test.must_be_restored()
        there = SETTING[key].raw(test.agreed.wanted[key])
        assert [write.value for write in rig.real.writes].count(there) == 1


@jumping
async def test_nothing_is_shifted_without_a_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with rigged(tmp_path) as rig:
        test = await limits(rig)
        Disk().put_under(monkeypatch).room = 100
        with pytest.raises(RecordError):
            await test.shift.open()
        await test.shift.close("test ended")
        assert rig.real.writes == []


@jumping
async def test_a_disk_that_fills_while_shifting_takes_everything_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with rigged(tmp_path) as rig:
        test, disk = await limits(rig), Disk()
        disk.put_under(monkeypatch)

        def full_from_the_third(key: str) -> bool:
            disk.room = 0 if key == ORDER[2] else disk.room
            return True

        rig.tap.on_write = full_from_the_third
        with pytest.raises(RecordError):
            await test.shift.open()
        assert test.shifted == {}
        assert rig.recorder.state.open_shifts == {}


@jumping
async def test_a_target_out_of_order_is_refused_before_anything(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        test = await limits(rig)
        crossed = {**test.agreed.wanted, **volts(cell_ovp="3.0")}
        bad = Shift(
            rig.writer, rig.recorder, ShiftPlan(crossed, test.agreed.originals, 120), lambda: None
        )
        with pytest.raises(NotAllowed):
            await bad.open()
        await bad.close("test ended")
        assert (rig.real.writes, test.opened()) == ([], [])
