"""What a board on an RS485 line promises besides: refusals, bad lines, shared registers."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.boards.bench import Bench
from tests.boards.contract import CAPACITY, LIFEPO4, BoardContract
from tests.boards.contract_told import CURRENT, FLOAT, SENSORS, VOLTAGE
from wizard.errors import LinkLost, NoAnswer, NotAllowed, Refused
from wizard.simulator.create import create


class Rs485Contract(BoardContract):
    """Promises of a `Board` on a line."""

    @pytest.mark.parametrize("model", ["JK_BD6A24S8P", "JK_B2A8S20P"])
    def test_a_model_of_another_family_is_not_written_to(self, model: str) -> None:
        async def work(bench: Bench) -> None:
            board = bench.simulation.board
            board.nameplate = replace(board.nameplate, model=model)
            await bench.board.identity()
            with pytest.raises(NotAllowed, match=model):
                await bench.board.write(CAPACITY, Decimal(280))
            with pytest.raises(NotAllowed):
                await bench.board.act(LIFEPO4)
            with pytest.raises(NotAllowed):
                await bench.board.calibrate(VOLTAGE, Decimal(53))

        assert self.run(work).writes == []

    def test_a_refused_write_says_so_with_its_code(self) -> None:
        async def work(bench: Bench) -> None:
            await bench.board.identity()
            with pytest.raises(Refused) as refusal:
                await bench.board.write(CAPACITY, Decimal(280))
            assert refusal.value.code == 2

        assert len(self.run(work, "refused-write").writes) == 1

    @pytest.mark.parametrize(
        "fault",
        [
            "echo",
            "noise",
            "late-reply",
            "lost-bytes",
            "lost-replies",
            "garbled",
            "foreign",
            "deaf",
        ],
    )
    def test_a_bad_line_slows_reads_and_never_bends_them(self, fault: str) -> None:
        async def work(bench: Bench) -> None:
            for _ in range(5):
                found = await bench.board.settings()
                assert found.values == bench.simulation.board.all_settings()
                status = await bench.board.status()
                assert status.cells == bench.simulation.board.inputs()

        self.run(work, fault)

    @pytest.mark.parametrize("seconds", [0.0, 0.05, 0.6], ids=["reply", "gap", "silence"])
    def test_no_read_holds_bytes_of_two_boards(self, seconds: float) -> None:
        async def work(bench: Bench) -> None:
            def exchange_boards() -> None:
                bench.link.pull()
                bench.tap.peer = create(chemistry="lto").line

            bench.tap.swallow = lambda: len(bench.tap.requests) == 2 and seconds > 0.5
            bench.tap.after(2, seconds, exchange_boards)
            with pytest.raises(LinkLost):
                await bench.board.settings()

        self.run(work)

    def test_while_a_protection_is_off_only_its_own_switch_is_turned(self) -> None:
        async def work(bench: Bench) -> None:
            store = bench.simulation.board.store
            store.put("switches", store.raw("switches") | 1 << SENSORS.bit)
            await bench.board.identity()
            with pytest.raises(NotAllowed, match=r"Charging Float Mode: .* clear it first"):
                await bench.board.write(FLOAT, Decimal(1))
            assert bench.writes == []
            await bench.board.write(SENSORS, Decimal(0))
            await bench.board.write(FLOAT, Decimal(1))
            assert (store.switch(SENSORS.bit), store.switch(FLOAT.bit)) == (False, True)

        self.run(work)

    def test_a_refused_calibration_says_so_with_its_code(self) -> None:
        async def work(bench: Bench) -> None:
            await bench.board.identity()
            with pytest.raises(Refused) as refusal:
                await bench.board.calibrate(CURRENT, Decimal(30))
            assert refusal.value.code == 3

        assert len(self.run(work).writes) == 1

    def test_a_board_that_sends_no_frames_gives_no_passwords(self) -> None:
        async def work(bench: Bench) -> None:
            board = bench.simulation.board
            board.quirks = replace(board.quirks, answers="registers")
            with pytest.raises(NoAnswer):
                await bench.board.secrets()

        self.run(work)
