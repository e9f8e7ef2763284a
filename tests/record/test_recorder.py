"""The journal first, then the state."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.record.support import HISTORY, Disk
from wizard.clock import JumpClock
from wizard.errors import RecordError
from wizard.record.events import Outcome, WriteIntended, WriteSettled
from wizard.record.journal import read
from wizard.record.recorder import Recorder
from wizard.record.state import fold


@pytest.fixture
def recorder(tmp_path: Path) -> Iterator[Recorder]:
    recorder = Recorder(tmp_path / "journal.jsonl", JumpClock(datetime(2026, 1, 2, tzinfo=UTC)))
    yield recorder
    recorder.close()


def _intended() -> WriteIntended:
    return next(event for event in HISTORY if isinstance(event, WriteIntended))


def test_state_and_journal_tell_the_same(recorder: Recorder) -> None:
    for event in HISTORY:
        recorder.append(event)
        assert recorder.state == fold(read(recorder.journal.path).events)


def test_a_recorder_opened_again_has_the_state_it_left(recorder: Recorder) -> None:
    for event in HISTORY:
        recorder.append(event)
    recorder.close()
    again = Recorder(recorder.journal.path, recorder.clock)
    again.close()
    assert again.state == recorder.state


def test_an_event_is_on_disk_before_the_state_moves(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    append = recorder.journal.append

    def watched(event: WriteIntended) -> object:
        seen.append(len(recorder.state.writes))
        return append(event)

    monkeypatch.setattr(recorder.journal, "append", watched)
    recorder.append(_intended())
    assert seen == [0]
    assert len(recorder.state.writes) == 1


def test_what_the_disk_did_not_take_did_not_happen(recorder: Recorder, disk: Disk) -> None:
    disk.room = 0
    with pytest.raises(RecordError):
        recorder.append(_intended())
    assert recorder.state == fold([])


def test_a_restore_goes_on_while_the_disk_is_full(recorder: Recorder, disk: Disk) -> None:
    disk.room = 10
    recorder.keep(_intended())
    recorder.keep(WriteSettled(1, Outcome.VERIFIED))
    assert recorder.state.writes[1].outcome is Outcome.VERIFIED
    assert read(recorder.journal.path).events == ()


def test_room_that_comes_back_in_a_restore_leaves_a_journal_that_can_be_resumed(
    recorder: Recorder, disk: Disk
) -> None:
    disk.room = 10
    recorder.keep(_intended())
    disk.room = None
    recorder.keep(WriteSettled(1, Outcome.VERIFIED))
    recorder.close()
    again = Recorder(recorder.journal.path, recorder.clock)
    again.close()
    assert again.state.writes == {}
