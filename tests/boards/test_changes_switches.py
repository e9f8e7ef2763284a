"""Switches of the switch word and options of the information table, planned and sent."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from tests.boards.support import Rig, jumping, rigged, switches, turn, volts
from wizard.boards.changes import Plan, plan
from wizard.errors import NotAllowed
from wizard.protocol.catalogue import OPTION, SWITCH, SWITCHES
from wizard.protocol.layout import Table
from wizard.record.events import Outcome

MIXED = volts(smart_sleep="1", capacity="100", can_protocol="4", float_mode="0")


async def _agreed(rig: Rig, wanted: Mapping[str, Decimal], *, every: bool = True) -> Plan:
    current = await rig.writer.snapshot("before", every=every)
    return plan("mixed", current, wanted, rig.writer.identity, {})


def _held(rig: Rig) -> dict[str, Decimal]:
    options = {key: rig.real.setting(key) for key in OPTION}
    return {**rig.real.all_settings(), **switches(rig.real), **options}


def _asked_for_information(rig: Rig) -> list[int]:
    """Note the reads of the information table from now on."""
    asked = list[int]()
    rig.tap.on_read = lambda address: (
        asked.extend([address] if address >= Table.INFO else []) is None
    )
    return asked


@jumping
async def test_settings_switches_and_options_go_in_one_plan_and_are_taken_back(
    tmp_path: Path,
) -> None:
    async with rigged(tmp_path) as rig:
        before = _held(rig)
        agreed = await _agreed(rig, MIXED)
        results = await rig.writer.apply(agreed)
        assert {result.outcome for result in results} == {Outcome.VERIFIED}
        assert _held(rig) == {**before, **MIXED}
        told = {write.key: write.found for write in rig.recorder.state.writes.values()}
        assert {key: found and found.value for key, found in told.items()} == MIXED
        await rig.writer.undo(agreed, results)
        assert _held(rig) == before


@jumping
async def test_a_snapshot_records_what_it_read(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        asked = _asked_for_information(rig)
        for every in (False, True):
            found = await rig.writer.snapshot("first", every=every)
            told = rig.recorder.state.settings["first"].values
            assert {key: value.value for key, value in told.items()} == found.everything
            assert found.everything.items() <= _held(rig).items()
            assert told.keys().isdisjoint(OPTION) is (not every)
            assert (asked != []) is every


@jumping
async def test_the_information_table_is_read_only_for_a_plan_that_needs_it(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        agreed = await _agreed(rig, volts(smart_sleep="1", capacity="100"), every=False)
        asked = _asked_for_information(rig)
        results = await rig.writer.apply(agreed)
        await rig.writer.undo(agreed, results)
        assert asked == []


@pytest.mark.parametrize("key", ["float_mode", "can_protocol"])
@jumping
async def test_nothing_is_sent_where_another_hand_was_faster(tmp_path: Path, key: str) -> None:
    async with rigged(tmp_path) as rig:
        agreed = await _agreed(rig, MIXED)
        if key in SWITCH:
            turn(rig.real, key, on=False)
        else:
            rig.real.store.put(key, 7)
        with pytest.raises(NotAllowed, match="nothing was sent"):
            await rig.writer.apply(agreed)
        assert rig.real.writes == []


@jumping
async def test_an_option_that_was_not_read_is_not_planned(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        with pytest.raises(NotAllowed, match=r"CAN Protocol No\. was not read"):
            await _agreed(rig, volts(can_protocol="4"), every=False)


@pytest.mark.parametrize("key", [row.key for row in SWITCHES if row.only is False])
@jumping
async def test_a_switch_is_not_planned_to_its_unsafe_side(tmp_path: Path, key: str) -> None:
    async with rigged(tmp_path) as rig:
        with pytest.raises(NotAllowed):
            await _agreed(rig, {key: Decimal(1)})


@jumping
async def test_a_protection_is_given_back_before_any_other_switch_and_stays(
    tmp_path: Path,
) -> None:
    async with rigged(tmp_path) as rig:
        turn(rig.real, "disable_sensors", on=True)
        agreed = await _agreed(rig, volts(smart_sleep="1", disable_sensors="0"))
        assert [change.row.key for change in agreed.changes] == ["disable_sensors", "smart_sleep"]
        results = await rig.writer.apply(agreed)
        assert {result.outcome for result in results} == {Outcome.VERIFIED}
        await rig.writer.undo(agreed, results)
        held = switches(rig.real)
        assert (held["disable_sensors"], held["smart_sleep"]) == (0, 0)


@jumping
async def test_a_switch_that_the_board_did_not_turn_is_told(tmp_path: Path) -> None:
    async with rigged(tmp_path) as rig:
        agreed = await _agreed(rig, volts(smart_sleep="1"))
        rig.tap.on_write = lambda _key: False
        (result,) = await rig.writer.apply(agreed)
        assert (result.outcome, result.found) == (Outcome.REFUSED, 0)
        (write,) = rig.recorder.state.writes.values()
        assert (write.key, write.outcome) == ("smart_sleep", Outcome.REFUSED)
