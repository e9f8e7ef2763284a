"""An action is sent once, on disk before its first byte."""

from pathlib import Path

import pytest

from tests.boards.support import jumping, rigged, without_outcome
from wizard.errors import LinkLost, NotAllowed, RecordError, Refused
from wizard.record.events import ActionIntended, Outcome
from wizard.simulator.faces import frame
from wizard.text import text

PRESET = "preset_lto"


@jumping
async def test_an_action_is_on_disk_before_its_first_byte_and_sent_once(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        rig.tap.on_write = lambda _key: isinstance(rig.events()[-1], ActionIntended)
        number = await rig.writer.act(PRESET)
        assert rig.written() == ["action"]
        assert rig.recorder.state.unsettled[number].key == PRESET
        rig.writer.settle_action(number, Outcome.VERIFIED)
        assert rig.recorder.state.unsettled == {}


@jumping
async def test_silence_is_no_refusal_and_no_reason_to_send_again(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        rig.tap.on_write = lambda _key: rig.tap.go_silent() is None
        number = await rig.writer.act(PRESET)
        assert rig.written() == ["action"]
        assert rig.recorder.state.writes[number].outcome is None


@jumping
async def test_a_refused_action_is_settled(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:

        def refuses(_key: str) -> bool:
            rig.tap.deliver(frame(b"\x01\x90\x03"))
            return False

        rig.tap.on_write = refuses
        with pytest.raises(Refused):
            await rig.writer.act(PRESET)
        (write,) = rig.recorder.state.writes.values()
        assert (write.outcome, write.reason) == (
            Outcome.REFUSED,
            text("the board refused it with exception {code}", code=3),
        )


@jumping
async def test_an_action_that_could_not_be_sent_is_settled_as_refused(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        rig.replug()
        await rig.board.settings()
        with pytest.raises(NotAllowed):
            await rig.writer.act(PRESET)
        assert rig.real.writes == []
        assert without_outcome(rig.events()) == set()
        assert rig.recorder.state.unsettled == {}


@jumping
async def test_an_action_cut_off_by_the_link_stays_unknown(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        rig.tap.on_write = lambda _key: rig.replug() is None
        with pytest.raises(LinkLost):
            await rig.writer.act(PRESET)
        (write,) = rig.recorder.state.unsettled.values()
        assert write.key == PRESET


@jumping
async def test_without_a_record_no_action_is_sent(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        rig.recorder.close()
        with pytest.raises(RecordError):
            await rig.writer.act(PRESET)
        assert rig.real.writes == []
