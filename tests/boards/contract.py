"""What every way to talk to a board promises, run against the simulated one.

A way to talk joins by a subclass that says how its board is built on a cable.
"""

import asyncio
from dataclasses import replace
from decimal import Decimal

import pytest

from tests.boards.bench import Bench
from tests.boards.contract_told import FLOAT, VOLTAGE, ToldContract
from wizard.errors import LinkLost, NoAnswer, NotAllowed
from wizard.procedure.kinds.voltage_proof import FACTOR
from wizard.protocol.ble.logbook import Entry
from wizard.protocol.catalogue import (
    ACTION,
    ACTIONS,
    CALIBRATIONS,
    OPTIONS,
    SETTING,
    SETTINGS,
    SWITCHES,
    Evidence,
    Parameter,
)

CAPACITY = SETTING["capacity"]
LIFEPO4 = ACTION["preset_lifepo4"]
LONGEST_LOG_S = 6  # two tries of 2 s, and the quiet between them
NOT_THERE = SETTING["precharge_time"]  # firmware 15.41 has no capability bit for it


class BoardContract(ToldContract):
    """Promises of a `Board`; `tells_log` says whether this way of talking can read its log."""

    tells_log = False

    def test_its_log_is_told_whole_and_in_order_or_not_at_all(self) -> None:
        async def work(bench: Bench) -> None:
            await bench.board.identity()
            await bench.board.act(LIFEPO4)
            found, noted = await bench.board.log(), bench.simulation.board.log
            assert len(noted) >= 2
            told = tuple(Entry(entry.at, entry.number) for entry in noted)
            assert found == (told if self.tells_log else None)

        self.run(work)

    def test_a_board_that_fell_silent_tells_no_log_and_that_is_no_loss(self) -> None:
        async def work(bench: Bench) -> None:
            await bench.board.identity()
            before, loop = bench.board.losses, asyncio.get_running_loop()
            bench.become_silent()
            began = loop.time()
            assert await bench.board.log() is None
            assert loop.time() - began < LONGEST_LOG_S
            assert bench.board.losses == before

        self.run(work)

    def test_no_log_is_read_before_the_board_said_who_it_is_or_over_a_lost_link(self) -> None:
        async def work(bench: Bench) -> None:
            assert await bench.board.log() is None
            assert bench.tap.requests == []
            await bench.board.identity()
            bench.link.pull()
            assert await bench.board.log() is None
            assert not bench.tap.plugged_in

        self.run(work)

    def test_it_says_who_it_is(self) -> None:
        async def work(bench: Bench) -> None:
            found, plate = await bench.board.identity(), bench.simulation.board.nameplate
            told = found.model, found.hardware, found.firmware, found.serial, found.first_on
            assert told == (
                plate.model,
                plate.hardware,
                plate.firmware,
                plate.serial,
                plate.first_on,
            )
            assert found.supports(CAPACITY.code)
            assert not found.supports(NOT_THERE.code)

        self.run(work)

    def test_its_settings_are_those_in_the_boards_memory(self) -> None:
        async def work(bench: Bench) -> None:
            found = await bench.board.settings()
            assert found.values == bench.simulation.board.all_settings()
            assert not found.sensors_disabled

        self.run(work)

    def test_the_options_of_its_information_table_are_read_where_it_gives_them(self) -> None:
        async def work(bench: Bench) -> None:
            found, board = await bench.board.every_setting(), bench.simulation.board
            assert found.values == board.all_settings()
            assert set(found.options) == {row.key for row in OPTIONS}
            assert found.options["can_protocol"] == board.setting("can_protocol")

        self.run(work)

    def test_every_exchange_without_an_answer_is_counted(self) -> None:
        async def work(bench: Bench) -> None:
            await bench.board.identity()
            before = bench.board.losses
            bench.become_silent()
            with pytest.raises(NoAnswer):
                await bench.board.status()
            assert bench.board.losses - before >= 2

        self.run(work)

    def test_its_status_is_what_the_board_sees(self) -> None:
        async def work(bench: Bench) -> None:
            bench.simulation.pack.drive(Decimal(-4))
            found, board = await bench.board.status(), bench.simulation.board
            assert found.cells == board.inputs()
            assert found.pack_voltage == sum(board.inputs())
            assert found.current == Decimal(-4)
            assert found.alarms == board.alarms
            assert (found.charge_mos, found.discharge_mos) == (board.charge_mos, True)
            assert (found.soc, found.temperatures[0]) == (
                board.soc,
                bench.simulation.pack.temperatures[0],
            )

        self.run(work)

    @pytest.mark.parametrize("row", SETTINGS, ids=lambda row: row.key)
    def test_each_setting_can_be_read_alone(self, row: Parameter) -> None:
        async def work(bench: Bench) -> None:
            assert await bench.board.read_back(row) == bench.simulation.board.setting(row.key)

        self.run(work)

    def test_a_number_of_its_status_can_be_read_alone(self) -> None:
        async def work(bench: Bench) -> None:
            told = (await bench.board.every_reading()).readings[FACTOR.key]
            assert told == (await bench.board.read_back(FACTOR),)

        self.run(work)

    def test_a_written_value_is_read_back(self) -> None:
        async def work(bench: Bench) -> None:
            await bench.board.identity()
            await bench.board.write(CAPACITY, Decimal("280.5"))
            assert await bench.board.read_back(CAPACITY) == Decimal("280.5")

        bench = self.run(work)
        assert bench.simulation.board.setting("capacity") == Decimal("280.5")

    def test_an_action_is_carried_out(self) -> None:
        async def work(bench: Bench) -> None:
            await bench.board.identity()
            await bench.board.act(LIFEPO4)

        assert self.run(work).simulation.board.setting("cell_ovp") == Decimal("3.65")

    def test_nothing_is_written_before_the_board_said_who_it_is(self) -> None:
        async def work(bench: Bench) -> None:
            await bench.board.settings()
            with pytest.raises(NotAllowed, match="who it is"):
                await bench.board.write(CAPACITY, Decimal(280))
            with pytest.raises(NotAllowed, match="who it is"):
                await bench.board.act(LIFEPO4)
            with pytest.raises(NotAllowed, match="who it is"):
                await bench.board.calibrate(VOLTAGE, Decimal(53))
            with pytest.raises(NotAllowed, match="who it is"):
                await bench.board.write(FLOAT, Decimal(1))

        assert self.run(work).writes == []

    def test_what_the_firmware_does_not_have_is_not_sent(self) -> None:
        async def work(bench: Bench) -> None:
            await bench.board.identity()
            sent = len(bench.tap.requests)
            with pytest.raises(NotAllowed, match=r"firmware 15\.41"):
                await bench.board.write(NOT_THERE, Decimal(1))
            assert len(bench.tap.requests) == sent

        self.run(work)

    def test_what_the_catalogue_has_evidence_for_can_be_told(self) -> None:
        async def work(bench: Bench) -> None:
            rows = (*SETTINGS, *SWITCHES, *ACTIONS, *CALIBRATIONS)
            told = [row for row in rows if row.evidence is not Evidence.NONE]
            assert [row for row in told if bench.board.untold(row)] == []
            await bench.board.identity()
            assert [row for row in told if bench.board.untold(row)] == []
            assert bench.board.untold(NOT_THERE) is None

        self.run(work)

    @pytest.mark.parametrize("model", ["", "XX_JK_PB"])
    def test_an_unknown_model_is_not_written_to(self, model: str) -> None:
        async def work(bench: Bench) -> None:
            board = bench.simulation.board
            board.nameplate = replace(board.nameplate, model=model)
            await bench.board.identity()
            with pytest.raises(NotAllowed, match=model or "without a model name"):
                await bench.board.write(CAPACITY, Decimal(280))
            with pytest.raises(NotAllowed):
                await bench.board.act(LIFEPO4)
            with pytest.raises(NotAllowed):
                await bench.board.calibrate(VOLTAGE, Decimal(53))

        assert self.run(work).writes == []

    @pytest.mark.parametrize("value", ["0", "1.9", "20001", "280.0001", "NaN"])
    def test_a_value_that_cannot_be_encoded_is_not_allowed_and_not_sent(self, value: str) -> None:
        async def work(bench: Bench) -> None:
            await bench.board.identity()
            with pytest.raises(NotAllowed, match="Battery Capacity"):
                await bench.board.write(CAPACITY, Decimal(value))

        assert self.run(work).writes == []

    def test_a_link_lost_since_the_identity_carries_no_write(self) -> None:
        async def work(bench: Bench) -> None:
            await bench.board.identity()
            bench.link.pull()
            with pytest.raises(LinkLost):
                await bench.board.write(CAPACITY, Decimal(280))
            with pytest.raises(LinkLost):
                await bench.board.act(LIFEPO4)
            with pytest.raises(LinkLost):
                await bench.board.write(FLOAT, Decimal(1))
            with pytest.raises(LinkLost):
                await bench.board.calibrate(VOLTAGE, Decimal(53))

        assert self.run(work).writes == []

    def test_after_the_link_was_opened_again_the_identity_comes_before_a_write(self) -> None:
        async def work(bench: Bench) -> None:
            await bench.board.identity()
            bench.link.pull()
            await bench.board.settings()
            with pytest.raises(NotAllowed, match="who it is"):
                await bench.board.write(CAPACITY, Decimal(280))
            assert bench.writes == []
            await bench.board.identity()
            await bench.board.write(CAPACITY, Decimal(280))

        assert self.run(work).simulation.board.setting("capacity") == 280

    def test_an_action_is_sent_once_whatever_the_silence(self) -> None:
        async def work(bench: Bench) -> None:
            await bench.board.identity()
            bench.become_silent()
            sent = len(bench.tap.requests)
            with pytest.raises(NoAnswer):
                await bench.board.act(LIFEPO4)
            assert len(bench.tap.requests) == sent + 1

        self.run(work)

    def test_a_write_is_sent_once_whatever_the_silence(self) -> None:
        async def work(bench: Bench) -> None:
            await bench.board.identity()
            bench.tap.swallow = lambda: True
            with pytest.raises(NoAnswer):
                await bench.board.write(CAPACITY, Decimal(280))

        assert len(self.run(work).writes) == 1

    def test_a_silent_board_is_reported_with_what_to_look_at(self) -> None:
        async def work(bench: Bench) -> None:
            with pytest.raises(NoAnswer, match=r"memory:bench( addr 1)? does not answer"):
                await bench.board.identity()

        self.run(work, "silent")

    def test_a_closed_board_opens_its_link_again_when_asked(self) -> None:
        async def work(bench: Bench) -> None:
            await bench.board.identity()
            await bench.board.close()
            assert not bench.tap.plugged_in
            await bench.board.identity()

        self.run(work)
