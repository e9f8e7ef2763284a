"""What was written is taken back, whatever became of it."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.boards.support import Rig, jumping, rigged, volts
from wizard.boards.changes import Plan, plan
from wizard.boards.results import Result
from wizard.errors import NotAllowed
from wizard.record.events import Outcome

WANTED = volts(cell_ovp="3.62", cell_rcv="3.61", charge_current="50", capacity="100")


async def _applied(rig: Rig) -> tuple[Plan, tuple[Result, ...]]:
    current = await rig.writer.snapshot("before")
    agreed = plan("limits", current, WANTED, rig.writer.identity, {})
    return agreed, await rig.writer.apply(agreed)


async def _as_before(rig: Rig, agreed: Plan, results: tuple[Result, ...]) -> list[str]:
    """Undo and return the keys written for it; the board is as it was."""
    rig.real.writes.clear()
    undone = await rig.writer.undo(agreed, results)
    assert {result.outcome for result in undone} <= {Outcome.VERIFIED}
    for change in agreed.changes:
        assert rig.real.setting(change.row.key) == change.before
    assert rig.real.violations == []
    return rig.written()


@jumping
async def test_an_undo_takes_back_last_first(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        agreed, results = await _applied(rig)
        keys = [change.row.key for change in agreed.changes]
        assert await _as_before(rig, agreed, results) == keys[::-1]
        purposes = {write.purpose for write in rig.recorder.state.writes.values()}
        assert purposes == {"limits", "undo of limits"}


@pytest.mark.parametrize("key", WANTED)
@jumping
async def test_what_was_never_taken_is_left_out(tmp_path: Path, key: str) -> None:
    async with rigged(tmp_path) as rig:
        rig.upset(ignored=frozenset({key}))
        agreed, results = await _applied(rig)
        taken = [r.change.row.key for r in results if r.outcome is Outcome.VERIFIED]
        assert results[-1].outcome is Outcome.REFUSED
        assert await _as_before(rig, agreed, results) == taken[::-1]


@jumping
async def test_a_write_nobody_knows_of_is_taken_back_if_it_was_heard(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        rig.tap.on_write = lambda _key: rig.tap.go_silent() is None
        agreed, results = await _applied(rig)
        assert results[-1].outcome is Outcome.UNKNOWN
        rig.tap.speak()
        assert await _as_before(rig, agreed, results) == [agreed.changes[0].row.key]


@jumping
async def test_a_value_the_board_kept_otherwise_is_taken_back(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        rig.upset(skewed={"capacity": Decimal(5)})
        agreed, results = await _applied(rig)
        assert rig.real.setting("capacity") == Decimal(105)
        rig.upset(skewed={})
        assert (await _as_before(rig, agreed, results))[0] == "capacity"


@jumping
async def test_an_undo_stops_where_somebody_else_changed_what_was_verified(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        agreed, results = await _applied(rig)
        rig.real.set("capacity", Decimal(77))
        rig.real.writes.clear()
        with pytest.raises(NotAllowed, match="no longer"):
            await rig.writer.undo(agreed, results)
        assert rig.real.writes == []


@jumping
async def test_an_undo_of_nothing_sends_nothing(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        agreed = plan("none", await rig.writer.snapshot("before"), {}, rig.writer.identity, {})
        assert await rig.writer.undo(agreed, ()) == ()
        assert rig.real.writes == []
