"""A calibration is sent once, on disk before its first byte, and judged by its step."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.boards.support import jumping, rigged
from wizard.errors import LinkLost, NotAllowed, RecordError, Refused
from wizard.quantity import Quantity
from wizard.record.events import CalibrationIntended, Outcome

VOLTAGE, CURRENT = "voltage_calibration", "current_calibration"
SHOWN, TRUE = Decimal("53.1"), Decimal("52.8")


@jumping
async def test_it_is_on_disk_with_what_was_shown_before_its_first_byte(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        told = CalibrationIntended(
            1,
            rig.real.nameplate.serial,
            VOLTAGE,
            Quantity(Decimal("53.100"), "V"),
            Quantity(Decimal("52.800"), "V"),
        )
        rig.tap.on_write = lambda _key: rig.events()[-1] == told
        number = await rig.writer.calibrate(VOLTAGE, SHOWN, TRUE)
        assert [write.value for write in rig.real.writes] == [52_800]
        assert abs((await rig.board.status()).pack_voltage - TRUE) < Decimal("0.02")
        assert rig.recorder.state.unsettled.keys() == {number}
        rig.writer.settle_action(number, Outcome.VERIFIED)
        assert rig.recorder.state.unsettled == {}


@jumping
async def test_silence_is_no_refusal_and_no_reason_to_send_again(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        rig.tap.on_write = lambda _key: rig.tap.go_silent() is None
        number = await rig.writer.calibrate(VOLTAGE, SHOWN, TRUE)
        assert len(rig.real.writes) == 1
        assert rig.recorder.state.writes[number].outcome is None


@jumping
async def test_what_the_board_refuses_is_settled_as_refused(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        with pytest.raises(Refused):
            await rig.writer.calibrate(CURRENT, Decimal(0), Decimal(30))
        (write,) = rig.recorder.state.writes.values()
        assert (write.outcome, write.reason is None) == (Outcome.REFUSED, False)


@jumping
async def test_what_may_not_be_sent_is_settled_as_refused(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        with pytest.raises(NotAllowed, match="outside 15"):
            await rig.writer.calibrate(CURRENT, Decimal("9.6"), Decimal(10))
        assert rig.real.writes == []
        assert [w.outcome for w in rig.recorder.state.writes.values()] == [Outcome.REFUSED]


@jumping
async def test_one_cut_off_by_the_link_stays_unknown(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        rig.tap.on_write = lambda _key: rig.replug() is None
        with pytest.raises(LinkLost):
            await rig.writer.calibrate(VOLTAGE, SHOWN, TRUE)
        (write,) = rig.recorder.state.unsettled.values()
        assert (write.key, write.outcome) == (VOLTAGE, Outcome.UNKNOWN)


@jumping
async def test_without_a_record_nothing_is_told(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        rig.recorder.close()
        with pytest.raises(RecordError):
            await rig.writer.calibrate(VOLTAGE, SHOWN, TRUE)
        assert rig.real.writes == []
