"""A plan is sent as it was reviewed, each write proved by its read-back, or not at all."""

from pathlib import Path

import pytest

from tests.boards.support import Rig, jumping, rigged, volts, without_outcome
from tests.record.support import Disk
from wizard.boards.changes import Plan, plan, quantity
from wizard.chemistry import CHEMISTRIES
from wizard.errors import NotAllowed, RecordError
from wizard.protocol.layout import Table
from wizard.record.events import Outcome, WriteIntended, WriteSettled

WANTED = volts(
    cell_ovp="3.60",
    cell_ovpr="3.55",
    cell_uvp="2.70",
    cell_uvpr="2.80",
    capacity="100",
    soc_0_voltage="2.75",
    soc_100_voltage="3.56",
    cell_rcv="3.58",
)


async def _agreed(rig: Rig) -> Plan:
    current = await rig.writer.snapshot("before")
    return plan("limits", current, WANTED, rig.writer.identity, CHEMISTRIES["lifepo4"].windows)


@jumping
async def test_a_plan_is_carried_out_in_its_order_and_verified(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        agreed = await _agreed(rig)
        results = await rig.writer.apply(agreed)
        assert {result.outcome for result in results} == {Outcome.VERIFIED}
        assert rig.written() == [change.row.key for change in agreed.changes]
        assert {key: rig.real.setting(key) for key in WANTED} == WANTED
        assert rig.real.violations == []


@jumping
async def test_the_record_tells_every_write_with_what_was_before_and_found(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        agreed = await _agreed(rig)
        await rig.writer.apply(agreed)
        told = [(w.key, w.before, w.wanted) for w in rig.recorder.state.writes.values()]
        assert told == [
            (c.row.key, quantity(c.row, c.before), quantity(c.row, c.wanted))
            for c in agreed.changes
        ]
        assert all(w.found == w.wanted for w in rig.recorder.state.writes.values())


@jumping
async def test_a_write_is_on_disk_before_its_first_byte_and_settled_before_the_next(
    tmp_path: Path,
) -> None:
    async with rigged(tmp_path) as rig:
        agreed, heard = await _agreed(rig), list[str]()

        def looks_into_the_journal(key: str) -> bool:
            heard.append(key)
            last = rig.events()[-1]
            assert isinstance(last, WriteIntended)
            assert (last.key, last.serial) == (key, rig.real.nameplate.serial)
            assert len(without_outcome(rig.events())) == 1
            return True

        rig.tap.on_write = looks_into_the_journal
        await rig.writer.apply(agreed)
        assert heard == [change.row.key for change in agreed.changes]
        assert without_outcome(rig.events()) == set()


@jumping
async def test_all_settings_are_read_twice_before_the_first_write(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        agreed, heard = await _agreed(rig), list[str]()

        def at_first(address: int) -> bool:
            heard.extend(["read"] if address == Table.SETTINGS else [])
            return True

        rig.tap.on_read = at_first
        rig.tap.on_write = lambda key: heard.append(key) is None
        await rig.writer.apply(agreed)
        assert heard[:3] == ["read", "read", agreed.changes[0].row.key]


@pytest.mark.parametrize("key", WANTED)
@jumping
async def test_nothing_is_sent_where_the_board_changed_since_the_review(
    tmp_path: Path, key: str
) -> None:
    async with rigged(tmp_path) as rig:
        agreed = await _agreed(rig)
        rig.real.set(key, rig.real.setting(key) + volts(by="0.001")["by"])
        before = rig.events()
        with pytest.raises(NotAllowed, match="nothing was sent"):
            await rig.writer.apply(agreed)
        assert rig.real.writes == []
        assert rig.events() == before


@jumping
async def test_nothing_is_sent_where_a_neighbour_came_into_the_way(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        current = await rig.writer.snapshot("before")
        agreed = plan("limits", current, volts(cell_uvpr="3.00"), rig.writer.identity, {})
        rig.real.set("cell_ovpr", volts(v="2.90")["v"])
        with pytest.raises(NotAllowed):
            await rig.writer.apply(agreed)
        assert rig.real.writes == []


@jumping
async def test_without_a_record_no_byte_is_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with rigged(tmp_path) as rig:
        agreed = await _agreed(rig)
        Disk().put_under(monkeypatch).room = 30
        with pytest.raises(RecordError):
            await rig.writer.apply(agreed)
        assert rig.real.writes == []
        assert rig.recorder.state.writes == {}


@jumping
async def test_a_record_that_ends_within_a_write_ends_the_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with rigged(tmp_path) as rig:
        agreed, disk = await _agreed(rig), Disk()
        disk.put_under(monkeypatch)

        def full_from_now(_key: str) -> bool:
            disk.room = 0
            return True

        rig.tap.on_write = full_from_now
        with pytest.raises(RecordError):
            await rig.writer.apply(agreed)
        assert len(rig.real.writes) == 1
        assert isinstance(rig.events()[-1], WriteIntended)
        assert rig.recorder.state.unsettled.keys() == {1}


@jumping
async def test_writes_are_numbered_on_through_every_run(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        simulation = rig.simulation
        await rig.writer.apply(await _agreed(rig))
    async with rigged(tmp_path, simulation=simulation) as again:
        current = await again.writer.snapshot("before")
        wanted = volts(capacity="90")
        await again.writer.apply(plan("capacity", current, wanted, again.writer.identity, {}))
        settled = [event.write for event in again.events() if isinstance(event, WriteSettled)]
        assert settled == list(range(1, len(WANTED) + 2))
