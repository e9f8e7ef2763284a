"""Boards that refuse, forget or fall silent: each write gets its true outcome, and no second."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.boards.support import Rig, jumping, rigged, volts, without_outcome
from wizard.boards.changes import plan
from wizard.boards.results import Result
from wizard.errors import LinkLost, NoAnswer, NotAllowed
from wizard.record.events import Outcome

WANTED = volts(cell_ovp="3.60", capacity="100", charge_current="50")
KEYS = list(WANTED)


async def _applied(rig: Rig) -> tuple[Result, ...]:
    current = await rig.writer.snapshot("before")
    return await rig.writer.apply(plan("limits", current, WANTED, rig.writer.identity, {}))


def _told(rig: Rig, number: int) -> Outcome | None:
    return rig.recorder.state.writes[number].outcome


@jumping
async def test_a_write_refused_by_the_board_is_refused_and_the_last(tmp_path: Path) -> None:
    async with rigged(tmp_path, "refused-write") as rig:
        results = await _applied(rig)
        assert [result.outcome for result in results] == [Outcome.VERIFIED, Outcome.REFUSED]
        assert results[-1].found == results[-1].change.before
        assert "exception 2" in str(results[-1].reason)
        assert rig.written() == KEYS[:2]
        assert [_told(rig, number) for number in (1, 2)] == [Outcome.VERIFIED, Outcome.REFUSED]


@jumping
async def test_a_write_acknowledged_and_not_kept_is_refused(tmp_path: Path) -> None:
    async with rigged(tmp_path, "ignored-write") as rig:
        results = await _applied(rig)
        assert results[-1].outcome is Outcome.REFUSED
        assert "still holds 40" in str(results[-1].reason)
        assert rig.written() == KEYS[:2]


@jumping
async def test_a_write_kept_otherwise_is_refused_with_what_is_there(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        rig.upset(skewed={"capacity": Decimal(5)})
        results = await _applied(rig)
        assert (results[-1].outcome, results[-1].found) == (Outcome.REFUSED, Decimal(105))
        assert rig.recorder.state.last_settings["capacity"].value == Decimal(105)
        assert rig.written() == KEYS[:2]


@jumping
async def test_a_write_taken_after_a_moment_is_verified(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        rig.upset(ignored=frozenset({"cell_ovp"}))

        def comes_true_later(address: int) -> bool:
            if rig.written() and address == 0x100C:
                rig.real.set("cell_ovp", WANTED["cell_ovp"])
            return True

        rig.tap.on_read = comes_true_later
        assert (await _applied(rig))[0].outcome is Outcome.VERIFIED


@jumping
async def test_a_board_silent_after_a_write_leaves_it_unknown_and_hears_no_second(
    tmp_path: Path,
) -> None:
    async with rigged(tmp_path) as rig:
        rig.tap.on_write = lambda _key: rig.tap.go_silent() is None
        results = await _applied(rig)
        assert [(result.outcome, result.found) for result in results] == [(Outcome.UNKNOWN, None)]
        assert rig.written() == KEYS[:1]
        assert rig.recorder.state.unsettled.keys() == {1}
        assert without_outcome(rig.events()) == set()


@pytest.mark.parametrize("reached", [True, False])
@jumping
async def test_a_lost_receipt_is_made_up_for_by_the_read_back(
    tmp_path: Path,
    reached: bool,  # noqa: FBT001  whether the write came through
) -> None:
    async with rigged(tmp_path) as rig:

        def loses_the_receipt(key: str) -> bool:
            rig.tap.on_reply = lambda: rig.tap.speak() is not None
            return reached or key != "cell_ovp"

        rig.tap.on_write = loses_the_receipt
        results = await _applied(rig)
        assert results[0].outcome is (Outcome.VERIFIED if reached else Outcome.REFUSED)
        assert rig.written().count("cell_ovp") == reached


@jumping
async def test_a_link_lost_within_a_write_leaves_it_unknown_and_is_told(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        rig.tap.on_write = lambda _key: rig.replug() is None
        with pytest.raises(LinkLost):
            await _applied(rig)
        assert _told(rig, 1) is Outcome.UNKNOWN
        assert len(rig.recorder.state.writes) == 1


@jumping
async def test_a_link_that_was_out_since_the_board_was_named_stops_the_writing(
    tmp_path: Path,
) -> None:
    async with rigged(tmp_path) as rig:
        rig.replug()
        with pytest.raises(NotAllowed, match="before the board said who it is"):
            await _applied(rig)
        assert rig.real.writes == []
        assert without_outcome(rig.events()) == set()
        assert all(write.outcome is Outcome.REFUSED for write in rig.recorder.state.writes.values())


@jumping
async def test_why_a_setting_was_refused_is_asked_by_one_recorded_write(tmp_path: Path) -> None:
    async with rigged(tmp_path, "refused-write") as rig:
        refused = (await _applied(rig))[-1]
        assert "even the value it has is refused" in str(await rig.writer.explain(refused))
        assert rig.written() == [*KEYS[:2], "capacity"]
        assert _told(rig, 3) is Outcome.VERIFIED  # the board still holds what it held
        assert without_outcome(rig.events()) == set()


@jumping
async def test_a_board_silent_while_it_is_asked_why_leaves_no_write_without_outcome(
    tmp_path: Path,
) -> None:
    async with rigged(tmp_path, "refused-write") as rig:
        refused = (await _applied(rig))[-1]
        rig.tap.on_write = lambda _key: rig.tap.go_silent() is None
        with pytest.raises(NoAnswer):
            await rig.writer.explain(refused)
        assert _told(rig, 3) is Outcome.UNKNOWN
        assert without_outcome(rig.events()) == set()


@jumping
async def test_a_setting_that_was_not_refused_is_not_written_again(tmp_path: Path) -> None:
    async with rigged(tmp_path, "ignored-write") as rig:
        ignored = (await _applied(rig))[-1]
        assert "still holds 40" in str(await rig.writer.explain(ignored))
        assert rig.written() == KEYS[:2]
